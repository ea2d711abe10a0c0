// Records out: which, to whom, how; the very letter and page before they leave; then each record with what became of it.

import type { DispatchedRecord } from '../../../carriers/dispatched-record.ts'
import { problem } from '../../../problems/problems.ts'
import { type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, chip, head, linkButton, notice, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { onceField, onceOf, startWork } from '../../work/start-work.ts'
import { hidden } from '../review/held-list.ts'
import { type KeptFile, keptFile } from './kept-files.ts'
import { contentOf, isPart, letterPanel } from './letter-panel.ts'
import { isDaysWrong, isOwnForm, isTooMany, isWhole, type Order, orderOf, valuesOf } from './order.ts'
import { orderForm } from './order-form.ts'
import { lookAt, sendOrder, wouldGo } from './outcomes.ts'

export const dispatchPages: readonly Page[] = [
  { path: '/dispatch', place: 'dispatch', get: showDispatch, post: send },
  { path: '/dispatch/letter', place: 'dispatch', get: showLetter },
  { path: '/dispatch/files/:id', place: 'dispatch', get: async visit => givenFile(visit) },
]

async function showDispatch(visit: Visit): Promise<Answer> {
  const order = orderOf(visit, name => visit.query.get(name) ?? '')
  return showOrder(visit, order, visit.query.has('to') && isWhole(order))
}

async function showOrder(visit: Visit, order: Order, isAsked: boolean): Promise<Answer> {
  const { say, query } = visit
  const would = isAsked ? await wouldGo(visit, order) : []
  const going = would.flatMap(({ state, record }) => (state === 'would-send' ? [record] : []))
  const looked = going.find(record => record === query.get('look')) ?? going[0]
  const shown = looked === undefined ? null : await lookAt(visit, order, looked, going)
  const sending =
    going.length === 0
      ? null
      : html`<form class="pad" method="post" action="/dispatch">${onceField()}${hidden(valuesOf(order))}${button(say(`dispatch-do-${isOwnForm(order) ? 'letter' : order.carrier}`, { count: say.number(going.length) }), { picture: 'send', tone: 'primary' })}</form>`
  return {
    kind: 'page',
    title: say('place-dispatch'),
    status: isTooMany(order) || isDaysWrong(order) ? 422 : 200,
    body: html`${head(say('place-dispatch'), say('dispatch-how'))}
<div class="cols cols-2"><div class="stack">${await orderForm(visit, order)}${would.length === 0 ? null : panel({ id: 'would', title: say('dispatch-would') }, html`${outcomeTable(say, would)}${sending}`)}</div><div>${shown === null || looked === undefined ? null : letterPanel(say, order, looked, shown, would)}</div></div>`,
  }
}

function outcomeTable(say: Say, rows: readonly DispatchedRecord[]): Html {
  const tone = { 'not-sent': 'bad', 'left-out': 'held', 'would-send': 'ok', queued: 'ok', written: 'ok' } as const
  const more = (row: DispatchedRecord) => {
    if (row.state === 'not-sent') return value(say.told({ code: row.code, message: row.reason }).sentence, 300)
    if (row.state === 'left-out') return say('dispatch-has', { packet: row.packet })
    return html`${row.form}${row.unreachable === true ? html` ${say('dispatch-no-way')}` : null}`
  }
  return html`<table class="tight"><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('dispatch-to')}</th><th scope="col">${say('imports-became')}</th></tr></thead><tbody>${rows.map(
    row =>
      html`<tr><th scope="row">${value(row.name ?? row.record, 120)}<span class="sub mono">${row.name === null ? '' : row.record}</span></th><td>${value(row.recipient ?? '', 80)}</td><td>${chip(say(`dispatch-${row.state}`), tone[row.state])}<span class="sub">${more(row)}</span></td></tr>`,
  )}</tbody></table>`
}

async function send(visit: Visit): Promise<Answer> {
  const { say, form } = visit
  const order = orderOf(visit, name => form.get(name))
  if (!isWhole(order)) return showOrder(visit, order, false)
  return startWork(
    visit,
    { kind: 'dispatch', about: null, key: onceOf('dispatch', form) },
    async (context, progress) => {
      const { rows, kept } = await sendOrder({ ...visit, context }, order, progress)
      return sentPage(say, order, rows, kept)
    },
  )
}

function sentPage(say: Say, { records }: Order, rows: readonly DispatchedRecord[], kept: KeptFile | null): Answer {
  const count = rows.filter(({ state }) => state === 'queued' || state === 'written').length
  const isAll = count >= records.length
  const how = kept === null ? 'queued' : kept.kind
  return {
    kind: 'page',
    title: say('place-dispatch'),
    place: 'dispatch',
    body: html`${notice(isAll ? 'ok' : 'held', isAll ? 'check' : 'warn', html`<p>${say(`dispatch-done-${how}`, { count: say.number(count), all: say.number(records.length) })}</p>${kept === null ? null : html`<p>${keptLink(say, kept)}</p>`}`)}${head(say('place-dispatch'), say('dispatch-queued-how'))}
${panel({ id: 'outcomes', title: say('dispatch-outcomes') }, outcomeTable(say, rows))}`,
  }
}

const keptLink = (say: Say, { id, kind }: KeptFile) =>
  linkButton(`/dispatch/files/${part(id)}`, say(`dispatch-fetch-${kind}`), {
    picture: kind === 'zip' ? 'in' : 'letter',
    tone: 'primary',
  })

/** In a frame of the page above: it runs nothing, and the tokens in it are of a packet that was undone. */
async function showLetter(visit: Visit): Promise<Answer> {
  const { query } = visit
  const order = orderOf(visit, name => query.get(name) ?? '')
  const [looked, asked] = [query.get('look') ?? '', query.get('part') ?? '']
  const shown =
    isWhole(order) && order.records.includes(looked) ? await lookAt(visit, order, looked, order.records) : null
  const content = shown === null || !isPart(asked) ? null : contentOf(shown, asked)
  if (content === null) throw problem('entity/not-seen', 'There is no such letter to look at.')
  return { kind: 'file', ...content, isShown: true }
}

function givenFile(visit: Visit): Answer {
  const { kind, bytes } = keptFile(visit, visit.params.id ?? '')
  return kind === 'zip'
    ? { kind: 'file', name: 'packets.zip', type: 'application/zip', body: bytes }
    : { kind: 'file', type: 'text/html; charset=utf-8', body: bytes, isShown: true }
}
