// Languages by code or by name, in every language that Node has names in, and in their own.

import { countryOf } from './countries.ts'
import { languageCodes } from './language-codes.ts'
import { displayed, Names, onceOnly, others, spoken } from './plain-name.ts'
import type { Cell } from './cell.ts'

/** Names that the language data does not have. */
const otherNames: Readonly<Record<string, string>> = {
  am: 'Amarigna',
  bfa: 'Bari',
  ca: 'Valencian',
  cgg: 'Rukiga|Kiga',
  es: 'Castilian|Castellano|Kastilisch',
  fa: 'Farsi',
  'fa-AF': 'Dari',
  fil: 'Pilipino',
  id: 'Bahasa Indonesia|Bahasa',
  ki: 'Gikuyu|Kikuyu',
  laj: 'Lango',
  lg: 'Luganda|Oluganda|Kiganda',
  luo: 'Dholuo',
  ny: 'Chichewa|Chewa|Cinyanja',
  nyn: 'Runyankole|Runyankore|Nyankore',
  om: 'Afaan Oromo|Oromiffa',
  pa: 'Panjabi',
  rn: 'Kirundi|Rundi',
  rw: 'Rwanda|Ikinyarwanda',
  si: 'Sinhalese',
  st: 'Sesotho',
  sw: 'Kiswahili',
  teo: 'Ateso|Iteso',
  ti: 'Tigrigna',
  tl: 'Tagalog',
  tn: 'Setswana|Tswana',
  tw: 'Twi',
  xog: 'Lusoga',
  zh: 'Mandarin|Putonghua',
  'zh-Hans':
    'Chinese (Simplified)|Simplified Chinese|Chinese Simplified|Chinois (simplifié)|Chinesisch (vereinfacht)|Chino (simplificado)',
  'zh-Hant':
    'Chinese (Traditional)|Traditional Chinese|Chinese Traditional|Chinois (traditionnel)|Chinesisch (traditionell)|Chino (tradicional)',
}

/** Where a place or a script has a name of its own, like Brazilian Portuguese. */
const places =
  'ar-EG az-Cyrl az-Latn de-AT de-CH en-AU en-CA en-GB en-US es-419 es-ES es-MX fa-AF fr-CA fr-CH nl-BE pa-Arab pt-BR pt-PT ro-MD sr-Cyrl sr-Latn sw-CD uz-Cyrl uz-Latn zh-Hans zh-Hant zh-Hans-CN zh-Hant-HK zh-Hant-TW'.split(
    ' ',
  )

const allCodes = [...languageCodes, ...places]
const english = displayed('en', 'language', 'long')

const near = onceOnly(() => {
  const names = new Names()
  for (const locale of spoken)
    for (const display of ['dialect', 'standard'] as const)
      for (const style of ['long', 'short'] as const) {
        const named = displayed(locale, 'language', style, display)
        for (const code of style === 'long' && display === 'dialect' ? allCodes : places)
          names.add(named.of(code), code)
      }
  return names
})
/** In other languages those of two letters alone: the more names, the more of them mean another language somewhere. */
const far = onceOnly(() => {
  const names = new Names()
  for (const locale of others) {
    const named = displayed(locale, 'language', 'long')
    for (const code of languageCodes.filter(code => code.length === 2)) names.add(named.of(code), code)
  }
  for (const code of Intl.DisplayNames.supportedLocalesOf(allCodes))
    names.add(displayed(code, 'language', 'long').of(code), code)
  return names
})
const listed = new Names()
for (const [code, list] of Object.entries(otherNames)) for (const name of list.split('|')) listed.add(name, code)

/** Codes that a name means; several where it does not say which. */
function namedBy(text: string): readonly string[] {
  for (const names of [() => listed, near, far]) {
    const found = names().of(text)
    if (found.length > 0) return found
  }
  return []
}

/** `sw`, `fil`, `pt-BR`, `zh_hant_tw`, in any case, to the one way of writing it; null for what is no tag. */
function tagOf(text: string): string | null {
  const [, language = '', script, place] =
    /^([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?$/i.exec(text) ?? []
  if (language === '') return null
  const lower = language.toLowerCase()
  // a code of two letters stays, an older one too; of three letters, those that stand for one of two
  const main = lower.length === 2 ? lower : (new Intl.Locale(lower).language ?? lower)
  const region = place === undefined || /[0-9]/.test(place) ? place : (countryOf(place).value ?? place.toUpperCase())
  const written = script === undefined ? [] : [`${script.charAt(0).toUpperCase()}${script.slice(1).toLowerCase()}`]
  return [main, ...written, ...(region === undefined ? [] : [region])].join('-')
}

const unknown: Cell = { fault: 'is no language that is known, by code or name' }

/** Code of a language given by code or name, or why there is none. */
export function languageOf(text: string): Cell {
  const typed = text.trim()
  const tag = tagOf(typed)
  // three letters that begin with a capital are a word, like Mon, and no code
  const isCode = tag !== null && !/^[A-Z][a-z]{2}$/.test(typed) && english.of(tag.split('-')[0] ?? '') !== undefined
  // as the database keeps it: what an export wrote is never another language
  if (isCode && (tag.includes('-') || tag === typed)) return { value: tag }
  const named = namedBy(typed)
  const found = new Set([...named, ...(isCode ? [tag] : [])])
  if (found.size > 1) return { fault: 'is a name of several languages: write the code' }
  const [only] = found
  if (only !== undefined) return { value: only }
  // Portuguese (Brazil)
  const [, name = '', place = ''] = /^([^()]+) ?[(]([^()]+)[)]$/.exec(typed) ?? []
  const [main, other] = name === '' ? [] : namedBy(name)
  const { value: region } = countryOf(place)
  if (main !== undefined && other === undefined && region !== undefined)
    return { value: `${main.split('-')[0]}-${region}` }
  if (tag !== null && tag === typed)
    return { value: tag, told: 'is taken for the code of a language that has no name here' }
  return unknown
}
