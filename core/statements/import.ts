// Statements of importing: runs, items, replies, acknowledgements, held changes.

import { z } from 'zod'
import { Bytes, statement } from '../db/statement.ts'

const none = z.object({})

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

export const beginRun = statement('runs/begin', 'one', z.object({ source: z.string() }), z.object({ run: z.number() }))

export const endRun = statement('runs/end', 'none', z.object({ run: z.number() }), none)

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

export const runBalance = statement(
  'runs/balance',
  'one',
  z.object({ run: z.number() }),
  z.object({ balance: Balance }),
)

export const lastRuns = statement(
  'runs/last',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    run: z.number(),
    started: z.date(),
    finished: z.date().nullable(),
    source: z.string(),
    before: z.number(),
    pulled: z.number(),
    ended: z.number().nullable(),
    after: z.number().nullable(),
    problem: z.string().nullable(),
  }),
)

export const queues = statement(
  'runs/queues',
  'many',
  none,
  z.object({ queue: z.string(), count: z.number(), oldest: z.date().nullable() }),
)

export const takeItems = statement(
  'items/take-many',
  'many',
  z.object({
    run: z.number(),
    door: z.string(),
    trust: z.string(),
    items: z.array(z.object({ hash: z.string(), size: z.number(), received: z.date().nullable() })),
  }),
  z.object({ hash: z.string(), state: ItemState }),
)

const Waiting = z.object({
  item: z.number(),
  hash: z.string(),
  door: z.enum(['folder', 'mail', 'web', 'carried']),
  trust: z.string(),
  received: z.date(),
  attempts: z.number(),
})

export const waitingItems = statement(
  'items/waiting',
  'many',
  z.object({ after_received: z.date().nullable(), after: z.number().nullable(), limit: z.number() }),
  Waiting,
)

export const waitingItem = statement('items/waiting-one', 'maybe', z.object({ hash: z.string() }), Waiting)

export const itemState = statement(
  'items/state',
  'one',
  z.object({ hash: z.string() }),
  z.object({ state: ItemState.nullable() }),
)

export const tryItems = statement(
  'items/try-many',
  'many',
  z.object({ items: z.array(z.number()) }),
  z.object({ item: z.number(), attempts: z.number() }),
)

export const untryItem = statement('items/untry', 'none', z.object({ item: z.number() }), none)

export const endItem = statement(
  'items/end',
  'one',
  z.object({
    item: z.number(),
    run: z.number(),
    state: ItemState,
    problem: z.string().nullable(),
    message: z.string().nullable(),
  }),
  z.object({ ended: z.boolean().nullable() }),
)

export const endItems = statement(
  'items/end-many',
  'one',
  z.object({
    run: z.number(),
    ends: z.array(
      z.object({
        item: z.number(),
        state: ItemState,
        problem: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  }),
  z.object({ ended: z.number() }),
)

export const retryItem = statement(
  'items/retry',
  'one',
  z.object({ hash: z.string() }),
  z.object({ waiting: z.boolean().nullable() }),
)

/** The outcome of a reply, slot by slot; no values. */
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
  /** An earlier letter told of some of it. */
  later: z.boolean(),
  slots: z.array(
    z.object({
      slot: z.string(),
      outcome: z.enum(['applied', 'same', 'held', 'refused', 'superseded', 'untouched']),
      reason: z.string().nullable(),
      entry: z.number().optional(),
      told: z.literal(true).optional(),
      misfit: z.object({ field: z.string(), fault: z.enum(['empty', 'too-long', 'form']) }).optional(),
    }),
  ),
})
export type ReplyOutcome = z.infer<typeof ReplyOutcome>

/** The result of apply_reply and apply_confirmation. */
export const Applied = z.union([
  z.object({ problem: z.string() }),
  z.object({ case: z.literal('repeat'), reply: z.number() }),
  ReplyOutcome.extend({ case: z.enum(['new', 'stronger']) }),
])

export const applyReply = statement(
  'replies/apply',
  'one',
  z.object({ item: z.number(), reply: z.unknown(), evidence: z.enum(['weak', 'strong']), received: z.date() }),
  z.object({ outcome: Applied }),
)

export const applyReplies = statement(
  'replies/apply-many',
  'many',
  z.object({
    replies: z.array(
      z.object({
        item: z.number(),
        reply: z.unknown(),
        evidence: z.enum(['weak', 'strong']),
        received: z.date(),
      }),
    ),
  }),
  z.object({ item: z.number(), outcome: Applied.nullable() }),
)

export const queueAnswers = statement(
  'letters/answer-many',
  'one',
  z.object({
    letters: z.array(z.object({ reply: z.number(), letter: z.string(), digest: z.string(), bytes: z.string() })),
  }),
  z.object({ queued: z.number() }),
)

export const packetRecords = statement(
  'packets/records',
  'many',
  z.object({ packets: z.array(z.string()) }),
  z.object({ packet: z.string(), entity: z.number() }),
)

export const untoldReplies = statement(
  'replies/untold',
  'many',
  z.object({ limit: z.number() }),
  z.object({ outcome: ReplyOutcome }),
)

export const queueAnswer = statement(
  'letters/answer',
  'one',
  z.object({ reply: z.number(), letter: z.string(), digest: z.string(), bytes: Bytes }),
  z.object({ queued: z.boolean().nullable() }),
)

export const queueAgainItem = statement(
  'letters/again-item',
  'one',
  z.object({ hash: z.string() }),
  z.object({ queued: z.boolean().nullable() }),
)

export const queueAgain = statement(
  'letters/again',
  'one',
  z.object({ reply: z.number() }),
  z.object({ queued: z.boolean().nullable() }),
)
