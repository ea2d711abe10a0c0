// A person's own words in a mail: what is left when the form, the quoted letter and what programs add are taken away. In doubt a
// line is the person's: a question too many costs a look, a lost word costs trust.

import { cleanText, readLabelLine } from '@satchel/forms/clean-text/text-form-clean'
import { spreadDraft } from '@satchel/forms/clean-text/text-form-spread'
import { isClosing, isGreeting, looksLikeName, saysNothing, type Word, wordOf } from './mail-phrases.ts'
import {
  footerLines,
  headLines,
  isAttribution,
  isFooter,
  isSeparator,
  looksLikeContact,
  opensSignature,
} from './mail-quotes.ts'
import type { OurWords } from './own-letter-lines.ts'

export interface SaidInWords {
  /** The first line is nothing but words that are an answer by themselves. */
  readonly word: Word | null
  /** Whether anything of it is one's own. */
  readonly hasText: boolean
  /** Everything of one's own, as it was written; null where nobody has to read it. */
  readonly words: string | null
  /** The same as the note of a report: without a greeting above it, and the closing and signature below it. */
  readonly note: string | null
  /** The same without the line of the word. */
  readonly beside: string | null
}

/** @param author address of the sender: a name below a mail that is like it is a signature. */
export function saidInWords(text: string, ours: OurWords, author: string | null): SaidInWords {
  const own = ownLines(text, ours)
  const at = own.findIndex(line => line !== '' && !isGreeting(line))
  const word = at < 0 ? null : firstWord(own, at)
  const names = folds(author?.split('@')[0] ?? '')
  return {
    word,
    hasText: at >= 0,
    words: toRead(own, names),
    note: toRead(own, names) === null ? null : joined(noteLines(own, names)),
    beside: word === null ? toRead(own, names) : beside(own.toSpliced(at, 1), word, names),
  }
}

/** Below a yes, a name and no more is its signature; below a no it may be anything. */
function beside(rest: readonly string[], word: Word, names: readonly string[]): string | null {
  const [name = '', ...more] = rest.filter(line => line !== '')
  return word === 'yes' && more.length === 0 && /^\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?$/u.test(name)
    ? null
    : toRead(rest, names)
}

/** A line that goes on in the next one is more than a word. */
function firstWord(own: readonly string[], at: number): Word | null {
  const [line = '', next = ''] = own.slice(at)
  const goesOn = /^\p{Ll}/u.test(next) && !saysNothing(next) && !isClosing(next) && wordOf(next) === null
  return goesOn ? null : wordOf(line)
}

/** Nobody writes more; what a program sends is looked at in its mail. Nothing here may cost more than the length of the text. */
const mostLines = 20_000

const marks = /^[ \t]*(?:[>|][ \t]?)+/

/** How many marks of quoting open the line, of either kind. */
const quoteDepth = (line: string) => marks.exec(line)?.[0].replace(/[^>|]/g, '').length ?? 0
const unquoted = (line: string) => line.replace(marks, '')

/** Lines of the text that are nobody's but the sender's, with an empty line where something else stood. */
export function ownLines(text: string, ours: OurWords): readonly string[] {
  const lines = spreadDraft(cleanText(text)).split('\n', mostLines)
  const inForm = formLines(lines)
  const isOurs = ours.reader()
  const own: string[] = []
  let signature: 'none' | 'first' | 'later' = 'none'
  const skip = () => {
    if (own.at(-1) !== '') own.push('')
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const depth = quoteDepth(line)
    if (inForm[at] === true || depth > 0) {
      isOurs(unquoted(line))
      signature = 'none'
      skip()
      continue
    }
    const around = besideQuote(lines, at) || footerLines(lines, at)
    if (around > 0) {
      if (!isFooter(line)) signature = 'none'
      at += around - 1
      skip()
      continue
    }
    if (opensSignature(line)) signature = 'first'
    // its first paragraph is one, whatever stands there; further ones as long as they look like it
    else if (signature !== 'none' && line.trim() === '') signature = 'later'
    else if (signature === 'later' && !isOfSignature(line.trim(), 0)) signature = 'none'
    const next = nextOf(lines, at)
    const isMine = !isOurs(line, next) && signature === 'none' && !isSeparator(line)
    // the form below it, or all that is above the form
    const said = (next === '' || readLabelLine(next)?.label === 'form' ? ours.withoutAbove(line) : line).trim()
    if (isMine && said !== '') own.push(said)
    else skip()
  }
  return own
}

/** The next line that says something; far enough to see over the empty ones of a mail program. */
const nextOf = (lines: readonly string[], at: number) =>
  lines.slice(at + 1, at + 4).find(line => line.trim() !== '') ?? ''

/** How many lines from here on a mail program wrote about what it quotes. */
function besideQuote(lines: readonly string[], at: number): number {
  const head = headLines(lines, at)
  if (head > 0) return head
  // long ones are broken into up to three lines
  for (let count = 1; count <= 3; count++) {
    const part = lines.slice(at, at + count)
    if (part.some(line => line.trim() === '' || quoteDepth(line) > 0)) return 0
    const next = lines.slice(at + count, at + count + 3).find(line => line.trim() !== '') ?? ''
    if (isAttribution(part.map(line => line.trim()).join(' '), quoteDepth(next) > 0)) return count
  }
  return 0
}

/** Which lines belong to a form, from `[form]` to `[end]`; one that is cut off goes on to the end of what is quoted like it. */
function formLines(lines: readonly string[]): readonly boolean[] {
  const labels = lines.map(line => readLabelLine(unquoted(line))?.label)
  const [nextForm, nextEnd] = [placesOf(labels, 'form'), placesOf(labels, 'end')]
  const inForm: boolean[] = []
  for (let at = 0; at < lines.length; at++) {
    if (labels[at] !== 'form') continue
    const next = nextForm[at + 1] ?? lines.length
    const end = nextEnd[at + 1] ?? lines.length
    const isWhole = end < next
    const depth = quoteDepth(lines[at] ?? '')
    const last = isWhole ? end : next - 1
    const isPart = partOfForm(lines, labels)
    for (; at <= last; at++) inForm[at] = isPart(at) && (isWhole || quoteDepth(lines[at] ?? '') >= depth)
    at = last
  }
  return inForm
}

/**
 * Says line by line whether a form's line is part of it: below [form] and [token] stands one value each, which nobody writes, so
 * words behind it are somebody's.
 */
function partOfForm(lines: readonly string[], labels: readonly (string | undefined)[]): (at: number) => boolean {
  let label: string | undefined
  let hasValue = false
  return at => {
    const line = unquoted(lines[at] ?? '').trim()
    if (labels[at] !== undefined) {
      label = labels[at]
      hasValue = false
      return true
    }
    if ((label !== 'form' && label !== 'token') || line === '') return true
    const isFirst = !hasValue
    hasValue = true
    return isFirst || !looksLikeWords(line)
  }
}

/** Two words and no id of a packet, so neither a header nor a token that was broken into lines. */
const looksLikeWords = (line: string) =>
  /\p{L}{2,}[.,;:!?]?\s+\p{L}+/u.test(line) && !/[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}/iu.test(line)

/** For each line, where from there on the label comes next; the number of lines where it does not. */
function placesOf(labels: readonly (string | undefined)[], label: string): readonly number[] {
  const places = Array.from({ length: labels.length + 1 }, () => labels.length)
  for (let at = labels.length - 1; at >= 0; at--)
    places[at] = labels[at] === label ? at : (places[at + 1] ?? labels.length)
  return places
}

const folds = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(part => part.length > 1)

/** The lines as they were written, when there is one among them that somebody has to read. */
function toRead(own: readonly string[], names: readonly string[]): string | null {
  const isSaid = withoutSignature(own, names).some(
    line => !saysNothing(line) && !isGreeting(line) && !isNameOf(line, names),
  )
  return isSaid ? joined(own) : null
}

const joined = (own: readonly string[]) =>
  own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/**
 * Lines for the record: the report says already whose they are. What may be a name and what may be a thing that was said is in doubt
 * only below a closing; there a line stays that is no name, title or number for sure.
 */
function noteLines(own: readonly string[], names: readonly string[]): readonly string[] {
  const from = own.findIndex(line => line !== '' && !isGreeting(line))
  const kept: string[] = []
  for (let at = from; at < own.length; at++) {
    const line = own[at] ?? ''
    if (!isClosing(line) && !(isNameOf(line, names) && isLast(own, at))) kept.push(line)
    else {
      if (own[at + 1] === '') at++
      for (let count = 0; count < 6 && isOfSignature(own[at + 1] ?? '', 0); count++) at++
    }
  }
  return kept
}

const isLast = (own: readonly string[], at: number) => own.slice(at + 1).every(line => line === '')

const isNameOf = (line: string, names: readonly string[]) =>
  looksLikeName(line) && folds(line).some(part => names.includes(part))

/** Without "Best regards" and the few lines of name and address that follow it. */
function withoutSignature(own: readonly string[], names: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let at = 0; at < own.length; at++) {
    const line = own[at] ?? ''
    if (!isClosing(line) && !opensCard(own, at, names)) {
      if (line !== '') kept.push(line)
      continue
    }
    if (own[at + 1] === '') at++
    for (let count = 0; count < 6 && isOfSignature(own[at + 1] ?? '', count); count++) at++
  }
  return kept
}

/** The sender's name, with title and company or a number below it: what an office's program puts below every mail, without a closing. */
function opensCard(own: readonly string[], at: number, names: readonly string[]): boolean {
  if (!isNameOf(own[at] ?? '', names)) return false
  const until = own.indexOf('', at)
  const below = own.slice(at + 1, until < 0 ? undefined : until)
  return (
    below.length <= 6 &&
    below.every(line => isOfSignature(line, 0)) &&
    below.some(line => /[|·•]/u.test(line) || looksLikeContact(line))
  )
}

/** A name, then a title, a company, numbers and addresses; anything with a sentence in it is none. */
function isOfSignature(line: string, count: number): boolean {
  if (line === '' || line.length > 80 || /[?¿؟]|^p\.?\s?s\b/iu.test(line)) return false
  const words = line.split(/[\s|,/·•]+/u).filter(word => /\p{L}/u.test(word))
  const isCapital = words.every(word => /^[^\p{L}]*(?:\p{Lu}|\p{Lo})/u.test(word))
  return isCapital || looksLikeContact(line) || (count > 0 && words.length <= 3)
}
