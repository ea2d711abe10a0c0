// Statements of what the outbox keeps: bytes that lie in the clear, and bytes that nobody needs any more.

import { z } from 'zod'
import { Bytes, statement } from '../db/statement.ts'

export const clearLetters = statement(
  'letters/clear',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), mailto: z.string(), bytes: Bytes }),
)

export const keepSealed = statement(
  'letters/keep-sealed',
  'none',
  z.object({ letter: z.number(), bytes: Bytes }),
  z.object({}),
)

export const dropLetters = statement(
  'letters/drop',
  'one',
  z.object({ limit: z.number() }),
  z.object({ dropped: z.number().nullable() }),
)
