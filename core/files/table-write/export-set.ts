// Everything that the acting staff member sees to a folder of files, one a type, all in one picture of the database: `satchel load FOLDER`
// makes the same of them in an empty installation.

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { useCase } from '../../context/use-case.ts'
import { exportBeside } from '../../db/calls/files.ts'
import { problem } from '../../problems/problems.ts'
import { columnsOf, TableExport, toFile, writeTable } from './export-table.ts'
import { fieldsOf, typesOf } from '../tables/file-catalog.ts'
import { tableFormats } from './table-writer.ts'

export const extensions = { csv: 'csv', xlsx: 'xlsx', json: 'json', sx1: 'sexp' } as const

/** @throws Problem file/cannot-write, usage/wrong where the folder holds something. */
export const exportSet = useCase(
  z.object({ folder: z.string().min(1), format: z.enum(tableFormats).default('csv') }),
  z.object({
    folder: z.string(),
    files: z.array(TableExport.extend({ file: z.string() })),
    /** What the acting person may read nothing of. */
    leftOut: z.array(z.string()),
    /** What no file holds, with its rows. */
    beside: z.array(z.object({ what: z.string(), rows: z.number() })),
  }),
  async (context, { folder, format }, progress) => {
    // an older file beside the new ones would be loaded with them
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw problem('usage/wrong', `${folder} is not empty.`, { hint: 'name a folder that is empty or not there yet' })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return context.asStaff(async database => {
      const files: (TableExport & { readonly file: string })[] = []
      const leftOut: string[] = []
      const places = new Map<string, ReadonlyMap<string, string>>()
      for (const type of await typesOf(database)) {
        if (columnsOf(type, await fieldsOf(database, type), true).length === 0) {
          leftOut.push(type.type)
          continue
        }
        const file = `${type.type}.${extensions[format]}`
        const written = await toFile(join(folder, file), write =>
          writeTable(database, type, { format, write, isPartOfSet: true, places }, progress),
        )
        files.push({ ...written, file })
      }
      return { folder, files, leftOut, beside: [...(await database.run(exportBeside, {}))] }
    }, true)
  },
)
