// Every table of the catalog that the visitor may read, as a list: the same list as that of records. Types of records lead to their own list.

import { listTables, tableForm } from '../../../db/calls/tables.ts'
import { TableForm } from '../../../db/shapes/tables.ts'
import { namingFaults } from '../../../search/search-faults.ts'
import type { Context } from '../../../context/context.ts'
import { html, part } from '../../page/html.ts'
import { type Answer, go, type Page, type Visit } from '../../page/page.ts'
import { head, nothing, panel } from '../../page/parts.ts'
import { tableType } from '../lists/list-fields.ts'
import { type ListGround, tableGround } from '../lists/list-ground.ts'
import { csvAnswer, keepAnswer, listAnswer } from '../lists/list-page.ts'
import { rowPages } from './row-page.ts'

async function tablesAnswer({ context, say }: Visit): Promise<Answer> {
  const tables = await context.asStaff(database => database.run(listTables, {}))
  const title = say('place-tables')
  return {
    kind: 'page',
    title,
    body: html`${head(title, say('tables-how'))}${panel(
      { id: 'tables', title, count: say.number(tables.length) },
      tables.length === 0
        ? nothing(say('tables-none'))
        : html`<div class="tw"><table><thead><tr><th scope="col">${say('tables-table')}</th><th scope="col">${say('tables-what')}</th></tr></thead><tbody>${tables.map(({ source, label, type }) => html`<tr data-row><th scope="row"><a href="${type === null ? `/table/${part(source)}` : `/list/${part(type)}`}">${source.replaceAll('_', ' ')}</a></th><td class="soft">${label}</td></tr>`)}</tbody></table></div>`,
    )}`,
  }
}

/** The type of record that a table is; null of any other. @throws Problem search/wrong. */
const typeOfTable = (context: Context, table: string): Promise<string | null> =>
  context.asStaff(async database => {
    const known = (await database.run(listTables, {})).find(({ source }) => source === table)
    return known?.type ?? null
  })

/** @throws Problem search/wrong where there is no such table, or none that the visitor may read. */
const readForm = (context: Context, table: string): Promise<TableForm> =>
  namingFaults(() => context.asStaff(async database => (await database.run(tableForm, { table })).form))

async function groundOf({ context, params }: Visit): Promise<ListGround> {
  const form = await readForm(context, params.table ?? '')
  return tableGround(tableType(form), form.mayAdd)
}

/** A list of a type of record has its own address. */
const orTypeOf =
  (more: string, answer: (visit: Visit) => Promise<Answer>) =>
  async (visit: Visit): Promise<Answer> => {
    const type = await typeOfTable(visit.context, visit.params.table ?? '')
    return type === null ? answer(visit) : go(`/list/${part(type)}${more}`)
  }

export const tablePages: readonly Page[] = [
  { path: '/table', place: 'tables', get: tablesAnswer },
  {
    path: '/table/:table',
    place: 'tables',
    get: orTypeOf('', async visit => listAnswer(visit, await groundOf(visit))),
    async post(visit) {
      const ground = await groundOf(visit)
      return (await keepAnswer(visit, ground)) ?? go(`/table/${part(ground.type.type)}`)
    },
  },
  {
    path: '/table/:table/csv',
    get: orTypeOf('/csv', async visit => csvAnswer(visit, await groundOf(visit))),
  },
  ...rowPages,
]
