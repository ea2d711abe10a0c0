// What a browser posts of a page that came with a letter, read from its inputs.

import { attachmentOf, type ReceivedLetter } from './letters.ts'

/** What a browser posts of the form in a letter, with some inputs filled in otherwise. */
export function posted(
  letter: ReceivedLetter,
  changes: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  const page = attachmentOf(letter, '.html')
  const decode = (text: string) =>
    text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot));/gi, (_all, hex, dec, name: string) =>
      hex !== undefined
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : dec !== undefined
          ? String.fromCodePoint(Number(dec))
          : ({ amp: '&', lt: '<', gt: '>', quot: '"' }[name] ?? ''),
    )
  const shown = new Map<string, string>()
  for (const [tag] of page.matchAll(/<input\b[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1]
    if (name !== undefined && !/type="checkbox"|type="radio"(?![^>]* checked)/.test(tag))
      shown.set(name, decode(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ''))
  }
  for (const [, name = '', options = ''] of page.matchAll(
    /<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    shown.set(name, decode(/<option\b[^>]*value="([^"]*)"[^>]*selected/.exec(options)?.[1] ?? ''))
  }
  for (const [, name = '', text = ''] of page.matchAll(
    /<textarea\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g,
  )) {
    shown.set(name, decode(text))
  }
  for (const [name, value] of Object.entries(changes)) {
    if (!page.includes(`name="${name}"`)) throw new Error(`the page has no input ${name}`)
    shown.set(name, value)
  }
  return [...shown]
}
