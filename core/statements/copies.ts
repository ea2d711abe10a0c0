// Statements about several forms in one item.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

export const chooseCopies = statement(
  'replies/choose',
  'one',
  z.object({ copies: z.array(z.unknown()) }),
  z.object({ chosen: z.object({ states: z.boolean(), replies: z.array(z.record(z.string(), z.unknown())) }) }),
)

export const notePart = statement('items/part', 'none', z.object({ item: z.number() }), z.object({}))

export const packetHolder = statement(
  'packets/holder',
  'one',
  z.object({ letter: z.string().nullable(), packet: z.string().nullable() }),
  z.object({
    holder: z
      .object({ mailto: z.string(), packet: z.string(), packet_id: z.number(), language: z.string() })
      .nullable(),
  }),
)
