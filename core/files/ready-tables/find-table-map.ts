// Which program exported a file, by its headings.

import { problem } from '../../problems/problems.ts'
import { plainHeading } from '../headings/heading-words.ts'
import { civicrmTables } from './civicrm.ts'
import { espocrmTables } from './espocrm.ts'
import { northwindTables } from './northwind.ts'
import type { TableMap } from './table-map.ts'

export const tableMaps: readonly TableMap[] = [...espocrmTables, ...civicrmTables, ...northwindTables]

/** @param name the program, or `none`, where somebody said it. @throws Problem usage/wrong. */
export function findTableMap(type: string, cells: readonly string[], name: string | undefined): TableMap | undefined {
  if (name === 'none') return undefined
  const ofType = tableMaps.filter(map => map.type === type)
  const headings = new Set(cells.map(cell => plainHeading(cell)))
  const known = (map: TableMap) =>
    map.known.some(list => list.split(', ').every(each => headings.has(plainHeading(each))))
  if (name === undefined) return ofType.find(known)
  const named = ofType.filter(map => map.name === name)
  const found = named.find(known) ?? named[0]
  if (found === undefined)
    throw problem('usage/wrong', `There is no ready map "${name}" for ${type}.`, {
      hint: `there are: ${[...new Set(ofType.map(map => map.name)), 'none'].join(', ')}`,
    })
  return found
}
