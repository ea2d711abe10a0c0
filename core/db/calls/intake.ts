// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Balance } from '../shapes/import.ts'
import { TokenAddress } from '../shapes/intake.ts'
import { statement } from '../statement.ts'

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
