// The files of a report that waited: once it is accepted they belong to the activity that it became, as those of any report do.

import { open } from '@satchel/protocol/envelope/envelope-open'
import { limits } from '@satchel/protocol/limits'
import { parseUpload } from '@satchel/protocol/messages/upload'
import type { Context } from '../context/context.ts'
import type { Progress } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { acceptedReport, keepAcceptedFile } from '../db/calls/review.ts'
import { insideOf } from '../import/read/uploads.ts'
import { openingKeys } from '../keys/core-keys.ts'
import { Problem } from '@satchel/protocol/problem'
import { keptFile } from './inquiry-files.ts'

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

async function openFile(sealed: Uint8Array, keys: Awaited<ReturnType<typeof openingKeys>>, { failpoint }: Context) {
  const { text } = await open(sealed, { keys }, { maxBytes: limits.sealedUploadBytes })
  return insideOf(parseUpload(text), { keys, failpoint })
}
