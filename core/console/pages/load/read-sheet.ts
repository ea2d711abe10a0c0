// A kept sheet as the use cases read and load it: a list of people, or a table of another type, shown in one way.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../../../context/context.ts'
import type { Progress } from '../../../context/use-case.ts'
import { bytesOfFile } from '../../../files/bytes-of-file.ts'
import { loadFields } from '../../../files/fields.ts'
import type { FileRecord } from '../../../files/file-record.ts'
import { loadPeople } from '../../../files/load/load-people.ts'
import type { Loaded } from '../../../files/load/load-result.ts'
import type { PeopleFile } from '../../../files/people-file.ts'
import { readPeopleFile } from '../../../files/read-people-file.ts'
import { loadTables } from '../../../files/table-load/load-tables.ts'
import { rawTable } from '../../../files/tables/raw-table.ts'
import { fieldsForLoad } from '../../../files/tables/table-headings.ts'
import type { NamedTable } from '../../../files/tables/read-table.ts'
import { readTableFile } from '../../../files/tables/read-tables.ts'
import type { KeptSheet } from './kept-sheets.ts'

export interface SheetColumn {
  readonly heading: string
  /** The name of a field; null: left out. */
  readonly field: string | null
  /** Cells that hold something. */
  readonly filled: number
}

export interface Sheet {
  readonly read: { readonly people: PeopleFile } | { readonly tables: readonly NamedTable[] }
  readonly format: PeopleFile['format']
  readonly counted: 'line' | 'entry'
  readonly rows: number
  readonly columns: readonly SheetColumn[]
  readonly notes: readonly string[]
}

/** Headings that nobody knows are left out until somebody says what they hold: the page shows them. */
const mapsOf = ({ said: { fields } }: KeptSheet): string[] => [
  '*=-',
  ...Object.entries(fields).map(([place, field]) => `column ${place}=${field}`),
]

export async function readSheet(
  context: Context,
  kept: KeptSheet,
  look?: (record: FileRecord) => void,
): Promise<Sheet> {
  const { mended, type } = kept.said
  const options = { maps: mapsOf(kept), mended, ...(look === undefined ? {} : { look }) }
  if (type === 'person') {
    const people = await readPeopleFile(context, { bytes: bytesOfFile(kept.file), ...options })
    const columns = people.columns.map(({ heading, field }, at) => ({ heading, field, filled: people.filled[at] ?? 0 }))
    return { read: { people }, ...shared(people), columns }
  }
  const tables = await readTableFile(context, { path: kept.file, type, ...options })
  const table = tables[0]?.table
  if (table === undefined) throw new Error('a file was read to no table')
  const columns = table.columns.map(({ heading, field }, at) => ({
    heading,
    field: field?.field ?? null,
    filled: table.filled[at] ?? 0,
  }))
  return { read: { tables }, ...shared(table), columns }
}

const shared = ({ format, counted, rows, notes }: PeopleFile | NamedTable['table']) => ({
  format,
  counted,
  rows: rows.length,
  notes,
})

/** The fields that a column may hold, with their labels. */
export function fieldsOfSheet({ read }: Sheet): readonly (readonly [string, string])[] {
  if ('people' in read) return peopleFields
  const table = read.tables[0]?.table
  return table === undefined ? [] : fieldsForLoad(table.type, table.fields).map(({ field, label }) => [field, label])
}

export const peopleFields = Object.entries(loadFields).map(([field, { about }]) => [field, about] as const)

export async function loadSheet(
  context: Context,
  { said: { name, owner, onConflict } }: KeptSheet,
  { read }: Sheet,
  how: { readonly dryRun?: boolean; readonly skipFaulty?: boolean },
  progress: Progress,
): Promise<Loaded> {
  const order = { name: name.slice(0, 255), onConflict, ...(owner === '' ? {} : { owner }), ...how }
  if ('people' in read) return loadPeople(context, { ...order, file: read.people }, progress)
  const { done, files } = await loadTables(context, { ...order, tables: read.tables }, progress)
  const [first] = files
  if (first === undefined) throw new Error('a table was loaded to no result')
  return { ...first, done }
}

/** The headings of a sheet that cannot be read yet: somebody has to say what its columns hold. */
export function headingsOf({ file }: KeptSheet): readonly SheetColumn[] {
  try {
    const { headings } = rawTable(bytesOfFile(file), {})
    return headings.map((heading, at) => ({ heading: heading.trim() || `column ${at + 1}`, field: null, filled: 0 }))
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}

/** The cells of these lines, by heading, as they are now. */
export async function cellsOf(
  context: Context,
  kept: KeptSheet,
  { columns }: Sheet,
  lines: ReadonlySet<number>,
): Promise<ReadonlyMap<number, ReadonlyMap<string, string>>> {
  const found = new Map<number, ReadonlyMap<string, string>>()
  if (lines.size === 0) return found
  await readSheet(context, kept, ({ line, cells }) => {
    if (lines.has(line))
      found.set(line, new Map(columns.map(({ heading }, at) => [heading, cells[at] ?? ''] as const).toReversed()))
  })
  return found
}
