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
    /** Paths of files, or what was handed over with its name. */
    files: z
      .array(
        z.union([
          z.string(),
          z.object({ name: z.string(), data: z.custom<Uint8Array>(data => data instanceof Uint8Array) }),
        ]),
      )
      .min(1, 'Name a file.'),
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
    for (const file of files) {
      if (typeof file === 'string') await mustFit(file)
      else mustBeSmall(file.name, file.data.length)
    }
    context.failpoint('command/read')
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const attached = []
        for (const file of files) {
          const data = typeof file === 'string' ? await readFile(file) : Buffer.from(file.data)
          const name = typeof file === 'string' ? basename(file) : fileName(file.name)
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
  mustBeSmall(file, about.size)
}

/** @throws Problem usage/wrong. */
function mustBeSmall(file: string, size: number): void {
  if (size <= limits.attachmentBytes) return
  throw problem('usage/wrong', `The file ${file} has over ${limits.attachmentBytes / 1024 / 1024} MiB.`, {
    hint: 'make it smaller, or keep it elsewhere and note where: satchel note',
  })
}

/** A name that a browser said, without what no name of a file has. */
const fileName = (name: string): string => name.replaceAll(/[/\\\p{Cc}]/gu, '_') || 'file'
