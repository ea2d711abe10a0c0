// What a list shows, as its address says it: /list/deal?filter=amount>=1000&owner=anna&sort=-amount. So a list can be mailed and bookmarked.

import type { z } from 'zod'
import type { SavedSearch } from '../../../db/shapes/search.ts'
import { address, part } from '../../page/html.ts'

export interface ListState {
  /** Records of a type, or rows of a table that is none. */
  readonly of: 'list' | 'table'
  /** The type, or the table. */
  readonly type: string
  readonly filters: readonly string[]
  readonly owner: string
  readonly group: string
  readonly stage: string
  /** A field; with - before it in falling order. */
  readonly sort: string
  /** Empty: the first fields of the type. */
  readonly columns: readonly string[]
  /** Human id of the last record of the page before, or number of the last row. */
  readonly after: string
}

/** Operators of a filter, and the words that say them. */
export const operators = [
  ['=', 'is'],
  ['!=', 'is-not'],
  ['~', 'has'],
  ['<', 'below'],
  ['<=', 'at-most'],
  ['>', 'above'],
  ['>=', 'at-least'],
] as const

export const stateOf = (of: ListState['of'], type: string, query: URLSearchParams): ListState => ({
  of,
  type,
  filters: query.getAll('filter').filter(filter => filter.trim() !== ''),
  owner: query.get('owner') ?? '',
  group: query.get('group') ?? '',
  stage: query.get('stage') ?? '',
  sort: query.get('sort') || standardSort[of],
  columns: query.getAll('column').filter(column => column !== ''),
  after: query.get('after') ?? '',
})

/** Records go by name, rows by number. */
const standardSort = { list: 'name', table: '' } as const

const paramsOf = ({ of, filters, owner, group, stage, sort, columns, after }: ListState) => ({
  filter: filters,
  owner,
  group,
  stage,
  sort: sort === standardSort[of] ? '' : sort,
  column: columns,
  after,
})

/** The address of a list. A changed list begins with its first page. */
export const listAddress = (state: ListState, changes: Partial<ListState> = {}, more = ''): string =>
  address(`${basePath(state)}${more}`, paramsOf({ ...state, after: '', ...changes }))

/** The path of a list without what narrows it. */
export const basePath = ({ of, type }: Pick<ListState, 'of' | 'type'>): string => `/${of}/${part(type)}`

/** The address of the page that is shown now. */
export const pageAddress = (state: ListState): string => listAddress(state, { after: state.after })

/** What says the list in a form, but for these fields, which the form asks for. */
export const hiddenOf = (state: ListState, without: readonly string[]): readonly (readonly [string, string])[] =>
  Object.entries(paramsOf({ ...state, after: '' })).flatMap(([name, value]) =>
    without.includes(name)
      ? []
      : (typeof value === 'string' ? [value] : value).flatMap(each => (each === '' ? [] : [[name, each] as const])),
  )

export const ofSaved = (search: z.infer<typeof SavedSearch>): ListState => ({
  of: search.table === undefined ? 'list' : 'table',
  type: search.table ?? search.type ?? '',
  filters: search.filters ?? [],
  owner: search.owner ?? '',
  group: search.group ?? '',
  stage: search.stage ?? '',
  sort: search.sort ?? standardSort[search.table === undefined ? 'list' : 'table'],
  columns: search.columns ?? [],
  after: '',
})

/** The parts of a filter; null where it is none. */
export function readFilter(filter: string): { field: string; operator: string; value: string } | null {
  const [, field, operator, value] = /^\s*([a-z][a-z0-9_-]*)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*$/is.exec(filter) ?? []
  return field === undefined || operator === undefined ? null : { field, operator, value: value ?? '' }
}
