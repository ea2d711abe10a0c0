// HTML of a mail to plain text with the same lines. It never wraps, fetches or runs anything, and its work grows with the
// length of the text only: mails are hostile.

import { decodeEntities } from './html-entities.ts'
import { textLimits } from './mail-limits.ts'

/** Their content is no text of the mail. */
const dropped = new Set(['script', 'style', 'head', 'title', 'template'])

/** A line ends where they begin and where they end. */
const blocks = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)

const voids = new Set('area base br col embed hr img input link meta source wbr'.split(' '))

const preStyle = /white-space\s*:\s*(pre|break-spaces)/i

/** More open elements than these are closed by nobody. */
const maxOpen = 500

interface OpenElement {
  readonly name: string
  readonly isPre: boolean
}

/** Text of the lines so far; decides about spaces, breaks and quotes. */
class Lines {
  readonly #done: string[] = []
  #line = ''
  quotes = 0

  add(text: string, isPre: boolean): void {
    if (!isPre) {
      const run = text.replace(/[ \t\r\n\f]+/g, ' ')
      this.#line += this.#line === '' || this.#line.endsWith(' ') ? run.replace(/^ /, '') : run
      return
    }
    const [first = '', ...more] = text.split(/\r\n|\r|\n/)
    this.#line += first
    for (const line of more) {
      this.end()
      this.#line = line
    }
  }

  /** Ends the line, also an empty one. */
  end(): void {
    const depth = Math.min(this.quotes, textLimits.quoteDepth)
    const text = this.#line.replaceAll('\u00A0', ' ').trimEnd()
    this.#done.push(depth === 0 ? text : `${'>'.repeat(depth)} ${text}`.trimEnd())
    this.#line = ''
  }

  /** A block begins or ends: no line is made of nothing. */
  break(): void {
    if (this.#line !== '' && this.#line !== ' ') this.end()
    else this.#line = ''
  }

  text(): string {
    this.break()
    return this.#done.join('\n')
  }
}

/** Finds the end of a tag: the first > outside of quotes, or just the first one where quotes are not closed. */
function tagEnds(html: string) {
  let quotesAreSound = true
  return (from: number): number => {
    if (quotesAreSound) {
      let quote = ''
      for (let at = from; at < html.length; at++) {
        const char = html.charAt(at)
        if (quote !== '') quote = char === quote ? '' : quote
        else if (char === '>') return at
        // a quote that opens no value is an apostrophe in a broken tag
        else if ((char === '"' || char === "'") && html.charAt(at - 1) === '=') quote = char
      }
      quotesAreSound = false
    }
    return html.indexOf('>', from)
  }
}

/** Finds closing tags; what is not there behind one place is not looked for again behind a later one. */
function closings(html: string) {
  const folded = html.replace(/[A-Z]/g, letter => letter.toLowerCase())
  const missing = new Set<string>()
  return (name: string, from: number): number => {
    const at = missing.has(name) ? -1 : folded.indexOf(`</${name}`, from)
    if (at < 0) missing.add(name)
    return at
  }
}

/**
 * Plain text of a mail's HTML: one line for each line that a reader sees, blockquote as `> `, list items as `- `, no line
 * added for the space between paragraphs.
 * @param html bounded by the caller.
 */
export function htmlToText(html: string): string {
  const lines = new Lines()
  const open: OpenElement[] = []
  const endOfTag = tagEnds(html)
  const closingOf = closings(html)
  let at = 0
  const text = (until: number) => {
    if (until > at) lines.add(decodeEntities(html.slice(at, until)), open.at(-1)?.isPre === true)
  }
  while (at < html.length) {
    const start = html.indexOf('<', at)
    if (start < 0) break
    if (!/[a-z!?/]/i.test(html.charAt(start + 1))) {
      // a plain "<" in the text
      text(start + 1)
      at = start + 1
      continue
    }
    text(start)
    at = start
    const isComment = html.startsWith('<!--', start)
    const end = isComment ? html.indexOf('-->', start + 4) : endOfTag(start + 1)
    if (end < 0) {
      // what follows is no tag: a cut mail keeps its text
      if (isComment) at = html.length
      break
    }
    at = end + (isComment ? 3 : 1)
    const tag = isComment ? null : /^<(\/?)([a-z][a-z0-9:-]*)/i.exec(html.slice(start, start + 64))
    if (tag === null) continue
    const name = tag[2]?.toLowerCase() ?? ''
    if (tag[1] === '/') closeElement(name, lines, open)
    else if (dropped.has(name)) {
      const closing = closingOf(name, at)
      // one that is never closed drops nothing
      if (closing >= 0) at = closing
    } else openElement(name, html.slice(start, end), lines, open)
  }
  text(html.length)
  return lines.text()
}

function openElement(name: string, tag: string, lines: Lines, open: OpenElement[]): void {
  if (name === 'br') return lines.end()
  if (blocks.has(name)) lines.break()
  if (name === 'blockquote') lines.quotes++
  if (name === 'li') lines.add('- ', true)
  if (name === 'td' || name === 'th') lines.add(' ', false)
  if (voids.has(name) || tag.endsWith('/') || open.length >= maxOpen) return
  const isPre = name === 'pre' || open.at(-1)?.isPre === true || preStyle.test(tag)
  open.push({ name, isPre })
}

function closeElement(name: string, lines: Lines, open: OpenElement[]): void {
  if (blocks.has(name)) lines.break()
  if (name === 'blockquote') lines.quotes = Math.max(0, lines.quotes - 1)
  const at = open.findLastIndex(element => element.name === name)
  if (at >= 0) open.length = at
}
