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

/** A row of a file of any type: what it says by field, in the form that the database takes. */
export interface FileRow {
  readonly line: number
  /** null for an owner where the file says that nobody owns the record. */
  readonly said: Readonly<Record<string, string | null>>
  /** Rows of this load that it names, by field. */
  readonly ids?: Readonly<Record<string, number>>
  readonly uid?: string
  readonly digest?: string
  /** Town of its address: a record of the same name in another town is another one. */
  readonly place?: string
  /** Rows of this load that have the same key, and are others. */
  readonly taken?: readonly number[]
  /** An address beside others of its record is left out. */
  readonly alone?: boolean
}

/** Made by this program alone, thousands at a time: they are not checked again. */
export const FileRows = z.array(z.custom<FileRow>())
