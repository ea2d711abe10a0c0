// Rows of one type to a file that any program reads and that `satchel load` takes back: the same fields, so a second load changes nothing.
// Under the acting role, in one picture of the database, a page at a time.

import { z } from 'zod'
import { type Progress, useCase } from '../../context/use-case.ts'
import { exportIds, exportReach, exportRows } from '../../db/calls/files.ts'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'
import {
  type FileField,
  type FileType,
  fieldsOf,
  isNumbered,
  numberField,
  reachFields,
  typeNamed,
} from '../tables/file-catalog.ts'
import { wholeFile, type Write } from '../whole-file.ts'
import { carried, type Said, tableFormats, tableWriter, type WrittenColumn } from './table-writer.ts'

const pageSize = 1000

export const TableExport = z.object({
  type: z.string(),
  rows: z.number(),
  /** Records of which only the first of several addresses is in the file. */
  moreAddresses: z.number(),
  /** Control characters that no format can carry, and that are not in the file. */
  dropped: z.number(),
})
export type TableExport = z.infer<typeof TableExport>

const Format = z.enum(tableFormats)

/** Writes the rows of a type to a function, which is waited for. @throws Problem load/type, database/no-right. */
export const exportTable = useCase(
  z.object({ type: z.string(), format: Format, write: z.custom<Write>(given => typeof given === 'function') }),
  TableExport,
  (context, { type, format, write }, progress) =>
    context.asStaff(
      async database => writeTable(database, await typeNamed(database, type), { format, write }, progress),
      true,
    ),
)

/** Writes them to a file for its owner's eyes; it has another name until it is whole. @throws Problem load/type, database/no-right. */
export const exportTableToFile = useCase(
  z.object({ type: z.string(), format: Format, file: z.string().min(1) }),
  z.object({ file: z.string(), format: Format, ...TableExport.shape }),
  async (context, { type, format, file }, progress) => ({
    file,
    format,
    ...(await wholeFile(file, write => exportTable(context, { type, format, write }, progress))),
  }),
)

interface Into {
  readonly format: z.infer<typeof Format>
  readonly write: Write
  /** Numbers and addresses have a file of their own. */
  readonly isPartOfSet?: boolean
  /** Places of the rows in their files, by type and number: what other files name them by. */
  readonly places?: Map<string, ReadonlyMap<string, string>>
}

export async function writeTable(
  database: Database,
  type: FileType,
  { format, write, isPartOfSet = false, places = new Map() }: Into,
  progress: Progress,
): Promise<TableExport> {
  const fields = await fieldsOf(database, type)
  const columns = columnsOf(type, fields, isPartOfSet)
  if (columns.length === 0) throw noRight(type)
  const writer = tableWriter(format, columns, type.type)
  const ids = (await database.run(exportIds, { type: type.type })).map(({ id }) => id)
  places.set(type.source, new Map(ids.map((id, at) => [String(id), String(at + 1)])))
  // what has an id is named by that
  const named = fields.filter(({ kind, refers }) => refers !== null && refers === kind && places.has(refers))
  const told = { moreAddresses: 0, dropped: 0 }
  await write(writer.head())
  for (let at = 0; at < ids.length; at += pageSize) {
    const page = ids.slice(at, at + pageSize)
    const reach = columns.some(({ kind }) => kind === 'reach')
      ? new Map((await database.run(exportReach, { ids: page })).map(({ id, said }) => [id, said]))
      : null
    const rows = await database.run(exportRows, { type: type.type, ids: page })
    const written = rows.map(({ id, said, addresses }, place): Said => {
      if (reach !== null && addresses > 1) told.moreAddresses++
      const whole = carried({
        ...(isNumbered(fields, type) ? { [numberField]: String(at + place + 1) } : {}),
        ...withPlaces(said, named, places),
        ...reach?.get(id),
      })
      told.dropped += whole.dropped
      return whole.said
    })
    await write(writer.rows(written))
    progress.step(`${type.type}: ${Math.min(at + pageSize, ids.length)} rows`)
  }
  await write(writer.end())
  return { type: type.type, rows: ids.length, ...told }
}

/** The columns of a file of this type; none where the acting person may read nothing of it. */
export function columnsOf(
  type: FileType,
  fields: readonly FileField[],
  isPartOfSet: boolean,
): readonly WrittenColumn[] {
  const read = fields.filter(({ may_read }) => may_read)
  const own = read.filter(({ source }) => source === type.source)
  if (own.length === 0) return []
  const hasReach = !isPartOfSet && (type.source === 'organization' || type.source === 'person')
  return [
    ...(isNumbered(fields, type) ? [{ field: numberField, kind: 'integer' }] : []),
    ...read.map(({ field, kind }) => ({ field, kind })),
    ...(hasReach ? reachFields.map(field => ({ field, kind: 'reach' })) : []),
  ]
}

/** A row that has no id of its own is named by its place in its file. */
function withPlaces(
  said: Said,
  named: readonly FileField[],
  places: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Said {
  const told = named.flatMap(({ field, refers }) => {
    const place = refers === null ? undefined : places.get(refers)?.get(said[field] ?? '')
    return place === undefined ? [] : [[field, place] as const]
  })
  return { ...said, ...Object.fromEntries(told) }
}

export const noRight = ({ type }: FileType) =>
  problem('database/no-right', `You may read nothing of ${type}.`, { hint: 'the office can export it' })
