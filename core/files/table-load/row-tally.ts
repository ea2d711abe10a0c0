// What became of the rows of one file, line by line, in the words and headings of the file.

import type { RowsLoaded } from '../load/load-result.ts'
import type { Fault } from '../people-file.ts'
import type { TableFile } from '../tables/read-table.ts'
import { faultWords } from './table-words.ts'

export type Outcome = 'new' | 'filled' | 'same'

/** As the database tells it. */
export interface RowFault {
  readonly field?: string | null | undefined
  readonly fault: string
  readonly rule?: string | null | undefined
}

const byLine = (a: { readonly line: number }, b: { readonly line: number }) => a.line - b.line

const listed = (lines: ReadonlyMap<number, ReadonlySet<string>>) =>
  [...lines].map(([line, columns]) => ({ line, columns: [...columns] })).toSorted(byLine)

export class RowTally {
  readonly #table: TableFile
  readonly #outcomes = new Map<number, Outcome>()
  readonly #kept = new Map<number, Set<string>>()
  readonly #held = new Map<number, Set<string>>()
  readonly #told: { line: number; column: string; what: string }[]
  readonly #faults: Fault[] = []

  constructor(table: TableFile) {
    this.#table = table
    this.#told = [...table.told]
  }

  get faultCount(): number {
    return this.#faults.length
  }

  headingAt(column: number | undefined): string {
    return column === undefined ? '' : (this.#table.columns[column]?.heading ?? '')
  }

  headingOf(field: string): string {
    return this.#table.columns.find(column => column.field?.field === field)?.heading ?? field
  }

  fault(line: number, column: string, fault: string): void {
    this.#faults.push({ line, column, fault })
  }

  /** @param as the field whose heading is named, where it is another than the database knows. */
  faults(line: number, faults: readonly RowFault[], as?: string): void {
    for (const { field, fault, rule } of faults) {
      const named = as ?? field ?? null
      this.fault(line, named === null ? '' : this.headingOf(named), faultWords(fault, rule ?? null))
    }
  }

  tell(line: number, what: string): void {
    this.#told.push({ line, column: '', what })
  }

  /** Something else is current, and stays. */
  keep(line: number, fields: readonly string[]): void {
    this.#note(this.#kept, line, fields)
  }

  /** The same, and the office is asked. */
  hold(line: number, fields: readonly string[]): void {
    this.#note(this.#held, line, fields)
  }

  #note(lines: Map<number, Set<string>>, line: number, fields: readonly string[]): void {
    if (fields.length === 0) return
    const known = lines.get(line) ?? new Set()
    for (const field of fields) known.add(this.headingOf(field))
    lines.set(line, known)
  }

  set(line: number, outcome: Outcome): void {
    this.#outcomes.set(line, outcome)
  }

  /** A row that was the same got a telephone number or an address. */
  fill(line: number): void {
    if (this.#outcomes.get(line) === 'same') this.#outcomes.set(line, 'filled')
  }

  /** @param known faults of lines that this run leaves out. */
  end(known: readonly Fault[]): RowsLoaded {
    const count = (wanted: Outcome) => [...this.#outcomes.values()].filter(outcome => outcome === wanted).length
    return {
      new: count('new'),
      filled: count('filled'),
      same: count('same'),
      kept: listed(this.#kept),
      held: listed(this.#held),
      faults: [...this.#table.faults, ...known, ...this.#faults].toSorted(byLine),
      told: this.#told.toSorted(byLine),
    }
  }
}
