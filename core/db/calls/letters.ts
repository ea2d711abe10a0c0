// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Bytes, statement } from '../statement.ts'

/** Queues the acknowledgement of a repeated item's reply again. */
export const queueAgainItem = statement(
  'letters/again-item',
  'one',
  z.object({ hash: z.string() }),
  z.object({ queued: z.boolean().nullable() }),
)

/** Queues a reply's last acknowledgement again, if it went out over an hour ago and was not repeated three times. */
export const queueAgain = statement(
  'letters/again',
  'one',
  z.object({ reply: z.number() }),
  z.object({ queued: z.boolean().nullable() }),
)

/** Queues acknowledgements of replies to the addresses of their packets, once per outcome; returns how many are new. */
export const queueAnswers = statement(
  'letters/answer',
  'one',
  z.object({
    /** [{reply, letter, digest, bytes in base64}]. */
    letters: z.array(z.object({ reply: z.number(), letter: z.string(), digest: z.string(), bytes: z.string() })),
  }),
  z.object({ queued: z.number() }),
)

/** Locks and returns queued letters, oldest first; skips letters that another sender has locked, and those whose protection somebody changes right now. */
export const claimLetters = statement(
  'letters/claim',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), sending: z.string(), mailto: z.string(), bytes: Bytes }),
)

/** Locks and returns letters whose bytes are not sealed, as earlier versions stored them. */
export const clearLetters = statement(
  'letters/clear',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), mailto: z.string(), bytes: Bytes }),
)

/** Marks a queued letter as sent, or as failed with a problem code, and with the status that refused its recipient. */
export const letterDone = statement(
  'letters/done',
  'none',
  z.object({ letter: z.number(), problem: z.string().nullable(), refused: z.string().nullable() }),
  z.object({}),
)

/** Deletes the bytes of letters that went out, or were given up, over a week ago; returns their number. */
export const dropLetters = statement(
  'letters/drop',
  'one',
  z.object({ limit: z.number() }),
  z.object({ dropped: z.number().nullable() }),
)

/** Failed letters that nobody has seen yet, oldest first. */
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

/** Replaces unsealed bytes of a letter by sealed ones; sealed bytes stay unchanged. */
export const keepSealed = statement(
  'letters/keep-sealed',
  'none',
  z.object({ letter: z.number(), bytes: Bytes }),
  z.object({}),
)

/** Postpones a queued letter, longer each time; true if it was the last attempt. */
export const letterLater = statement(
  'letters/later',
  'one',
  z.object({ letter: z.number(), problem: z.string() }),
  z.object({ failed: z.boolean().nullable() }),
)

/** Queues a notice, once per id, and up to a limit per address and day; false if it was not queued. */
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

/** The times at which letters went out in the last hour, for the budget of the mail server. */
export const recentLetters = statement('letters/recent', 'many', z.object({}), z.object({ sent: z.date() }))

/** Queues the letters that a restore has parked; returns their number. */
export const releaseLetters = statement(
  'letters/release',
  'one',
  z.object({}),
  z.object({ released: z.number().nullable() }),
)

/** Closes a letter that could not be sent: it is retried, or a person has seen it. done, not-stuck, or gone (no bytes are left to send). */
export const seeLetter = statement(
  'letters/see',
  'one',
  z.object({ letter: z.number(), again: z.boolean() }),
  z.object({
    /** done, not-stuck, gone. */
    became: z.enum(['done', 'not-stuck', 'gone']),
  }),
)

/** Letters that wait for somebody or came back in the last 30 days, oldest first; failed ones are in a list of their own. */
export const stuckLetters = statement(
  'letters/stuck',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    letter: z.number(),
    status: z.string(),
    queued: z.date(),
    mailto: z.string(),
    kind: z.string(),
    problem: z.string().nullable(),
    bounced: z.date().nullable(),
  }),
)
