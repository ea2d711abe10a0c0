// A file of people as it was read: its rows for the database, and every fault that the file alone shows.

import { z } from 'zod'
import type { LoadRow } from '../db/shapes/files.ts'
import type { Column } from './fields.ts'
import type { Delimiter } from './text/csv.ts'

/** Those that a file is written in, too. */
export type FileFormat = 'csv' | 'vcard' | 'json' | 'sx1'

/** A fault of a cell or of a whole row. */
export const Fault = z.object({
  /** As the file counts: lines of a text, entries of data. */
  line: z.number(),
  /** The heading of its column; empty where the whole line is meant. */
  column: z.string(),
  fault: z.string(),
})
export type Fault = z.infer<typeof Fault>

/** Something of a row that was left out or changed, and is no fault. */
export const Told = z.object({ line: z.number(), column: z.string(), what: z.string() })
export type Told = z.infer<typeof Told>

export interface PeopleFile {
  readonly encoding: string
  readonly format: FileFormat | 'xlsx'
  /** Of a sheet. */
  readonly delimiter: Delimiter | null
  readonly columns: readonly Column[]
  /** Of each column how many cells hold something. */
  readonly filled: readonly number[]
  /** A few whole names as they were parted, for the eyes of the person who loads. */
  readonly names: readonly string[]
  /** Other content of the file that no field takes; a sheet reports it by column. */
  readonly leftOut: readonly string[]
  /** Sentences about the whole file that the person should know, like rows that are hidden in the sheet. */
  readonly notes: readonly string[]
  readonly rows: readonly LoadRow[]
  /** Lines that are no rows; a row has its own faults. */
  readonly faults: readonly Fault[]
  readonly told: readonly Told[]
  /** The unit that the numbers of rows and faults count. */
  readonly counted: 'line' | 'entry'
  /** SHA-256 of the bytes. */
  readonly digest: string
}
