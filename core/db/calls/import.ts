// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Applied, ItemState, ReplyOutcome } from '../shapes/import.ts'
import { Channel, Files } from '../shapes/intake.ts'
import { Bytes, statement } from '../statement.ts'

/** Attaches waiting uploads to the submission that names them: [{item, name, type, reply}]. */
export const attachFiles = statement(
  'items/attach',
  'none',
  z.object({ item: z.number(), run: z.number(), files: Files }),
  z.object({}),
)

/** Records that an item waits for its files: until they arrive, or for a day, there is nothing to import. */
export const awaitFiles = statement('items/await-files', 'none', z.object({ item: z.number() }), z.object({}))

/** Records a report about the letter that its Message-ID names. */
export const noteBounceOf = statement(
  'items/bounce-of',
  'one',
  z.object({ letter: z.string(), status: z.string(), fate: z.string() }),
  z.object({ known: z.boolean().nullable() }),
)

/** Records a report about the letter that its token names, with its status (RFC 3463); false if the token belongs to no letter of ours. */
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

/** Gives an item its final state, in the transaction that has its effect. */
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

/** Those of these items that have their final state, and may be acknowledged to the intake. */
export const endedItems = statement(
  'items/ended',
  'many',
  z.object({ hashes: z.array(z.string()) }),
  z.object({ hash: z.string() }),
)

/** The number of a submission's files that have not arrived yet. */
export const filesMissing = statement(
  'items/files-missing',
  'one',
  z.object({ files: Files }),
  z.object({ missing: z.number().nullable() }),
)

/** Adds a file of an item to the activity that the report of its reply became, under the sender's role; false if there is none, or the role may not. */
export const keepReportFile = statement(
  'items/keep-file',
  'one',
  z.object({
    item: z.number(),
    /** Id of the reply that announces it. */
    reply: z.string(),
    name: z.string(),
    type: z.string(),
    /** The bytes of the file. */
    data: Bytes,
  }),
  z.object({ kept: z.boolean().nullable() }),
)

/** Those of these items that the database knows. */
export const knownItems = statement(
  'items/known',
  'many',
  z.object({ hashes: z.array(z.string()) }),
  z.object({ hash: z.string() }),
)

/** The number of the next pull; it only rises, so that an intake can recognise a copy of the core that was started by mistake. */
export const nextPull = statement('items/next-pull', 'one', z.object({}), z.object({ run: z.number().nullable() }))

/** Records that a part of an item is imported, in the transaction that puts the rest into quarantine. */
export const notePart = statement('items/part', 'none', z.object({ item: z.number() }), z.object({}))

/** Items that could not be imported, oldest first. */
export const quarantinedItems = statement(
  'items/quarantined',
  'many',
  z.object({}),
  z.object({
    item: z.string(),
    received: z.date(),
    channel: z.string(),
    size: z.number(),
    attempts: z.number(),
    problem: z.string().nullable(),
    message: z.string().nullable(),
    seen: z.date().nullable(),
  }),
)

/** Records files of the spool as items, once each: [{hash, size, received}]; returns their states. */
export const receiveItems = statement(
  'items/receive-many',
  'many',
  z.object({
    run: z.number(),
    channel: z.string(),
    trust: z.string(),
    items: z.array(z.object({ hash: z.string(), size: z.number(), received: z.date().nullable() })),
  }),
  z.object({ hash: z.string(), state: ItemState }),
)

/** Uncounts an attempt that failed without a fault of the item. */
export const releaseAttempt = statement('items/release-attempt', 'none', z.object({ item: z.number() }), z.object({}))

/** Sets a quarantined item to waiting again; false if it is not in quarantine. */
export const retryItem = statement(
  'items/retry',
  'one',
  z.object({ hash: z.string() }),
  z.object({ waiting: z.boolean().nullable() }),
)

/** Removes an item in quarantine from the list of open work; false if it is not on the list. */
export const seeItem = statement(
  'items/see',
  'one',
  z.object({ hash: z.string() }),
  z.object({ seen: z.boolean().nullable() }),
)

/** One item by the beginning of its hash: its state, and where it came from. */
export const showItem = statement(
  'items/show',
  'many',
  z.object({
    /** At least its first 8 digits. */
    start: z.string(),
  }),
  z.object({
    item: z.string(),
    channel: z.string(),
    state: z.string(),
    size: z.number(),
    received: z.date(),
    ended: z.date().nullable(),
    problem: z.string().nullable(),
    message: z.string().nullable(),
    seen: z.date().nullable(),
    /** Run in which it ended. */
    run: z.number().nullable(),
  }),
)

/** State of an item by the hash of its bytes; null for an unknown one. */
export const itemState = statement(
  'items/state',
  'one',
  z.object({ hash: z.string() }),
  z.object({ state: ItemState.nullable() }),
)

/** Counts an attempt before the work, so that an item that kills the program is detected; leaves out items that no longer wait. */
export const tryItems = statement(
  'items/try-many',
  'many',
  z.object({
    /** Their numbers. */
    items: z.array(z.number()),
  }),
  z.object({ item: z.number(), attempts: z.number() }),
)

/** One waiting item by the hash of its bytes. */
export const waitingItem = statement(
  'items/waiting-one',
  'maybe',
  z.object({ hash: z.string() }),
  z.object({
    item: z.number(),
    hash: z.string(),
    channel: Channel,
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
    channel: Channel,
    trust: z.string(),
    received: z.date(),
    attempts: z.number(),
  }),
)

/** Merges replies in one transaction: [{item, reply, evidence, received}]. Returns the result of apply_reply for each, or null if it failed and left nothing behind. */
export const applyReplies = statement(
  'replies/apply-many',
  'many',
  z.object({
    replies: z.array(z.object({ item: z.number(), reply: z.unknown(), evidence: z.enum(['weak', 'strong']), received: z.date() })),
  }),
  z.object({
    item: z.number(),
    /** As apply_reply; null if it failed and has to be tried alone. */
    outcome: Applied.nullable(),
  }),
)

/** Merges a reply under its sender's role: item, reply, evidence, receipt. Returns {case, reply, status, slots ...} or {problem}. */
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

/** The copies of one packet that count: {states, replies}. states: false if all came back unchanged. replies: one; or those that disagree, each with its number as "copy", to be held. */
export const chooseCopies = statement(
  'replies/choose',
  'one',
  z.object({
    /** Replies to one packet. */
    copies: z.array(z.unknown()),
  }),
  z.object({ chosen: z.object({ states: z.boolean(), replies: z.array(z.record(z.string(), z.unknown())) }) }),
)

/** Applies the changes of a reply that waited for stronger evidence: hash of the confirming token. Returns the result of apply_reply. */
export const applyConfirmation = statement(
  'replies/confirm',
  'one',
  z.object({
    token: z.string(),
    /** Time of the confirmation. */
    received: z.date(),
  }),
  z.object({ outcome: Applied }),
)

/** Makes the one token that confirms the changes of a reply that wait for stronger evidence. Returns the address and the question, {mailto, asked: [{slot, becomes, entry, hint}]}; null if nothing waits, or a token exists. */
export const openConfirmation = statement(
  'replies/open-confirmation',
  'one',
  z.object({ reply: z.number(), token: z.string(), days: z.number() }),
  z.object({
    /** Address and question: {mailto, asked}. */
    opened: z.object({ mailto: z.string(), asked: z.array(z.object({ slot: z.string(), becomes: z.enum(['new', 'changed', 'removed']), entry: z.number().optional(), purpose: z.string().optional(), hint: z.object({ kind: z.enum(['phone', 'email']), part: z.string() }).optional() })) }).nullable(),
  }),
)

/** Replies with a hold that ended by itself, whose sender has not been informed yet: as reply_outcome. */
export const untoldReplies = statement(
  'replies/untold',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    /** The outcome of the reply, as apply_reply returns it. */
    outcome: ReplyOutcome,
  }),
)
