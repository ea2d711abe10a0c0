// The files of a report that waited: once it is accepted they belong to the activity that it became, as those of any report do.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { type Progress, useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { acceptedReport, changeFiles, keepAcceptedFile } from '../db/calls/review.ts'
import { insideOf } from '../import/read/uploads.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { Problem } from '@satchel/protocol/problem'
import { problem } from '../problems/problems.ts'
import { keptFile } from '../inquiries/inquiry-files.ts'

/** Of any other change there are none. A file that is lost holds no report back. */
export async function keepFiles(
  context: Context,
  database: Database,
  change: number,
  progress: Progress,
): Promise<void> {
  const { report } = await database.run(acceptedReport, { change })
  if (report === null || report.files.length === 0) return
  const keys = await openingKeys(context.home)
  for (const { item, name, type } of report.files) {
    const sealed = await keptFile(context, item, 'sexp.pgp').catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'inquiry/file-missing') return null
      throw error
    })
    const file = sealed && (await openFile(sealed, keys, context))
    if (file === null)
      progress.note(`The file ${name} of the report is not in the home folder; the report was accepted without it.`)
    else await database.run(keepAcceptedFile, { change, name, type, data: Buffer.from(file.bytes) })
  }
}

/** One file of a report that is held, opened. @throws Problem change/not-held, inquiry/file-missing. */
export const readReportFile = useCase(
  z.object({
    change: z.number().int(),
    /** Which of its files, from 0. */
    place: z.number().int().min(0),
  }),
  z.object({ name: z.string(), type: z.string(), bytes: z.instanceof(Buffer) }),
  async (context, { change, place }) => {
    const file = (await context.asStaff(database => database.run(changeFiles, { change })))[place]
    const sealed = file === undefined ? null : await keptFile(context, file.item, 'sexp.pgp')
    const opened = sealed && (await openFile(sealed, await openingKeys(context.home), context))
    if (file === undefined || opened === null)
      throw problem('change/not-held', 'There is no such file of a held report.', { hint: 'satchel review list' })
    return { name: file.name, type: file.type, bytes: Buffer.from(opened.bytes) }
  },
)

async function openFile(sealed: Uint8Array, keys: Awaited<ReturnType<typeof openingKeys>>, { failpoint }: Context) {
  const { text } = await open(sealed, { keys }, { maxBytes: limits.sealedUploadBytes })
  return insideOf(parseUpload(text), { keys, failpoint })
}
