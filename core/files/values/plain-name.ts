// Names of countries and languages to the codes that they mean, whatever case, accents and signs they are written with.

import { languagesWith } from '@satchel/protocol/languages'

/** Without case, accents, and anything but letters and digits; short forms written out. */
export const plainName = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll('&', ' and ')
    .replace(/\bst\b\.?/g, 'saint')
    .replace(/\brep\b\.?/g, 'republic')
    .replace(/^the |,? the$/, '')
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Codes by name. A name that means two codes keeps both, so that nobody takes the first for the right one. */
export class Names {
  readonly #codes = new Map<string, Set<string>>()

  add(name: string | undefined, code: string): void {
    const key = plainName(name ?? '')
    if (key !== '') this.#codes.set(key, (this.#codes.get(key) ?? new Set()).add(code))
  }

  of(name: string): readonly string[] {
    return [...(this.#codes.get(plainName(name)) ?? [])]
  }
}

/** Those that letters are written in come first: what a name means there, it means. */
export const spoken = languagesWith()
export const others = Intl.DisplayNames.supportedLocalesOf(
  'af am az be bem bez bg bn bs ca cgg cs cy da el et eu fa fi fil ga gl gu ha he hi hr hu hy id ig is it ja ka kam ki kk km kn ko ky ln lo lt luo luy lv mas mer mg mk ml mn mr ms mt my nb ne nl nn no nyn om pa pl pt pt-PT rn ro rof ru rw si sk sl sn so sq sr sr-Latn sv sw-CD ta te teo th ti tr uk ur uz vi vun xh yo zh zh-Hant zu'.split(
    ' ',
  ),
)

export const displayed = (
  locale: string,
  type: 'region' | 'language',
  style: 'long' | 'short',
  languageDisplay: 'dialect' | 'standard' = 'dialect',
) => new Intl.DisplayNames([locale], { type, style, languageDisplay, fallback: 'none' })

/** Made when somebody first asks: a file without such a column pays nothing. */
export function onceOnly<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}
