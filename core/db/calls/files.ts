// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { LoadRows } from '../shapes/files.ts'
import { statement } from '../statement.ts'

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
