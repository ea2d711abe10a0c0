// A list of the records of one type, as far as the visitor sees them: filters, columns and order stand in its address.

import { Problem } from '@satchel/protocol/problem'
import { keptSearches } from '../../../db/calls/search.ts'
import { listProcesses } from '../../../db/calls/processes.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import type { Context } from '../../../context/context.ts'
import { forgetSearch } from '../../../queries/saved-searches.ts'
import { liveRows } from '../../live/live-rows.ts'
import { address, html } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { head, linkButton, notice, panel } from '../../page/parts.ts'
import { field } from '../../page/places.ts'
import { type Form, noForm } from '../../server/form.ts'
import { onceField, onceOf, startWork } from '../../work/start-work.ts'
import { bulkBar, bulkFault, bulkPage, doBulk, isBulk } from './bulk.ts'
import { listCsv } from './list-csv.ts'
import { type ListType, readType } from './list-fields.ts'
import { type ListedPage, type ListGround, recordGround } from './list-ground.ts'
import { basePath, listAddress, type ListState, pageAddress, readFilter, stateOf } from './list-state.ts'
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

interface Said {
  /** A sentence: something typed is wrong. */
  readonly fault?: string | undefined
  readonly hints?: readonly string[]
  readonly typed?: ReturnType<typeof readFilter>
  readonly form?: Form
}

async function shown(visit: Visit, ground: ListGround, state: ListState, said: Said): Promise<Answer> {
  const { context, say, visitor } = visit
  const { type, title, place, addHref } = ground
  const columns = columnsOf(state, type)
  const beside = await readBeside(context, visitor.role)
  const { rows, next, fault, hints } = await readRows(visit, ground, state, columns)
  const sentence = said.fault ?? fault
  const form = said.form ?? noForm
  const typed = said.typed ?? null
  const table = panel(
    { id: 'rows', title: say(ground.of === 'list' ? 'list-rows' : 'table-rows') },
    html`${listTable(say, state, type, columns, rows, form.all('record'))}${rows.length === 0 ? null : pager(say, state, rows.length, next)}`,
  )
  return {
    kind: 'page',
    title,
    place,
    live: liveRows('count', rows, ({ key }) => key),
    ...(sentence === undefined ? {} : { status: 422 }),
    body: html`${head(
      title,
      null,
      linkButton(listAddress(state, {}, '/csv'), say('list-csv'), { picture: 'down' }),
      addHref === null ? null : linkButton(addHref, say('list-new'), { picture: 'plus', tone: 'primary' }),
    )}
${sentence === undefined ? null : notice('bad', 'warn', html`<p>${sentence}</p>${[...(said.hints ?? hints ?? [])].map(hint => html`<p class="small">${hint}</p>`)}`)}
${savedTabs(say, state, beside.kept)}${filterBar(say, state, type, beside, typed)}
${ground.of === 'table' ? table : html`<form method="post" action="${pageAddress(state)}" class="stack">${onceField()}${table}${rows.length === 0 ? null : bulkBar(say, visitor.role, type, beside, form)}</form>`}`,
  }
}

/** A filter that cannot be used is said above the list, and what was typed stays. */
async function readRows(
  { context, say }: Visit,
  ground: ListGround,
  state: ListState,
  columns: readonly string[],
): Promise<ListedPage & { readonly fault?: string; readonly hints?: readonly string[] }> {
  try {
    return await ground.read(context, state, { columns, after: state.after, limit: rowsShown })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'search/wrong') throw error
    const { sentence, hints } = say.told(error)
    return { rows: [], next: null, fault: sentence, hints }
  }
}

async function groundOfType({ context, say, params }: Visit): Promise<ListGround> {
  const type = await readType(context, say, params.type ?? '')
  return recordGround(type, say.has(`list-of-${type.type}`) ? say(`list-of-${type.type}`) : type.name)
}

/** The list of what the address says, with a filter that was just typed: it becomes part of the address, once the database understands it. */
export async function listAnswer(visit: Visit, ground: ListGround): Promise<Answer> {
  const { query } = visit
  const state = stateOf(ground.of, ground.type.type, query)
  const named = query.get('field') ?? ''
  if (named === '') return shown(visit, ground, state, {})
  const typed = { field: named, operator: query.get('operator') ?? '=', value: query.get('value') ?? '' }
  const narrowed = { ...state, filters: [...state.filters, `${named}${typed.operator}${typed.value}`] }
  const { fault, hints } = await readRows(visit, ground, narrowed, [])
  return fault === undefined
    ? go(listAddress(narrowed))
    : shown(visit, ground, state, { fault, ...(hints === undefined ? {} : { hints }), typed })
}

export async function csvAnswer(visit: Visit, ground: ListGround): Promise<Answer> {
  const { type } = ground
  const state = stateOf(ground.of, type.type, visit.query)
  const body = await listCsv(visit.context, ground, state, columnsOf(state, type))
  return { kind: 'file', type: 'text/csv; charset=utf-8', name: `${type.type}.csv`, body }
}

/** The list is kept under a name, or forgotten. @returns null where the form asks for neither. */
export async function keepAnswer(visit: Visit, ground: ListGround): Promise<Answer | null> {
  const { context, form, query, say } = visit
  const state = stateOf(ground.of, ground.type.type, query)
  const what = form.get('do')
  if (what === 'forget') {
    await forgetSearch(context, { name: form.get('name') })
    return done(basePath(state), 'list-forgotten')
  }
  if (what !== 'save') return null
  try {
    await ground.keep(context, state, form.get('name'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { sentence, hints } = say.told(error)
    return shown(visit, ground, state, { fault: sentence, hints })
  }
  return done(listAddress(state), 'list-saved')
}

async function post(visit: Visit): Promise<Answer> {
  const { form, query, say } = visit
  const ground = await groundOfType(visit)
  const kept = await keepAnswer(visit, ground)
  if (kept !== null) return kept
  const state = stateOf('list', ground.type.type, query)
  const what = form.get('do')
  const fault = bulkFault(form)
  if (fault !== null) return shown(visit, ground, state, { fault: say(fault), form })
  if (what === 'dispatch') return go(address('/dispatch', { records: form.all('record').join(',') }))
  if (!isBulk(what)) return go(pageAddress(state))
  const { rows } = await readRows(visit, ground, state, [])
  const names = new Map(rows.map(({ key, name }) => [key, name]))
  const title = say(`bulk-${what}`)
  return startWork(visit, { kind: 'bulk', about: title, key: onceOf('bulk', form) }, async (working, progress) => ({
    kind: 'page',
    title,
    place: ground.place,
    body: bulkPage(say, title, pageAddress(state), await doBulk({ ...visit, context: working }, progress), names),
  }))
}

export const listPages: readonly Page[] = [
  { path: '/list/:type', get: async visit => listAnswer(visit, await groundOfType(visit)), post },
  { path: '/list/:type/csv', get: async visit => csvAnswer(visit, await groundOfType(visit)) },
]
