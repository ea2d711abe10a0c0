// Ready maps: what the columns of another program's export are. A file is known by its headings; each map is data, in ready-maps/.

import { type Column, isField } from '../fields.ts'
import { plainHeading } from './heading-words.ts'
import { civicrm } from '../ready-maps/civicrm.ts'
import { espocrm, espocrmLeads } from '../ready-maps/espocrm.ts'
import { google } from '../ready-maps/google.ts'
import { hubspot } from '../ready-maps/hubspot.ts'
import { linkedin } from '../ready-maps/linkedin.ts'
import { mailchimp } from '../ready-maps/mailchimp.ts'
import { outlook } from '../ready-maps/outlook.ts'
import { salesforce } from '../ready-maps/salesforce.ts'
import type { ReadyMap } from '../ready-maps/ready-map.ts'

export const readyMaps: readonly ReadyMap[] = [
  google,
  outlook,
  linkedin,
  mailchimp,
  hubspot,
  // leads have what contacts have, and more
  espocrmLeads,
  espocrm,
  civicrm,
  salesforce,
]

/** The map of the program that made the file, by its headings; of some maps, where the program is said. */
export function findReadyMap(cells: readonly string[], maps = readyMaps): ReadyMap | undefined {
  const headings = new Set(cells.map(cell => plainHeading(cell)))
  return maps.find(({ known }) => known.some(list => list.split(', ').every(each => headings.has(plainHeading(each)))))
}

/** The map's field for a column; null where it does not know the heading. */
export function columnOf(map: ReadyMap, cells: readonly string[], index: number): Omit<Column, 'heading'> | null {
  const heading = cells[index] ?? ''
  for (const [pattern, taken] of Object.entries(map.takes)) {
    const number = numberIn(pattern, heading)
    if (number === null) continue
    const [field = '', place] = taken.split('@')
    if (!isField(field)) throw new Error(`the ready map ${map.name} names no field: ${field}`)
    const kind = Object.entries(map.kinds ?? {}).find(([value]) => numberIn(value, heading) !== null)?.[1]
    const kinds = kind?.split(', ').map(each => plainHeading(each.replace('#', number))) ?? []
    const kindIn = cells.findIndex(cell => kinds.includes(plainHeading(cell)))
    const blank = map.blank?.[field]
    return {
      field,
      ...(place === undefined ? {} : { place: Number(place.replace('#', number)) }),
      ...(kindIn === -1 ? {} : { kindIn }),
      ...(field === 'uid' ? { before: `${map.name}:` } : {}),
      ...(blank === undefined ? {} : { blank }),
    }
  }
  const saying = (list: Readonly<Record<string, string>> = {}) =>
    Object.entries(list).find(([pattern]) => numberIn(pattern, heading) !== null)?.[1]
  const only = saying(map.only)
  if (only !== undefined) return { field: null, only }
  const refused = saying(map.refuses)
  const stop = refused ?? saying(map.stops)
  if (stop !== undefined) return { field: null, stop: { what: stop, isFault: refused !== undefined } }
  return map.leaves.split(', ').some(pattern => numberIn(pattern, heading) !== null) ? { field: null } : null
}

/** The number that stands for #, or '' where the pattern has none; null where the heading is another. */
function numberIn(pattern: string, heading: string): string | null {
  const [before = '', behind] = pattern.split('#').map(part => plainHeading(part))
  const key = plainHeading(heading)
  if (behind === undefined) return key === before ? '' : null
  if (!key.startsWith(before) || !key.endsWith(behind)) return null
  const number = key.slice(before.length, key.length - behind.length)
  return /^\d{1,2}$/.test(number) ? number : null
}
