// States of items, the balance of a run, the outcome of a reply.

import { z } from 'zod'
import { Files } from './intake.ts'
import { Guard } from './packets.ts'

export const ItemState = z.enum([
  'waiting',
  'imported',
  'partly-held',
  'held',
  'repeat',
  'refused',
  'quarantined',
  'noted',
  'attached',
])
export type ItemState = z.infer<typeof ItemState>

/** One line of accounts: before + pulled = the ended ones + after. */
export const Balance = z.object({
  run: z.number(),
  before: z.number(),
  pulled: z.number(),
  imported: z.number(),
  'partly-held': z.number(),
  held: z.number(),
  repeat: z.number(),
  refused: z.number(),
  quarantined: z.number(),
  noted: z.number(),
  attached: z.number(),
  after: z.number(),
  balanced: z.boolean(),
})
export type Balance = z.infer<typeof Balance>

/** The outcome of a reply, slot by slot. Values only as far as its letter may tell them. */
export const ReplyOutcome = z.object({
  reply: z.string(),
  reply_id: z.number(),
  packet: z.string(),
  packet_id: z.number(),
  epoch: z.number(),
  status: z.enum(['imported', 'partly-held', 'held', 'refused']),
  mailto: z.string(),
  language: z.string(),
  form_name: z.string(),
  form_version: z.number(),
  kind: z.string(),
  /** The sender said that everything on file is still right. */
  confirms: z.boolean(),
  /** An earlier letter told of some of it. */
  later: z.boolean(),
  guard: Guard,
  /** The language that the sender chose in this reply. */
  speaks: z.string().nullable(),
  /** Whom a colleague's reply is about, and what its report says; null where its letter may not tell it. */
  about: z
    .object({
      name: z.string(),
      outcome: z.string().optional(),
      next: z.string().optional(),
      due: z.string().optional(),
    })
    .nullable(),
  slots: z.array(
    z.object({
      slot: z.string(),
      outcome: z.enum(['applied', 'same', 'held', 'refused', 'superseded', 'untouched']),
      reason: z.string().nullable(),
      entry: z.number().optional(),
      /** What a yes or no is about, in the packet's language. */
      purpose: z.string().optional(),
      becomes: z.enum(['new', 'changed', 'removed']).optional(),
      /** The values by which an entry is named, as it stood in the packet or as it was added. */
      row: z.record(z.string(), z.string()).nullable().optional(),
      hint: z.object({ kind: z.enum(['phone', 'email']), part: z.string() }).optional(),
      told: z.literal(true).optional(),
      figures: z.object({ amount: z.string(), lines: z.string() }).optional(),
      misfit: z.object({ field: z.string(), fault: z.enum(['empty', 'too-long', 'form']) }).optional(),
    }),
  ),
})
export type ReplyOutcome = z.infer<typeof ReplyOutcome>

/** The result of apply_reply and apply_confirmation. */
/** What an accepted report became, and the sealed uploads that its reply announces. */
export const AcceptedReport = z.object({ entity: z.number(), activity: z.number(), files: Files })

export const Applied = z.union([
  z.object({ problem: z.string() }),
  z.object({ case: z.literal('repeat'), reply: z.number() }),
  ReplyOutcome.extend({ case: z.enum(['new', 'stronger']) }),
])
