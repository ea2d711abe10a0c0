// A sheet's headings and rows: which ready map fits, where the headings stand, and what its columns hold.

import { problem } from '../../problems/problems.ts'
import type { Column } from '../fields.ts'
import { readHeadings } from './headings.ts'
import { findReadyMap, readyMaps } from './find-ready-map.ts'
import type { ReadyMap } from '../ready-maps/ready-map.ts'
import type { FaultyLine, FileRecord, ReadOptions } from '../file-record.ts'

export interface Sheet {
  readonly columns: readonly Column[]
  readonly notes: readonly string[]
  readonly records: Iterable<FileRecord | FaultyLine>
}

/** How far down headings are looked for, below remarks of the program that wrote the file. */
const remarkLines = 10

/** @throws Problem load/not-csv, load/headings, usage/wrong. */
export function readSheet(lines: Iterable<FileRecord | FaultyLine>, options: ReadOptions): Sheet {
  const records = lines[Symbol.iterator]()
  const above: (FileRecord | FaultyLine)[] = []
  let head: FileRecord | undefined
  while (head === undefined && above.length < remarkLines) {
    const next = records.next()
    if (next.done === true) break
    const { value } = next
    if ('fault' in value) {
      if (above.length > 0) {
        above.push(value)
        break
      }
      throw problem('load/not-csv', `The line of headings cannot be read: ${value.fault}.`)
    }
    if (findReadyMap(value.cells) !== undefined) head = value
    else above.push(value)
    // remarks have a cell or two: a line of more is the headings, or there are none
    if (head === undefined && value.cells.filter(cell => cell.trim() !== '').length > 2) break
  }
  const [first, ...rows] = above
  const start = head ?? first
  if (start === undefined || 'fault' in start) throw problem('load/not-csv', 'The file is empty.')
  if (start.cells.every(cell => /^'.*'$/.test(cell.trim()))) {
    throw problem('load/not-csv', "The cells stand in single quotes ('...').", {
      hint: 'save the sheet again with double quotes, as spreadsheets do',
    })
  }
  const skipped =
    head === undefined || above.length === 0
      ? []
      : [`lines ${above[0]?.line} to ${start.line - 1} stand above the headings and are left out`]
  const { columns, notes } = columnsOf(start.cells, options)
  return {
    columns,
    notes: [...notes, ...skipped],
    records: { [Symbol.iterator]: () => chained(head === undefined ? rows : [], records) },
  }
}

/** The fields of these headings, and the program that exported them. @throws Problem load/headings, usage/wrong. */
export function columnsOf(headings: readonly string[], options: ReadOptions): Omit<Sheet, 'records'> {
  const ready = readyMapOf(options.mapSet, headings)
  return {
    columns: readHeadings(headings, options.maps, ready),
    notes: ready === undefined ? [] : [sentence(ready)],
  }
}

const sentence = ({ name, about }: ReadyMap) =>
  `the headings are those of ${about}: the ready map "${name}" says what the columns hold (--map-set none takes them as a sheet of your own)`

function readyMapOf(name: string | undefined, cells: readonly string[]): ReadyMap | undefined {
  if (name === undefined) return findReadyMap(cells)
  if (name === 'none') return undefined
  const named = readyMaps.filter(map => map.name === name)
  const found = findReadyMap(cells, named) ?? named.at(-1)
  if (found === undefined)
    throw problem('usage/wrong', `There is no ready map "${name}".`, {
      hint: `there are: ${[...new Set(readyMaps.map(map => map.name)), 'none'].join(', ')}`,
    })
  return found
}

function* chained<Line>(first: readonly Line[], more: Iterator<Line>): Generator<Line> {
  yield* first
  for (let next = more.next(); next.done !== true; next = more.next()) yield next.value
}
