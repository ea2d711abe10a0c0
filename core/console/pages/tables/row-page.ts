// One row of a table with its history, and the pages that add, change and remove one. A row that is a record has its own folder.

import { rowHistory } from '../../../db/calls/tables.ts'
import type { Problem } from '@satchel/protocol/problem'
import { problem } from '../../../problems/problems.ts'
import { putRow, removeRow } from '../../../records/table-rows.ts'
import { type Html, html, part } from '../../page/html.ts'
import { type Answer, done, go, type Page, type Visit } from '../../page/page.ts'
import { button, head, linkButton, nothing, panel } from '../../page/parts.ts'
import { referenceOf, shownValue } from '../lists/list-fields.ts'
import { changeRow } from '../record-data/history-page.ts'
import { fieldsOf, meaningOf } from '../record-data/history-values.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { tried } from '../setup/setup-fields.ts'
import { numberOf, readRow, type RowRead } from './read-row.ts'
import { noRowState, postedRow, rowForm, type RowState } from './row-form.ts'

const changesShown = 40

const base = (table: string) => `/table/${part(table)}`
const isRecord = ({ form }: RowRead) => form.fields.some(({ name }) => name === 'uuid')

async function rowAnswer(visit: Visit): Promise<Answer> {
  const { params, say } = visit
  const number = numberOf(params.row ?? '')
  const read = await readRow(visit, params.table ?? '', number)
  const { form, row, hasHistory } = read
  // the row of a record: its folder says more
  const record = isRecord(read) ? row?.said.uuid : undefined
  if (record) return go(`/records/${part(record)}`)
  const here = `${base(form.table)}/${number}`
  const title = row?.name || String(number)
  const mayChange = form.fields.some(field => field.mayChange)
  return {
    kind: 'page',
    title,
    place: 'tables',
    body: html`${head(
      title,
      html`<a href="${base(form.table)}">${form.label}</a> <span class="mono faint">${number}</span>`,
      mayChange ? linkButton(`${here}/edit`, say('rec-edit'), { picture: 'edit', tone: 'primary', key: 'e' }) : null,
    )}
<div class="stack">${panel({ id: 'details', title: say('rec-details') }, html`${form.fields.map(field => detail(read, field.name))}`)}
${form.mayRemove ? removePanel(read, here) : null}${hasHistory ? await historyPanel(visit, read, here) : null}</div>`,
  }
}

function detail({ form, shown, row }: RowRead, name: string): Html | null {
  const field = form.fields.find(each => each.name === name)
  const value = row?.fields[name]
  if (field === undefined || value === null || value === undefined || value === '') return null
  const kind = referenceOf(value) === null ? field.kind : 'record'
  return html`<div class="fld-plain"><span class="k">${field.label}</span><span class="v" dir="auto">${[html`${shownValue(shown.say, { kind: kind === 'row' || kind === 'choice' ? 'text' : kind }, value)}`]}</span></div>`
}

const removePanel = ({ shown: { say }, row }: RowRead, here: string): Html =>
  html`<details class="panel pad noprint"><summary>${say('table-remove')}</summary><form method="post" action="${here}/remove" class="stack-s">${Object.entries(row?.said ?? {}).map(([name, value]) => html`<input type="hidden" name="was.${name}" value="${value ?? ''}">`)}<p class="soft">${say('table-remove-how')}</p>${button(say('table-remove'), { tone: 'bad' })}</form></details>`

async function historyPanel(visit: Visit, { form, row }: RowRead, here: string): Promise<Html> {
  const { context, say } = visit
  const { changes, meaning } = await context.asStaff(async database => {
    const found = await database.run(rowHistory, { table: form.table, id: row?.id ?? 0, limit: changesShown })
    return { changes: found, meaning: await meaningOf(database, found) }
  })
  // a value is put back by the form of the row, as an edit of the visitor's own
  const back = (column: string, value: string) => {
    const name = column.slice(form.table.length + 1).replaceAll('_', '-')
    const now = row?.said[name]
    const isWritten = form.fields.some(field => field.name === name && field.mayChange)
    return !isWritten || now === undefined || (now ?? '') === value ? null : { name, was: now ?? '', value }
  }
  const rows = changes.map(change => changeRow(visit, `${here}/edit`, change, fieldsOf(say, back, meaning, change)))
  return panel(
    { id: 'history', title: say('rec-history'), count: say.number(changes.length) },
    rows.length === 0
      ? nothing(say('hist-none'))
      : html`<div class="tw" tabindex="0" role="group" aria-label="${say('hist-what')}"><table><thead><tr><th scope="col">${say('hist-when')}</th><th scope="col">${say('hist-who')}</th><th scope="col">${say('hist-what')}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  )
}

async function formAnswer(visit: Visit, state: RowState, status = 200): Promise<Answer> {
  const { params, say } = visit
  const number = params.row === undefined ? null : numberOf(params.row)
  const read = await readRow(visit, params.table ?? '', number)
  const { form, row } = read
  const mayWrite = form.fields.some(({ mayAdd, mayChange }) => (row === null ? mayAdd : mayChange))
  if (!mayWrite) throw problem('database/no-right', 'Your role may not write rows of this table.')
  const list = base(form.table)
  const back = number === null ? list : `${list}/${number}`
  const title =
    row === null ? say('table-add', { table: form.label }) : say('rec-edit-title', { name: row.name || String(row.id) })
  return {
    kind: 'page',
    title,
    place: 'tables',
    status,
    body: html`${head(title, null, linkButton(back, say('table-back'), { picture: 'back' }))}${rowForm(read, state, number === null ? `${list}/add` : `${back}/edit`, back)}`,
  }
}

async function save(visit: Visit): Promise<Answer> {
  const { context, form, params } = visit
  const table = params.table ?? ''
  const number = params.row === undefined ? null : numberOf(params.row)
  const { shown } = await readRow(visit, table, number)
  const { was, wanted } = postedRow(form, shown.zone)
  const here = `${base(table)}/${number}`
  if (number !== null && Object.keys(wanted).length === 0) return done(here, 'rec-nothing')
  const typed = Object.fromEntries(Object.keys(was).map(name => [name, form.get(`f.${name}`)]))
  let put: Awaited<ReturnType<typeof putRow>> | undefined
  const problem: Problem | null = await tried(async () => {
    put = await putRow(context, { table, row: number, was, wanted })
  })
  if (put === undefined)
    return formAnswer(
      visit,
      { ...noRowState, typed, ...(problem === null ? {} : { problem: sentencesOf(visit.say, problem) }) },
      422,
    )
  const { faults, kept, row } = put
  if (Object.keys(faults).length > 0) return formAnswer(visit, { ...noRowState, typed, faults }, 422)
  if (Object.keys(kept).length > 0) return formAnswer(visit, { ...noRowState, typed, kept, was }, 409)
  // nothing was typed
  if (row === null) return formAnswer(visit, { ...noRowState, problem: visit.say('table-nothing') }, 422)
  return done(`${base(table)}/${row}`, number === null ? 'added' : 'rec-saved')
}

async function remove(visit: Visit): Promise<Answer> {
  const { context, form, params, say } = visit
  const table = params.table ?? ''
  const row = numberOf(params.row ?? '')
  const names = form.names().flatMap(name => (name.startsWith('was.') ? [name.slice(4)] : []))
  const was = Object.fromEntries(names.map(name => [name, form.get(`was.${name}`)]))
  const { removed } = await removeRow(context, { table, row, was })
  return removed
    ? done(base(table), 'table-removed')
    : formAnswer(visit, { ...noRowState, problem: say('table-changed-since') }, 409)
}

export const rowPages: readonly Page[] = [
  { path: '/table/:table/add', get: visit => formAnswer(visit, noRowState), post: save },
  { path: '/table/:table/:row', get: rowAnswer },
  { path: '/table/:table/:row/edit', get: visit => formAnswer(visit, noRowState), post: save },
  { path: '/table/:table/:row/remove', post: remove },
]
