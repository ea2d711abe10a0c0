// Beside the timeline: what is held, the stages, packets that are out, whether one may write, files.

import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, chip, icon, nothing, panel } from '../../page/parts.ts'
import { value } from '../../page/values.ts'
import { labelOf, type Shown } from './controls.ts'
import { faultIn, type FolderState } from './folder-state.ts'
import type { Folder } from './read-folder.ts'

/** What waits for the office to decide; others are not told of it. */
export function heldPanel({ say }: Shown, { held, fields }: Folder): Html | null {
  if (held.length === 0) return null
  const rows = held.map(
    ({ change, slot, sender, received }) =>
      html`<tr><td>${slotLabel(fields, slot)}<span class="sub">${sender} · ${say.short(received)}</span></td><td class="num noprint"><a class="btn btn-s" href="/review?change=${change}">${say('rec-decide')}</a></td></tr>`,
  )
  return panel(
    { id: 'held', title: say('rec-held'), count: say.number(held.length) },
    html`<table class="tight"><caption class="vh">${say('rec-held')}</caption><tbody>${rows}</tbody></table>`,
  )
}

/** What the catalog calls the field of a slot; of a row, its table. */
function slotLabel(fields: Folder['fields'], slot: string): string {
  const [place = '', name = ''] = slot.split('/')
  const field = place === 'field' ? fields.find(each => each.name === name) : undefined
  return field === undefined ? name.replaceAll('-', ' ') : labelOf(field)
}

type Stage = Folder['stages'][number]

export function stagesPanel(shown: Shown, { head, stages, may }: Folder, state: FolderState): Html | null {
  const { say } = shown
  const processes = [...new Set(stages.map(({ process }) => process))].map(process =>
    stages.filter(stage => stage.process === process),
  )
  const begun = processes.filter(list => list.some(({ entered }) => entered !== null))
  if (stages.length === 0) return null
  const mayMove = may.adds.includes('development_tracking') && head.deleted === null
  const fault = faultIn(say, state, 'stage')
  const typed = fault === null ? '' : (state.typed.get('stage') ?? '')
  const suggested = begun.flatMap(list => nextOf(list))[0]
  const options = processes.map(
    list =>
      html`<optgroup label="${list[0]?.process_name ?? ''}">${list.map(({ stage, name, entered, finished }) => (entered !== null && finished === null ? null : html`<option value="${stage}"${attribute('selected', typed === '' ? stage === suggested?.stage : typed === stage)}>${name}</option>`))}</optgroup>`,
  )
  const move = html`<form class="stack-s noprint" method="post" action="/records/${part(head.hid)}/stage"><div class="flex"><label class="vh" for="stage">${say('rec-move-to')}</label><select class="in grow" id="stage" name="stage" data-key="m">${options}</select>${button(say('rec-move'), { picture: 'move' })}</div><label class="vh" for="stage-note">${say('rec-why')}</label><input class="in" id="stage-note" name="note" dir="auto" autocomplete="off" placeholder="${say('rec-why')}" value="${fault === null ? '' : (state.typed.get('note') ?? '')}">${fault}</form>`
  return panel(
    { id: 'stages', title: say('rec-stages') },
    html`<div class="pad stack-s">${begun.length === 0 ? html`<p class="soft">${say('rec-stages-none')}</p>` : begun.map(list => pathOf(shown, list))}${mayMove ? move : null}</div>`,
  )
}

/** The stage behind the one in which the record is. */
function nextOf(list: readonly Stage[]): readonly Stage[] {
  const at = list.findIndex(({ entered, finished }) => entered !== null && finished === null)
  const next = at === -1 ? undefined : list[at + 1]
  return next === undefined ? [] : [next]
}

function pathOf({ say }: Shown, list: readonly Stage[]): Html {
  const steps = list
    .filter(({ entered, outcome }) => entered !== null || outcome === null)
    .map(({ name, entered, finished, days }) => {
      const isNow = entered !== null && finished === null
      const stay = entered === null ? '' : say.age(entered, finished ?? new Date())
      const told = isNow && days !== null ? say('rec-stay', { age: stay, days: say.number(days) }) : stay
      return html`<li class="${isNow ? 'now' : entered === null ? '' : 'done'}"${attribute('aria-current', isNow ? 'step' : null)}>${name} <span>${told}</span></li>`
    })
  return html`<p class="small strong">${list[0]?.process_name ?? ''}</p><ol class="path">${steps}</ol>`
}

const tones = { answered: 'ok', expired: 'held', parked: 'held', open: '' } as const

export function packetsPanel({ say }: Shown, { packets, may }: Folder): Html | null {
  if (!may.reads.includes('packet')) return null
  const rows = packets.map(({ packet, form, recipient, status, issued, expires }) => {
    const word = say.has(`packet-${status}`) ? say(`packet-${status}`) : status
    const tone = status in tones ? tones[status as keyof typeof tones] : ''
    return html`<tr><td>${recipient} <span class="faint mono xs">${packet}</span><span class="sub">${form} · ${say('rec-sent', { day: say.short(issued) })} · ${say('rec-until', { day: say.short(expires) })}</span></td><td class="num">${chip(word, tone)}</td></tr>`
  })
  return panel(
    { id: 'packets', title: say('rec-packets') },
    rows.length === 0
      ? nothing(say('rec-packets-none'))
      : html`<table class="tight"><caption class="vh">${say('rec-packets')}</caption><tbody>${rows}</tbody></table>`,
  )
}

export function consentPanel({ say }: Shown, { head, consents, may }: Folder): Html | null {
  if (head.type !== 'person') return null
  const rows = may.reads.includes('consent')
    ? consents.map(
        ({ purpose, given, person, basis, received }) =>
          html`<tr><td>${purpose}<span class="sub">${say(person ? 'rec-everywhere' : 'rec-one-address')} · ${basis} · ${say.short(received)}</span></td><td class="num">${chip(say(given ? 'rec-yes' : 'rec-no'), given ? 'ok' : 'bad')}</td></tr>`,
      )
    : []
  return panel(
    { id: 'consent', title: say('rec-consent') },
    html`<p class="pad small">${head.no_letters === null ? say('rec-letters-yes') : html`<span class="bad strong">${say('rec-letters-no', { day: say.short(head.no_letters) })}</span>`}</p>${rows.length === 0 ? null : html`<table class="tight"><caption class="vh">${say('rec-consent')}</caption><tbody>${rows}</tbody></table>`}`,
  )
}

const size = ({ say }: Shown, bytes: number) =>
  bytes < 1_000_000
    ? `${say.number(Math.max(1, Math.round(bytes / 1000)))} kB`
    : `${say.number(Math.round(bytes / 100_000) / 10)} MB`

/** Files are saved, never shown: nothing in them runs here. */
export function filesPanel(shown: Shown, { head, files, may }: Folder, state: FolderState): Html | null {
  const { say } = shown
  if (!may.reads.includes('attachment')) return null
  const base = `/records/${part(head.hid)}/files`
  const rows = files.map(
    ({ number, name, bytes, created }) =>
      html`<tr><td>${icon('file')} <a href="${base}/${number}" dir="auto">${name}</a><span class="sub">${size(shown, bytes)} · ${say.short(created)}</span></td></tr>`,
  )
  const fault = faultIn(say, state, 'files')
  const add = html`<form class="pad stack-s noprint" method="post" action="${base}" enctype="multipart/form-data"><label for="files-in">${say('rec-add-file')}</label><div class="flex"><input class="in grow" type="file" id="files-in" name="file" multiple required${attribute('aria-describedby', fault === null ? null : 'err-files')}>${button(say('rec-add'), { isSmall: true })}</div>${fault}</form>`
  const mayAdd = may.adds.includes('attachment') && head.deleted === null
  return panel(
    { id: 'files', title: say('rec-files'), count: say.number(files.length) },
    html`${rows.length === 0 ? null : html`<table class="tight"><caption class="vh">${say('rec-files')}</caption><tbody>${rows}</tbody></table>`}${mayAdd ? add : rows.length === 0 ? nothing(say('rec-none')) : null}`,
  )
}

/** What they asked, and what was answered; for those who read questions. */
export function questionsPanel({ say }: Shown, { questions }: Folder): Html | null {
  if (questions.length === 0) return null
  const rows = questions.map(
    ({ inquiry, received, message, status, answer }) =>
      html`<tr><td><a href="/inquiries/${part(inquiry)}" dir="auto">${value(message, 160)}</a>${answer === null ? null : html`<span class="sub" dir="auto">→ ${value(answer, 300)}</span>`}<span class="sub">${say.short(received)}</span></td><td class="num">${chip(say(`record-question-${status}`), status === 'new' ? 'ask' : 'ok')}</td></tr>`,
  )
  return panel(
    { id: 'questions', title: say('record-questions'), count: say.number(questions.length) },
    html`<table class="tight"><caption class="vh">${say('record-questions')}</caption><tbody>${rows}</tbody></table>`,
  )
}
