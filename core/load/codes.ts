// Countries and languages by their names in the languages that Satchel speaks, to their codes. The names come with Node.

const spoken = ['en', 'sw', 'fr', 'de', 'es', 'ar']
const letters = [...'abcdefghijklmnopqrstuvwxyz']
const pairs = letters.flatMap(first => letters.map(second => first + second))

const plainName = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')

function namesOf(type: 'region' | 'language'): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const locale of spoken) {
    const names = new Intl.DisplayNames([locale], { type, fallback: 'none' })
    for (const pair of pairs) {
      const code = type === 'region' ? pair.toUpperCase() : pair
      // an old or second code, like UK, leads to the one that stands for it now
      const [canonical = code] =
        type === 'region' ? [new Intl.Locale(`und-${code}`).region] : [new Intl.Locale(code).language]
      const name = names.of(canonical)
      if (name === undefined) continue
      found.set(plainName(code), canonical)
      if (!found.has(plainName(name))) found.set(plainName(name), canonical)
    }
  }
  return found
}

let countries: ReadonlyMap<string, string> | undefined
let languages: ReadonlyMap<string, string> | undefined

/** ISO 3166 code of a country given by code or name; null for an unknown one. */
export function countryCode(text: string): string | null {
  countries ??= namesOf('region')
  return countries.get(plainName(text)) ?? null
}

/** Code of a language given by code (`sw`, `pt-BR`) or name; null for an unknown one. */
export function languageCode(text: string): string | null {
  languages ??= namesOf('language')
  const [, language = '', region] = /^([a-z]{2,3})[-_]([a-z]{2})$/i.exec(text.trim()) ?? []
  if (region !== undefined && languages.has(language.toLowerCase()))
    return `${language.toLowerCase()}-${region.toUpperCase()}`
  return languages.get(plainName(text)) ?? null
}
