// The common result of all file readers: one row after the other, as texts in the order of the headings.

import type { NamesWay } from './values/person-names.ts'

export interface FileRecord {
  /** Line of the file where the row starts, counted from 1; of data without lines, its place in the list. */
  readonly line: number
  readonly cells: readonly string[]
  /** Parts of this row that the reader left out or changed: reported, and no fault. */
  readonly told?: readonly CellNote[]
  /** Of a card: a bad value is left out and told, and keeps nothing else out. Its contacts stand in lines. */
  readonly isCard?: true
  /** The fault of a cell: it stops the line, unless its column is left out. */
  readonly faulty?: readonly CellNote[]
  /** Columns that got values of several entries: a fault, but for contacts and notes. */
  readonly several?: readonly number[]
}

/** A line that is no row. */
export interface FaultyLine {
  readonly line: number
  readonly fault: string
}

/** Neither row nor fault: reported, and left out. */
export interface LeftOutLine {
  readonly line: number
  readonly leftOut: string
}

export interface CellNote {
  /** Place of the cell, counted from 0; without one the whole row is meant. */
  readonly column?: number
  /** Words that never hold the value, like "left out: is no date". */
  readonly what: string
}

/** A cell that somebody corrected. */
export interface MendedCell {
  /** As faults count it. */
  readonly line: number
  /** The heading of its column; of two that are called the same, the first. */
  readonly column: string
  readonly value: string
}

/** The options for reading the file. */
export interface ReadOptions {
  /** `HEADING=FIELD`, as readHeadings takes them. */
  readonly maps: readonly string[]
  /** The name of the file's encoding, where it is said. */
  readonly encoding?: string | undefined
  /** Which number of a date is the day, where a date could be read in two ways. */
  readonly dates?: 'dmy' | 'mdy' | undefined
  /** Like 2026-11-28; nobody is born later. */
  readonly today?: string | undefined
  /** Of a workbook, the name of the sheet that is read. */
  readonly sheet?: string | undefined
  /** Of a workbook: rows and columns that are hidden are left out. */
  readonly shownOnly?: boolean | undefined
  /** How whole names in one cell are parted where the cell does not tell. */
  readonly names?: NamesWay | undefined
  /** The ready map by its name, or `none`; without it the headings decide. */
  readonly mapSet?: string | undefined
  /** Corrected cells. */
  readonly mended?: readonly MendedCell[] | undefined
  /** Is shown each record before it is read, for who shows cells to the one who loads. */
  readonly look?: ((record: FileRecord) => void) | undefined
}
