// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { LoadRows } from '../shapes/files.ts'
import { statement } from '../statement.ts'

/** Notes the file that this transaction loads: name, SHA-256, digests of its rows. */
export const beginLoad = statement(
  'load/begin',
  'one',
  z.object({
    /** Its name, without a folder. */
    file: z.string(),
    /** SHA-256 of its bytes. */
    digest: z.string(),
    /** Digests of what its rows say. */
    rows: z.array(z.string()),
  }),
  z.object({ load: z.number().nullable() }),
)

/** Of how many people the file of this transaction was new, filled gaps, said the same, asked; a file that changed nothing and is known as it is, is not noted (false). */
export const endLoad = statement(
  'load/end',
  'one',
  z.object({ new: z.number(), filled: z.number(), same: z.number(), held: z.number() }),
  z.object({ noted: z.boolean().nullable() }),
)

/** Loads a page of rows; on a conflict with what stands hold, overwrite or keep. Per line new, filled, same, gone (its record was removed), fault, or wait (an earlier row of the page is about the same person). */
export const loadPeople = statement(
  'load/people',
  'many',
  z.object({
    /** As load_row: line, hid, given, family ... contacts, address. */
    rows: LoadRows,
    /** What becomes of what differs from what stands: hold, overwrite or keep. */
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

/** Takes a load back, all of it or nothing: {state: unknown, undone, blocked, free (dry), done; blocked: [{record, why}], removed, restored, asked}. */
export const undoLoad = statement(
  'load/undo',
  'one',
  z.object({
    /** Its number. */
    run: z.number(),
    /** Only says what would happen. */
    dry: z.boolean(),
  }),
  z.object({
    undone: z.object({ state: z.enum(['unknown', 'undone', 'blocked', 'free', 'done']), blocked: z.array(z.object({ record: z.string().nullable(), why: z.enum(['changed', 'gone', 'packet', 'referred']) })).default([]), removed: z.number().default(0), restored: z.number().default(0), asked: z.number().default(0) }),
  }),
)
