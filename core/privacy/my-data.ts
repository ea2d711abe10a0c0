// All that is kept of a person, for them to see: written into files, sent to their own address, or both.

import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { wordsFor } from '@satchel/forms/loader'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { findRecord } from '../people/find-record.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { myData } from '../db/calls/privacy.ts'
import type { MyData } from '../db/shapes/privacy.ts'
import { filledIn, noteRead } from '../people/note-read.ts'
import { MailedData, mailMyData } from './my-data-letter.ts'
import { myDataPage } from './my-data-page.ts'

/** The person's language. */
function languageOf({ data }: MyData): string {
  const language = data.person?.[0]?.person_language
  return typeof language === 'string' ? language : 'en'
}

/** The same as a page and as a file for programs, handed over to whoever sits here. @throws Problem entity/not-seen, database/no-right. */
export const readMyData = useCase(
  z.object({
    /** Human id or uuid. */
    person: z.string(),
    /** Name of the file for programs, which the page names. */
    dataFile: z.string(),
  }),
  z.object({ page: z.string(), data: z.string() }),
  (context, { person, dataFile }) =>
    context.asStaff(async database => {
      const { entity } = await findRecord(database, person)
      const data = await readNoted(database, entity)
      return written(database, context, data, dataFile)
    }),
)

/** The whole, and a note that it was read. */
async function readNoted(database: Database, entity: number): Promise<MyData> {
  const { data } = await database.run(myData, { entity })
  if (data === null) throw new Error('the database gave nothing')
  await noteRead(database, entity, (data.data.person_private ?? []).flatMap(filledIn), 'my-data')
  return data
}

async function written(database: Database, { now }: Context, data: MyData, dataFile: string) {
  const { words: all, definitions } = (await loadCatalog(database)).forms
  const words = wordsFor(all, languageOf(data))
  return { page: myDataPage(data, now(), { words, definitions, dataFile }), data: `${JSON.stringify(data, null, 2)}\n` }
}

/** @throws Problem entity/not-seen, entity/no-address, my-data/not-proven, my-data/shared, my-data/enough, and EEXIST for a file that is there. */
export const giveMyData = useCase(
  z
    .object({
      /** Human id or uuid. */
      person: z.string(),
      /** Writes this name with .html and .json. */
      out: z.string().optional(),
      /** Sends it to this address of theirs; null: to the best of them. */
      mail: z.string().nullable().optional(),
    })
    .refine(
      ({ out, mail }) => out !== undefined || mail !== undefined,
      'It takes a name of files, an address or both.',
    ),
  z.object({ files: z.array(z.string()), mailed: MailedData.nullable() }),
  async (context, { person, out, mail }) => {
    const files = out === undefined ? [] : [`${out}.html`, `${out}.json`]
    const mailed = await context.asStaff(async database => {
      const { entity } = await findRecord(database, person)
      const data = await readNoted(database, entity)
      const queued = mail === undefined ? null : await mailMyData(database, context, entity, data, mail)
      // in the transaction: where a file is there already, no letter goes out either
      const { page, data: text } = await written(database, context, data, basename(files[1] ?? ''))
      const contents = [page, text]
      for (const [place, file] of files.entries())
        writeFileSync(file, contents[place] ?? '', { mode: 0o600, flag: 'wx' })
      return queued
    })
    return { files, mailed }
  },
)
