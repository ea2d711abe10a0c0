// A table, a type or fields of one's own, as somebody wants them.

import { z } from 'zod'

const WantedField = z.object({
  name: z.string(),
  /** A word of `own/types`, or a type of record. */
  type: z.string(),
  label: z.string(),
  required: z.boolean(),
  unique: z.boolean(),
  /** Of a choice: its list, and words that the list gets. */
  list: z.string().optional(),
  choices: z.array(z.string()).optional(),
})

export const Wanted = z.object({
  what: z.enum(['type', 'table', 'field', 'drop', 'rename', 'retype', 'rights']),
  /** Word of a new type or table; the new word of one that is renamed, or of its field. */
  name: z.string().optional(),
  label: z.string().optional(),
  /** Of rows, the type of their records; of fields, the type or table that gets them; of a change, the one that is changed. */
  record: z.string().optional(),
  /** The field of it that is dropped or renamed. */
  field: z.string().optional(),
  /** Who sees a row: as its record, its owner, the office, everybody. */
  rights: z.enum(['record', 'owner', 'office', 'everybody']).optional(),
  fields: z.array(WantedField),
  /** Of a type: where its records may stand, and the stages of its process. */
  top: z.boolean().optional(),
  under: z.array(z.string()).optional(),
  stages: z.array(z.string()).optional(),
})
export type Wanted = z.infer<typeof Wanted>
