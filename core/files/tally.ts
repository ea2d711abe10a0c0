// Facts about all rows together: how full each column is, how names were split, and two people who differ by a Jr only.

import { problem } from '../problems/problems.ts'
import type { LoadRow } from '../db/shapes/files.ts'
import type { Column } from './fields.ts'
import type { ReadRow } from './read-row.ts'
import type { FileRecord } from './file-record.ts'

const sampleCount = 3

export class Tally {
  readonly #columns: readonly Column[]
  readonly #filled: number[]
  /** By the number of words, so that each kind of name is seen. */
  readonly #samples = new Map<number, string>()
  readonly #generations = new Map<string, { readonly line: number; readonly generation: string | undefined }>()

  constructor(columns: readonly Column[]) {
    this.#columns = columns
    this.#filled = columns.map(() => 0)
  }

  /** @returns the row; with a fault where only a Jr or III tells it apart from another row: there is no field for that. */
  add({ line, cells }: FileRecord, { row, generation, sample }: ReadRow): LoadRow {
    for (const [index, cell] of cells.entries())
      if (cell.trim() !== '') this.#filled[index] = (this.#filled[index] ?? 0) + 1
    const words = sample?.split(' ').length ?? 0
    if (sample !== undefined && !this.#samples.has(words) && this.#samples.size < sampleCount)
      this.#samples.set(words, `line ${line}: ${sample}`)
    return row.hid === undefined ? this.#apart(row, generation) : row
  }

  /** Rows of one name and one contact would be one person. */
  #apart(row: LoadRow, generation: string | undefined): LoadRow {
    const name = `${row.given ?? ''} ${row.family ?? ''}`.toLowerCase()
    const ways = row.contacts.map(({ kind, value }) =>
      kind === 'phone' ? value.replaceAll(/\D/g, '').slice(-8) : value.toLowerCase(),
    )
    const keys = (ways.length === 0 ? [''] : ways).map(way => `${name} ${way}`)
    const before = keys.map(key => this.#generations.get(key)).find(found => found !== undefined)
    for (const key of keys) if (!this.#generations.has(key)) this.#generations.set(key, { line: row.line, generation })
    if (before === undefined || before.generation === generation) return row
    const fault = `is the person of line ${before.line} but for a Jr, Sr or III: a column "hid" tells the two apart`
    return { ...row, faults: [...row.faults, { fault }] }
  }

  /** @throws Problem load/headings for a column without a heading that holds something. */
  end(): { readonly filled: readonly number[]; readonly names: readonly string[] } {
    const unnamed = this.#columns.flatMap(({ isUnnamed, heading }, index) =>
      isUnnamed === true && (this.#filled[index] ?? 0) > 0 ? [heading] : [],
    )
    if (unnamed.length > 0) {
      const ways = unnamed.map(heading => `--map "${heading}=FIELD", or "${heading}=-" to leave it out`)
      throw problem('load/headings', `Columns without a heading hold something: ${ways.join('; ')}.`)
    }
    return { filled: this.#filled, names: [...this.#samples.values()] }
  }
}
