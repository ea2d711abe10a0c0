// The answer as it stands in the form: what a reply states. Only what was changed; in a later send also what an earlier one stated,
// so that what was taken back is taken back in the office, too.

import { allBoxes, boxIn, isChanged, now, slotOf } from './boxes.ts'

export interface Answer {
  readonly set: ReadonlyMap<string, string | null>
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, string | null>>
  readonly drops: ReadonlySet<string>
  readonly report: ReadonlyMap<string, string>
}

/** `set/NAME`, `row/COLLECTION/ROW/NAME`, `drop/COLLECTION/ROW`, `report/NAME`. */
export type Stated = readonly string[]

const isNew = (row: string) => (row.split('/')[1] ?? '').startsWith('new-')

/** @param stated what earlier sends of this draft stated. */
export function answerOf(stated: Stated = []): Answer {
  const earlier = new Set(stated)
  const set = new Map<string, string | null>()
  const rows = new Map<string, Map<string, string | null>>()
  const drops = new Set<string>()
  const report = new Map<string, string>()
  for (const box of allBoxes()) {
    const slot = slotOf(box.name)
    const { kind, name } = slot
    const value = now(box)
    const row = `${slot.collection}/${slot.row}`
    if (kind === 'report') {
      if (value !== '') report.set(name, value)
    } else if (kind === 'drop') {
      if (value !== '') drops.add(row)
    } else if (kind === 'set') {
      if (isChanged(box) || earlier.has(`set/${name}`)) set.set(name, value === '' ? null : value)
    } else if (isChanged(box) || earlier.has(`row/${row}/${name}`) || earlier.has(`drop/${row}`)) {
      const fields = rows.get(row) ?? new Map<string, string | null>()
      fields.set(name, value === '' ? null : value)
      rows.set(row, fields)
    }
  }
  for (const row of drops) rows.delete(row)
  for (const [row, fields] of rows)
    if (isNew(row) && ![...fields.values()].some(value => value !== null)) {
      // a new entry that was sent, and is empty now, is not wanted any more
      rows.delete(row)
      drops.add(row)
    }
  return { set, rows, drops, report: isReport(report) ? report : new Map() }
}

/** The day stands there from the beginning, so it alone is no report. */
const isReport = (report: ReadonlyMap<string, string>): boolean =>
  [...report.keys()].some(name => name !== slotOf(boxIn('day')?.name ?? '').name)

export function statedBy(answer: Answer): Stated {
  return [
    ...[...answer.set.keys()].map(name => `set/${name}`),
    ...[...answer.rows].flatMap(([row, fields]) => [...fields.keys()].map(name => `row/${row}/${name}`)),
    ...[...answer.drops].map(row => `drop/${row}`),
    ...[...answer.report.keys()].map(name => `report/${name}`),
  ]
}

export const isEmpty = ({ set, rows, drops, report }: Answer): boolean =>
  set.size + rows.size + drops.size + report.size === 0
