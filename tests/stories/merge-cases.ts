// The cases of merge-command.test.ts: what replies state in each round, and what becomes of each slot. Nothing here runs.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { Said } from '../helpers/home.ts'

interface Reply {
  readonly said: Said | ((packet: Packet) => Said)
  /** Which of the record's packets answers; the first where nothing is said. */
  readonly packet?: number
  /** Sealed by the public page, received then: weak evidence. */
  readonly sealed?: 'early' | 'now'
}

export interface Case {
  readonly name: string
  readonly rounds: readonly (Reply | null)[]
  /** SQL of the office before each round; $1 is the person's id. */
  readonly office?: readonly (string | null)[]
  /** Slots of each reply, in the order of the rounds: outcome and reason. */
  readonly expected: readonly Record<string, string>[]
  /** What stands at the end. */
  readonly given?: string
  readonly phones?: readonly string[]
  readonly reports?: number
}

const slot = 'field/given-name'
const given = (value: string | null): Said => ({ set: { 'given-name': value } })
const draft = (letter: string, sequence: number): Said => ({ draft: letter.repeat(32), sequence })
const firstPhone = (packet: Packet) => packet.record.rows.get('contact-point')?.[0]?.id ?? 'none'
const changePhone = (value: string) => (packet: Packet) => ({
  rows: [{ collection: 'contact-point', row: firstPhone(packet), fields: { value } }],
})
const addPhone = (value: string): Said => ({
  rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value } }],
})
const report = { when: '2026-11-20', outcome: 'reached', note: 'Wants seed' }
const office = (value: string) => `update person set person_given = '${value}' where person_id = $1`
const phone = '+255 700 000 001'
const isPhone = "contact_point_entity = $1 and contact_point_value like '+255%'"

export const cases: readonly Case[] = [
  {
    name: '1: what the form does not hold is refused, the rest is taken',
    rounds: [{ said: { set: { 'given-name': 'James', salary: '9' } } }],
    expected: [{ [slot]: 'applied', 'field/salary': 'refused not-in-form' }],
    given: 'James',
  },
  {
    name: "1: another record's row is refused",
    rounds: [
      { said: { rows: [{ collection: 'contact-point', row: 'c999999', fields: { value: '+255 700 000 099' } }] } },
    ],
    expected: [{ 'row/contact-point/c999999': 'refused other-record' }],
    phones: [phone],
  },
  {
    name: '1: a value outside its choices waits as it was written, and clearing what is required is refused',
    rounds: [{ said: { set: { language: 'xx', 'given-name': null, title: 'Dr' } } }],
    expected: [{ 'field/language': 'held not-a-choice', [slot]: 'refused required', 'field/title': 'applied' }],
    given: 'Jimmy',
  },
  {
    name: '2: a report is appended once, whatever its draft sends later',
    rounds: [{ said: { ...draft('1', 1), report } }, { said: { ...draft('1', 2), report } }],
    expected: [{ report: 'applied' }, { report: 'untouched' }],
    reports: 1,
  },
  {
    name: '2: two honest reports that say the same both count',
    rounds: [{ said: { report } }, { said: { report } }],
    expected: [{ report: 'applied' }, { report: 'applied' }],
    reports: 2,
  },
  {
    name: '3: an older statement that comes later is superseded',
    rounds: [
      { said: given('Second'), sealed: 'now' },
      { said: given('First'), sealed: 'early' },
    ],
    expected: [{ [slot]: 'applied' }, { [slot]: 'superseded older-than-a-later-reply' }],
    given: 'Second',
  },
  {
    name: '4: what was left as it was is untouched, and withdraws the hold of the same packet',
    rounds: [{ said: { ...draft('2', 1), ...given('James') } }, { said: { ...draft('2', 2), ...given('Jimmy') } }],
    office: [office('Jacob')],
    expected: [{ [slot]: 'superseded older-than-a-later-reply' }, { [slot]: 'untouched' }],
    given: 'Jacob',
  },
  {
    name: '5: what stands already is the same',
    rounds: [{ said: given('James') }],
    office: [office('James')],
    expected: [{ [slot]: 'same' }],
    given: 'James',
  },
  {
    name: '5: the way a phone is written is no change',
    rounds: [{ said: changePhone('0700-000-001') }],
    expected: [{ 'row/contact-point': 'untouched' }],
    phones: [phone],
  },
  {
    name: '6: under review',
    rounds: [{ said: { set: { born: '1981-01-01' } } }],
    expected: [{ 'field/born': 'held needs-review' }],
  },
  {
    name: '6: weak evidence where strong is needed; the same reply with strong evidence releases it',
    rounds: [
      { said: { id: '7'.repeat(32), ...draft('7', 1), set: { 'family-name': 'Auma' } }, sealed: 'now' },
      { said: { id: '7'.repeat(32), ...draft('7', 1), set: { 'family-name': 'Auma' } } },
    ],
    expected: [{ 'field/family-name': 'applied' }],
  },
  {
    name: '6: late, its report too',
    rounds: [{ said: { ...given('James'), report } }],
    office: [
      "update packet set packet_issued = now() - interval '40 days', packet_expires = now() - interval '10 days' where packet_entity = $1",
    ],
    expected: [{ [slot]: 'held late', report: 'held late' }],
    given: 'Jimmy',
    reports: 0,
  },
  {
    name: '6: record deleted',
    rounds: [{ said: given('James') }],
    office: ['update entity set entity_deleted = now() where entity_id = $1'],
    expected: [{ [slot]: 'held record-deleted' }],
    given: 'Jimmy',
  },
  {
    name: '6: access lost since dispatch',
    rounds: [{ said: given('James') }],
    office: [
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
    ],
    expected: [{ [slot]: 'held access-lost' }],
    given: 'Jimmy',
  },
  {
    name: '6: text damaged on the way',
    rounds: [{ said: given('Jam\u{FFFD}s') }],
    expected: [{ [slot]: 'held damaged-text' }],
    given: 'Jimmy',
  },
  {
    name: '6: a reply that clears most of the form',
    rounds: [{ said: { set: { 'family-name': null, language: null, note: null } } }],
    expected: [
      {
        'field/family-name': 'held clears-too-much',
        'field/language': 'held clears-too-much',
        'field/note': 'held clears-too-much',
      },
    ],
  },
  {
    name: '7: what nobody else touched is applied',
    rounds: [{ said: given('James') }],
    expected: [{ [slot]: 'applied' }],
    given: 'James',
  },
  {
    name: '8: of two packets that clash the first imported stands, the other is held',
    rounds: [{ said: given('James') }, { said: given('Jim'), packet: 1 }],
    expected: [{ [slot]: 'applied' }, { [slot]: 'held changed-meanwhile' }],
    given: 'James',
  },
  {
    name: 'a hold that asks for what the office writes becomes the same',
    rounds: [{ said: given('James') }, { said: given('Jim'), packet: 1 }, null],
    office: [null, null, office('Jim')],
    expected: [{ [slot]: 'applied' }, { [slot]: 'same' }],
    given: 'Jim',
  },
  {
    name: "a newer statement replaces the same packet's older hold",
    rounds: [{ said: { ...draft('3', 1), ...given('James') } }, { said: { ...draft('3', 2), ...given('Jim') } }],
    office: [office('Jacob')],
    expected: [{ [slot]: 'superseded older-than-a-later-reply' }, { [slot]: 'held changed-meanwhile' }],
    given: 'Jacob',
  },
  {
    name: "a sender's own undo works",
    rounds: [{ said: { ...draft('4', 1), ...given('James') } }, { said: { ...draft('4', 2), ...given('Jimmy') } }],
    expected: [{ [slot]: 'applied' }, { [slot]: 'applied' }],
    given: 'Jimmy',
  },
  {
    name: 'a value that the office put back is not applied again by a revision that still carries it',
    rounds: [
      { said: { ...draft('5', 1), ...given('James') } },
      { said: { ...draft('5', 2), set: { 'given-name': 'James', note: 'more' } } },
    ],
    office: [null, office('Jimmy')],
    expected: [{ [slot]: 'applied' }, { [slot]: 'untouched', 'field/note': 'applied' }],
    given: 'Jimmy',
  },
  {
    name: 'a row that the office removed is not brought back by a revision that still carries it',
    rounds: [
      { said: { ...draft('6', 1), ...addPhone('0700 000 077') } },
      { said: { ...draft('6', 2), ...addPhone('0700 000 077'), set: { note: 'more' } } },
    ],
    office: [null, "delete from contact_point where contact_point_entity = $1 and contact_point_value like '%77'"],
    expected: [{ 'row/contact-point': 'applied' }, { 'row/contact-point': 'untouched', 'field/note': 'applied' }],
    phones: [phone],
  },
  {
    name: 'dropping a row that changed since is held',
    rounds: [{ said: packet => ({ drops: [{ collection: 'contact-point', row: firstPhone(packet) }] }) }],
    office: [`update contact_point set contact_point_value = '+255 700 000 002' where ${isPhone}`],
    expected: [{ 'row/contact-point': 'held changed-meanwhile' }],
    phones: ['+255 700 000 002'],
  },
  {
    name: 'changing a row that is gone is held',
    rounds: [{ said: changePhone('+255 700 000 003') }],
    office: [`delete from contact_point where ${isPhone}`],
    expected: [{ 'row/contact-point': 'held row-gone' }],
    phones: [],
  },
  {
    name: 'two packets that add one phone in two formats make one row',
    rounds: [{ said: addPhone('0700 000 088') }, { said: addPhone('+255-700-000-088'), packet: 1 }],
    expected: [{ 'row/contact-point': 'applied' }, { 'row/contact-point': 'same' }],
    phones: [phone, '0700 000 088'],
  },
]
