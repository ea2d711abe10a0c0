// What a letter says of the case before it asks: the name, by when, why now, how to reach the person, what was promised and said.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { CaseContact, CaseStage, PacketCase } from '@satchel/protocol/messages/packet-case'
import { oneLine } from '../clean-text/plain-text.ts'
import type { FormDefinition } from '../definition/definition.ts'
import { displayValue } from '../definition/field-value.ts'
import { labelled, say, type Words } from '../words/form-words.ts'
import type { Fact, LetterBlock, Piece } from './letter-blocks.ts'
import { daysInStage, isOver, letterDay } from './letter-dates.ts'
import { type Contact, contactsOf, isUnreachable, numberToCall, showsContacts } from '../definition/reach.ts'

/** A letter is short: what is beyond these stands on the attached page. */
const most = { phones: 2, mails: 2, promises: 2, stages: 2, points: 5 }

/** The day that a promise or a task names next; null where none lies ahead. */
export function nextDay({ promises, tasks }: PacketCase, issued: string): string | null {
  const days = [...promises, ...tasks].flatMap(({ due }) => (due === undefined ? [] : [due.slice(0, 10)]))
  return days.filter(day => day >= issued.slice(0, 10)).sort()[0] ?? null
}

export function caseBlocks(def: FormDefinition, packet: Packet, about: PacketCase, words: Words): LetterBlock[] {
  const day = (date: string) => letterDay(date, packet.issued, words.language)
  const next = nextDay(about, packet.issued)
  const facts = [...promises(about, packet, words), ...lastContact(def, about, words, day), ...stages(about, words)]
  const points = about.tasks.slice(0, most.points).map(({ text, due }) => withDay(text, due, words, packet))
  return [
    { is: 'name', text: about.name },
    { is: 'line', near: true, line: [opening(def, packet, next, words, day)] },
    ...(about.why === undefined
      ? []
      : [{ is: 'line' as const, line: [`${labelled(words, say(words, 'case-why'))} `, { text: about.why }] }]),
    ...reachBlocks(def, packet, about, words, day),
    ...(facts.length === 0 ? [] : [{ is: 'facts' as const, facts }]),
    ...(points.length === 0 ? [] : [{ is: 'points' as const, points }]),
  ]
}

type Day = (date: string) => string

/** What is asked; a person whom nothing on file reaches is no matter of a call. */
function opening(def: FormDefinition, packet: Packet, next: string | null, words: Words, day: Day): string {
  if (packet.report.length === 0) return say(words, 'case-open-edit')
  const key = isUnreachable(def, packet) ? 'case-no-way' : 'case-open'
  return next === null ? say(words, key) : say(words, `${key}-by`, { date: day(next) })
}

/** What is to be done, and by when; a day that is over stands out, as it is no day to plan for. */
function withDay(text: string, due: string | undefined, words: Words, { issued }: Pick<Packet, 'issued'>): Piece[] {
  if (due === undefined) return [oneLine(text)]
  const date = letterDay(due, issued, words.language)
  if (!isOver(due, issued)) return [say(words, 'case-by', { what: oneLine(text), date })]
  return [`${oneLine(text)}, `, { text: say(words, 'case-overdue', { date }), as: 'overdue' }]
}

/** Where the person is, and the ways to them: each is one tap. */
function reachBlocks(
  def: FormDefinition,
  packet: Packet,
  { place }: PacketCase,
  words: Words,
  day: Day,
): LetterBlock[] {
  const contacts = contactsOf(def, packet)
  const phones = contacts.filter(({ kind }) => kind === 'phone').slice(0, most.phones)
  const mails = contacts.filter(({ kind }) => kind === 'email').slice(0, most.mails)
  const first = numberToCall(contacts)
  const actions = [
    ...(first === undefined ? [] : [{ text: say(words, 'link-sms'), href: `sms:${dialled(first.value)}` }]),
    // the village, never the plot or the name: whoever runs the map learns no more
    ...(place === undefined
      ? []
      : [
          {
            text: say(words, 'link-map'),
            href: `https://www.openstreetmap.org/search?query=${encodeURIComponent(oneLine(place))}`,
          },
        ]),
  ]
  const linked = (link: { text: string; href: string }, at: number): readonly Piece[] =>
    at === 0 ? [link] : [' \u00b7 ', link]
  const noPhone = phones.length === 0 && mails.length > 0 && showsContacts(def)
  return [
    ...(place === undefined
      ? []
      : [{ is: 'facts' as const, facts: [{ label: labelled(words, say(words, 'case-place')), value: [place] }] }]),
    ...phones.map((phone): LetterBlock => {
      const call = {
        text: say(words, 'case-call', { number: oneLine(phone.value) }),
        href: `tel:${dialled(phone.value)}`,
      }
      return phone === first
        ? { is: 'button', near: true, ...call }
        : { is: 'line', near: true, line: [call, ...inDoubt(phone, words, day)] }
    }),
    ...(noPhone ? [{ is: 'line' as const, near: true, line: [say(words, 'case-no-phone')] }] : []),
    ...(actions.length === 0
      ? []
      : [{ is: 'line' as const, near: true, only: 'html' as const, line: actions.flatMap(linked) }]),
    ...mails.map((mail): LetterBlock => {
      const write = {
        text: say(words, 'case-mail', { address: mail.value }),
        href: `mailto:${linkedAddress(mail.value)}`,
      }
      return { is: 'line', near: true, line: [write, ...inDoubt(mail, words, day)] }
    }),
  ]
}

/** What was heard of a number or address, behind it. */
function inDoubt(contact: Contact, words: Words, day: Day): readonly Piece[] {
  const doubt = doubtOf(contact, words, day)
  return doubt === '' ? [] : [` ${doubt}`]
}

/** In brackets; empty where nothing was heard of it. */
export function doubtOf({ trouble }: Pick<Contact, 'trouble'>, words: Words, day: Day): string {
  if (trouble === undefined) return ''
  const { state, date } = trouble
  const isWrong = state === 'reported-wrong' && date !== undefined
  return `(${isWrong ? say(words, 'case-reported-wrong', { date: day(date) }) : say(words, 'case-came-back')})`
}

export const dialled = (phone: string) => phone.replace(/[^+0-9]/g, '')
/** In a link: everything that could end the address or add to it is encoded. */
export const linkedAddress = (address: string) => address.split('@').map(encodeURIComponent).join('@')

function promises({ promises: all }: PacketCase, packet: Packet, words: Words): readonly Fact[] {
  const label = labelled(words, say(words, 'case-promised'))
  return all.slice(0, most.promises).map(({ text, due }) => ({
    label,
    value: withDay(text, due, words, packet).map(piece =>
      typeof piece === 'string'
        ? { text: piece, as: due === undefined ? ('strong' as const) : ('due' as const) }
        : piece,
    ),
  }))
}

/** The newest contact that had an outcome; else the newest one. */
function lastContact(def: FormDefinition, { contacts }: PacketCase, words: Words, day: Day): readonly Fact[] {
  const contact = contacts.find(({ outcome }) => outcome !== undefined) ?? contacts[0]
  if (contact === undefined) return []
  const by = contact.by === undefined ? [] : [`, ${say(words, `case-by-${byWord(contact)}`)}`]
  const outcome = outcomeWord(def, contact, words)
  const said: readonly Piece[] = outcome === '' ? [] : [{ text: outcome, as: 'strong' }, ', ']
  return [
    {
      label: labelled(words, say(words, 'case-last')),
      value: [...said, say(words, 'case-on', { date: day(contact.date) }), ...by],
    },
  ]
}

const byWord = ({ by }: CaseContact) => (by === 'you' || by === 'colleague' ? by : 'office')

function outcomeWord(def: FormDefinition, { outcome }: CaseContact, words: Words): string {
  const field = def.report.find(({ name }) => name === 'outcome')
  if (outcome === undefined) return ''
  return field === undefined ? oneLine(outcome) : displayValue(field, outcome, words.language)
}

function stages({ processes }: PacketCase, words: Words): readonly Fact[] {
  const now = processes.flatMap(({ name, stages: all }) => {
    const stage = all.find(({ state }) => state === 'now')
    return stage === undefined ? [] : [{ process: name, stage }]
  })
  return now.slice(0, most.stages).map(({ process, stage }) => ({
    label: labelled(words, now.length > 1 ? oneLine(process) : say(words, 'case-stage')),
    value: [oneLine(stage.name), ...daysIn(stage, words)],
  }))
}

function daysIn(stage: CaseStage, words: Words): readonly Piece[] {
  const text = daysInStage(stage, words)
  if (text === '') return []
  const { days = 0, planned = days } = stage
  return [', ', days > planned ? { text, as: 'due' } : text]
}
