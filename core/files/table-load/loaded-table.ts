// One file on its way into the database: its rows page by page, what became of each, and which still wait for a row that they name.

import type { z } from 'zod'
import type { Progress } from '../../context/use-case.ts'
import { loadRows } from '../../db/calls/files.ts'
import type { Database } from '../../db/database.ts'
import type { FileRow } from '../../db/shapes/files.ts'
import { loadLimits } from '../file-limits.ts'
import type { RowsLoaded } from '../load/load-result.ts'
import type { Fault } from '../people-file.ts'
import { isNumbered } from '../tables/file-catalog.ts'
import { reachRows } from './reach-rows.ts'
import type { TableFile, TableRow } from '../tables/read-table.ts'
import { RowTally } from './row-tally.ts'
import { tellings } from './table-words.ts'
import { digestsOf } from './table-digests.ts'
import { findTwins } from './twins.ts'

type RowOutcome = z.infer<typeof loadRows.row>
interface Options {
  readonly owner?: string | undefined
  readonly onConflict: 'hold' | 'overwrite' | 'keep'
}

/** Rows of tables that have no id, by their number in their file. */
export type Places = Map<string, Map<string, number>>

export class LoadedTable {
  readonly #file: string
  readonly #table: TableFile
  readonly #options: Options
  readonly #digests: ReadonlyMap<number, string>
  readonly #without: ReadonlyMap<number, readonly Fault[]>
  /** Fields that name a row by its number, and the table that they name. */
  readonly #numbered: ReadonlyMap<string, string>
  /** Rows that this load has found or made, by their record: what comes later is about others. */
  readonly #taken = new Map<string, number[]>()
  readonly #tally: RowTally
  /** Deals that its rows are, or are lines of, with the last line of the file about each. */
  readonly deals = new Map<number, number>()
  #pending: TableRow[]
  /** Why those rows wait. */
  #lacking = new Map<number, NonNullable<RowOutcome['faults']>>()

  constructor(file: string, table: TableFile, options: Options, without: ReadonlyMap<number, readonly Fault[]>) {
    this.#file = file
    this.#table = table
    this.#options = options
    this.#without = without
    this.#digests = digestsOf(table)
    this.#tally = new RowTally(table)
    const { type, fields } = table
    this.#numbered = new Map(
      fields.flatMap(({ field, kind, refers }) =>
        refers !== null && refers === kind && (refers === type.source || refers === 'activity')
          ? [[field, refers] as const]
          : [],
      ),
    )
    const twins = findTwins(table)
    this.#pending = []
    for (const row of table.rows) {
      if (without.has(row.line)) continue
      const before = this.#tally.faultCount
      for (const { column, fault } of row.faults) this.#tally.fault(row.line, this.#tally.headingAt(column), fault)
      const twin = twins.get(row.line)
      if (twin !== undefined) this.#tally.fault(row.line, '', twin)
      if (this.#tally.faultCount === before) this.#pending.push(row)
    }
  }

  get waiting(): number {
    return this.#pending.length
  }

  /** @returns how many rows found their place. */
  async load(database: Database, places: Places, stop: AbortSignal, progress: Progress): Promise<number> {
    const { type } = this.#table
    const all = this.#inPages(this.#pending)
    const later: TableRow[] = []
    let again: TableRow[] = []
    let next = 0
    let found = 0
    this.#lacking = new Map()
    while (next < all.length || again.length > 0) {
      if (stop.aborted) return found
      let end = next + Math.max(1, loadLimits.page - again.length)
      while (
        type.part === 'row' &&
        end < all.length &&
        end - next < 2 * loadLimits.page &&
        this.#isSameRecord(all, end)
      )
        end++
      const fresh = all.slice(next, end)
      next += fresh.length
      const page = [...again, ...fresh]
      again = []
      const sent = page.map(row => ({ row, sent: this.#sentAs(row, places) }))
      for (const { row, sent: given } of sent) if (typeof given === 'string') this.#wait(row, given, later)
      const rows = sent.flatMap(({ sent: given }) => (typeof given === 'string' ? [] : [given]))
      const byLine = new Map(page.map(row => [row.line, row]))
      const through: { readonly row: TableRow; readonly id: number }[] = []
      for (const outcome of rows.length === 0 ? [] : await this.#run(database, type.type, rows)) {
        const row = byLine.get(outcome.line ?? -1)
        if (row === undefined) throw new Error('load_rows answered for another row')
        if (outcome.outcome === 'wait') again.push(row)
        else if (outcome.outcome === 'unknown') {
          this.#lacking.set(row.line, outcome.faults ?? [])
          later.push(row)
        } else {
          found++
          this.#add(row, outcome, places)
          if (outcome.id !== null) through.push({ row, id: outcome.id })
        }
      }
      await this.#loadReach(database, through)
      const count = { done: next, of: all.length }
      progress.step(
        `${this.#file}: ${next} of ${this.#table.rows.length} rows`,
        count.done / Math.max(1, count.of),
        count,
      )
    }
    this.#pending = later
    return found
  }

  #run(database: Database, type: string, rows: FileRow[]) {
    return database.run(loadRows, { type, rows, conflict: this.#options.onConflict })
  }

  #wait(row: TableRow, field: string, later: TableRow[]): void {
    this.#lacking.set(row.line, [{ field, fault: 'no-number' }])
    later.push(row)
  }

  /** As the database takes it; the name of a field whose row is not in yet. */
  #sentAs(row: TableRow, places: Places): FileRow | string {
    const { type, isOwn, fields } = this.#table
    const said: Record<string, string | null> = { ...row.said }
    const ids: Record<string, number> = {}
    for (const [field, source] of this.#numbered) {
      const number = said[field]
      if (number === undefined || number === null) continue
      const id = places.get(source)?.get(number)
      if (id === undefined) return field
      ids[field] = id
      delete said[field]
    }
    if (type.part === 'subtype' && said['owner'] === undefined) {
      if (this.#options.owner !== undefined) said['owner'] = this.#options.owner
      else if (isOwn && fields.some(({ field }) => field === 'owner')) said['owner'] = null
    }
    const digest = this.#digests.get(row.line)
    const place = row.reach['city']
    return {
      line: row.line,
      said,
      ids,
      taken: type.part === 'row' ? (this.#taken.get(this.#recordOf(row)) ?? []) : [],
      ...(row.uid === undefined ? {} : { uid: row.uid }),
      ...(digest === undefined ? {} : { digest }),
      ...(place === undefined ? {} : { place }),
    }
  }

  /** What its record is called there; two spellings of one are two, and their rows may be one. */
  #recordOf({ said }: TableRow): string {
    const { fields, type } = this.#table
    return said[fields.find(({ attribute }) => attribute === type.record_key)?.field ?? ''] ?? ''
  }

  #isSameRecord(rows: readonly TableRow[], at: number): boolean {
    const [before, row] = [rows[at - 1], rows[at]]
    return before !== undefined && row !== undefined && this.#recordOf(before) === this.#recordOf(row)
  }

  /** Rows of one record stand together, so that each page has them all. */
  #inPages(rows: readonly TableRow[]): TableRow[] {
    if (this.#table.type.part === 'subtype') return [...rows]
    const byRecord = Map.groupBy(rows, row => this.#recordOf(row))
    return [...byRecord.values()].flat()
  }

  #add(row: TableRow, { outcome, id, record, kept, held, faults, told }: RowOutcome, places: Places): void {
    const { line } = row
    if (outcome === 'fault') {
      this.#tally.faults(line, faults ?? [])
      return
    }
    this.#tally.set(line, outcome === 'new' || outcome === 'filled' ? outcome : 'same')
    for (const what of told ?? []) this.#tally.tell(line, tellings[what])
    this.#tally.keep(line, kept ?? [])
    this.#tally.hold(line, held ?? [])
    if (id === null) return
    const { type, fields } = this.#table
    if (record !== null && (type.source === 'deal' || type.source === 'deal_line')) this.deals.set(record, line)
    if (type.part === 'row') {
      const key = this.#recordOf(row)
      this.#taken.set(key, [...(this.#taken.get(key) ?? []), id])
    }
    if (row.number !== undefined && isNumbered(fields, type)) {
      const known = places.get(type.source) ?? new Map<string, number>()
      places.set(type.source, known)
      if (known.has(row.number))
        this.#tally.fault(line, this.#tally.headingOf('number'), 'has the number of another row of the file')
      else known.set(row.number, id)
    }
  }

  /** The amount of a deal and its lines do not agree. */
  addDisagreement(deal: number): void {
    const line = this.deals.get(deal)
    if (line === undefined) return
    const field = this.#table.type.source === 'deal' ? 'amount' : 'deal'
    this.#tally.faults(line, [{ field, fault: 'rule', rule: 'deal_lines_agree' }])
  }

  /** Telephone numbers, addresses and the like of a page, each a row of its own table. */
  async #loadReach(
    database: Database,
    through: readonly { readonly row: TableRow; readonly id: number }[],
  ): Promise<void> {
    for (const { type, rows } of reachRows(through)) {
      for (let at = 0; at < rows.length; at += loadLimits.page) {
        const page = rows.slice(at, at + loadLimits.page)
        const sent = page.map(({ sent: given }, place) => ({ ...given, line: place + 1 }))
        for (const { line, outcome, faults, told } of await this.#run(database, type, sent)) {
          const from = page[(line ?? 0) - 1]
          if (from === undefined) throw new Error('load_rows answered for another row')
          if (outcome === 'fault' || outcome === 'unknown') this.#tally.faults(from.line, faults ?? [], from.field)
          else if ((told ?? []).includes('alone')) this.#tally.keep(from.line, [from.field])
          else if (outcome === 'new' || outcome === 'filled') this.#tally.fill(from.line)
        }
      }
    }
  }

  /** What became of the rows; those that still wait name what is nowhere. */
  end(): RowsLoaded & { readonly file: string; readonly type: string } {
    for (const { line } of this.#pending) this.#tally.faults(line, this.#lacking.get(line) ?? [])
    this.#pending = []
    const known = [...this.#without.values()].flat()
    return { file: this.#file, type: this.#table.type.type, ...this.#tally.end(known) }
  }

  /** Whether its rows may stay: no fault was found in this run. */
  isClean(skipFaulty: boolean): boolean {
    return this.#tally.faultCount === 0 && (skipFaulty || (this.#without.size === 0 && this.#table.faults.length === 0))
  }
}
