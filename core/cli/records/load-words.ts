// What satchel load says of files and of their rows: lists of people, and tables of every type.

import type { Context } from '../../context/context.ts'
import type { World } from '../../context/world.ts'
import type { Loaded } from '../../files/load/load-result.ts'
import type { PeopleFile } from '../../files/people-file.ts'
import type { TablesLoaded } from '../../files/table-load/load-tables.ts'
import type { NamedTable } from '../../files/tables/read-table.ts'
import { progressOf } from '../command.ts'
import type { Io } from '../io.ts'
import { basename, resolve } from 'node:path'

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

export interface TableLoadOptions {
  readonly type?: string
  readonly encoding?: string
  readonly dates?: 'dmy' | 'mdy'
  readonly mapSet?: string
  readonly owner?: string
  readonly sheet?: string
  readonly shownOnly?: boolean
  readonly dryRun?: boolean
  readonly skipFaulty?: boolean
  readonly onConflict: 'hold' | 'overwrite' | 'keep'
}

export async function loadTableFiles(
  world: World,
  io: Io,
  context: Context,
  path: string,
  { type, ...options }: TableLoadOptions,
  maps: readonly string[],
): Promise<number> {
  const use = await import('../../files/tables/read-tables.ts')
  const { loadTables } = await import('../../files/table-load/load-tables.ts')
  const read = { ...options, maps: [...maps], path }
  const tables =
    type === undefined ? await use.readTableFolder(context, read) : await use.readTableFile(context, { ...read, type })
  if (!io.json) for (const each of tables) sayTable(io, each)
  const order = { ...options, tables, name: basename(resolve(path)).slice(0, 255) }
  const loaded = await loadTables(context, order, progressOf(io))
  io.progress(null)
  io.data(dataOf(loaded, tables))
  sayTablesLoaded(io, loaded, tables, options, world.stop.aborted)
  const isQuiet = loaded.files.every(
    ({ told, faults, kept, held }) => told.length + faults.length + kept.length + held.length === 0,
  )
  return isQuiet ? 0 : 3
}

/** For --json: what became of the rows, and what each file is. */
const dataOf = (loaded: TablesLoaded, tables: readonly NamedTable[]) => ({
  ...loaded,
  files: loaded.files.map((file, at) => {
    const table = tables[at]?.table
    return {
      ...file,
      rows: table?.rows.length,
      encoding: table?.encoding,
      format: table?.format,
      delimiter: table?.delimiter,
      notes: table?.notes,
      columns: table?.columns.map(({ heading, field }, place) => ({
        heading,
        field: field?.field ?? null,
        filled: table.filled[place] ?? 0,
      })),
    }
  }),
})

function sayTable(io: Io, { file, table }: NamedTable): void {
  io.note(`${file}: ${table.type.type}, ${table.rows.length} rows, ${table.encoding}, ${table.format}`)
  for (const [at, { heading, field }] of table.columns.entries()) {
    const filled = table.filled[at] ?? 0
    // each column that is left out is told with how much it holds; of our own exports every name is a field
    if (field === null && filled > 0)
      io.note(`  ${heading} -> (left out: ${filled === 1 ? '1 value' : `${filled} values`})`)
    else if (field !== null && field.field !== heading) io.note(`  ${heading} -> ${field.field}`)
  }
  for (const property of table.leftOut) io.note(`  ${property} -> (left out)`)
  for (const note of table.notes) io.note(`  ${note}`)
}

function sayTablesLoaded(
  io: Io,
  { files, done }: TablesLoaded,
  tables: readonly NamedTable[],
  options: TableLoadOptions,
  isStopped: boolean,
): void {
  for (const [at, { file, faults, told, kept, held }] of files.entries()) {
    const place = (line: number, column: string) =>
      `${files.length === 1 ? '' : `${file}, `}${tables[at]?.table.counted ?? 'line'} ${line}${column === '' ? '' : `, ${column}`}`
    for (const { line, column, fault } of faults) io.say(`${place(line, column)}: ${fault}`)
    for (const { line, column, what } of told) io.say(`${place(line, column)}: ${what}`)
    for (const { line, columns } of kept)
      io.say(`${place(line, columns.join(', '))}: something else stands there and was kept`)
    for (const { line, columns } of held)
      io.say(`${place(line, columns.join(', '))}: something else stands there; satchel review asks the office`)
  }
  const changed = options.onConflict === 'overwrite' ? 'changed' : 'with gaps filled'
  const counts = files.map(file => `${file.type}: ${file.new} new, ${file.filled} ${changed}, ${file.same} the same`)
  const faulty = files.reduce((all, { faults }) => all + new Set(faults.map(({ line }) => line)).size, 0)
  const lines = faulty === 1 ? '1 line has a fault' : `${faulty} lines have faults`
  if (isStopped && !done) io.say('Stopped: nothing was loaded.')
  else if (!done && options.dryRun !== true)
    io.say(
      `${lines[0]?.toUpperCase()}${lines.slice(1)}: nothing was loaded. Mend them, or leave them out with --skip-faulty.`,
    )
  else {
    for (const count of counts) io.say(`${done ? 'Loaded' : 'Would load'} ${count}.`)
    if (faulty > 0) io.say(`${lines}${done ? ' and stayed out' : ''}.`)
    if (!done) io.say('Nothing was changed.')
  }
}
