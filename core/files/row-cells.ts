// The cells of a row that count: of several addresses one, no fax among the telephones, the house number with its street. What is
// left out on the way is told.

import type { Column } from './fields.ts'
import { plainHeading } from './headings/heading-words.ts'
import type { CellNote } from './file-record.ts'

export interface RowCells {
  /** In the order of the columns; empty where a cell is left out or joined to another. */
  readonly cells: readonly string[]
  readonly told: readonly CellNote[]
  readonly faults: readonly { readonly column: number; readonly fault: string }[]
}

const isNo = (cell: string) => /^(0|false|no|n|nein|non|hapana|f|off|none|-)?$/i.test(cell.trim())

export function takenCells(given: readonly string[], columns: readonly Column[]): RowCells {
  const cells = [...given]
  const told: CellNote[] = []
  const faults: { column: number; fault: string }[] = []
  for (const [column, { field, blank, before, kindIn, stop, only }] of columns.entries()) {
    const cell = cells[column]?.trim() ?? ''
    if (cell === '') continue
    if (cell.includes(' ::: ') && (field === 'phone' || field === 'email' || field === 'web'))
      cells[column] = cell.replaceAll(' ::: ', field === 'web' ? '\n' : '; ')
    if (cell === blank) cells[column] = ''
    else if (before !== undefined) cells[column] = before + cell
    else if (stop !== undefined && !isNo(cell)) {
      const way = `--map "${columns[column]?.heading}=-" loads them all the same`
      if (stop.isFault) faults.push({ column, fault: `${stop.what}: ${way}` })
      else told.push({ column, what: `${stop.what}: that is not loaded; satchel consent no ADDRESS notes it` })
    } else if (only !== undefined && cell !== only) faults.push({ column, fault: 'is about no person' })
    else if (field === 'phone' && kindIn !== undefined && /fax|pager/i.test(given[kindIn] ?? '')) {
      cells[column] = ''
      told.push({ column, what: 'was left out: it is a fax or a pager' })
    }
  }
  oneAddress(cells, columns, told)
  joinTo(cells, columns, 'given-name', 'middle-name', (first, more) => `${first} ${more}`)
  joinTo(cells, columns, 'line1', 'house-number', withNumber)
  return { cells, told, faults }
}

/** Takes the first address that holds something, and joins what several of its columns say of one field. */
function oneAddress(cells: string[], columns: readonly Column[], told: CellNote[]): void {
  const isFull = (index: number) => (cells[index]?.trim() ?? '') !== ''
  const indexes = [...columns.keys()].filter(index => columns[index]?.place !== undefined && isFull(index))
  const places = [...new Set(indexes.map(index => columns[index]?.place ?? 0))].toSorted((a, b) => a - b)
  // a country alone is no address where another one says more
  const says = (place: number) =>
    indexes.some(index => columns[index]?.place === place && columns[index]?.field !== 'country')
  const taken = places.find(says) ?? places[0]
  for (const place of places.filter(other => other !== taken)) {
    const left = indexes.filter(index => columns[index]?.place === place)
    for (const index of left) cells[index] = ''
    const [column] = left
    if (column !== undefined)
      told.push({ column, what: 'was left out with the columns of the same address: a row has one address' })
  }
  const streets = indexes.filter(index => isFull(index) && columns[index]?.field === 'line1')
  for (const index of streets) {
    // the further lines of a street go before what the second line of the address says
    const [line1 = '', ...more] = (cells[index] ?? '').split(/\s*[\r\n]+\s*/)
    const line2 = columns.findIndex(({ field, place }) => field === 'line2' && place === taken)
    if (more.length === 0 || line2 === -1) continue
    cells[index] = line1
    cells[line2] = [...more, cells[line2]?.trim() ?? ''].filter(line => line !== '').join(', ')
    if (!indexes.includes(line2)) indexes.push(line2)
  }
  for (const index of indexes.filter(isFull)) {
    const first = indexes.find(other => isFull(other) && columns[other]?.field === columns[index]?.field) ?? index
    if (first === index) continue
    cells[first] = `${cells[first]}, ${cells[index]}`
    cells[index] = ''
  }
}

function joinTo(
  cells: string[],
  columns: readonly Column[],
  to: Column['field'],
  from: Column['field'],
  join: (first: string, more: string, heading: string) => string,
): void {
  const at = columns.findIndex(({ field }) => field === to)
  const more = columns.findIndex(({ field }) => field === from)
  const [first = '', second = ''] = [cells[at]?.trim(), cells[more]?.trim()]
  if (at === -1 || more === -1 || second === '') return
  cells[at] = first === '' ? second : join(first, second, columns[at]?.heading ?? '')
  cells[more] = ''
}

/** "Hauptstraße 12", "12 High Street", and not twice what the street says already. */
function withNumber(street: string, number: string, heading: string): string {
  if (street.split(/[\s,]+/).includes(number)) return street
  const isBefore = /^(street|rue|voie|oluguudo)/.test(plainHeading(heading))
  return isBefore ? `${number} ${street}` : `${street} ${number}`
}
