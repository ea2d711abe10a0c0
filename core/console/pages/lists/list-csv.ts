// A whole list as CSV, read a thousand records at a time, so that neither many rows nor a slow browser fill the memory. What is seen of each
// row is decided while it is read, under the visitor's role.

import { Readable } from 'node:stream'
import type { Context } from '../../../context/context.ts'
import { cellText, csvLine } from '../../../queries/format-rows.ts'
import { listRecords } from '../../../search/list-records.ts'
import type { ListState } from './list-state.ts'

const atOnce = 1000

const text = (value: unknown) =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** @throws Problem search/wrong, before anything is written. */
export async function listCsv(context: Context, state: ListState, columns: readonly string[]): Promise<Readable> {
  const search = { ...state, filters: [...state.filters], columns: [...columns], limit: atOnce }
  const first = await listRecords(context, { ...search, after: '' })
  async function* lines() {
    yield csvLine(['id', 'name', 'owner', ...columns])
    let page = first
    for (;;) {
      const rows = page.records.map(({ hid, name, owner, fields }) =>
        csvLine([hid ?? '', name, owner ?? '', ...columns.map(column => text(fields[column]))].map(cellText)),
      )
      yield rows.join('')
      if (page.next === null) return
      page = await listRecords(context, { ...search, after: page.next })
    }
  }
  return Readable.from(lines())
}
