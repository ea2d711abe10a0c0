// The case of a packet as the page shows it: what is asked, what happened before, where the record stands, who and what belongs
// to it. For reading only. Every value is a text that the template escapes.

import type { CaseContact, CaseFile, CaseStage, PacketCase } from '@satchel/protocol/messages/packet-case'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormDefinition } from '../definition/definition.ts'
import { displayValue } from '../definition/field-value.ts'
import { oneLine, withoutControls } from '../clean-text/plain-text.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'
import { daysInStage, isOver } from '../letters/letter-dates.ts'
import { shortDay } from './page-dates.ts'

/** Contacts that stand open; older ones are folded. */
const contactsShown = 3

interface CaseInputs {
  readonly def: FormDefinition
  readonly packet: Packet
  readonly words: Words
}

/** What the reader sees first: one sentence, what is to be done, and a few facts. */
export function askView(inputs: CaseInputs) {
  const { def, packet, words } = inputs
  const about = packet.case
  const [promise] = about?.promises ?? []
  const day = (text: string) => shortDay(text, words.language, packet.issued)
  // as of the packet's day, whenever the page is opened
  const by = (text: string, due: string | undefined) => {
    if (due === undefined) return { value: oneLine(text), overdue: '' }
    if (!isOver(due, packet.issued))
      return { value: say(words, 'work-due', { what: oneLine(text), date: day(due) }), overdue: '' }
    return { value: `${oneLine(text)}, `, overdue: say(words, 'case-overdue', { date: day(due) }) }
  }
  const promised = promise === undefined ? undefined : by(promise.text, promise.due)
  const why = about?.why ?? (promised === undefined ? inLanguage(def.intro, words.language) : '')
  return {
    lead:
      why === '' && promised !== undefined
        ? say(words, 'work-you-promised', { what: promised.value + promised.overdue })
        : oneLine(why),
    tasks: (about?.tasks ?? []).map(task => by(task.text, task.due)),
    facts: [
      ...(promised === undefined || why === '' ? [] : [{ label: say(words, 'work-promised'), ...promised, due: true }]),
      ...lastContact(inputs),
      ...(about?.processes ?? []).flatMap(({ name, stages }) =>
        stages
          .filter(({ state }) => state === 'now')
          .map(stage => ({
            label: oneLine(name),
            value: joined([stage.name, daysOf(stage, words)]),
            due: late(stage),
          })),
      ),
      ...spoken(inputs),
    ],
  }
}

function lastContact({ def, packet, words }: CaseInputs) {
  const last = packet.case?.contacts.find(({ outcome }) => outcome !== undefined)
  if (last === undefined) return []
  const parts = [outcomeWord(def, last, words), shortDay(last.date, words.language, packet.issued), byWord(last, words)]
  return [{ label: say(words, 'work-last'), value: joined(parts), due: false }]
}

/** The language and the best way to reach, where the form shows them. */
function spoken({ def, packet, words }: CaseInputs) {
  return def.fields
    .filter(({ column }) => ['person_language', 'person_prefers'].includes(column))
    .flatMap(field => {
      const value = packet.record.fields.get(field.name)
      if (value === undefined) return []
      const shown = oneLine(displayValue(field, value, words.language))
      return [{ label: inLanguage(field.label, words.language), value: shown, due: false }]
    })
}

/** Everything beside the report: history, stages, relations, deals, tickets, files. Empty lists are left out by the template. */
export function sideView(inputs: CaseInputs) {
  const { packet, words } = inputs
  const about: Partial<PacketCase> = packet.case ?? {}
  const past = [...backgroundLines(packet), ...(about.contacts ?? []).map(each => contactView(each, inputs))]
  const day = (text: string | undefined) => (text === undefined ? '' : shortDay(text, words.language, packet.issued))
  return {
    past: past.slice(0, contactsShown),
    older: past.slice(contactsShown),
    olderWord: say(words, 'work-older', { count: String(Math.max(0, past.length - contactsShown)) }),
    processes: (about.processes ?? []).map(({ name, stages }) => ({
      name: oneLine(name),
      stages: stages.map(stage => stageView(stage, words)),
    })),
    relations: (about.relations ?? []).map(each => ({
      name: oneLine(each.name),
      about: joined([each.kind, each.since === undefined ? '' : say(words, 'work-since', { date: day(each.since) })]),
      call: telephone(each.phone),
      callWord: say(words, 'work-call-who', { name: oneLine(each.name) }),
    })),
    deals: (about.deals ?? []).map(each => ({
      name: oneLine(each.name),
      about: joined([each.stage, each.amount, day(each.expected), each.id]),
    })),
    tickets: (about.tickets ?? []).map(each => ({
      name: oneLine(each.name),
      about: joined([each.priority, each.stage, day(each.opened), each.id]),
    })),
    files: (about.files ?? []).map(each => fileView(each, words)),
  }
}

/** A packet of version 1 has lines instead of contacts; one of version 2 may have some beside them. */
function backgroundLines(packet: Packet) {
  return packet.background.map(({ date, kind, text }) => {
    return { icon: 'page', mark: 'note', title: oneLine(kind), when: oneLine(date), text: withoutControls(text) }
  })
}

const icons: Readonly<Record<string, string>> = {
  call: 'talk',
  visit: 'walk',
  mail: 'mail',
  letter: 'mail',
  sms: 'sms',
  meeting: 'walk',
}

function contactView(contact: CaseContact, { def, packet, words }: CaseInputs) {
  const { outcome } = contact
  const isReached = outcome === 'reached'
  const when = shortDay(contact.date, words.language, packet.issued)
  return {
    icon: outcome === undefined || isReached ? (icons[contact.kind] ?? 'page') : outcomeIcon(outcome),
    mark: isReached ? 'yes' : outcome === undefined ? 'note' : 'not',
    title: [kindWord(contact.kind, words), outcomeWord(def, contact, words)].filter(part => part !== '').join(': '),
    when: joined([when, byWord(contact, words)]),
    text: withoutControls(contact.text ?? ''),
  }
}

const outcomeIcons: Readonly<Record<string, string>> = {
  reached: 'talk',
  'not-reached': 'miss',
  busy: 'busy',
  'wrong-number': 'wrong',
  refused: 'stop',
  'call-back': 'back',
}

/** The picture of an outcome; a word that an organisation added has a dot. */
export const outcomeIcon = (outcome: string): string => outcomeIcons[outcome] ?? 'dot'

/** Kinds of contact have words of ours where they are those that come with the program. */
function kindWord(kind: string, words: Words): string {
  return words.texts.get(`work-kind-${kind}`) ?? capital(oneLine(kind))
}

function outcomeWord(def: FormDefinition, { outcome }: CaseContact, words: Words): string {
  if (outcome === undefined) return ''
  const field = def.report.find(({ column }) => column === 'activity_outcome')
  return oneLine(field === undefined ? outcome : displayValue(field, outcome, words.language))
}

function byWord({ by }: CaseContact, words: Words): string {
  if (by === undefined) return ''
  return words.texts.get(`work-by-${by}`) ?? oneLine(by)
}

function stageView(stage: CaseStage, words: Words) {
  return {
    name: oneLine(stage.name),
    isDone: stage.state === 'done',
    isNow: stage.state === 'now',
    days: capital(daysOf(stage, words)),
    late: late(stage),
  }
}

const late = ({ days, planned, state }: CaseStage): boolean =>
  state === 'now' && days !== undefined && planned !== undefined && days > planned

function daysOf(stage: CaseStage, words: Words): string {
  const { days, planned, state } = stage
  const count = { days: String(days ?? ''), planned: String(planned ?? '') }
  if (days === undefined) return planned === undefined ? '' : say(words, 'work-planned', count)
  if (state === 'now') return daysInStage(stage, words)
  return say(words, planned === undefined ? 'work-took-only' : 'work-took', count)
}

/** Types that a browser shows without running anything of them. */
const plainType = /^(?:text\/plain|image\/(?:jpeg|png|gif|webp)|application\/pdf)$/

/** How the bytes of a picture begin, in base64: a file says of itself what it likes. */
const pictureHeads: Readonly<Record<string, string>> = {
  'image/jpeg': '/9j/',
  'image/png': 'iVBORw0KGgo',
  'image/gif': 'R0lGOD',
  'image/webp': 'UklGR',
}

function fileView(file: CaseFile, words: Words) {
  const data = file.data !== undefined && /^[A-Za-z0-9+/]*={0,2}$/.test(file.data) ? file.data : ''
  const isPicture = data === '' ? file.type.startsWith('image/') : data.startsWith(pictureHeads[file.type] ?? ' ')
  const isPlain = plainType.test(file.type) && (isPicture || !file.type.startsWith('image/'))
  const type = isPlain ? file.type : 'application/octet-stream'
  const size = say(words, 'work-size', { size: String(Math.max(1, Math.ceil(file.size / 1024))) })
  return {
    name: oneLine(file.name),
    icon: isPicture ? 'photo' : 'page',
    href: data === '' ? '' : `data:${type};base64,${data}`,
    about: data === '' ? joined([size, say(words, 'work-file-big')]) : size,
  }
}

/** A number that a telephone can dial; empty for anything else. */
export function telephone(number: string | undefined): string {
  const digits = (number ?? '').replace(/[\s()./-]/g, '')
  return /^\+?[0-9]{3,20}$/.test(digits) ? `tel:${digits}` : ''
}

/** Parts of one line, without the empty ones. */
const joined = (parts: readonly (string | undefined)[]): string =>
  parts
    .map(part => oneLine(part ?? ''))
    .filter(part => part !== '')
    .join(', ')

/** Words of lists begin small; at the head of a line they begin large. */
export const capital = (text: string): string => text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())
