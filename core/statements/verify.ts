// Statements of satchel verify.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const none = z.object({})

export const unbalancedRuns = statement('verify/runs', 'many', none, z.object({ run: z.number() }))

export const lifeFaults = statement('verify/lives', 'many', none, z.object({ fault: z.string(), number: z.number() }))

export const auditFaults = statement(
  'verify/audit',
  'many',
  none,
  z.object({ fault: z.string(), row: z.number().nullable() }),
)

export const talkativeLog = statement(
  'verify/log',
  'many',
  none,
  z.object({ setting: z.string().nullable(), value: z.string().nullable() }),
)

export const sealAudit = statement('verify/seal', 'one', none, z.object({ sealed: z.number().nullable() }))

export const itemsWithFiles = statement(
  'verify/items',
  'many',
  z.object({ after: z.number(), limit: z.number() }),
  z.object({
    id: z.number(),
    hash: z.string(),
    door: z.enum(['folder', 'mail', 'web', 'carried']),
    state: z.enum(['waiting', 'quarantined', 'attached']),
  }),
)

export const unansweredReplies = statement('verify/letters', 'many', none, z.object({ packet: z.string() }))
