// Reads files of other types than people: one whose type is said, or a folder with a file for each type, and says what they hold before
// anything of them is loaded.

import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import type { Context } from '../../context/context.ts'
import { useCase } from '../../context/use-case.ts'
import { allForms } from '../../db/calls/forms.ts'
import type { Database } from '../../db/database.ts'
import { zoneOf } from '../../home/local-day.ts'
import { problem } from '../../problems/problems.ts'
import { bytesOfFile } from '../bytes-of-file.ts'
import type { ReadOptions } from '../file-record.ts'
import { MendedCell } from '../mend-record.ts'
import { type FileType, fieldsOf, typeNamed, typesOf } from './file-catalog.ts'
import { type NamedTable, readTable, type TableOptions } from './read-table.ts'

const Options = z.object({
  maps: z.array(z.string()).default([]),
  encoding: z.string().optional(),
  dates: z.enum(['dmy', 'mdy']).optional(),
  sheet: z.string().optional(),
  shownOnly: z.boolean().optional(),
  mapSet: z.string().optional(),
  mended: z.array(MendedCell).optional(),
  look: z.custom<ReadOptions['look']>().optional(),
})

// made by this program alone, thousands of rows at a time: they are not checked again
const Tables = z.custom<readonly NamedTable[]>()

/** @throws Problem load/type, load/not-csv, load/encoding, load/headings, usage/wrong. */
export const readTableFile = useCase(
  Options.extend({ path: z.string(), type: z.string() }),
  Tables,
  async (context, { path, type, ...options }) =>
    context.asStaff(async database => {
      const named = await typeNamed(database, type)
      return [await read(context, database, path, named, options)]
    }, true),
)

/** The name of each file is its type. @throws Problem as readTableFile, and usage/wrong for a file that is of none. */
export const readTableFolder = useCase(Options.extend({ path: z.string() }), Tables, async (context, given) => {
  const { path, ...options } = given
  const names = filesOfFolder(path)
  if (names.length === 0) throw problem('load/not-csv', `${path} holds no files.`)
  return context.asStaff(async database => {
    const types = await typesOf(database)
    const found: { readonly name: string; readonly type: FileType }[] = []
    for (const name of names) found.push({ name, type: await typeOfFile(database, path, name) })
    const tables: NamedTable[] = []
    for (const { type } of types)
      for (const file of found.filter(each => each.type.type === type).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
        // a file of no rows holds nothing but its name
        if (statSync(join(path, file.name)).size <= emptyBytes && isEmpty(join(path, file.name))) continue
        const one = await read(context, database, join(path, file.name), file.type, options)
        if (file.type.source === 'person' && !one.table.isOwn)
          throw problem('load/not-csv', `${file.name} is a list of people, and none of an export of everything.`, {
            hint: `load it alone: satchel load ${join(path, file.name)}`,
          })
        tables.push(one)
      }
    return tables
  }, true)
})

const emptyBytes = 16
const isEmpty = (path: string) => /^[\s[\]]*$/.test(new TextDecoder().decode(bytesOfFile(path)))

/**
 * What begins with a dot belongs to the system. A link in a folder that somebody sent would load a file of another place, and what is in a folder
 * of its own would be left out without a word: both are refused.
 */
function filesOfFolder(path: string): readonly string[] {
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const other = entries.find(entry => !entry.isFile())
  if (other !== undefined)
    throw problem(
      'usage/wrong',
      `${join(path, other.name)} is ${other.isSymbolicLink() ? 'a link' : other.isDirectory() ? 'a folder' : 'no file'}.`,
      {
        hint: 'a folder to load holds files alone: take it out, or put the file itself there',
      },
    )
  return entries.map(({ name }) => name)
}

async function typeOfFile(database: Database, folder: string, name: string): Promise<FileType> {
  try {
    return await typeNamed(database, name.replace(/\.[^.]*$/, ''))
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'load/type')) throw error
    throw problem('usage/wrong', `${join(folder, name)} has the name of no type of record.`, {
      hint: [
        'the files of a folder are called by their types, like organizations.csv and deal-lines.csv; take others out of it',
        ...error.hints,
      ],
    })
  }
}

async function read(
  context: Context,
  database: Database,
  path: string,
  type: FileType,
  options: Omit<TableOptions, 'zone'>,
): Promise<NamedTable> {
  const fields = await fieldsOf(database, type)
  const forms = (await database.run(allForms, {})).map(({ definition }) => parseDefinition(definition))
  return {
    file: basename(path),
    table: readTable(bytesOfFile(path), type, fields, forms, { ...options, zone: zoneOf(context.settings.timezone) }),
  }
}
