// Statements of held changes: what waits for a person, and how it is settled.

import { z } from 'zod'
import { statement } from '../db/statement.ts'
import { ReplyOutcome } from './import.ts'

export const heldChanges = statement(
  'changes/held',
  'many',
  z.object({}),
  z.object({
    change: z.number(),
    stamp: z.string(),
    entity: z.number(),
    entity_name: z.string(),
    slot: z.string(),
    believed: z.unknown(),
    now: z.unknown(),
    wanted: z.unknown(),
    reason: z.string().nullable(),
    sender: z.string(),
    received: z.date(),
    packet: z.string(),
    doubt: z.string().nullable(),
    form_name: z.string(),
    form_version: z.number(),
  }),
)

export const settleChange = statement(
  'changes/settle',
  'one',
  z.object({
    change: z.number(),
    decision: z.enum(['accepted', 'refused']),
    stamp: z.string(),
    note: z.string(),
    mended: z.unknown(),
  }),
  z.object({ outcome: z.union([z.object({ problem: z.string() }), ReplyOutcome]) }),
)

export const refusedChanges = statement(
  'changes/refused',
  'many',
  z.object({}),
  z.object({
    change: z.number(),
    entity_name: z.string(),
    slot: z.string(),
    wanted: z.unknown(),
    reason: z.string().nullable(),
    sender: z.string(),
    received: z.date(),
    packet: z.string(),
  }),
)

export const seeRefused = statement(
  'changes/see',
  'one',
  z.object({ changes: z.array(z.number()) }),
  z.object({ refused: z.number().nullable() }),
)
