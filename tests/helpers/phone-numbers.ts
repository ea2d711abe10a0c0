// Telephone numbers of all regions as people write them: made from the national patterns of libphonenumber's metadata, with a fixed seed.

import { createRequire } from 'node:module'
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberWithError,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'

const metadata = createRequire(import.meta.url)('libphonenumber-js/metadata.max.json') as {
  readonly country_calling_codes: Readonly<Record<string, readonly CountryCode[]>>
  readonly countries: Readonly<Record<string, readonly unknown[]>>
}

/** 0 to 1, the same on every run. */
function randoms(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A text that a pattern matches; the patterns of the metadata have groups, choices, classes and counts, and nothing else. */
function matching(pattern: string, random: () => number): string {
  let at = 0
  const below = (count: number) => Math.floor(random() * count)
  const choice = (): string => {
    const choices = [sequence()]
    while (pattern[at] === '|') {
      at++
      choices.push(sequence())
    }
    return choices[below(choices.length)] ?? ''
  }
  const sequence = (): string => {
    let made = ''
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const start = at
      let piece = one()
      const end = at
      const [whole, least = '1', most = least] = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at)) ?? ['']
      const times = pattern[at] === '?' ? below(2) : Number(least) + below(Number(most) - Number(least) + 1)
      at += pattern[at] === '?' ? 1 : whole.length
      const next = at
      if (times === 0) piece = ''
      for (let count = 1; count < times; count++) {
        at = start
        piece += one()
        at = end
      }
      at = next
      made += piece
    }
    return made
  }
  const one = (): string => {
    const sign = pattern[at++] ?? ''
    if (sign === '(') {
      if (pattern.startsWith('?:', at)) at += 2
      const made = choice()
      at++
      return made
    }
    if (sign === '\\') {
      at++
      return String(below(10))
    }
    if (sign !== '[') return sign
    const end = pattern.indexOf(']', at)
    const digits = pattern
      .slice(at, end)
      .replaceAll('\\d', '0-9')
      .replaceAll(/([0-9])-([0-9])/g, (_, from: string, to: string) => '0123456789'.slice(Number(from), Number(to) + 1))
    at = end + 1
    return digits[below(digits.length)] ?? ''
  }
  return choice()
}

export interface WrittenNumber {
  readonly text: string
  /** The calling code of the installation that reads it. */
  readonly home: string
  readonly form: string
}

/** How the library reads it: the number with its extension, or null for what is no possible number. */
export function byLibrary({ text, home }: WrittenNumber): string | null {
  try {
    const defaultCountry = metadata.country_calling_codes[home]?.[0]
    const read = parsePhoneNumberWithError(text, defaultCountry === undefined ? {} : { defaultCountry, extract: false })
    return read.isPossible() ? `${read.number}${read.ext === undefined ? '' : `;ext=${read.ext}`}` : null
  } catch {
    return null
  }
}

const forms: Readonly<
  Record<string, (national: string, code: string, region: CountryCode, random: () => number) => [string, string?]>
> = {
  e164: (national, code) => [`+${code}${national}`, '256'],
  international: (national, code, region) => [shown(national, region, 'INTERNATIONAL') ?? `+${code} ${national}`, '44'],
  national: (national, _, region) => [shown(national, region, 'NATIONAL') ?? national],
  'without its zero': national => [national],
  'without its plus': (national, code) => [`${code}${national}`],
  'zero in parentheses': (national, code) => [`+${code} (0)${national}`, '256'],
  'with 00': (national, code) => [`00${code} ${national}`, '49'],
  'with 011': (national, code) => [`011 ${code} ${national}`, '1'],
  'with 810': (national, code) => [`810${code}-${national}`, '7'],
  'with an extension': (national, code, _, random) => [
    `+${code}-${national}${[' ext. ', ';ext=', ' x', ' #', ' доб. '][Math.floor(random() * 5)]}${Math.floor(random() * 9000 + 10)}`,
  ],
  'a digit more': (national, code) => [`+${code}${national}7`],
  'a digit less': (national, code) => [`+${code}${national.slice(0, -1)}`],
  'only digits': (_, __, ___, random) => [String(Math.floor(random() * 10 ** (3 + random() * 12)))],
}

function shown(national: string, region: CountryCode, format: 'NATIONAL' | 'INTERNATIONAL'): string | undefined {
  return parsePhoneNumberFromString(`+${getCountryCallingCode(region)}${national}`, { extract: false })?.format(format)
}

export function* writtenNumbers(count: number, seed: number): Generator<WrittenNumber> {
  const random = randoms(seed)
  const regions = getCountries()
  const names = Object.keys(forms)
  for (let index = 0; index < count; index++) {
    const region = regions[Math.floor((index * regions.length) / count)] ?? 'US'
    const plan = metadata.countries[region] ?? []
    const kinds = ((plan[11] as readonly (readonly [string] | 0)[] | undefined) ?? []).filter(kind => kind !== 0)
    const pattern = kinds[Math.floor(random() * (kinds.length + 1))]?.[0] ?? String(plan[2])
    const form = names[Math.floor(random() * names.length)] ?? 'e164'
    const code = getCountryCallingCode(region)
    const [text, home = code] = forms[form]?.(
      matching(pattern === '' ? String(plan[2]) : pattern, random),
      code,
      region,
      random,
    ) ?? ['']
    yield { text, home, form }
  }
}
