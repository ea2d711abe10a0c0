// HTML of a mail to plain text with the same lines. It never wraps, fetches or runs anything, and its work grows with the
// length of the text only: mails are hostile.

import { closeElement, HtmlLines, type OpenElement, openElement } from './html-elements.ts'
import { decodeEntities } from './html-entities.ts'

/** Their content is no text of the mail. */
const dropped = new Set(['script', 'style', 'head', 'title', 'template'])

export interface HtmlText {
  readonly text: string
  /** Something was struck out, and is left out. */
  readonly struck: boolean
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
 * added for the space between paragraphs. It leaves out struck-out and hidden text.
 * @param html bounded by the caller.
 */
export const htmlToText = (html: string) => readHtml(html).text

export function readHtml(html: string): HtmlText {
  const lines = new HtmlLines()
  const open: OpenElement[] = []
  const endOfTag = tagEnds(html)
  const closingOf = closings(html)
  let at = 0
  let struck = false
  const text = (until: number) => {
    const inside = open.at(-1)
    if (until <= at || inside?.isHidden === true) return
    const said = decodeEntities(html.slice(at, until))
    if (inside?.isStruck !== true) lines.add(said, inside?.isPre === true)
    else struck ||= said.trim() !== ''
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
  return { text: lines.text(), struck }
}
