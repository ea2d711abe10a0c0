// A search that somebody keeps, as the table query holds it.

import { z } from 'zod'

/** With `words` it finds records of all types; with `table` it lists its rows; else it lists the records of one type. */
export const SavedSearch = z.object({
  words: z.string().optional(),
  type: z.string().optional(),
  /** A table of the catalog that is no type of record. */
  table: z.string().optional(),
  filters: z.array(z.string()).optional(),
  owner: z.string().optional(),
  group: z.string().optional(),
  stage: z.string().optional(),
  sort: z.string().optional(),
  columns: z.array(z.string()).optional(),
  limit: z.number().optional(),
  removed: z.boolean().optional(),
})
