// Posts of a browser to the console's pages for tables of one's own, and the words that it reads there.

import { expect } from 'vitest'
import type { Browser } from './console.ts'

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** A field of the form, as its row. */
export const field = (row: number, name: string, type: string, more: Readonly<Record<string, string>> = {}): Fields =>
  Object.fromEntries(Object.entries({ name, type, ...more }).map(([part, value]) => [`f${row}.${part}`, value]))

/** A type of record with a number, a choice of a list of its own, a day and a reference. */
export const parcel: Fields = {
  name: 'parcel',
  rights: 'record',
  top: 'yes',
  under: ['person'],
  stages: 'sown, growing, harvested',
  ...field(0, 'area', 'number'),
  ...field(1, 'crop', 'choice', { choices: 'maize, beans' }),
  ...field(2, 'planted', 'date'),
  ...field(3, 'farmer', 'person'),
  ...field(4, '', 'text'),
}

const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The text that HTML stands for. */
export const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '')

/** The fields that the preview's own form sends when its button is pressed. */
export function hidden(text: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  const form = text.slice(text.lastIndexOf('<form class="flex"'))
  for (const [, name = '', value = ''] of form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    fields[plain(name)] = [...(fields[plain(name)] ?? []), plain(value)]
  return fields
}

/** The file that a preview shows. */
export const shownFile = (text: string): string => plain(/<bdo dir="ltr">([^]*?)<\/bdo>/.exec(text)?.[1] ?? '')

type Visited = Awaited<ReturnType<Browser['get']>>

/** Tries it, then presses the button of the preview. */
export async function make(
  browser: Browser,
  path: string,
  fields: Fields,
): Promise<Readonly<Record<'preview' | 'made' | 'page', Visited>>> {
  const preview = await browser.post(path, { ...fields, do: 'try' })
  expect([path, preview.status, preview.words]).toEqual([path, 200, expect.stringContaining('Nothing is made yet.')])
  const made = await browser.post(path, { ...hidden(preview.text), do: 'make' })
  return { preview, made, page: await browser.get(made.location ?? '/made-nothing') }
}
