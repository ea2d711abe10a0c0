// Files are attached to a record: the bytes as they are, the kind by what they are.

import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { limits } from '@satchel/protocol/limits'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { attachFile } from '../db/calls/commands.ts'
import { inTransaction } from '../db/dry-run.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { contentType } from './content-type.ts'
import { namedRecord } from './read/named-record.ts'
import { inWords } from './refused-write.ts'

/** All files, or none. @throws Problem entity/not-seen, usage/wrong for a file that is too large or cannot be read, database/no-right. */
export const attachFiles = useCase(
  z.object({
    record: z.string(),
    files: z.array(z.string()).min(1, 'Name a file.'),
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
          const data = await readFile(file)
          const name = basename(file)
          const type = contentType(data, name)
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

/** Before it is read. @throws Problem usage/wrong. */
async function mustFit(file: string): Promise<void> {
  const about = await stat(file).catch((cause: unknown) => {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, { cause })
  })
  if (!about.isFile()) throw problem('usage/wrong', `${file} is no file.`)
  if (about.size > limits.attachmentBytes)
    throw problem('usage/wrong', `The file ${file} has over ${limits.attachmentBytes / 1024 / 1024} MiB.`, {
      hint: 'make it smaller, or keep it elsewhere and note where: satchel note',
    })
}
