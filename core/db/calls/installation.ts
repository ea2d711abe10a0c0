// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Channel } from '../shapes/intake.ts'
import { SavedSearch } from '../shapes/search.ts'
import { statement } from '../statement.ts'

/** The progress of an installation, as the acting role sees it. */
export const begun = statement(
  'instance/begun',
  'one',
  z.object({}),
  z.object({
    /** There is staff besides the office's first login. */
    staff: z.boolean().nullable(),
    /** There are people. */
    people: z.boolean().nullable(),
    /** A packet went out. */
    packets: z.boolean().nullable(),
  }),
)

/** Writes the installation's row, once; later only the calling code. */
export const keepInstance = statement(
  'instance/keep',
  'one',
  z.object({ instance: z.string(), epoch: z.number(), calling_code: z.string() }),
  z.object({ instance: z.string(), epoch: z.number() }),
)

/** The identity of this database's installation. */
export const readInstanceRow = statement(
  'instance/read',
  'maybe',
  z.object({}),
  z.object({ instance: z.string(), epoch: z.number(), zone: z.string() }),
)

/** Keeps the time zone of the settings, so that the database knows which day it is here. */
export const keepZone = statement('instance/zone', 'none', z.object({ zone: z.string() }), z.object({}))

/** Removes a query that the acting staff member kept; false where there is none of that name. */
export const dropOwnQuery = statement(
  'queries/drop-own',
  'one',
  z.object({
    /** Name. */
    name: z.string(),
  }),
  z.object({ dropped: z.boolean() }),
)

/** Removes the shipped queries before the program's own are stored again. */
export const dropAllStored = statement('queries/drop-shipped', 'none', z.object({}), z.object({}))

/** Keeps SQL as a query of the acting staff member, in place of one of theirs of that name. */
export const keepOwnQuery = statement(
  'queries/keep-own',
  'one',
  z.object({
    /** Name. */
    name: z.string(),
    /** What it is for. */
    about: z.string(),
    /** SQL. */
    text: z.string(),
  }),
  z.object({
    /** Name of the query. */
    query: z.string(),
  }),
)

/** Stores one shipped query, so that any language can run it. */
export const keepQuery = statement(
  'queries/keep',
  'none',
  z.object({
    name: z.string(),
    about: z.string(),
    params: z.string(),
    columns: z.string(),
    returns: z.string(),
    /** people or program. */
    use: z.string(),
    text: z.string(),
  }),
  z.object({}),
)

/** Stored queries for people. */
export const listQueries = statement(
  'queries/list',
  'many',
  z.object({}),
  z.object({ name: z.string(), about: z.string(), params: z.string() }),
)

/** Queries that people stored with the earlier name of a table or column. */
export const oldNames = statement(
  'queries/old-names',
  'many',
  z.object({}),
  z.object({
    /** Name. */
    query: z.string(),
    /** Owner. */
    owner: z.string(),
    /** Earlier name. */
    earlier: z.string().nullable(),
    /** Name now. */
    now: z.string().nullable(),
  }),
)

/** One of the acting colleague's own queries, by its name. */
export const ownQuery = statement(
  'queries/own',
  'maybe',
  z.object({ name: z.string() }),
  z.object({
    name: z.string(),
    params: z.string(),
    login: z.string(),
    text: z.string(),
    about: z.string(),
    search: SavedSearch.nullable(),
  }),
)

/** Rows of a colleague's own query, read-only, for at most 30 seconds and 10,000 rows; its parameters are $1[1], $1[2] . */
export const runOwnQuery = statement(
  'queries/run-own',
  'many',
  z.object({ query: z.string(), values: z.array(z.string().nullable()) }),
  z.object({ row: z.record(z.string(), z.unknown()) }),
)

/** Number of the stored query that came last; each migrate stores all of them anew. */
export const storedQueries = statement(
  'queries/stored',
  'one',
  z.object({}),
  z.object({ stored: z.number().nullable() }),
)

/** The number of telephone numbers that were joined with another spelling on the same record when the number rules changed. */
export const joinedNumbers = statement(
  'schema/joined',
  'one',
  z.object({}),
  z.object({ joined: z.number().nullable() }),
)

/** Whether this database was ever migrated. */
export const schemaTable = statement('schema/known', 'one', z.object({}), z.object({ known: z.boolean() }))

/** Records that a migration ran. */
export const noteMigration = statement(
  'schema/note',
  'none',
  z.object({ name: z.string(), digest: z.string() }),
  z.object({}),
)

/** Migrations that ran, in order. */
export const ranMigrations = statement(
  'schema/ran',
  'many',
  z.object({}),
  z.object({
    name: z.string(),
    /** SHA-256 of the file as it ran. */
    digest: z.string(),
  }),
)

/** Switches to a role until the end of the transaction. */
export const actAs = statement('session/act-as', 'none', z.object({ role: z.string() }), z.object({}))

/** Staff logins whose sessions block a session of the program: for five seconds by holding a lock, or for ten by waiting in line before it. */
export const lockBlockers = statement(
  'session/blockers',
  'many',
  z.object({
    /** Session of the program. */
    pid: z.number(),
  }),
  z.object({ pid: z.number().nullable(), login: z.string().nullable() }),
)

/** Ends a session of the current role; its uncommitted work is undone. */
export const endSession = statement(
  'session/end',
  'one',
  z.object({ pid: z.number() }),
  z.object({ ended: z.boolean().nullable() }),
)

/** Makes this session the one that imports, until it ends; false while another one imports. */
export const lockImport = statement(
  'session/lock-import',
  'one',
  z.object({}),
  z.object({ got: z.boolean().nullable() }),
)

/** Passes a login and its password to sql/setup/login.sql or bootstrap.sql, for this session only. */
export const setLogin = statement(
  'session/login',
  'none',
  z.object({ login: z.string(), password: z.string() }),
  z.object({}),
)

/** Places where the audit differs from its seals. */
export const auditFaults = statement(
  'verify/audit',
  'many',
  z.object({}),
  z.object({ fault: z.string(), row: z.number().nullable() }),
)

/** Items that must have a file, a page at a time: waiting, quarantined and attached items. */
export const itemsWithFiles = statement(
  'verify/items',
  'many',
  z.object({ after: z.number(), limit: z.number() }),
  z.object({
    id: z.number(),
    hash: z.string(),
    channel: Channel,
    state: z.enum(['waiting', 'quarantined', 'attached']),
  }),
)

/** Finished replies without an acknowledgement, queued or sent. */
export const unansweredReplies = statement('verify/letters', 'many', z.object({}), z.object({ packet: z.string() }))

/** Settings of the server that may write values of people into its log. */
export const talkativeLog = statement(
  'verify/log',
  'many',
  z.object({}),
  z.object({ setting: z.string().nullable(), value: z.string().nullable() }),
)

/** Finished import runs that do not add up. */
export const unbalancedRuns = statement('verify/runs', 'many', z.object({}), z.object({ run: z.number() }))

/** Appends a sealed block over all finished, unsealed audit rows; returns their number. */
export const sealAudit = statement('verify/seal', 'one', z.object({}), z.object({ sealed: z.number().nullable() }))

/** Rows that contradict each other; no rows is good. */
export const stateFaults = statement(
  'verify/states',
  'many',
  z.object({}),
  z.object({ fault: z.string(), number: z.number() }),
)

/** Rows with values that were there before their checks: whose, what is wrong, and how many there are in all. */
export const valueFaults = statement(
  'verify/values',
  'many',
  z.object({ limit: z.number() }),
  z.object({ record: z.string(), fault: z.string(), count: z.number() }),
)
