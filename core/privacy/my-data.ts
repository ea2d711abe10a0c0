// All that is kept of a person, for them to see: written into files, sent to their own address, or both.

import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { findRecord } from '../people/find-record.ts'
import { myData } from '../db/calls/privacy.ts'
import { MailedData, mailMyData } from './my-data-letter.ts'
import { myDataPage } from './my-data-page.ts'

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
      const { data } = await database.run(myData, { entity })
      if (data === null) throw new Error('the database gave nothing')
      const queued = mail === undefined ? null : await mailMyData(database, context, entity, data, mail)
      // in the transaction: where a file is there already, no letter goes out either
      const contents = [myDataPage(data, context.now()), `${JSON.stringify(data, null, 2)}\n`]
      for (const [place, file] of files.entries())
        writeFileSync(file, contents[place] ?? '', { mode: 0o600, flag: 'wx' })
      return queued
    })
    return { files, mailed }
  },
)
