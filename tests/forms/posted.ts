// What a browser would post of a page, and what a reader sees of it: read from its HTML.

import { createHash } from 'node:crypto'

export type Posted = readonly (readonly [string, string])[]

/** What a browser would post: every box of the form with its value, as it stands in the page. */
export function submit(page: string): Posted {
  const form = /<form [^]*?<\/form>/.exec(page)?.[0] ?? ''
  const fields: [string, string][] = []
  const boxes = /<input ([^>]*)>|<select ([^>]*)>[^]*?<\/select>|<textarea ([^>]*)>[^]*?<\/textarea>/g
  for (const [tag, one, two, three] of form.matchAll(boxes)) {
    const attributes = one ?? two ?? three ?? ''
    const name = /\bname="?([^\s">]*)/.exec(attributes)?.[1]
    if (name === undefined) continue
    const type = /\btype="?([a-z]+)"?/.exec(attributes)?.[1]
    if (type === 'file' || (['checkbox', 'radio'].includes(type ?? '') && !/ checked/.test(attributes))) continue
    const value = tag.startsWith('<select')
      ? (/<option(?: value="?([^">]*?)"?)? selected>([^<]*)/
          .exec(tag)
          ?.slice(1)
          .find(each => each !== undefined) ?? '')
      : tag.startsWith('<textarea')
        ? tag.replace(/^<textarea [^>]*>\n?/, '').replace(/<\/textarea>$/, '')
        : (/\bvalue=(?:"([^"]*)"|([\w.-]+))/
            .exec(attributes)
            ?.slice(1)
            .find(each => each !== undefined) ?? '')
    fields.push([unescaped(name), unescaped(value)])
  }
  return fields
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#x27': "'",
  '#x60': '`',
  '#x3D': '=',
}
const unescaped = (text: string) =>
  text.replace(/&([a-z]+|#x[0-9A-F]+);/g, (all, name: string) => entities[name] ?? all)

export const attributeOf = (page: string, name: string) =>
  unescaped(new RegExp(`${name}="([^"]*)"`).exec(page)?.[1] ?? '')

export function hashOf(page: string, tag: 'script' | 'style'): string {
  const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? ''
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** The words of the page in their order, without the words of its script. */
export const visible = (page: string) =>
  unescaped(
    page
      .replace(/<(script|style)>[^]*?<\/\1>/g, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' '),
  )
