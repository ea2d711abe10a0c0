// What a list shows, as its address says it: /list/deal?filter=amount>=1000&owner=anna&sort=-amount. So a list can be mailed and bookmarked.

import type { z } from 'zod'
import type { SavedSearch } from '../../../db/shapes/search.ts'
import { address, part } from '../../page/html.ts'

export interface ListState {
  readonly type: string
  readonly filters: readonly string[]
  readonly owner: string
  readonly group: string
  readonly stage: string
  /** A field; with - before it in falling order. */
  readonly sort: string
  /** Empty: the first fields of the type. */
  readonly columns: readonly string[]
  /** Human id of the last record of the page before. */
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

export const stateOf = (type: string, query: URLSearchParams): ListState => ({
  type,
  filters: query.getAll('filter').filter(filter => filter.trim() !== ''),
  owner: query.get('owner') ?? '',
  group: query.get('group') ?? '',
  stage: query.get('stage') ?? '',
  sort: query.get('sort') || 'name',
  columns: query.getAll('column').filter(column => column !== ''),
  after: query.get('after') ?? '',
})

const paramsOf = ({ filters, owner, group, stage, sort, columns, after }: ListState) => ({
  filter: filters,
  owner,
  group,
  stage,
  sort: sort === 'name' ? '' : sort,
  column: columns,
  after,
})

/** The address of a list. A changed list begins with its first page. */
export const listAddress = (state: ListState, changes: Partial<ListState> = {}, more = ''): string =>
  address(`/list/${part(state.type)}${more}`, paramsOf({ ...state, after: '', ...changes }))

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
  type: search.type ?? '',
  filters: search.filters ?? [],
  owner: search.owner ?? '',
  group: search.group ?? '',
  stage: search.stage ?? '',
  sort: search.sort ?? 'name',
  columns: search.columns ?? [],
  after: '',
})

/** The parts of a filter; null where it is none. */
export function readFilter(filter: string): { field: string; operator: string; value: string } | null {
  const [, field, operator, value] = /^\s*([a-z][a-z0-9_-]*)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*$/is.exec(filter) ?? []
  return field === undefined || operator === undefined ? null : { field, operator, value: value ?? '' }
}
