// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Applied, Balance, ItemState, ReplyOutcome } from '../shapes/import.ts'
import { Files } from '../shapes/intake.ts'
import { statement } from '../statement.ts'

/** Gives the waiting uploads that a submission names to it. */
export const attachFiles = statement(
  'items/attach',
  'none',
  z.object({ item: z.number(), run: z.number(), files: Files }),
  z.object({}),
)

/** Notes that an item waits for its files. */
export const awaitFiles = statement('items/await-files', 'none', z.object({ item: z.number() }), z.object({}))

/** Notes what a report says of the letter that its Message-ID names. */
export const noteBounceOf = statement(
  'items/bounce-of',
  'one',
  z.object({ letter: z.string(), status: z.string(), fate: z.string() }),
  z.object({ known: z.boolean().nullable() }),
)

/** Notes what a report says of the letter that its token names. */
export const noteBounce = statement(
  'items/bounce',
  'one',
  z.object({ token: z.string(), status: z.string(), fate: z.string(), report: z.boolean() }),
  z.object({ known: z.boolean().nullable() }),
)

/** Gives items their final state. */
export const endItems = statement(
  'items/end-many',
  'one',
  z.object({
    run: z.number(),
    ends: z.array(z.object({ item: z.number(), state: ItemState, problem: z.string().nullable(), message: z.string().nullable() })),
  }),
  z.object({ ended: z.number() }),
)

/** Gives an item its final state. */
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

/** Which of these items have their final state. */
export const endedItems = statement(
  'items/ended',
  'many',
  z.object({ hashes: z.array(z.string()) }),
  z.object({ hash: z.string() }),
)

/** How many of a submission's files have not come yet. */
export const filesMissing = statement(
  'items/files-missing',
  'one',
  z.object({ files: Files }),
  z.object({ missing: z.number().nullable() }),
)

/** Which of these items the database knows. */
export const knownItems = statement(
  'items/known',
  'many',
  z.object({ hashes: z.array(z.string()) }),
  z.object({ hash: z.string() }),
)

/** Number of a pull; it rises. */
export const nextPull = statement('items/next-pull', 'one', z.object({}), z.object({ run: z.number().nullable() }))

/** Notes that part of an item goes in, and the rest into quarantine. */
export const notePart = statement('items/part', 'none', z.object({ item: z.number() }), z.object({}))

/** Items that could not be imported, oldest first. */
export const quarantinedItems = statement(
  'items/quarantined',
  'many',
  z.object({}),
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

/** Lets a quarantined item wait again. */
export const retryItem = statement(
  'items/retry',
  'one',
  z.object({ hash: z.string() }),
  z.object({ waiting: z.boolean().nullable() }),
)

/** Takes an item in quarantine off the list of what waits for a person. */
export const seeItem = statement(
  'items/see',
  'one',
  z.object({ hash: z.string() }),
  z.object({ seen: z.boolean().nullable() }),
)

/** State of an item by the hash of its bytes. */
export const itemState = statement(
  'items/state',
  'one',
  z.object({ hash: z.string() }),
  z.object({ state: ItemState.nullable() }),
)

/** Makes files of the spool items, once each. */
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

/** Counts an attempt at items before the work; those that wait no longer are left out. */
export const tryItems = statement(
  'items/try-many',
  'many',
  z.object({
    /** Their numbers. */
    items: z.array(z.number()),
  }),
  z.object({ item: z.number(), attempts: z.number() }),
)

/** Gives back an attempt that failed through no fault of the item. */
export const untryItem = statement('items/untry', 'none', z.object({ item: z.number() }), z.object({}))

/** One waiting item by the hash of its bytes. */
export const waitingItem = statement(
  'items/waiting-one',
  'maybe',
  z.object({ hash: z.string() }),
  z.object({
    item: z.number(),
    hash: z.string(),
    door: z.enum(['folder', 'mail', 'web', 'carried']),
    trust: z.string(),
    received: z.date(),
    attempts: z.number(),
  }),
)

/** Waiting items by receipt, a page at a time. */
export const waitingItems = statement(
  'items/waiting',
  'many',
  z.object({ after_received: z.date().nullable(), after: z.number().nullable(), limit: z.number() }),
  z.object({
    item: z.number(),
    hash: z.string(),
    door: z.enum(['folder', 'mail', 'web', 'carried']),
    trust: z.string(),
    received: z.date(),
    attempts: z.number(),
  }),
)

/** Merges replies one after the other, each under its sender's role. */
export const applyReplies = statement(
  'replies/apply-many',
  'many',
  z.object({
    replies: z.array(z.object({ item: z.number(), reply: z.unknown(), evidence: z.enum(['weak', 'strong']), received: z.date() })),
  }),
  z.object({
    item: z.number(),
    /** As apply_reply; null: it failed, and has to be tried alone. */
    outcome: Applied.nullable(),
  }),
)

/** Merges a reply under its sender's role. */
export const applyReply = statement(
  'replies/apply',
  'one',
  z.object({
    item: z.number(),
    reply: z.unknown(),
    /** weak or strong. */
    evidence: z.enum(['weak', 'strong']),
    received: z.date(),
  }),
  z.object({ outcome: Applied }),
)

/** Which of several copies of one packet's form count. */
export const chooseCopies = statement(
  'replies/choose',
  'one',
  z.object({
    /** Replies to one packet. */
    copies: z.array(z.unknown()),
  }),
  z.object({ chosen: z.object({ states: z.boolean(), replies: z.array(z.record(z.string(), z.unknown())) }) }),
)

/** Lets in what of a reply waited for stronger evidence. */
export const applyConfirmation = statement(
  'replies/confirm',
  'one',
  z.object({
    token: z.string(),
    /** When the confirmation came. */
    received: z.date(),
  }),
  z.object({ outcome: Applied }),
)

/** Makes the one token that confirms what of a reply waits for stronger evidence. */
export const openConfirmation = statement(
  'replies/open-confirmation',
  'one',
  z.object({ reply: z.number(), token: z.string(), days: z.number() }),
  z.object({
    /** Whom to ask and what: {mailto, asked}. */
    opened: z.object({ mailto: z.string(), asked: z.array(z.object({ slot: z.string(), becomes: z.enum(['new', 'changed', 'removed']), entry: z.number().optional(), hint: z.object({ kind: z.enum(['phone', 'email']), part: z.string() }).optional() })) }).nullable(),
  }),
)

/** Replies with a hold that ended by itself, and whose sender does not know yet. */
export const untoldReplies = statement(
  'replies/untold',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    /** What became of the reply, as apply_reply gives it. */
    outcome: ReplyOutcome,
  }),
)

/** The conservation line of a run. */
export const runBalance = statement(
  'runs/balance',
  'one',
  z.object({ run: z.number() }),
  z.object({ balance: Balance }),
)

/** Starts an import run. */
export const beginRun = statement('runs/begin', 'one', z.object({ source: z.string() }), z.object({ run: z.number() }))

/** Closes an import run. */
export const endRun = statement('runs/end', 'none', z.object({ run: z.number() }), z.object({}))

/** The last import runs, newest first. */
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

/** What waits, and since when. */
export const queues = statement(
  'runs/queues',
  'many',
  z.object({}),
  z.object({ queue: z.string(), count: z.number(), oldest: z.date().nullable() }),
)
