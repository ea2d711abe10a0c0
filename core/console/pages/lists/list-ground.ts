// The ground of a list: the records of a type, or the rows of another table of the catalog. All else of a list is the same for both.

import type { Context } from '../../../context/context.ts'
import { listRecords } from '../../../search/list-records.ts'
import { listRows } from '../../../search/list-rows.ts'
import { part } from '../../page/html.ts'
import type { ListType } from './list-fields.ts'
import type { ListState } from './list-state.ts'

export interface Listed {
  /** What a form says of it: human id of a record, number of a row. */
  readonly key: string
  readonly name: string
  readonly href: string
  readonly owner: string | null
  readonly fields: Readonly<Record<string, unknown>>
}

export interface ListedPage {
  readonly rows: readonly Listed[]
  /** What the next page goes on after; null where none follows. */
  readonly next: string | null
}

interface Asked {
  readonly columns: readonly string[]
  readonly after: string
  readonly limit: number
}

export interface ListGround {
  readonly of: ListState['of']
  readonly type: ListType
  readonly title: string
  /** The entry of the column on the left. */
  readonly place: string
  /** The page on which one is added; null where the visitor may add none. */
  readonly addHref: string | null
  /** @throws Problem search/wrong. */
  read(context: Context, state: ListState, asked: Asked): Promise<ListedPage>
  /** Keeps the list under a name. @throws Problem search/wrong. */
  keep(context: Context, state: ListState, name: string): Promise<void>
}

const searchOf = ({ type, filters, owner, group, stage, sort }: ListState, columns: readonly string[]) => ({
  type,
  filters: [...filters],
  owner,
  group,
  stage,
  sort,
  columns: [...columns],
})

export const recordGround = (type: ListType, title: string): ListGround => ({
  of: 'list',
  type,
  title,
  place: `list-${type.type}`,
  addHref: `/add/${part(type.type)}`,
  async read(context, state, { columns, after, limit }) {
    const { records, next } = await listRecords(context, { ...searchOf(state, columns), after, limit })
    const rows = records.map(({ hid, name, owner, fields }) => {
      const key = hid ?? ''
      return { key, name, href: `/records/${part(key)}`, owner, fields }
    })
    return { rows, next }
  },
  async keep(context, state, name) {
    await listRecords(context, { ...searchOf(state, state.columns), save: name })
  },
})

const rowsSearch = ({ type, filters, sort }: ListState, columns: readonly string[]) => ({
  table: type,
  filters: [...filters],
  sort,
  columns: [...columns],
})

export const tableGround = (type: ListType, mayAdd: boolean): ListGround => ({
  of: 'table',
  type,
  title: type.name,
  place: 'tables',
  addHref: mayAdd ? `/table/${part(type.type)}/add` : null,
  async read(context, state, { columns, after, limit }) {
    const from = /^\d{1,15}$/.test(after) ? Number(after) : null
    const { rows, next } = await listRows(context, { ...rowsSearch(state, columns), after: from, limit })
    return {
      rows: rows.map(({ id, name, fields }) => ({
        key: String(id),
        name: name ?? '',
        href: `/table/${part(type.type)}/${id}`,
        owner: null,
        fields,
      })),
      next: next === null ? null : String(next),
    }
  },
  async keep(context, state, name) {
    await listRows(context, { ...rowsSearch(state, state.columns), save: name })
  },
})
