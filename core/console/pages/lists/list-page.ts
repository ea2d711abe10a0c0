// A list of the records of one type, as far as the visitor sees them: filters, columns and order stand in its address.

import { Problem } from '@satchel/protocol/problem'
import { keptSearches } from '../../../db/calls/search.ts'
import { listProcesses } from '../../../db/calls/processes.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import type { Context } from '../../../context/context.ts'
import { forgetSearch } from '../../../queries/saved-searches.ts'
import { listRecords } from '../../../search/list-records.ts'
import { address, html, part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { head, linkButton, notice, panel } from '../../page/parts.ts'
import { field } from '../../page/places.ts'
import { type Form, noForm } from '../../server/form.ts'
import { bulkBar, bulkFault, bulkPage, doBulk, isBulk } from './bulk.ts'
import { listCsv } from './list-csv.ts'
import { type ListType, readType } from './list-fields.ts'
import { listAddress, type ListState, pageAddress, readFilter, stateOf } from './list-state.ts'
import { listTable, pager } from './list-table.ts'
import { type Choices, filterBar, type Kept, savedTabs } from './list-tools.ts'

const rowsShown = 50

interface Beside extends Choices {
  readonly kept: readonly Kept[]
}

/** Who and which stages there are to choose from; a role that reads no colleagues types names. */
function readBeside(context: Context, role: string): Promise<Beside> {
  return context.asStaff(async database => ({
    kept: await database.run(keptSearches, {}),
    staff: field.includes(role) ? (await database.run(listStaff, {})).filter(({ active }) => active) : [],
    stages: (await database.run(listProcesses, {})).map(({ process, stage, name }) => ({ process, stage, name })),
  }))
}

const columnsOf = (state: ListState, type: ListType) =>
  state.columns.length > 0
    ? state.columns.filter(column => type.fields.some(({ name }) => name === column))
    : type.standard

const searchOf = (state: ListState, columns: readonly string[]) => ({
  ...state,
  filters: [...state.filters],
  columns: [...columns],
})

interface Said {
  /** A sentence: something typed is wrong. */
  readonly fault?: string | undefined
  readonly hints?: readonly string[]
  readonly typed?: ReturnType<typeof readFilter>
  readonly form?: Form
}

async function shown(visit: Visit, type: ListType, state: ListState, said: Said): Promise<Answer> {
  const { context, say, visitor } = visit
  const columns = columnsOf(state, type)
  const beside = await readBeside(context, visitor.role)
  const { records, next, fault, hints } = await readRows(visit, state, columns)
  const sentence = said.fault ?? fault
  const form = said.form ?? noForm
  const title = say.has(`list-of-${type.type}`) ? say(`list-of-${type.type}`) : type.name
  const typed = said.typed ?? null
  return {
    kind: 'page',
    title,
    place: `list-${type.type}`,
    ...(sentence === undefined ? {} : { status: 422 }),
    body: html`${head(
      title,
      null,
      linkButton(listAddress(state, {}, '/csv'), say('list-csv'), { picture: 'down' }),
      linkButton(`/add/${part(type.type)}`, say('list-new'), { picture: 'plus', tone: 'primary' }),
    )}
${sentence === undefined ? null : notice('bad', 'warn', html`<p>${sentence}</p>${[...(said.hints ?? hints ?? [])].map(hint => html`<p class="small">${hint}</p>`)}`)}
${savedTabs(say, state, beside.kept)}${filterBar(say, state, type, beside, typed)}
<form method="post" action="${pageAddress(state)}" class="stack">${panel(
      { id: 'rows', title: say('list-rows') },
      html`${listTable(say, state, type, columns, records, form.all('record'))}${records.length === 0 ? null : pager(say, state, records.length, next)}`,
    )}${records.length === 0 ? null : bulkBar(say, visitor.role, type, beside, form)}</form>`,
  }
}

/** A filter that cannot be used is said above the list, and what was typed stays. */
async function readRows({ context, say }: Visit, state: ListState, columns: readonly string[]) {
  try {
    const { records, next } = await listRecords(context, { ...searchOf(state, columns), limit: rowsShown })
    return { records, next }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'search/wrong') throw error
    const { sentence, hints } = say.told(error)
    return { records: [], next: null, fault: sentence, hints }
  }
}

const typeOf = (visit: Visit) => readType(visit.context, visit.say, visit.params.type ?? '')

async function post(visit: Visit): Promise<Answer> {
  const { context, form, query, say } = visit
  const type = await typeOf(visit)
  const state = stateOf(type.type, query)
  const what = form.get('do')
  if (what === 'forget') {
    await forgetSearch(context, { name: form.get('name') })
    return done(listAddress({ ...stateOf(type.type, new URLSearchParams()) }), 'list-forgotten')
  }
  if (what === 'save') {
    try {
      const search = searchOf(state, columnsOf(state, type))
      await listRecords(context, {
        ...search,
        after: '',
        columns: [...state.columns],
        save: form.get('name'),
        limit: undefined,
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const { sentence, hints } = say.told(error)
      return shown(visit, type, state, { fault: sentence, hints })
    }
    return done(listAddress(state), 'list-saved')
  }
  const fault = bulkFault(form)
  if (fault !== null) return shown(visit, type, state, { fault: say(fault), form })
  if (what === 'dispatch') return go(address('/dispatch', { records: form.all('record').join(',') }))
  if (!isBulk(what)) return go(pageAddress(state))
  const { records } = await readRows(visit, state, [])
  const names = new Map(records.map(({ hid, name }) => [hid ?? '', name]))
  const became = await doBulk(visit)
  const title = say(`bulk-${what}`)
  return {
    kind: 'page',
    title,
    place: `list-${type.type}`,
    body: bulkPage(say, title, pageAddress(state), became, names),
  }
}

export const listPages: readonly Page[] = [
  {
    path: '/list/:type',
    async get(visit) {
      const { query } = visit
      const type = await typeOf(visit)
      const state = stateOf(type.type, query)
      const named = query.get('field') ?? ''
      if (named === '') return shown(visit, type, state, {})
      // a filter that was typed: it becomes part of the address, once the database has understood it
      const typed = { field: named, operator: query.get('operator') ?? '=', value: query.get('value') ?? '' }
      const narrowed = { ...state, filters: [...state.filters, `${named}${typed.operator}${typed.value}`] }
      const { fault, hints } = await readRows(visit, narrowed, [])
      return fault === undefined ? go(listAddress(narrowed)) : shown(visit, type, state, { fault, hints, typed })
    },
    post,
  },
  {
    path: '/list/:type/csv',
    async get(visit) {
      const type = await typeOf(visit)
      const state = stateOf(type.type, visit.query)
      const body = await listCsv(visit.context, state, columnsOf(state, type))
      return { kind: 'file', type: 'text/csv; charset=utf-8', name: `${type.type}.csv`, body }
    },
  },
]
