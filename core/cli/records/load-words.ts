// What satchel load says of a file and of its rows.

import type { Loaded } from '../../files/load/load-result.ts'
import type { PeopleFile } from '../../files/people-file.ts'
import type { Io } from '../io.ts'

/** For --json: what became of the rows, and what the file is. */
export const loadData = (loaded: Loaded, file: PeopleFile) => ({
  ...loaded,
  rows: file.rows.length,
  encoding: file.encoding,
  format: file.format,
  delimiter: file.delimiter,
  notes: file.notes,
  names: file.names,
  columns: file.columns.map(({ heading, field }, index) => ({ heading, field, filled: file.filled[index] ?? 0 })),
})

const formatNames = {
  csv: 'a sheet',
  xlsx: 'an Excel sheet',
  vcard: 'vCards',
  json: 'JSON',
  sx1: 's-expressions',
} as const
const separatorNames = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const

/** What was read, and what becomes of each column. */
export function sayFile(io: Io, path: string, file: PeopleFile): void {
  const format =
    file.delimiter === null ? formatNames[file.format] : `${separatorNames[file.delimiter]} between the cells`
  io.note(`${path}: ${file.encoding}, ${format}`)
  if (file.format !== 'vcard')
    for (const [index, { heading, field }] of file.columns.entries())
      sayColumn(io, heading, field, file.filled[index] ?? 0)
  for (const property of file.leftOut) io.note(`  ${property} -> (left out)`)
  for (const note of file.notes) io.note(`  ${note}`)
  if (file.names.length > 0) io.note(`  names were parted like this (given | family): ${file.names.join('; ')}`)
}

/** Each omitted column is reported with how much it holds; an empty column that nobody takes is not worth a line. */
function sayColumn(io: Io, heading: string, field: string | null, filled: number): void {
  const values = filled === 1 ? '1 value' : `${filled} values`
  if (field !== null) io.note(`  ${heading} -> ${field}`)
  else if (filled > 0) io.note(`  ${heading} -> (left out: ${values})`)
}

export function sayLoaded(
  io: Io,
  counted: PeopleFile['counted'],
  result: Loaded,
  options: { readonly onConflict: string; readonly dryRun?: boolean },
  isStopped: boolean,
): void {
  for (const { line, column, fault } of result.faults)
    io.say(column === '' ? `${counted} ${line}: ${fault}` : `${counted} ${line}, ${column}: ${fault}`)
  for (const { line, column, what } of result.told)
    io.say(column === '' ? `${counted} ${line}: ${what}` : `${counted} ${line}, ${column}: ${what}`)
  for (const { line, columns } of result.kept)
    io.say(`${counted} ${line}, ${columns.join(', ')}: something else stands there and was kept`)
  for (const { line, columns } of result.held)
    io.say(`${counted} ${line}, ${columns.join(', ')}: something else stands there; satchel review asks the office`)
  const faulty = new Set(result.faults.map(fault => fault.line)).size
  const counts = `${result.new} new, ${result.filled} ${options.onConflict === 'overwrite' ? 'changed' : 'with gaps filled'}, ${result.same} the same`
  const lines = faulty === 1 ? '1 line has a fault' : `${faulty} lines have faults`
  if (isStopped && !result.done) io.say('Stopped: nothing was loaded.')
  else if (result.done) io.say(`Loaded: ${counts}${faulty === 0 ? '' : `; ${lines} and stayed out`}.`)
  else if (options.dryRun === true)
    io.say(`Would load: ${counts}${faulty === 0 ? '' : `; ${lines}`}. Nothing was changed.`)
  else
    io.say(
      `${lines[0]?.toUpperCase()}${lines.slice(1)}: nothing was loaded. Mend them, or leave them out with --skip-faulty.`,
    )
}
