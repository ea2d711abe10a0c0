// A table of the catalog, as its rows are read and written by hand.

import { z } from 'zod'

const TableField = z.object({
  /** As filters and forms call it. */
  name: z.string(),
  field: z.string(),
  label: z.string(),
  kind: z.string(),
  choices: z.array(z.string()).nullable(),
  /** The table that a reference points to. */
  refers: z.string().nullable(),
  required: z.boolean(),
  source: z.string(),
  mayAdd: z.boolean(),
  mayChange: z.boolean(),
})
export type TableField = z.infer<typeof TableField>

export const TableForm = z.object({
  table: z.string(),
  label: z.string(),
  mayAdd: z.boolean(),
  mayRemove: z.boolean(),
  fields: z.array(TableField),
})
export type TableForm = z.infer<typeof TableForm>

/** What became of a row that somebody wrote. */
export const PutRow = z.object({
  /** Its number; null where something is wrong. */
  row: z.number().nullable(),
  /** Why a field cannot hold what was typed. */
  faults: z.record(z.string(), z.string()),
  /** What somebody else wrote since the writer looked: it stays. */
  kept: z.record(z.string(), z.string().nullable()),
  changed: z.array(z.string()),
})
export type PutRow = z.infer<typeof PutRow>
