// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** The newest finished backup. */
export const lastBackup = statement(
  'backup/last',
  'maybe',
  z.object({}),
  z.object({ at: z.date().nullable(), size: z.number().nullable() }),
)

/** The time of the newest backup's snapshot, for acknowledging items to the intake. */
export const newestBackup = statement('backup/newest', 'maybe', z.object({}), z.object({ at: z.date().nullable() }))

/** Records a finished backup. */
export const noteBackup = statement(
  'backup/note',
  'none',
  z.object({
    /** Time of its snapshot. */
    at: z.date(),
    size: z.number(),
    digest: z.string(),
  }),
  z.object({}),
)

/** Used sequences with their last number. */
export const sequences = statement(
  'backup/sequences',
  'many',
  z.object({}),
  z.object({ name: z.string().nullable(), last: z.number().nullable() }),
)

/** Sets the last number of a sequence of this schema. */
export const setSequence = statement(
  'backup/set-sequence',
  'one',
  z.object({ name: z.string(), last: z.number() }),
  z.object({ set: z.number().nullable() }),
)

/** Tables to back up, with the statements that copy each out and in, and the tables that must be filled before it. Tables that are not logged are left out, because they are recomputed. */
export const tablesToCopy = statement(
  'backup/tables',
  'many',
  z.object({}),
  z.object({
    name: z.string(),
    columns: z.string().nullable(),
    copy_out: z.string().nullable(),
    copy_in: z.string().nullable(),
    needs: z.array(z.string()).nullable(),
  }),
)

/** Begins a new epoch: parks waiting letters, and lets none leave until everything was read again. */
export const beginRestore = statement(
  'restore/begin',
  'one',
  z.object({
    /** restore or adopt. */
    kind: z.enum(['restore', 'adopt']),
    /** Time of the backup. */
    backup: z.date().nullable(),
    /** Seconds since 1970. */
    epoch: z.number(),
  }),
  z.object({ epoch: z.number().nullable() }),
)

/** Ends the waiting after a restore, once everything was read again. */
export const closeRestore = statement(
  'restore/close',
  'one',
  z.object({}),
  z.object({ closed: z.boolean().nullable() }),
)

/** Whether this database was restored and has not yet read again all items since its backup. */
export const restoreOpen = statement('restore/open', 'one', z.object({}), z.object({ open: z.boolean().nullable() }))

/** Ends the waiting after a restore at a person's request; for the owner's login. */
export const releaseRestore = statement(
  'restore/release',
  'one',
  z.object({}),
  z.object({ closed: z.boolean().nullable() }),
)

/** Makes the roles of all staff in a restored database; returns the number of active ones. */
export const remakeRoles = statement('restore/roles', 'one', z.object({}), z.object({ made: z.number().nullable() }))
