// Statements of loading people from a file; all run under the acting staff member's role.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

/** One contact of a row; `column` is the place of its cell, counted from 0. */
export interface LoadContact {
  readonly kind: 'phone' | 'email' | 'web'
  readonly value: string
  readonly column: number
}

/** The fault of a cell; without a column, of the whole row. */
interface RowFault {
  readonly column?: number
  readonly fault: string
}

/** A row of a file as the database takes it; the type load_row of sql/migrations. Dates as year-month-day. */
export interface LoadRow {
  readonly line: number
  readonly hid?: string
  /** The key of another program's address book, as a card's UID. */
  readonly uid?: string
  readonly given?: string
  readonly family?: string
  readonly prefix?: string
  readonly title?: string
  readonly born?: string
  readonly language?: string
  readonly prefers?: string
  readonly note?: string
  readonly owner?: string
  readonly contacts: readonly LoadContact[]
  readonly address?: Readonly<Record<string, string>>
  /** Digest of what the row says, with its place among those that say the same. */
  readonly digest?: string
  /** A fault that the file alone shows; such a row is checked further, and never written. */
  readonly faults: readonly RowFault[]
}

/** `contact` is the place of a contact among those of its row, counted from 0. */
const Fault = z.object({
  field: z.string().optional(),
  column: z.number().optional(),
  contact: z.number().optional(),
  fault: z.string(),
})

export const loadPeople = statement(
  'load/people',
  'many',
  z.object({ rows: z.array(z.custom<LoadRow>()), conflict: z.enum(['hold', 'overwrite', 'keep']) }),
  z.object({
    line: z.number().nullable(),
    outcome: z.enum(['new', 'filled', 'same', 'gone', 'fault', 'wait']).nullable(),
    kept: z.array(z.string()).nullable(),
    held: z.array(z.string()).nullable(),
    faults: z.array(Fault).nullable(),
    told: z.array(z.enum(['gone', 'namesake'])).nullable(),
  }),
)

export const beginLoad = statement(
  'load/begin',
  'one',
  z.object({ file: z.string(), digest: z.string(), rows: z.array(z.string()) }),
  z.object({ load: z.number().nullable() }),
)

export const endLoad = statement(
  'load/end',
  'one',
  z.object({ new: z.number(), filled: z.number(), same: z.number(), held: z.number() }),
  z.object({ noted: z.boolean().nullable() }),
)

/** The result of undoing a load, or of trying to. */
export const undoLoad = statement(
  'load/undo',
  'one',
  z.object({ run: z.number(), dry: z.boolean() }),
  z.object({
    undone: z.object({
      state: z.enum(['unknown', 'undone', 'blocked', 'free', 'done']),
      /** Records that were changed since; one that the acting role does not see has no id here. */
      blocked: z
        .array(z.object({ record: z.string().nullable(), why: z.enum(['changed', 'gone', 'packet', 'referred']) }))
        .default([]),
      removed: z.number().default(0),
      restored: z.number().default(0),
      asked: z.number().default(0),
    }),
  }),
)
