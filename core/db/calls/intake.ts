// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Balance } from '../shapes/import.ts'
import { ReceiptWord, TokenAddress } from '../shapes/intake.ts'
import { statement } from '../statement.ts'

/** Notes that an intake was told to forget items. */
export const noteForgotten = statement(
  'forgotten/note',
  'none',
  z.object({ place: z.string(), hashes: z.array(z.string()) }),
  z.object({}),
)

/** Items of erased people that an intake was not told to forget yet. */
export const itemsToForget = statement(
  'forgotten/of-intake',
  'many',
  z.object({ place: z.string(), limit: z.number() }),
  z.object({ hash: z.string() }),
)

/** Of the intakes at these addresses those that still have to be told to forget items of erased people. */
export const forgottenWaits = statement(
  'forgotten/waits',
  'many',
  z.object({ addresses: z.array(z.string()) }),
  z.object({ address: z.string(), count: z.number(), oldest: z.date() }),
)

/** Notes the receipts of items that were read: [{item, receipt}]. */
export const noteReceipts = statement(
  'receipts/note',
  'none',
  z.object({ receipts: z.array(z.object({ item: z.number(), receipt: z.string() })) }),
  z.object({}),
)

/** Numbers what has to be told of receipts, where it changed; the caller holds the import lock. */
export const tellReceipts = statement('receipts/tell', 'one', z.object({}), z.object({ told: z.number() }))

/** What the intakes are told of receipts, by number, a page at a time. */
export const toldReceipts = statement(
  'receipts/told',
  'many',
  z.object({ after: z.number(), limit: z.number() }),
  z.object({ receipt: z.string(), item: z.string(), number: z.number(), state: ReceiptWord, said: z.date() }),
)

/** The conservation line of a run: nothing lost, nothing counted twice. */
export const runBalance = statement(
  'runs/balance',
  'one',
  z.object({ run: z.number() }),
  z.object({ balance: Balance }),
)

/** Starts an import run; the caller holds the import lock. */
export const beginRun = statement('runs/begin', 'one', z.object({ source: z.string() }), z.object({ run: z.number() }))

/** Closes a run. */
export const endRun = statement('runs/end', 'none', z.object({ run: z.number() }), z.object({}))

/** The items that came in or ended in a run, and what became of them. */
export const runItems = statement(
  'runs/items',
  'many',
  z.object({
    run: z.number(),
    /** Those after this number. */
    after: z.number(),
    limit: z.number(),
  }),
  z.object({
    number: z.number(),
    item: z.string(),
    channel: z.string(),
    state: z.string(),
    received: z.date(),
    problem: z.string().nullable(),
    /** Record that its reply is about. */
    record: z.string().nullable(),
    /** Sender of its reply. */
    sender: z.string().nullable(),
  }),
)

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

/** The open work, and its age. */
export const queues = statement(
  'runs/queues',
  'many',
  z.object({}),
  z.object({ queue: z.string(), count: z.number(), oldest: z.date().nullable() }),
)

/** Import runs with what became of their items, newest first; one of them where it is named. */
export const runStates = statement(
  'runs/states',
  'many',
  z.object({
    /** 0: the last ones. */
    run: z.number(),
    limit: z.number(),
  }),
  z.object({
    run: z.number(),
    started: z.date(),
    finished: z.date().nullable(),
    source: z.string(),
    before: z.number(),
    pulled: z.number(),
    after: z.number().nullable(),
    /** How many items ended in each state. */
    states: z.record(z.string(), z.number()).nullable(),
    problem: z.string().nullable(),
  }),
)

/** Items that a run has before it when all files are in. */
export const runWaits = statement(
  'runs/waits',
  'one',
  z.object({ run: z.number() }),
  z.object({
    /** Items. */
    items: z.number().nullable(),
  }),
)

/** The address for which a token was made: {purpose, mark, mailto, kind, packet, language, live}; null for an unknown one. */
export const tokenAddress = statement(
  'tokens/address',
  'one',
  z.object({ token: z.string() }),
  z.object({ address: TokenAddress.nullable() }),
)

/** Hashes of the live tokens, a page at a time, so that the intake can recognise them. */
export const liveTokens = statement(
  'tokens/live',
  'many',
  z.object({ after: z.string(), limit: z.number() }),
  z.object({ hash: z.string() }),
)
