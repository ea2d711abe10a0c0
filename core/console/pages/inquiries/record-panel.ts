// A question becomes a record: a person, a lead or a ticket, once each; or the record that is there already.

import type { Problem } from '@satchel/protocol/problem'
import { personOf, ticketOf } from '../../../inquiries/inquiry-record.ts'
import { type Html, html, part } from '../../page/html.ts'
import { button, icon, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { sentencesOf } from '../record/folder-state.ts'
import type { ShownInquiry } from './known.ts'

export interface TypedRecord {
  readonly read: (name: string) => string | null
  readonly fault: Problem | null
}

export const personFields = ['given-name', 'family-name', 'email', 'phone'] as const

/** @param label what the catalog calls a field. */
export function recordPanel(say: Say, row: ShownInquiry, { read, fault }: TypedRecord): Html {
  const at = `/inquiries/${part(row.inquiry)}`
  const known = personOf(row)
  const input = (name: string, label: string, typed: string) =>
    html`<div class="f"><label for="${name}">${label}</label><input class="in" id="${name}" name="${name}" dir="auto" autocomplete="off" value="${read(name) ?? typed}"></div>`
  const wrong =
    fault === null || fault.code === 'record/there'
      ? null
      : html`<div class="notice notice-bad" role="alert">${icon('warn')}<p class="grow">${sentencesOf(say, fault)}</p></div>`
  const person = html`<form class="pad stack-s" method="post" action="${at}"><h3>${say('inquiry-person')}</h3><div class="grid-f">${personFields.map(name => input(name, say(`inquiry-field-${name}`), known[name]))}</div>${doubles(say, at, fault)}<div class="acts">${button(say('inquiry-to-person'), { name: 'do', value: 'person', picture: 'person', key: 'p' })}${button(say('inquiry-to-lead'), { name: 'do', value: 'lead', picture: 'move', key: 'l' })}</div></form>
<form class="pad flex" method="post" action="${at}"><label for="record">${say('inquiry-there')}</label><input class="in in-auto" id="record" name="record" required autocomplete="off" value="${read('record') ?? ''}">${button(say('inquiry-link'), { name: 'do', value: 'link' })}</form>`
  const lead = html`<form class="pad" method="post" action="${at}">${button(say('inquiry-lead'), { name: 'do', value: 'lead', picture: 'move', key: 'l' })}</form>`
  const ticket = html`<form class="pad stack-s" method="post" action="${at}"><h3>${say('inquiry-ticket-title')}</h3>${input('name', say('inquiry-ticket-name'), ticketOf(row).name)}<div class="acts">${button(say('inquiry-to-ticket'), { name: 'do', value: 'ticket', picture: 'ticket', key: 't' })}</div></form>`
  return panel(
    { id: 'made', title: say('inquiry-made') },
    html`${wrong}${row.about === null ? person : row.about.startsWith('P') ? lead : null}${row.ticket === null ? ticket : null}`,
  )
}

/** Whom the new person may be: each can be opened, and the question given to them. */
function doubles(say: Say, at: string, fault: Problem | null): Html | null {
  if (fault?.code !== 'record/there') return null
  // the last hint is for a terminal
  const rows = fault.hints.slice(0, -1).map(text => {
    const [, hid = '', rest = text] = /^(\S+) (.*)$/s.exec(text) ?? []
    return html`<li><a href="/records/${part(hid)}" class="mono">${hid}</a> <span dir="auto">${rest}</span> <button class="btn btn-s" name="same" value="${hid}" formaction="${at}">${say('inquiry-this-one')}</button></li>`
  })
  return html`<div class="notice notice-held" role="alert">${icon('dup')}<div class="grow stack-s"><p class="strong">${say('add-there')}</p><ul class="doubles">${rows}</ul><p><label class="check"><input type="checkbox" name="anyway" value="yes">${say('inquiry-anyway')}</label></p></div></div>`
}
