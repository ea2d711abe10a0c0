// Records out: which, to whom, with which form; a preview under the recipient's role; then each record with what became of it.

import { Problem } from '@satchel/protocol/problem'
import { dispatchPackets } from '../../../carriers/dispatch-packets.ts'
import type { DispatchedRecord } from '../../../carriers/dispatched-record.ts'
import { allForms } from '../../../db/calls/forms.ts'
import { previewPage } from '../../../packets/preview-form.ts'
import { problem } from '../../../problems/problems.ts'
import { listStaff } from '../../../staff/list-staff.ts'
import { address, attribute, type Html, html } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { button, chip, head, notice, panel } from '../../page/parts.ts'
import { field, office } from '../../page/places.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'
import { hidden } from '../review/held-list.ts'

const most = 50
/** Stands for the owner of each record; no short name has this sign. */
const toOwner = '*'

interface Order {
  readonly records: readonly string[]
  readonly to: string
  readonly form: string
  readonly why: string
  readonly again: boolean
}

export const dispatchPages: readonly Page[] = [
  { path: '/dispatch', place: 'dispatch', get: showDispatch, post: send },
  { path: '/dispatch/page', place: 'dispatch', get: showPreview },
]

/** The office sends to anybody; others get their own records themselves. @throws Problem database/no-right. */
function recipientOf({ visitor }: Visit, to: string): string {
  if (office.includes(visitor.role)) return to
  if (!field.includes(visitor.role)) throw problem('database/no-right', 'This is for the office and administrators.')
  return visitor.hid
}

function orderOf(visit: Visit, read: (name: string) => string): Order {
  const records = `${read('records')} ${read('record')}`.split(/[\s,;]+/).filter(word => word !== '')
  const [form, why] = [read('form'), read('why').trim()]
  return { records: [...new Set(records)], to: recipientOf(visit, read('to')), form, why, again: read('again') !== '' }
}

/** Each record by itself: one that cannot go stops no other. */
async function outcomes({ context }: Visit, order: Order, dryRun: boolean): Promise<readonly DispatchedRecord[]> {
  const all: DispatchedRecord[] = []
  for (const record of order.records) {
    try {
      const done = await dispatchPackets(context, {
        records: [record],
        again: order.again,
        dryRun,
        ...(order.to === toOwner ? { toOwner: true } : { to: order.to }),
        ...(order.form === '' ? {} : { form: order.form }),
        ...(order.why === '' ? {} : { why: order.why }),
      })
      all.push(...done)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      all.push({ record, name: null, recipient: order.to, state: 'not-sent', code: error.code, reason: error.message })
    }
  }
  return all
}

async function showDispatch(visit: Visit): Promise<Answer> {
  const order = orderOf(visit, name => visit.query.get(name) ?? '')
  const isAsked = visit.query.has('to') && order.records.length > 0 && order.to !== ''
  return showOrder(visit, order, isAsked)
}

async function showOrder(visit: Visit, order: Order, isAsked: boolean): Promise<Answer> {
  const { say } = visit
  const isTooMany = order.records.length > most
  const would = isAsked && !isTooMany ? await outcomes(visit, order, true) : []
  const going = would.filter(({ state }) => state === 'would-send')
  const [first] = going
  const frame =
    first === undefined || first.state === 'not-sent' || first.recipient === null
      ? null
      : panel(
          { id: 'preview', title: say('dispatch-preview') },
          html`<iframe class="paper" sandbox="" title="${say('dispatch-preview')}" src="${address('/dispatch/page', { record: first.record, to: first.recipient, form: first.form })}"></iframe>`,
        )
  const again = order.again ? 'yes' : ''
  const sending =
    going.length === 0
      ? null
      : html`<form class="pad" method="post" action="/dispatch">${hidden({ records: order.records.join(' '), to: order.to, form: order.form, why: order.why, again })}${button(say('dispatch-send', { count: say.number(going.length) }), { picture: 'send', tone: 'primary' })}</form>`
  return {
    kind: 'page',
    title: say('place-dispatch'),
    status: isTooMany ? 422 : 200,
    body: html`${isTooMany ? notice('bad', 'warn', html`<p class="strong">${say('dispatch-many', { most: say.number(most) })}</p>`) : null}${head(say('place-dispatch'), say('dispatch-how'))}
<div class="cols cols-2"><div class="stack">${await orderForm(visit, order)}${would.length === 0 ? null : panel({ id: 'would', title: say('dispatch-would') }, html`${outcomeTable(say, would)}${sending}`)}</div><div>${frame}</div></div>`,
  }
}

async function orderForm({ context, say, visitor }: Visit, order: Order): Promise<Html> {
  const forms = await context.asStaff(database => database.run(allForms, {}))
  const names = [...new Set(forms.flatMap(({ name, active }) => (active ? [name] : [])))]
  const isOffice = office.includes(visitor.role)
  const staff = isOffice ? (await listStaff(context, {})).filter(({ active }) => active) : []
  const option = (choice: string, text: string, chosen: string) =>
    html`<option value="${choice}"${attribute('selected', choice === chosen)}>${text}</option>`
  const to = isOffice
    ? html`<select class="in" id="to" name="to" required><option value=""></option>${option(toOwner, say('dispatch-owner'), order.to)}${staff.map(({ hid, name }) => option(hid, name, order.to))}</select>`
    : html`<input type="hidden" name="to" value="${visitor.hid}"><input class="in" id="to" value="${visitor.name}" readonly>`
  return panel(
    { id: 'order', title: say('dispatch-order') },
    html`<form class="pad stack-s" action="/dispatch"><div class="f"><label for="records">${say('dispatch-records')}</label><textarea class="in" id="records" name="records" required>${order.records.join(' ')}</textarea><span class="help">${say('dispatch-records-help')}</span></div>
<div class="grid-f"><div class="f"><label for="to">${say('dispatch-to')}</label>${to}</div><div class="f"><label for="form">${say('dispatch-form')}</label><select class="in" id="form" name="form"><option value="">${say('dispatch-usual')}</option>${names.map(name => option(name, name, order.form))}</select></div></div>
<div class="f"><label for="why">${say('dispatch-why')}</label><input class="in" id="why" name="why" value="${order.why}" maxlength="300" autocomplete="off"></div>
<label class="check"><input type="checkbox" name="again" value="yes"${attribute('checked', order.again)}>${say('dispatch-again')}</label>
<div class="acts">${button(say('dispatch-look'), { picture: 'eye', key: 'v' })}</div></form>`,
  )
}

function outcomeTable(say: Say, rows: readonly DispatchedRecord[]): Html {
  const tone = { 'not-sent': 'bad', 'left-out': 'held', 'would-send': 'ok', queued: 'ok', written: 'ok' } as const
  return html`<table class="tight"><thead><tr><th scope="col">${say('column-name')}</th><th scope="col">${say('dispatch-to')}</th><th scope="col">${say('imports-became')}</th></tr></thead><tbody>${rows.map(
    row =>
      html`<tr><th scope="row">${value(row.name ?? row.record, 120)}<span class="sub mono">${row.name === null ? '' : row.record}</span></th><td>${value(row.recipient ?? '', 80)}</td><td>${chip(say(`dispatch-${row.state}`), tone[row.state])}<span class="sub">${row.state === 'not-sent' ? value(say.told({ code: row.code, message: row.reason }).sentence, 300) : row.state === 'left-out' ? say('dispatch-has', { packet: row.packet }) : row.form}</span></td></tr>`,
  )}</tbody></table>`
}

async function send(visit: Visit): Promise<Answer> {
  const { say, form } = visit
  const order = orderOf(visit, name => form.get(name))
  if (order.records.length === 0 || order.records.length > most || order.to === '')
    return showOrder(visit, order, false)
  const rows = await outcomes(visit, order, false)
  const count = rows.filter(({ state }) => state === 'queued').length
  return {
    kind: 'page',
    title: say('place-dispatch'),
    body: html`${notice(count === rows.length ? 'ok' : 'held', count === rows.length ? 'check' : 'warn', html`<p>${say('dispatch-done', { count: say.number(count), all: say.number(rows.length) })}</p>`)}${head(say('place-dispatch'), say('dispatch-queued-how'))}
${panel({ id: 'outcomes', title: say('dispatch-outcomes') }, outcomeTable(say, rows))}`,
  }
}

/** In a frame of the page above: it runs nothing, and holds no token. */
async function showPreview(visit: Visit): Promise<Answer> {
  const { context, query, say } = visit
  const to = recipientOf(visit, query.get('to') ?? '')
  const asked = { form: query.get('form') ?? '', record: query.get('record') ?? '', to, language: say.language }
  const { page } = await previewPage(context, asked)
  return { kind: 'file', type: 'text/html; charset=utf-8', body: page, isShown: true }
}
