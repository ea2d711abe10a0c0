// A whole list as CSV, read a thousand rows at a time, so that neither many rows nor a slow browser fill the memory. What is seen of each
// row is decided while it is read, under the visitor's role.

import { Readable } from 'node:stream'
import type { Context } from '../../../context/context.ts'
import { cellText, csvLine } from '../../../queries/format-rows.ts'
import type { Listed, ListGround } from './list-ground.ts'
import { referenceOf } from './list-fields.ts'
import type { ListState } from './list-state.ts'

const atOnce = 1000

const text = (value: unknown) =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : (referenceOf(value)?.text ?? JSON.stringify(value))

/** @throws Problem search/wrong, before anything is written. */
export async function listCsv(
  context: Context,
  ground: ListGround,
  state: ListState,
  columns: readonly string[],
): Promise<Readable> {
  const isOfRecords = ground.of === 'list'
  const read = (after: string) => ground.read(context, state, { columns, after, limit: atOnce })
  const first = await read('')
  const cells = ({ key, name, owner, fields }: Listed) => [
    key,
    name,
    ...(isOfRecords ? [owner ?? ''] : []),
    ...columns.map(column => text(fields[column])),
  ]
  async function* lines() {
    yield csvLine([isOfRecords ? 'id' : 'number', 'name', ...(isOfRecords ? ['owner'] : []), ...columns])
    let page = first
    for (;;) {
      yield page.rows.map(row => csvLine(cells(row).map(cellText))).join('')
      if (page.next === null) return
      page = await read(page.next)
    }
  }
  return Readable.from(lines())
}
