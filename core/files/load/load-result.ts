// What became of the rows of a file.

import { z } from 'zod'
import { Fault, Told } from '../people-file.ts'

/** The columns of a row that differ from the record. */
export const Conflict = z.object({ line: z.number(), columns: z.array(z.string()) })
export type Conflict = z.infer<typeof Conflict>

export const RowsLoaded = z.object({
  new: z.number(),
  /** Known people whose gaps were filled. */
  filled: z.number(),
  same: z.number(),
  /** Where the file differs from the record, and the record was kept. */
  kept: z.array(Conflict),
  /** The same, where the office is asked. */
  held: z.array(Conflict),
  faults: z.array(Fault),
  /** What else the person should know of a row: such as what the database could not take of a card, and was left out. */
  told: z.array(Told),
})
export type RowsLoaded = z.infer<typeof RowsLoaded>

export const Loaded = RowsLoaded.extend({
  /** Whether the rows without a fault are in the database now. */
  done: z.boolean(),
})
export type Loaded = z.infer<typeof Loaded>
