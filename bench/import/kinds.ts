// The mixed set of the import benchmark: 24 kinds of replies, in equal parts, each with what has to become of it. A benchmark that
// measured errors would measure nothing, so it compares.

import { otherPhone, replyText, rowOf, type Sent } from './replies.ts'

export interface Kind {
  readonly name: string
  readonly form?: 'self-update'
  /** What happens after the packets left: SQL over the packets of this kind, $1, as the owner. */
  readonly between?: string
  /** The office does that, and not the owner. */
  readonly office?: true
  /** The files that come, in this order. */
  readonly files: (sent: Sent, index: number) => readonly string[]
  /** What becomes of each: state of the item, and what became of its slots. */
  readonly outcomes: readonly string[]
}

const records = '(select packet_entity from packet where packet_id = any ($1))'
const phoneRow = (sent: Sent) => rowOf(sent, 'contact-point', 'value', sent.phone)
const emailRow = (sent: Sent) => rowOf(sent, 'contact-point', 'value', sent.email)
const newPhone = (value: string) => ({ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value } })
const report = { when: '2026-11-22', outcome: 'reached', note: 'Asked for the price of maize seed.' }
const textForm = ({ packet, id, token }: Sent, given: string) =>
  `[form]\n${packet.form_name} ${packet.form_version} ${id} en\n\n[token]\n${token}\n\n[Given name]\n${given}\n\n[end]\n`
const renamed = (sent: Sent, index: number) => replyText(sent, { set: { 'given-name': `Renamed${index}` } })
const draft = (index: number) => index.toString(16).padStart(32, 'd')
/** The sendings of one draft, by their numbers. */
const sendings =
  (...numbers: readonly number[]) =>
  (sent: Sent, index: number) =>
    numbers.map(sequence => {
      const set = { 'given-name': `Renamed${index}-${sequence}` }
      return replyText(sent, { draft: draft(index), sequence, set, report })
    })

export const kinds: readonly Kind[] = [
  {
    name: 'a field left as it was shown',
    files: sent => [replyText(sent, { set: { 'family-name': 'Benchmark' } })],
    outcomes: ['imported: field untouched'],
  },
  {
    name: 'a field changed to what the office wrote meanwhile',
    between: `update person set person_family = 'Office' where person_id in ${records}`,
    files: sent => [replyText(sent, { set: { 'family-name': 'Office' } })],
    outcomes: ['imported: field same'],
  },
  {
    name: 'a field that clashes with an edit of the office',
    between: `update person set person_family = 'Office' where person_id in ${records}`,
    files: sent => [replyText(sent, { set: { 'family-name': 'Field' } })],
    outcomes: ['held: field held changed-meanwhile'],
  },
  {
    name: 'a row changed',
    files: (sent, index) => [replyText(sent, { rows: [{ ...phoneRow(sent), fields: { value: otherPhone(index) } }] })],
    outcomes: ['imported: row applied'],
  },
  {
    name: 'a row added',
    files: (sent, index) => [replyText(sent, { rows: [newPhone(otherPhone(index))] })],
    outcomes: ['imported: row applied'],
  },
  {
    name: 'a row dropped',
    files: sent => [replyText(sent, { drops: [phoneRow(sent)] })],
    outcomes: ['imported: row applied'],
  },
  {
    name: 'a new row equal to an old one',
    files: sent => [replyText(sent, { rows: [newPhone(sent.phone)] })],
    outcomes: ['imported: row same'],
  },
  {
    name: 'two rows exchanged',
    files: sent => [
      replyText(sent, {
        rows: [
          { ...phoneRow(sent), fields: { kind: 'email', value: sent.email } },
          { ...emailRow(sent), fields: { kind: 'phone', value: sent.phone } },
        ],
      }),
    ],
    outcomes: ['imported: row applied, row applied'],
  },
  {
    name: 'a report with a next step, its outcome no choice',
    files: sent => [
      replyText(sent, {
        report: { ...report, outcome: 'so so', 'next-step': 'Bring seed', 'next-date': '2026-12-24' },
      }),
    ],
    outcomes: ['partly-held: report applied, report held not-a-choice'],
  },
  {
    name: 'a telephone number that is none',
    files: sent => [replyText(sent, { rows: [{ ...phoneRow(sent), fields: { value: 'ask her sister' } }], report })],
    outcomes: ['partly-held: report applied, row held not-a-phone'],
  },
  {
    name: 'the same reply twice',
    files: (sent, index) => {
      const text = renamed(sent, index)
      return [text, text]
    },
    outcomes: ['imported: field applied', 'repeat'],
  },
  {
    name: 'a later sending of one draft',
    files: sendings(1, 2),
    outcomes: ['imported: field applied, report applied', 'imported: field applied, report untouched'],
  },
  {
    name: 'an older sending after a newer one',
    files: sendings(2, 1),
    outcomes: [
      'imported: field applied, report applied',
      'imported: field superseded older-than-a-later-reply, report superseded older-than-a-later-reply',
    ],
  },
  {
    name: 'a late one',
    between: `update packet set packet_issued = packet_issued - interval '9 days', packet_expires = packet_issued - interval '1 day'
      where packet_id = any ($1)`,
    files: sendings(1),
    outcomes: ['held: field held late, report held late'],
  },
  {
    name: 'one of a revoked packet',
    between: "update packet set packet_status = 'revoked' where packet_id = any ($1)",
    files: sendings(1),
    outcomes: ['refused: field refused revoked, report refused revoked'],
  },
  {
    name: 'one to a record that was merged into another',
    // into the one of the kind before
    between: `select merge_records(k.person_id, l.person_id) from person l
      join person k on k.person_hid = 'B-' || lpad((substr(l.person_hid, 3)::integer - 1)::text, 6, '0')
      where l.person_id in ${records}`,
    office: true,
    files: sendings(1),
    outcomes: ['partly-held: field held changed-meanwhile, report applied'],
  },
  {
    name: 'one to a deleted record',
    between: `update entity set entity_deleted = clock_timestamp() where entity_id in ${records}`,
    files: sendings(1),
    outcomes: ['held: field held record-deleted, report held record-deleted'],
  },
  {
    name: 'one from a sender who lost the record',
    between: `update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id in ${records}`,
    files: sendings(1),
    outcomes: ['held: field held access-lost, report held access-lost'],
  },
  {
    name: 'weak evidence where strong is needed',
    form: 'self-update',
    files: (sent, index) => [
      replyText(sent, {
        set: { 'given-name': `Renamed${index}` },
        rows: [{ ...phoneRow(sent), fields: { value: otherPhone(index) } }],
      }),
    ],
    outcomes: ['partly-held: field applied, row held weak-evidence'],
  },
  {
    name: 'a field that a person reviews',
    files: sent => [replyText(sent, { set: { born: '1980-05-01' }, report })],
    outcomes: ['partly-held: field held needs-review, report applied'],
  },
  {
    name: 'words beside a text form',
    files: (sent, index) => [`Please call me on Friday.\n\n${textForm(sent, `Renamed${index}`)}`],
    outcomes: ['imported: field applied'],
  },
  {
    name: 'a text form with lost characters',
    files: (sent, index) => [textForm(sent, `Ren\u{FFFD}med${index}`)],
    outcomes: ['held: field held damaged-text'],
  },
  {
    name: 'nothing has changed, said on purpose',
    form: 'self-update',
    files: sent => [replyText(sent, { confirms: true })],
    outcomes: ['imported: '],
  },
  {
    name: 'a token that is used up',
    between: "update token set token_uses = token_limit where token_packet = any ($1) and token_purpose = 'reply'",
    files: sendings(1),
    outcomes: ['quarantined token/used-up'],
  },
]
