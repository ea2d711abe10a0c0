// Rows that a page shows, as its stream compares them: what a colleague has changed is told, counted by rows.

import { createHash } from 'node:crypto'

export interface LiveRows {
  /** What is shown of each row, by its key. */
  readonly rows: Readonly<Record<string, string>>
  /** show: the page is shown again where nobody writes on it. count: it says how many rows are others, and a link shows them. */
  readonly way: 'show' | 'count'
}

export const liveRows = <R>(
  way: LiveRows['way'],
  rows: readonly R[],
  keyOf: (row: R) => string | number,
): LiveRows => ({
  way,
  rows: Object.fromEntries(rows.map(row => [String(keyOf(row)), JSON.stringify(row)])),
})

export const digestOfRows = ({ rows }: LiveRows): string =>
  createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 22)

/** How many rows came, went or are others now. */
export function countChanged(was: LiveRows, now: LiveRows): number {
  const keys = new Set([...Object.keys(was.rows), ...Object.keys(now.rows)])
  return [...keys].filter(key => was.rows[key] !== now.rows[key]).length
}
