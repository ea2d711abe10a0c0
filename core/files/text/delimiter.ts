// Which sign parts the cells of a sheet: the one by which the rows have as many cells as the headings.

import { problem } from '../../problems/problems.ts'
import { type Delimiter, readCsv } from './csv.ts'

const delimiters = [',', ';', '\t', '|'] as const
const looked = 200

interface Fit {
  readonly delimiter: Delimiter
  /** Cells of the headings. */
  readonly width: number
  /** Rows looked at, and those that have as many cells. */
  readonly rows: number
  readonly fitting: number
}

/** @throws Problem load/not-csv where two of them part every row alike. */
export function findDelimiter(text: string): Delimiter {
  const fits = delimiters.map(delimiter => fit(text, delimiter)).filter(({ width }) => width > 1)
  const most = Math.max(0, ...fits.map(({ fitting, rows }) => fitting / Math.max(1, rows)))
  const best = fits.filter(({ fitting, rows }) => fitting / Math.max(1, rows) === most)
  if (best.length > 1 && most > 0) {
    throw problem('load/not-csv', 'Two signs part the rows alike, and nothing says which one parts the cells.', {
      hint: 'say it in a first line of its own, like sep=; and put cells that hold the sign into quotes',
    })
  }
  return best.toSorted((a, b) => b.width - a.width)[0]?.delimiter ?? ','
}

function fit(text: string, delimiter: Delimiter): Fit {
  let width = 0
  let rows = 0
  let fitting = 0
  for (const record of readCsv(text, delimiter)) {
    const cells = 'fault' in record ? [] : record.cells
    if (width === 0) {
      // a quote within a heading was opened behind another sign
      if (cells.length < 2 || cells.some(cell => cell.includes('"'))) break
      width = cells.length
    } else {
      rows++
      if (cells.length === width) fitting++
    }
    if (rows === looked) break
  }
  return { delimiter, width, rows, fitting }
}
