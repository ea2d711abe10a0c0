// Files are attached to a record: the bytes as they are, the kind by what they are.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { attachFile } from '../db/calls/commands.ts'
import { inTransaction } from '../db/dry-run.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { givenFile, mustFit } from './files/given-file.ts'
import { namedRecord } from './read/named-record.ts'
import { HandedFile } from './read/said-fields.ts'
import { inWords } from './refused-write.ts'

/** All files, or none. @throws Problem entity/not-seen, usage/wrong for a file that is too large or cannot be read, database/no-right. */
export const attachFiles = useCase(
  z.object({
    record: z.string(),
    /** Paths of files, or what was handed over with its name. */
    files: z.array(z.union([z.string(), HandedFile])).min(1, 'Name a file.'),
    dryRun: z.boolean().default(false),
  }),
  z.object({
    record: z.string(),
    name: z.string(),
    files: z.array(
      z.object({ file: z.string(), type: z.string(), bytes: z.number(), attachment: z.number().nullable() }),
    ),
  }),
  async (context, { record: key, files, dryRun }) => {
    const record = await context.asStaff(database => namedRecord(database, key))
    for (const file of files) await mustFit(file)
    context.failpoint('command/read')
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const attached = []
        for (const file of files) {
          const { name, type, data } = await givenFile(file)
          const { outcome } = await database
            .run(attachFile, { staff: context.settings.operator, record: record.hid, name, type, data })
            .catch((error: unknown) => Promise.reject(inWords(error, record)))
          const [slot] = accepted(outcome, code => refusal(code)).slots
          attached.push({ file: name, type, bytes: data.length, attachment: slot?.row ?? null })
        }
        context.failpoint('command/written')
        return { record: record.hid, name: record.name, files: attached }
      }),
    )
  },
)
