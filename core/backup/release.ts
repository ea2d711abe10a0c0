// After a restore: letters leave again, those that waited when the backup was taken, too.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { releaseRestore as releaseRestoreRow } from '../db/calls/backup.ts'
import { releaseLetters as releaseLetterRows } from '../db/calls/letters.ts'

/** Queues the letters that waited at the time of the backup. */
export const releaseLetters = useCase(z.object({}), z.object({ released: z.number().nullable() }), context =>
  context.asStaff(database => database.run(releaseLetterRows, {})),
)

/** Lets letters leave although not everything was read again. `closed`: the database was being restored. */
export const releaseRestore = useCase(z.object({}), z.object({ closed: z.boolean().nullable() }), context =>
  context.asOwner(database => database.run(releaseRestoreRow, {})),
)
