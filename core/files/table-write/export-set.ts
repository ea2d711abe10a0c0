// Everything that the acting staff member sees to a folder of files, one a type, all in one picture of the database: `satchel load FOLDER`
// makes the same of them in an empty installation.

import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { useCase } from '../../context/use-case.ts'
import { exportBeside } from '../../db/calls/files.ts'
import { problem } from '../../problems/problems.ts'
import { columnsOf, TableExport, writeTable } from './export-table.ts'
import { fieldsOf, typesOf } from '../tables/file-catalog.ts'
import { wholeFile } from '../whole-file.ts'
import { tableFormats } from './table-writer.ts'

export const extensions = { csv: 'csv', xlsx: 'xlsx', json: 'json', sx1: 'sexp' } as const

/** All files or none. @throws Problem usage/wrong where the folder holds something; errors of node:fs. */
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
    const isMade = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined
    const files: (TableExport & { readonly file: string })[] = []
    const exported = context.asStaff(async database => {
      const leftOut: string[] = []
      const places = new Map<string, ReadonlyMap<string, string>>()
      for (const type of await typesOf(database)) {
        if (columnsOf(type, await fieldsOf(database, type), true).length === 0) {
          leftOut.push(type.type)
          continue
        }
        const file = `${type.type}.${extensions[format]}`
        const written = await wholeFile(join(folder, file), write =>
          writeTable(database, type, { format, write, isPartOfSet: true, places }, progress),
        )
        files.push({ ...written, file })
      }
      return { folder, files, leftOut, beside: [...(await database.run(exportBeside, {}))] }
    }, true)
    // a part of everything looks like all of it: none of its files stays
    return exported.catch((error: unknown) => {
      for (const { file } of files) rmSync(join(folder, file), { force: true })
      if (isMade) rmSync(folder, { recursive: true, force: true })
      throw error
    })
  },
)
