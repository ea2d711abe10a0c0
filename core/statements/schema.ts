// Statements about the installation itself: schema history, stored queries, identity, roles.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const none = z.object({})

export const schemaTable = statement('schema/known', 'one', none, z.object({ known: z.boolean() }))

export const joinedNumbers = statement('schema/joined', 'one', none, z.object({ joined: z.number().nullable() }))

export const ranMigrations = statement('schema/ran', 'many', none, z.object({ name: z.string(), digest: z.string() }))

export const noteMigration = statement('schema/note', 'none', z.object({ name: z.string(), digest: z.string() }), none)

export const dropAllStored = statement('queries/drop-shipped', 'none', none, none)

export const keepQuery = statement(
  'queries/keep',
  'none',
  z.object({
    name: z.string(),
    about: z.string(),
    params: z.string(),
    columns: z.string(),
    returns: z.string(),
    use: z.string(),
    text: z.string(),
  }),
  none,
)

const Instance = z.object({ instance: z.string(), epoch: z.number() })

export const readInstanceRow = statement('instance/read', 'maybe', none, Instance)

export const keepInstance = statement(
  'instance/keep',
  'one',
  z.object({ instance: z.string(), epoch: z.number(), calling_code: z.string() }),
  Instance,
)

export const actAs = statement('session/act-as', 'none', z.object({ role: z.string() }), none)

export const setLogin = statement('session/login', 'none', z.object({ login: z.string(), password: z.string() }), none)

export const lockBlockers = statement(
  'session/blockers',
  'many',
  z.object({ pid: z.number() }),
  z.object({ pid: z.number().nullable(), login: z.string().nullable() }),
)

export const endSession = statement(
  'session/end',
  'one',
  z.object({ pid: z.number() }),
  z.object({ ended: z.boolean().nullable() }),
)

export const lockImport = statement('session/lock-import', 'one', none, z.object({ got: z.boolean().nullable() }))

export const begun = statement(
  'instance/begun',
  'one',
  none,
  z.object({ staff: z.boolean().nullable(), people: z.boolean().nullable(), packets: z.boolean().nullable() }),
)
