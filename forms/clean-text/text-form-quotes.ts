// How mail programs mark what they quote, brought to `>`. Most write that; some write a bar, initials before it, or another
// sign, and mailboxes of old systems put a `>` before a line that begins with "From ".

/** Marks beside `>`. A colon or a hash is one only where the line of the form itself has it. */
const signs = '>|\uff1e\u2502\u2503:%#'
const marks = `(?:[ \\t]*(?:[A-Za-z]{0,8}[>|\uff1e\u2502\u2503]|[:%#](?=[ \\t>|[])))`
const opening = new RegExp(`^(${marks}*)([ \\t]*)[*_]{0,3}[[\uff3b\u3010]\\s*form\\s*[\\]\uff3d\u3011]`, 'iu')

/** Quotes of quotes of quotes: no letter lies deeper. */
const maxDepth = 50

interface Quoting {
  readonly depth: number
  /** One mark as this program writes it, with the spaces before it. */
  readonly mark: RegExp
  readonly isPlain: boolean
  /** A space stands between mark and text. */
  readonly isSpaced: boolean
}

function quotingOf(line: string): Quoting | null {
  const found = /form/i.test(line) ? opening.exec(line) : null
  if (found === null) return null
  const [, quote = '', space = ''] = found
  const used = [...signs].filter(sign => sign !== '>' && quote.includes(sign)).join('')
  const initials = /[A-Za-z]/.test(quote) ? '[A-Za-z]{0,8}' : ''
  return {
    depth: Math.min(maxDepth, [...quote].filter(character => signs.includes(character)).length),
    mark: new RegExp(`^[ \\t]*${initials}[>${used}]`, 'u'),
    isPlain: used === '' && initials === '',
    isSpaced: space !== '',
  }
}

/** Whether a line looks like the first one of a form, quoted or not. */
export const opensForm = (line: string): boolean => quotingOf(line) !== null

/**
 * The text with the marks of its program as `>`, as deep as its form is quoted; a line that was "From ..." is that again.
 * A text without a form, and what is marked in no other way, stays as it is.
 */
export function plainQuotes(text: string): string {
  const lines = text.split('\n')
  let quoting = lines.map(quotingOf).find(each => each !== null) ?? null
  if (quoting === null) return text
  return lines
    .map(line => {
      quoting = quotingOf(line) ?? quoting
      return quoting === null ? line : plainLine(line, quoting)
    })
    .join('\n')
}

function plainLine(line: string, { depth, mark, isPlain, isSpaced }: Quoting): string {
  // written by a person between the lines, then marked by a mailbox
  if (isSpaced && /^>+From /u.test(line)) return line.slice(1)
  let rest = line
  let taken = 0
  for (; taken < depth && mark.test(rest); taken += 1) rest = rest.replace(mark, '')
  const original = rest.replace(/^([ \t]?)>(>*From )/u, '$1$2')
  return isPlain && original === rest ? line : '>'.repeat(taken) + original
}
