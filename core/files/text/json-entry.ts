// One object of a JSON file to cells under headings. A nested value stands under headings with dots (`name.first`); a list gives
// several values.

import { problem } from '../../problems/problems.ts'
import { loadLimits } from '../file-limits.ts'
import { type Json, JsonNumber, JsonObject } from './json.ts'

interface Entry {
  readonly cells: Map<string, string[]>
  readonly faults: Map<string, string>
  /** The way to each heading. */
  readonly origins: Map<string, string>
  /** Headings with values of several objects of one list. */
  readonly several: Set<string>
}

export function flat(object: JsonObject): Entry {
  const entry: Entry = { cells: new Map(), faults: new Map(), origins: new Map(), several: new Set() }
  addObject(entry, object, '')
  return entry
}

/** @param origin names on the way here: two ways to one heading are two values of it. */
function addObject(entry: Entry, object: JsonObject, above: string, origin = ''): void {
  const here = new Set<string>()
  for (const [name, value] of object.members) {
    const heading = above === '' ? name : `${above}.${name}`
    const way = `${origin}/${name.length}:${name}`
    if (here.has(name) || (entry.origins.get(heading) ?? way) !== way)
      entry.faults.set(heading, 'stands twice in the entry')
    here.add(name)
    entry.origins.set(heading, way)
    add(entry, value, heading, way)
  }
}

function add(entry: Entry, value: Json, heading: string, way: string): void {
  if (value instanceof JsonObject) {
    addObject(entry, value, heading, way)
    return
  }
  if (Array.isArray(value)) {
    addList(entry, value, heading, way)
    return
  }
  const cell = entry.cells.get(heading) ?? []
  entry.cells.set(heading, cell)
  if (entry.cells.size > loadLimits.columns) throw tooMany()
  if (value instanceof JsonNumber) {
    cell.push(value.source)
    if (/e/i.test(value.source)) entry.faults.set(heading, 'is a number in short form (like 1e21): write it as text')
  } else if (typeof value === 'boolean') {
    cell.push(String(value))
    entry.faults.set(heading, 'is true or false, and no text')
  } else if (typeof value === 'string') cell.push(value)
}

function addList(entry: Entry, list: readonly Json[], heading: string, way: string): void {
  /** Headings with a value of one object only, and which that was. */
  const alone = new Map<string, number>()
  for (const [at, value] of list.entries()) {
    if (Array.isArray(value) || value instanceof JsonObject !== list[0] instanceof JsonObject) {
      entry.cells.set(heading, entry.cells.get(heading) ?? [])
      entry.faults.set(heading, 'is a list of several kinds')
      continue
    }
    const before = new Map([...entry.cells].map(([name, values]) => [name, values.length]))
    add(entry, value, heading, way)
    if (!(value instanceof JsonObject)) continue
    for (const [name, values] of entry.cells)
      if (values.length > (before.get(name) ?? 0)) alone.set(name, alone.has(name) ? -1 : at)
  }
  if (list.length === 0) entry.cells.set(heading, entry.cells.get(heading) ?? [])
  for (const [name, at] of alone) if (at < 0) entry.several.add(name)
  const from = [...alone].filter(([, at]) => at >= 0)
  if (new Set(from.map(([, at]) => at)).size < 2) return
  for (const [name] of from) entry.faults.set(name, 'comes from another entry of its list than what stands beside it')
}

export const tooMany = () =>
  problem('load/not-csv', `The entries have more than ${loadLimits.columns} names.`, {
    hint: 'leave out what is not about people',
  })
