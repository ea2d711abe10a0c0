// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Bytes, statement } from '../statement.ts'

/** Queues the acknowledgement of the reply that an item held again, as for a repeat. */
export const queueAgainItem = statement(
  'letters/again-item',
  'one',
  z.object({ hash: z.string() }),
  z.object({ queued: z.boolean().nullable() }),
)

/** Queues a reply's last acknowledgement again, if it went out over an hour ago and not three times again. */
export const queueAgain = statement(
  'letters/again',
  'one',
  z.object({ reply: z.number() }),
  z.object({ queued: z.boolean().nullable() }),
)

/** Queues acknowledgements of replies, once per outcome. */
export const queueAnswers = statement(
  'letters/answer-many',
  'one',
  z.object({
    /** [{reply, letter, digest, bytes in base64}]. */
    letters: z.array(z.object({ reply: z.number(), letter: z.string(), digest: z.string(), bytes: z.string() })),
  }),
  z.object({ queued: z.number() }),
)

/** Queues the acknowledgement of a reply to the address its packet went to; false when that outcome has its letter. */
export const queueAnswer = statement(
  'letters/answer',
  'one',
  z.object({ reply: z.number(), letter: z.string(), digest: z.string(), bytes: Bytes }),
  z.object({ queued: z.boolean().nullable() }),
)

/** Locks and returns letters whose bytes lie in the clear, as versions before the seal kept them. */
export const clearLetters = statement(
  'letters/clear',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), mailto: z.string(), bytes: Bytes }),
)

/** Marks a queued letter as sent, or as failed with a problem code, and with the status by which its recipient was refused. */
export const letterDone = statement(
  'letters/done',
  'none',
  z.object({ letter: z.number(), problem: z.string().nullable(), refused: z.string().nullable() }),
  z.object({}),
)

/** Lets go of the bytes of letters that went out, or were given up, over a week ago; returns of how many. */
export const dropLetters = statement(
  'letters/drop',
  'one',
  z.object({ limit: z.number() }),
  z.object({ dropped: z.number().nullable() }),
)

/** Letters that could not be sent and that nobody has seen yet, oldest first. */
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

/** Puts sealed bytes in the place of those that lie in the clear; what is sealed stays as it is. */
export const keepSealed = statement(
  'letters/keep-sealed',
  'none',
  z.object({ letter: z.number(), bytes: Bytes }),
  z.object({}),
)

/** Puts a queued letter off, longer each time; true when it was the last try. */
export const letterLater = statement(
  'letters/later',
  'one',
  z.object({ letter: z.number(), problem: z.string() }),
  z.object({ failed: z.boolean().nullable() }),
)

/** Queues a notice, once per id and at most so many an address and day; false when it was not queued. */
export const queueNotice = statement(
  'letters/notice',
  'one',
  z.object({
    letter: z.string(),
    packet: z.number().nullable(),
    mailto: z.string(),
    digest: z.string(),
    bytes: Bytes,
    per_day: z.number(),
  }),
  z.object({ queued: z.boolean().nullable() }),
)

/** When letters went out in the last hour, for the budget of the mail server. */
export const recentLetters = statement('letters/recent', 'many', z.object({}), z.object({ sent: z.date() }))

/** Queues the letters that a restore had parked; returns how many. */
export const releaseLetters = statement(
  'letters/release',
  'one',
  z.object({}),
  z.object({ released: z.number().nullable() }),
)

/** Ends a letter that could not be sent: it is tried again, or somebody has seen it. done, not-stuck, or gone (nothing of it is left to send). */
export const seeLetter = statement(
  'letters/see',
  'one',
  z.object({ letter: z.number(), again: z.boolean() }),
  z.object({
    /** done, not-stuck, gone. */
    became: z.enum(['done', 'not-stuck', 'gone']),
  }),
)

/** Locks and returns queued letters, oldest first; letters that another sender holds are passed over. */
export const takeLetters = statement(
  'letters/take',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), sending: z.string(), mailto: z.string(), bytes: Bytes }),
)
