// Questions from outside, until somebody is done with them: what was written, who it may be, and the files.

import { Problem } from '@satchel/protocol/problem'
import { shown } from '@satchel/protocol/shown'
import { endInquiry, listInquiries, readInquiryFile, showInquiry } from '../../../inquiries/inquiries.ts'
import { liveRows } from '../../live/live-rows.ts'
import { address, attribute, html, part } from '../../page/html.ts'
import { type Answer, done, type Page, type Visit } from '../../page/page.ts'
import { button, head, icon, linkButton, notice, nothing, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import { isNumber } from '../review/typed.ts'
import { whatIsKnown } from './known.ts'

const rowsShown = 50

interface Typed {
  readonly inquiry: string
  readonly note: string
  readonly fault: string | null
}

export const inquiryPages: readonly Page[] = [
  {
    path: '/inquiries',
    place: 'inquiries',
    get: visit => showInquiries(visit, { inquiry: visit.query.get('inquiry') ?? '', note: '', fault: null }),
    async post(visit) {
      const { form, context, say } = visit
      const [inquiry, note] = [form.get('inquiry'), form.get('note')]
      try {
        await endInquiry(context, { inquiry, note })
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'inquiry/not-known') throw error
        return showInquiries(visit, { inquiry: '', note, fault: say('inquiry-gone') })
      }
      return done('/inquiries', 'inquiry')
    },
  },
  {
    path: '/inquiries/:inquiry/files/:number',
    async get({ context, params }) {
      const number = isNumber(params.number ?? '') ? Math.max(1, Number(params.number)) : 1
      const { name, bytes } = await readInquiryFile(context, { inquiry: params.inquiry ?? '', number })
      return { kind: 'file', name, type: 'application/octet-stream', body: bytes }
    },
  },
]

async function showInquiries({ context, say }: Visit, { inquiry, note, fault }: Typed): Promise<Answer> {
  const rows = await listInquiries(context, { limit: rowsShown })
  const chosen = inquiry === '' ? (rows[0]?.inquiry ?? null) : inquiry
  const row = chosen === null ? null : await showInquiry(context, { inquiry: chosen }).catch(notThere)
  const list = rows.map(
    ({ inquiry: hid, received, name, email, recipient, record }) =>
      html`<li data-row${attribute('class', hid === chosen ? 'at' : null)}><span>${icon('ask')}</span><a href="${address('/inquiries', { inquiry: hid })}"${attribute('aria-current', hid === chosen ? 'true' : null)}><span class="flex"><b class="grow">${value(name ?? recipient ?? record ?? email ?? hid, 80)}</b><span class="age">${say.age(received, context.now())}</span></span><span class="soft small">${value(email ?? '', 80)}</span></a></li>`,
  )
  const at = rows.findIndex(({ inquiry: hid }) => hid === chosen)
  const way = (to: number, key: string, text: string) => {
    const other = rows[to]
    return at < 0 || other === undefined
      ? null
      : html`<a class="btn btn-quiet btn-s" href="${address('/inquiries', { inquiry: other.inquiry })}" data-key="${key}">${text} <kbd>${key}</kbd></a>`
  }
  const detail =
    row === null
      ? null
      : panel(
          { id: 'question', title: shown(row.name ?? row.recipient ?? row.email ?? row.inquiry) },
          html`<div class="pad stack"><blockquote class="said">${value(row.message, 20_000)}</blockquote>
${whatIsKnown(say, row)}
${html`<p>${linkButton(`/inquiries/${part(row.inquiry)}`, say('inquiry-open'), { picture: 'letter', key: 'a', tone: 'primary' })}</p>`}${
  row.status === 'new'
    ? html`<form class="decide stack-s" method="post" action="/inquiries"><input type="hidden" name="inquiry" value="${row.inquiry}"><div class="f"><label for="note">${say('inquiry-note')}</label><textarea class="in" id="note" name="note" maxlength="2000" data-key="e">${note}</textarea></div><div class="acts">${button(say('inquiry-done'), { picture: 'check', key: 'd' })}</div></form>`
    : html`<p class="soft">${say('inquiry-is-done')} ${value(row.note ?? '', 2_000)}</p>`
}
<p class="flex keys noprint">${way(at - 1, 'k', say('review-before'))}${way(at + 1, 'j', say('review-later'))}</p></div>`,
        )
  const title = say('inquiries-title', { count: say.number(rows.length) })
  return {
    kind: 'page',
    title,
    live: liveRows('show', rows, ({ inquiry }) => inquiry),
    status: fault === null ? 200 : 422,
    body: html`${fault === null ? null : notice('bad', 'warn', html`<p class="strong">${fault}</p>${note === '' ? null : html`<p>${value(note, 2_000)}</p>`}`)}${head(title, say('inquiries-how'))}
<div class="cols cols-list review"><div class="stack">${panel({ id: 'open', title: say('inquiries-open'), count: say.number(rows.length) }, rows.length === 0 ? nothing(say('inquiries-nothing')) : html`<ul class="heldlist">${list}</ul>`)}</div>${detail}</div>`,
  }
}

const notThere = (error: unknown): null => {
  if (error instanceof Problem && error.code === 'inquiry/not-known') return null
  throw error
}
