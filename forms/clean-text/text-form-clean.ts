// Undoes the changes that mail programs make to a text form: line ends, spaces, invisible characters, quoting, dashes.
// Nothing here knows what a form asks; nothing here ever fails.
import { opensForm } from './text-form-quotes.ts'

/**
 * Brings a mail text to plain lines: BOM, CR, U+2028, U+2029, U+0085 to LF; no-break and typographic spaces to space;
 * zero-width space, word joiner, soft hyphen and control characters out. Joiners and direction marks stay, since some
 * scripts need them.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' ')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff]/g, '')
}

/**
 * A value as it comes back from a text form that nobody changed. Equal to the value but for no-break spaces and
 * zero-width characters, so compare with this before taking a difference for a change.
 */
export function throughTextForm(value: string): string {
  return cleanText(value).normalize('NFC')
}

/** Without what cannot be seen: joiners, direction marks. For labels only. */
function visible(text: string): string {
  return text.replace(/[\u200c-\u200f\u202a-\u202e\u2066-\u2069]|\ufe0f/g, '').trim()
}

/** One spelling for a word that people retype: NFC, lower case, one dash, straight quotes, single spaces. */
export function foldWords(text: string): string {
  return visible(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63]/g, '-')
    .replace(/[\u2018\u2019\u201a\u201b\u02bc\u00b4`]/g, "'")
    .replace(/[\u201c-\u201f\u00ab\u00bb]/g, '"')
    .replace(/\s+/gu, ' ')
    .trim()
}

interface LabelLine {
  /** The label, folded. */
  readonly label: string
  /** The rest of the same line. */
  readonly rest: string
  /** False where the brackets are not [ and ] themselves, or stand in quotation marks. */
  readonly isPlain: boolean
}

/** Brackets that input methods and mail programs of other scripts write for [ and ]: full-width, lenticular, shell, corner, small. */
const opening = '\uff3b\u3010\u3014\u3016\u3018\u301a\u300c\u300e\ufe5d\u2045\u2772\u27e6'
const closing = '\uff3d\u3011\u3015\u3017\u3019\u301b\u300d\u300f\ufe5e\u2046\u2773\u27e7'
const [anyOpening, anyClosing] = [new RegExp(`[${opening}]`, 'gu'), new RegExp(`[${closing}]`, 'gu')]

/** With brackets of every kind as [ and ]; for the reading of labels only. */
export function plainBrackets(line: string): string {
  return line.replace(anyOpening, '[').replace(anyClosing, ']')
}

/** Quotation marks of any language, as some mail programs put them around what they take for a quotation. */
const quotes = '"\'\u2018-\u201f\u2039\u203a\u00ab\u00bb'
const labelLine = new RegExp(`^[*_${quotes}]{0,3}\\[([^[\\]]{1,200})\\][*_${quotes}]{0,3}\\s*[:\uff1a]?(.*)$`, 'su')
const opensLabel = new RegExp(`^(?:[*_${quotes}]*\\[|>)`, 'u')

/** Reads `[label]`, `*[label]*`, `**[label]**:`; null when the line does not open with a bracketed word. */
export function readLabelLine(line: string): LabelLine | null {
  const seen = visible(line)
  const match = labelLine.exec(plainBrackets(seen))
  if (!match) return null
  const [, label = '', rest = ''] = match
  // each bracket takes one place whatever it is, so what stands behind the label is as it was written
  const written = rest === '' ? '' : seen.slice(-rest.length)
  return { label: foldWords(label), rest: written.trim(), isPlain: /^[*_]*\[[^\]]*\]/u.test(seen) }
}

/** True for `(delete)`, however it is spaced and capitalised. */
export function meansDelete(text: string): boolean {
  return foldWords(text).replaceAll(' ', '') === '(delete)'
}

/** True when a value's line has to be printed behind a backslash to come back as it is. */
export function needsEscape(line: string): boolean {
  return (
    /^\s|^\\|^From /u.test(line) ||
    opensLabel.test(plainBrackets(visible(line))) ||
    meansDelete(line) ||
    opensForm(line)
  )
}

/** How many `>` open the line; spaces between them are allowed. */
export function quoteDepth(line: string): number {
  const match = /^[ \t]*(?:>[ \t]*)*/u.exec(line)
  return match ? match[0].replaceAll(/[^>]/g, '').length : 0
}

/** Takes at most `depth` quote marks off the line, each with the space after it. */
export function unquote(line: string, depth: number): string {
  let text = line
  for (let taken = 0; taken < depth; taken += 1) {
    const match = /^[ \t]*>/u.exec(text)
    if (!match) break
    text = text.slice(match[0].length)
  }
  return text
}
