// Statements about what waits until somebody of the office has seen it.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

const none = z.object({})

/** Takes an item in quarantine off the list of what waits for a person. */
export const seeItem = statement(
  'items/see',
  'one',
  z.object({ hash: z.string() }),
  z.object({ seen: z.boolean().nullable() }),
)

export const awaitFiles = statement('items/await-files', 'none', z.object({ item: z.number() }), none)

export const failedLetters = statement(
  'letters/failed',
  'many',
  z.object({}),
  z.object({
    letter: z.string(),
    queued: z.date(),
    mailto: z.string(),
    kind: z.string(),
    packet: z.string().nullable(),
    problem: z.string().nullable(),
  }),
)

export const seeLetter = statement(
  'letters/see',
  'one',
  z.object({ letter: z.number(), again: z.boolean() }),
  z.object({ became: z.enum(['done', 'not-stuck', 'gone']) }),
)

export const quarantinedItems = statement(
  'items/quarantined',
  'many',
  none,
  z.object({
    item: z.string(),
    received: z.date(),
    door: z.string(),
    size: z.number(),
    attempts: z.number(),
    problem: z.string().nullable(),
    message: z.string().nullable(),
    seen: z.date().nullable(),
  }),
)
