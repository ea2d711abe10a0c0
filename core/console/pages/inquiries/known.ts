// The facts about a question: who asked, about what, and the files that came with it.

import type { z } from 'zod'
import type { showInquiry } from '../../../inquiries/inquiries.ts'
import { type Html, html, part } from '../../page/html.ts'
import { icon } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import type { Say } from '../../page/words.ts'

export type ShownInquiry = z.infer<typeof showInquiry.result>

export function whatIsKnown(say: Say, row: ShownInquiry): Html {
  const lines: readonly (readonly [string, string | null])[] = [
    ['inquiry-received', say.moment(row.received)],
    ['inquiry-email', row.email],
    ['inquiry-phone', row.phone],
    ['inquiry-language', row.language],
    ['inquiry-packet', row.packet],
    ['inquiry-recipient', row.recipient],
  ]
  const files = [...(row.files ?? []), ...(row.inside ?? [])]
  const record = (key: string, hid: string | null, name: string | null) =>
    hid === null
      ? null
      : html`<tr><th scope="row">${say(key)}</th><td><a href="/records/${part(hid)}">${value(name ?? hid, 120)}</a></td></tr>`
  return html`<table class="tight outside"><tbody>${lines.map(([key, text]) =>
    text ? html`<tr><th scope="row">${say(key)}</th><td>${value(text, 300)}</td></tr>` : null,
  )}${record('inquiry-record', row.about, row.record)}${record('inquiry-ticket', row.ticket, null)}<tr><th scope="row">${say('imports-item')}</th><td><a class="mono" href="/items/${part(row.item)}">${row.item.slice(0, 12)}</a></td></tr></tbody></table>
${files.length === 0 ? null : html`<div><h3>${say('review-files')}</h3><ul class="filelist">${files.map(({ name }, nth) => html`<li>${icon('file')} <a href="/inquiries/${part(row.inquiry)}/files/${nth + 1}" download>${value(name, 120)}</a></li>`)}</ul></div>`}`
}
