// A row of a file of people, as the database takes it.

import { z } from 'zod'

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

/** Made by this program alone, thousands at a time: they are not checked again. */
export const LoadRows = z.array(z.custom<LoadRow>())
