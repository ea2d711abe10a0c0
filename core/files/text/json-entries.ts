// The people of a JSON file: a list of objects, the one list within an object, or an object a line.

import { Problem } from '@satchel/protocol/problem'
import { problem } from '../../problems/problems.ts'
import { type Json, JsonObject, type Placed, readValues } from './json.ts'
import { flat, tooMany } from './json-entry.ts'
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

const notObject = ({ line }: Placed): FaultyLine => ({ line, fault: 'is no entry with texts under names' })
