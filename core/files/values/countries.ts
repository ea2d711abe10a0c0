// Countries by code or by name, in every language that Node has names in.

import {
  countryCodes,
  doubleNames,
  formerCodes,
  otherCodes,
  otherNames,
  partsOf,
  secondCodes,
} from './country-names.ts'
import { displayed, Names, onceOnly, others, spoken } from './plain-name.ts'
import type { Cell } from './cell.ts'

const codes: ReadonlyMap<string, string> = new Map([
  ...countryCodes.flatMap(pair => [
    [pair.slice(0, 2), pair.slice(0, 2)] as const,
    [pair.slice(2), pair.slice(0, 2)] as const,
  ]),
  ...otherCodes.map(code => [code, code] as const),
  ...Object.entries(secondCodes),
])
const shortCodes = [...new Set(codes.values())]

const listed = (lists: Readonly<Record<string, string>>): Names => {
  const names = new Names()
  for (const [code, list] of Object.entries(lists)) for (const name of list.split('|')) names.add(name, code)
  return names
}
const known = listed(otherNames)
const parts = listed(partsOf)
const doubled = listed({ several: doubleNames })

function namesIn(locales: readonly string[]): Names {
  const names = new Names()
  for (const locale of locales)
    for (const style of ['long', 'short'] as const) {
      const displayedNames = displayed(locale, 'region', style)
      for (const code of shortCodes) names.add(displayedNames.of(code), code)
    }
  return names
}
const near = onceOnly(() => namesIn(spoken))
const far = onceOnly(() => namesIn(others))

/** `Tanzania, United Republic of`, and `Republic of X` where X says which. */
function* readings(text: string): Generator<string> {
  yield text
  const [, behind, before] = /^([^,]+), *([^,]+)$/.exec(text) ?? []
  if (before !== undefined) yield `${before} ${behind}`
  const [, bare] =
    /^(?:the )?(?:republic|kingdom|commonwealth|sultanate|principality) of (?:the )?(.+)$/i.exec(text) ?? []
  if (bare !== undefined) yield bare
}

const severalCountries = 'is a name of several countries: write the code of two letters'

/** ISO 3166 code of a country given by code or name, or why there is none. */
export function countryOf(text: string): Cell {
  // in capitals the codes of Norway and Namibia
  if (/^no$|^na$/i.test(text) && text !== text.toUpperCase())
    return { fault: 'may mean none: write the code in capitals' }
  const code = text
    .trim()
    .replace(/^([A-Za-z])\.?([A-Za-z])\.?$/, '$1$2')
    .toUpperCase()
  const byCode = codes.get(code)
  if (byCode !== undefined) return { value: byCode }
  const now = formerCodes[code]
  if (now !== undefined) return { value: now, told: 'is a code of former times: the one of today is kept' }
  // two letters that are no code are no name either, but a word that somebody shortened
  for (const name of /^[A-Z]{2}$/.test(code) ? [] : readings(text)) {
    if (doubled.of(name).length > 0) return { fault: severalCountries }
    const [whole] = parts.of(name)
    if (whole !== undefined) return { value: whole, told: 'is a part of a country, which is kept in its place' }
    for (const names of [() => known, near, far]) {
      const [found, other] = names().of(name)
      if (other !== undefined) return { fault: severalCountries }
      if (found !== undefined) return { value: found }
    }
  }
  return { fault: 'is no country that is known, by code or name' }
}
