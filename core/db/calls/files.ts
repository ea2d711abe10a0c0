// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { FileRows, LoadRows } from '../shapes/files.ts'
import { statement } from '../statement.ts'

/** What is in the database and in no file of an export of everything: what it is, and how many rows the caller sees. */
export const exportBeside = statement(
  'files/beside',
  'many',
  z.object({}),
  z.object({ what: z.string(), rows: z.number() }),
)

/** The fields of a type of file, as the caller may read and write them; is_key: part of what makes two rows without an id the same. */
export const fileFields = statement(
  'files/fields',
  'many',
  z.object({
    /** A word of file_types(). */
    type: z.string(),
  }),
  z.object({
    field: z.string(),
    label: z.string(),
    kind: z.string(),
    domain: z.string().nullable(),
    choices: z.array(z.string()).nullable(),
    refers: z.string().nullable(),
    required: z.boolean(),
    may_read: z.boolean(),
    may_write: z.boolean(),
    source: z.string(),
    attribute: z.string(),
    is_key: z.boolean().nullable(),
    sort: z.number(),
  }),
)

/** The rows of a type that the caller sees, in the order in which a file has them. */
export const exportIds = statement(
  'files/ids',
  'many',
  z.object({
    /** A word of file_types(). */
    type: z.string(),
  }),
  z.object({ id: z.number() }),
)

/** How records are reached, in one row of a file: telephone numbers, e-mail and web addresses in lines, and the first address. */
export const exportReach = statement(
  'files/reach',
  'many',
  z.object({ ids: z.array(z.number()) }),
  z.object({ id: z.number(), said: z.record(z.string(), z.string()) }),
)

/** Rows as a file has them: what they say by field, and how many addresses their record has. */
export const exportRows = statement(
  'files/rows',
  'many',
  z.object({
    /** A word of file_types(). */
    type: z.string(),
    ids: z.array(z.number()),
  }),
  z.object({ id: z.number(), said: z.record(z.string(), z.string()), addresses: z.number() }),
)

/** The types that files hold, in the order in which they are loaded: word, table, record or row of one, and what makes two of them the same. */
export const fileTypes = statement(
  'files/types',
  'many',
  z.object({}),
  z.object({
    type: z.string(),
    source: z.string(),
    part: z.enum(['subtype', 'row']),
    record_key: z.string(),
    entity_type: z.string().nullable(),
    columns: z.array(z.string()).nullable(),
    natural_key: z.array(z.string()).nullable(),
    sort: z.number(),
  }),
)

/** Records the file that this transaction loads: name, SHA-256, digests of its rows. */
export const beginLoad = statement(
  'load/begin',
  'one',
  z.object({
    /** Its name, without a folder. */
    file: z.string(),
    /** SHA-256 of its bytes. */
    digest: z.string(),
    /** Digests of the contents of its rows. */
    rows: z.array(z.string()),
  }),
  z.object({ load: z.number().nullable() }),
)

/** Those of some deals whose amount and lines do not agree, as they would be at the end of the transaction. */
export const disagreements = statement(
  'load/disagreements',
  'many',
  z.object({ deals: z.array(z.number()) }),
  z.object({ deal: z.number() }),
)

/** Records how many people of this transaction's file were new, had gaps filled, were the same, or raised a question; a known file that changed nothing is not recorded (false). */
export const endLoad = statement(
  'load/end',
  'one',
  z.object({ new: z.number(), filled: z.number(), same: z.number(), held: z.number() }),
  z.object({ noted: z.boolean().nullable() }),
)

/** Loads a page of rows; a value that differs from the current one is held, overwritten or kept. Per line new, filled, same, gone (its record was removed), fault, or wait (an earlier row of the page is about the same person). */
export const loadPeople = statement(
  'load/people',
  'many',
  z.object({
    /** As load_row: line, hid, given, family ... contacts, address. */
    rows: LoadRows,
    /** The treatment of values that differ from the current ones: hold, overwrite or keep. */
    conflict: z.enum(['hold', 'overwrite', 'keep']),
  }),
  z.object({
    line: z.number().nullable(),
    outcome: z.enum(['new', 'filled', 'same', 'gone', 'fault', 'wait']).nullable(),
    kept: z.array(z.string()).nullable(),
    held: z.array(z.string()).nullable(),
    faults: z.array(z.object({ field: z.string().optional(), column: z.number().optional(), contact: z.number().optional(), fault: z.string() })).nullable(),
    told: z.array(z.enum(['gone', 'namesake'])).nullable(),
  }),
)

/** Loads a page of rows of any type; a value that differs from the current one is held for the office (fields of records), overwritten or kept. Per line new, filled, same, gone (removed here), unknown (names what is not there, or not yet), wait (an earlier row of the page is the same), fault. */
export const loadRows = statement(
  'load/rows',
  'many',
  z.object({
    /** A word of file_types(). */
    type: z.string(),
    /** line, said and ids by field, uid, digest, place, taken, alone. */
    rows: FileRows,
    conflict: z.enum(['hold', 'overwrite', 'keep']),
  }),
  z.object({
    line: z.number().nullable(),
    outcome: z.enum(['new', 'filled', 'same', 'gone', 'unknown', 'wait', 'fault']).nullable(),
    id: z.number().nullable(),
    record: z.number().nullable(),
    kept: z.array(z.string()).nullable(),
    held: z.array(z.string()).nullable(),
    faults: z.array(z.object({ field: z.string().nullable().optional(), fault: z.string(), rule: z.string().nullable().optional() })).nullable(),
    told: z.array(z.enum(['gone', 'namesake', 'alone'])).nullable(),
  }),
)

/** Loaded files of people, newest first. */
export const loadRuns = statement(
  'load/runs',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    run: z.number(),
    at: z.date(),
    by: z.string(),
    file: z.string(),
    new: z.number(),
    filled: z.number(),
    same: z.number(),
    held: z.number(),
    undone: z.date().nullable(),
  }),
)

/** Undoes a load, all of it or nothing: {state: unknown, undone, blocked, free (dry), done; blocked: [{record, why}], removed, restored, asked}. */
export const undoLoad = statement(
  'load/undo',
  'one',
  z.object({
    /** Its number. */
    run: z.number(),
    /** Only reports the effects. */
    dry: z.boolean(),
  }),
  z.object({
    undone: z.object({ state: z.enum(['unknown', 'undone', 'blocked', 'free', 'done']), blocked: z.array(z.object({ record: z.string().nullable(), why: z.enum(['changed', 'gone', 'packet', 'referred']) })).default([]), removed: z.number().default(0), restored: z.number().default(0), asked: z.number().default(0) }),
  }),
)
