// The people of a JSON file: a list of objects, the one list within an object, or an object a line. A nested value stands under
// headings with dots (`name.first`); a list gives several values.

import { Problem } from '@satchel/protocol/problem'
import { problem } from '../../problems/problems.ts'
import { type Json, JsonNumber, JsonObject, type Placed, readValues } from './json.ts'
import { loadLimits } from '../file-limits.ts'
import type { CellNote, FaultyLine, FileRecord } from '../file-record.ts'

export interface JsonPeople {
  readonly headings: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine)[]
  readonly notes: readonly string[]
  /** The unit that the numbers of the records count. */
  readonly counted: 'line' | 'entry'
}

export const isJson = (text: string) => /^\s*[[{]/.test(text)

/** @throws Problem load/not-csv. */
export function readJson(text: string): JsonPeople {
  const values = valuesOf(text)
  const [first] = values
  if (values.length > 1) return { ...peopleOf(values), notes: [], counted: 'line' }
  if (first === undefined) throw problem('load/not-csv', 'The file is empty.')
  const list = 'fault' in first ? null : listOf(first.value)
  if (list === null) return { ...peopleOf(values), notes: [], counted: 'line' }
  return {
    ...peopleOf(list.entries.map((value, at) => ({ line: at + 1, value }))),
    notes: list.notes,
    counted: 'entry',
  }
}

/** The one value of the file, or those of its lines: a line that is none is a fault, where the first one is an object. */
function valuesOf(text: string): readonly (Placed | FaultyLine)[] {
  try {
    const values = readValues(text)
    if (values.every(({ line }, at) => at === 0 || line > (values[at - 1]?.line ?? 0))) return values
    throw problem('load/not-csv', 'Several JSON values stand in one line.', { hint: 'put each into a line of its own' })
  } catch (error) {
    const lines = text.split(/\r\n|\r|\n/).map((line, at) => ({ line: at + 1, text: line }))
    const filled = lines.filter(line => line.text.trim() !== '')
    const [first] = filled
    if (!(error instanceof Problem) || filled.length < 2 || first === undefined || !isObject(first.text)) throw error
    return filled.map(({ line, text: one }) => {
      try {
        const [value, more] = readValues(one, line)
        if (value !== undefined && more === undefined) return value
      } catch (wrong) {
        if (!(wrong instanceof Problem)) throw wrong
      }
      return { line, fault: 'is no JSON object' }
    })
  }
}

function isObject(text: string): boolean {
  try {
    const values = readValues(text)
    return values.length === 1 && values[0]?.value instanceof JsonObject
  } catch {
    return false
  }
}

interface List {
  readonly entries: readonly Json[]
  readonly notes: readonly string[]
}

/** The list of people in the one value of a file; null where the value is a person. */
function listOf(value: Json): List | null {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(entry => Array.isArray(entry))) {
      throw problem('load/not-csv', 'The JSON is a list of lists, without names for what they hold.', {
        hint: 'save it as CSV with a line of headings, or as objects with names',
      })
    }
    return { entries: value, notes: [] }
  }
  if (!(value instanceof JsonObject)) throw problem('load/not-csv', 'The JSON is no list of objects.')
  const lists = listsIn(value, '')
  const [only] = lists
  if (only === undefined) return null
  const isPerson = value.members.some(([name]) => /name$/i.test(name) || /^(given|family|first|last)/i.test(name))
  if (lists.length > 1 || isPerson) {
    const paths = lists.map(({ path }) => `"${path}"`).join(', ')
    throw problem('load/not-csv', `The JSON is no list of people, and holds lists: ${paths}.`, {
      hint: 'put the list of people into a file of its own; one person alone stands in brackets: [ ... ]',
    })
  }
  return { entries: only.entries, notes: [`the list "${only.path}" is read; what stands beside it is left out`] }
}

/** Lists of objects that stand under names, not within other lists. */
function listsIn(
  object: JsonObject,
  above: string,
): readonly { readonly path: string; readonly entries: readonly Json[] }[] {
  return object.members.flatMap(([name, value]) => {
    const path = above === '' ? name : `${above}.${name}`
    if (value instanceof JsonObject) return listsIn(value, path)
    return Array.isArray(value) && value.some(entry => entry instanceof JsonObject) ? [{ path, entries: value }] : []
  })
}

function peopleOf(values: readonly (Placed | FaultyLine)[]): Pick<JsonPeople, 'headings' | 'records'> {
  // seen before the entries take room
  if (values.length > loadLimits.rows)
    throw problem('load/not-csv', `The file has more than ${loadLimits.rows} rows.`, {
      hint: 'split it into several files; loading one after the other comes to the same',
    })
  const read = values.map(each =>
    'fault' in each
      ? each
      : each.value instanceof JsonObject
        ? { line: each.line, entry: flat(each.value) }
        : notObject(each),
  )
  const headings = [...new Set(read.flatMap(each => ('entry' in each ? [...each.entry.cells.keys()] : [])))]
  if (headings.length > loadLimits.columns) throw tooMany()
  const place = new Map(headings.map((heading, at) => [heading, at]))
  const records = read.map((each): FileRecord | FaultyLine => {
    if ('fault' in each) return each
    const { cells, faults, several } = each.entry
    const faulty = [...faults].map(([heading, what]): CellNote => ({ column: place.get(heading) ?? 0, what }))
    return {
      line: each.line,
      cells: headings.map(heading => (cells.get(heading) ?? []).join('\n')),
      faulty,
      several: [...several].map(heading => place.get(heading) ?? 0),
    }
  })
  return { headings, records }
}

const tooMany = () =>
  problem('load/not-csv', `The entries have more than ${loadLimits.columns} names.`, {
    hint: 'leave out what is not about people',
  })

const notObject = ({ line }: Placed): FaultyLine => ({ line, fault: 'is no entry with texts under names' })

interface Entry {
  readonly cells: Map<string, string[]>
  readonly faults: Map<string, string>
  /** The way to each heading. */
  readonly origins: Map<string, string>
  /** Headings with values of several objects of one list. */
  readonly several: Set<string>
}

function flat(object: JsonObject): Entry {
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
