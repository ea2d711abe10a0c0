// Statements of backup and restore; they run as the owner's login, but for those that a round of work asks.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const none = z.object({})

export const tablesToCopy = statement(
  'backup/tables',
  'many',
  none,
  z.object({
    name: z.string(),
    columns: z.string().nullable(),
    copy_out: z.string().nullable(),
    copy_in: z.string().nullable(),
    needs: z.array(z.string()).nullable(),
  }),
)

export const sequences = statement(
  'backup/sequences',
  'many',
  none,
  z.object({ name: z.string().nullable(), last: z.number().nullable() }),
)

export const setSequence = statement(
  'backup/set-sequence',
  'one',
  z.object({ name: z.string(), last: z.number() }),
  z.object({ set: z.number().nullable() }),
)

export const noteBackup = statement(
  'backup/note',
  'none',
  z.object({ at: z.date(), size: z.number(), digest: z.string() }),
  none,
)

export const lastBackup = statement(
  'backup/last',
  'maybe',
  none,
  z.object({ at: z.date().nullable(), size: z.number().nullable() }),
)

/** The same for the program's own login, which may see nothing else of backups. */
export const newestBackup = statement('backup/newest', 'maybe', none, z.object({ at: z.date().nullable() }))

export const restoreOpen = statement('restore/open', 'one', none, z.object({ open: z.boolean().nullable() }))

export const beginRestore = statement(
  'restore/begin',
  'one',
  z.object({ kind: z.enum(['restore', 'adopt']), backup: z.date().nullable(), epoch: z.number() }),
  z.object({ epoch: z.number().nullable() }),
)

export const closeRestore = statement('restore/close', 'one', none, z.object({ closed: z.boolean().nullable() }))

export const releaseRestore = statement('restore/release', 'one', none, z.object({ closed: z.boolean().nullable() }))

export const remakeRoles = statement('restore/roles', 'one', none, z.object({ made: z.number().nullable() }))

export const releaseLetters = statement('letters/release', 'one', none, z.object({ released: z.number().nullable() }))
