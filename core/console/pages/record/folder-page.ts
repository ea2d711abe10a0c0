// The folder of a record: one page for every type, put together from its panels.

import { address, attribute, type Html, html, part } from '../../page/html.ts'
import type { Answer, Visit } from '../../page/page.ts'
import { chip, head as pageHead, icon, linkButton, notice, postButton } from '../../page/parts.ts'
import { toOwner } from '../letters/order.ts'
import { field as ownRecords, office } from '../../page/places.ts'
import { zoneOf } from '../../../home/local-day.ts'
import type { Shown } from './controls.ts'
import { detailsPanel } from './details-panel.ts'
import { faultIn, type FolderState, noState, sentencesOf } from './folder-state.ts'
import { aroundPanels, groupsPanel, relationsPanel } from './links-panel.ts'
import { linesPanels, reachPanel } from './reach-panel.ts'
import { type Fields, type Folder, readFolder, rowsIn } from './read-folder.ts'
import { consentPanel, filesPanel, heldPanel, packetsPanel, questionsPanel, stagesPanel } from './side-panels.ts'
import { slipsOf } from './slips.ts'
import { timelinePanel } from './work-panel.ts'

export const shownOf = ({ say, context }: Visit, folder: Fields): Shown => ({
  say,
  zone: zoneOf(context.settings.timezone),
  choices: folder.choices,
  names: folder.names,
  colleagues: folder.colleagues,
  files: { record: folder.head.hid, held: folder.fieldFiles },
})

/** @param status 422 where something is wrong with what was posted, 409 where somebody else changed it meanwhile. */
export async function folderAnswer(visit: Visit, state: FolderState = noState, status = 200): Promise<Answer> {
  const from = Math.max(0, Math.min(100_000, Number.parseInt(visit.query.get('from') ?? '0', 10) || 0))
  const folder = await readFolder(visit.context, visit.params.record ?? '', from)
  const shown = shownOf(visit, folder)
  const parts = html`${state.slips.length === 0 ? null : slipsOf(shown, folder.head.hid, state)}
<div class="cols cols-rec"><div class="stack">${detailsPanel(shown, folder, state)}${linesPanels(shown, folder, state)}${reachPanel(shown, folder, state)}${relationsPanel(shown, folder, state)}${groupsPanel(shown, folder, state)}</div>
<div class="stack">${timelinePanel(shown, folder, state, from)}${aroundPanels(shown, folder)}</div>
<div class="stack third">${heldPanel(shown, folder)}${stagesPanel(shown, folder, state)}${packetsPanel(shown, folder)}${questionsPanel(shown, folder)}${consentPanel(shown, folder)}${filesPanel(shown, folder, state)}</div></div>`
  const head = headOf(visit, folder, state)
  const body = html`${head}${lostFault(shown, state, `${head.html}${parts.html}`)}
${parts}`
  const { hid, version } = folder.head
  return { kind: 'page', title: folder.head.name, status, body, live: { record: hid, version } }
}

/** The folder on paper: what is known, without a form. */
export async function printAnswer(visit: Visit): Promise<Answer> {
  const read = await readFolder(visit.context, visit.params.record ?? '')
  const folder = {
    ...read,
    fields: read.fields.map(field => ({ ...field, may_write: false })),
    may: { ...read.may, adds: [], removes: false },
  }
  const shown = shownOf(visit, folder)
  const { say } = visit
  const { hid, name, type_name: called, owner_name: owner } = folder.head
  return {
    kind: 'page',
    title: name,
    body: html`${pageHead(html`<span dir="auto">${name}</span>`, `${hid} · ${called}${owner === null ? '' : ` · ${say('rec-owner', { name: owner })}`}`, linkButton(`/records/${part(hid)}`, say('rec-back'), { picture: 'back' }))}<p class="noprint soft small">${say('print-how')}</p>
<div class="stack">${detailsPanel(shown, folder, noState)}${linesPanels(shown, folder, noState)}${reachPanel(shown, folder, noState)}${relationsPanel(shown, folder, noState)}${groupsPanel(shown, folder, noState)}${stagesPanel(shown, folder, noState)}${timelinePanel(shown, folder, noState, 0)}${aroundPanels(shown, folder)}</div>`,
  }
}

/** What went wrong in a form that is there no more, such as that of a number that somebody took away: with what was typed in it. */
function lostFault({ say }: Shown, { fault, typed }: FolderState, page: string): Html | null {
  if (fault === undefined) return null
  const sentence = html`${sentencesOf(say, fault.problem)}`
  if (page.includes(sentence.html)) return null
  const lines = [...typed].filter(([name, value]) => value !== '' && !/^(was|how)\.|^(form|all)$/.test(name))
  return html`<div class="notice notice-bad" role="alert">${icon('warn')}<div class="grow stack-s"><p class="strong">${sentence}</p>${lines.length === 0 ? null : html`<p>${say('rec-not-saved')}</p><pre>${lines.map(([, value]) => value).join('\n')}</pre>`}</div></div>`
}

function headOf(visit: Visit, folder: Folder, state: FolderState): Html {
  const { say, visitor } = visit
  const { head, slots, held } = folder
  const isThere = head.deleted === null
  const contacts = rowsIn(slots, 'contact_point').map(([, row]) => row)
  const phone = contacts.find(({ kind }) => kind === 'phone')?.value
  const mail = contacts.find(({ kind }) => kind === 'email')?.value
  const told = [
    head.owner_name === null ? '' : say('rec-owner', { name: head.owner_name }),
    say('rec-changed', { day: say.short(head.changed) }),
    head.confirmed === null ? '' : say('rec-confirmed', { day: say.short(head.confirmed) }),
  ].filter(text => text !== '')
  const acts = isThere
    ? [
        phone === undefined
          ? null
          : linkButton(`tel:${phone.replaceAll(/[^+0-9]/g, '')}`, say('rec-call'), { picture: 'phone' }),
        mail === undefined ? null : linkButton(`mailto:${mail}`, say('rec-mail'), { picture: 'letter' }),
        linkButton(`/records/${part(head.hid)}/edit`, say('rec-edit'), { picture: 'edit' }),
        ownRecords.includes(visitor.role)
          ? linkButton(address('/dispatch', { records: head.hid, to: recipientOf(visit, head) }), say('rec-dispatch'), {
              picture: 'send',
              key: 'd',
              tone: 'primary',
            })
          : null,
      ]
    : [
        folder.may.removes
          ? postButton(
              `/records/${part(head.hid)}/restore`,
              say('rec-restore'),
              {},
              { picture: 'back', tone: 'primary' },
            )
          : null,
      ]
  return html`<div class="head"><div><h1 dir="auto">${head.name}</h1><p class="flex"><span class="mono faint">${head.hid}</span>${chip(head.type_name)}${isThere ? null : chip(say('removed'), 'bad')}${held.length === 0 ? null : html`<a href="#held">${chip(say('rec-held-many', { count: say.number(held.length) }), 'held')}</a>`}${head.parent === null ? null : html`<a href="/records/${part(head.parent)}">${head.parent_name}</a>`}<span>${told.join(' · ')}</span></p></div><div class="acts">${acts}${isThere ? moreOf(visit, folder, state) : null}</div></div>${isThere ? null : notice('bad', 'x', html`<p>${say('rec-is-removed', { day: say.short(head.deleted ?? '') })}</p>`)}`
}

/** To whom a record goes where nobody says another: its owner; whoever sells has none but themselves. */
const recipientOf = ({ visitor }: Visit, { owner }: Folder['head']): string =>
  office.includes(visitor.role) || visitor.role === 'manager' ? (owner === null ? '' : toOwner) : visitor.hid

/** What is done seldom: hand over, move, remove, history, all data, print. */
function moreOf({ say, visitor }: Visit, folder: Folder, state: FolderState): Html {
  const { head, fields, may, colleagues } = folder
  const base = `/records/${part(head.hid)}`
  const mayWrite = (name: string) => fields.some(each => each.name === name && each.may_write)
  const owner = faultIn(say, state, 'owner')
  const parent = faultIn(say, state, 'parent')
  const remove = faultIn(say, state, 'remove')
  const hand = mayWrite('owner')
    ? html`<form method="post" action="${base}"><input type="hidden" name="form" value="owner"><input type="hidden" name="was.owner" value="${head.owner ?? ''}"><label for="owner">${say('rec-hand')}</label><div class="flex"><select class="in grow" id="owner" name="f.owner" data-key="h">${colleagues.filter(({ active }) => active).map(({ hid, name }) => html`<option value="${hid}"${attribute('selected', hid === head.owner)}>${name}</option>`)}</select><button class="btn">${icon('hand')}${say('rec-hand-do')}</button></div><p class="help xs faint">${say('rec-hand-how')}</p>${owner}</form>`
    : null
  const move = mayWrite('parent')
    ? html`<form method="post" action="${base}"><input type="hidden" name="form" value="parent"><input type="hidden" name="was.parent" value="${head.parent ?? ''}"><label for="parent">${say('rec-parent')}</label><div class="flex"><input class="in grow" id="parent" name="f.parent" data-refers="" autocomplete="off" placeholder="${say('rec-by-name')}" value="${state.typed.get('f.parent') ?? head.parent ?? ''}"><button class="btn">${say('rec-save')}</button></div>${parent}</form>`
    : null
  const removal =
    may.removes && head.type !== 'staff'
      ? html`<form method="post" action="${base}/remove">${remove === null ? null : html`<label class="check"><input type="checkbox" name="anyway" value="1">${say('rec-remove-anyway')}</label>`}<button class="btn btn-bad">${icon('x')}${say('rec-remove')}</button>${remove}</form>`
      : null
  const isOpen = owner !== null || parent !== null || remove !== null
  return html`<details class="pop"${attribute('open', isOpen)}><summary class="btn">${icon('more')}<span>${say('rec-more')}</span></summary><div class="pop-in stack-s">${office.includes(visitor.role) ? html`<p><a href="${base}/history">${icon('clock')} ${say('rec-history')}</a></p>` : null}${office.includes(visitor.role) && head.type === 'person' ? html`<p><a href="${base}/my-data">${icon('eye')} ${say('rec-my-data')}</a></p>` : null}<p><a href="${base}/print">${icon('print')} ${say('rec-print')}</a></p>${hand}${move}${removal}</div></details>`
}
