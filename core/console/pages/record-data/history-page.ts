// The history of a record, for the office: who changed what, when and through which answer; and the way to put a field back. It writes the
// earlier value as an edit of the visitor, with what the page showed as what was seen: never over a newer change.

import type { Change } from '../../../people/record-history.ts'
import { recordHistory } from '../../../people/record-history.ts'
import { address, type Html, html, part } from '../../page/html.ts'
import type { Answer, Page, Visit } from '../../page/page.ts'
import { done } from '../../page/page.ts'
import { button, head, linkButton, nothing, notice, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { readFields } from '../record/read-folder.ts'
import { changesOf, conflictsIn, doneKey, faultSentence, writeFields } from '../record/save-fields.ts'
import { backOf, type ChangedField, fieldsOf, meaningOf } from './history-values.ts'

const step = 40
const most = 400

async function historyAnswer(visit: Visit, fault: string | null = null, status = 200): Promise<Answer> {
  const { context, params, say, query } = visit
  const key = params.record ?? ''
  const limit = Math.min(most, Math.max(step, Number.parseInt(query.get('limit') ?? '', 10) || step))
  // refused to whom the audit is not for, before anything else is read
  const changes = await recordHistory(context, { record: key, limit })
  const folder = await readFields(context, key)
  const meaning = await context.asStaff(database => meaningOf(database, changes))
  const base = `/records/${part(folder.head.hid)}`
  const rows = changes.map(change =>
    changeRow(
      visit,
      `${base}/history`,
      change,
      fieldsOf(say, (column, value) => backOf(folder, change, column, value), meaning, change),
    ),
  )
  const more =
    changes.length < limit || limit >= most
      ? null
      : html`<a href="${address(`${base}/history`, { limit: String(limit + step) })}">${say('hist-more')}</a>`
  return {
    kind: 'page',
    title: say('hist-title', { name: folder.head.name }),
    status,
    body: html`${head(say('hist-title', { name: folder.head.name }), say('hist-how'), linkButton(base, say('rec-back'), { picture: 'back' }))}
${fault === null ? null : notice('bad', 'warn', html`<p>${fault}</p>`)}
${panel(
  { id: 'history', title: say('rec-history'), count: say.number(changes.length), foot: more },
  rows.length === 0
    ? nothing(say('hist-none'))
    : html`<div class="tw" tabindex="0" role="group" aria-label="${say('hist-what')}"><table><thead><tr><th scope="col">${say('hist-when')}</th><th scope="col">${say('hist-who')}</th><th scope="col">${say('hist-what')}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
)}`,
  }
}

/** Of a role of the database the short name of its colleague. */
const nameOf = (by: string) => /_staff_(.+)$/.exec(by)?.[1] ?? by

/** @param action where "put back" is posted. */
export function changeRow({ say }: Visit, action: string, change: Change, fields: readonly ChangedField[]): Html {
  const { at, by, verb, source, packet, file } = change
  const through = [
    packet === null ? '' : say('hist-packet', { packet }),
    file === null ? '' : say('hist-file', { file }),
  ].filter(text => text !== '')
  const what =
    verb === 'confirm'
      ? html`<p>${say('hist-confirmed')}</p>`
      : html`${verb === 'update' ? null : html`<p class="small faint">${source.replaceAll('_', ' ')} ${say(verb === 'insert' ? 'hist-added' : 'hist-removed')}</p>`}<ul class="hist">${fields.map(field => fieldLine(say, action, field))}</ul>`
  return html`<tr data-row><td class="nowrap soft">${say.moment(at)}</td><td>${nameOf(by)}${through.length === 0 ? null : html`<span class="sub">${through.join(', ')}</span>`}</td><td>${what}</td></tr>`
}

function fieldLine(say: Say, action: string, { label, before, after, back }: ChangedField): Html {
  const put =
    back === null
      ? null
      : html`<form class="noprint" method="post" action="${action}"><input type="hidden" name="was.${back.name}" value="${back.was}"><input type="hidden" name="f.${back.name}" value="${back.value}">${button(say('hist-back'), { isSmall: true, picture: 'back' })}</form>`
  return html`<li><span class="k">${label}</span><span class="v" dir="auto">${before === '' ? null : html`<span class="vh">${say('hist-before')}: </span><del>${before}</del> `}${after === '' ? null : html`<span class="vh">${say('hist-after')}: </span><ins>${after}</ins>`}</span>${put}</li>`
}

async function putBack(visit: Visit): Promise<Answer> {
  const { context, params, say } = visit
  const folder = await readFields(context, params.record ?? '')
  const { hid } = folder.head
  const to = `/records/${part(hid)}/history`
  const changes = changesOf(visit)
  if (changes.length === 0) return done(to, 'rec-nothing')
  // the office alone puts back, whatever else its role may write
  await recordHistory(context, { record: hid, limit: 1 })
  try {
    if (conflictsIn(await writeFields(visit, hid, changes, true)).length > 0)
      return await historyAnswer(visit, say('hist-later'), 409)
    const key = doneKey(await writeFields(visit, hid, changes, false))
    return done(to, key === 'rec-saved' ? 'hist-back' : key)
  } catch (error) {
    return historyAnswer(visit, faultSentence(visit.say, error), 422)
  }
}

export const historyPages: readonly Page[] = [
  { path: '/records/:record/history', get: visit => historyAnswer(visit), post: putBack },
]
