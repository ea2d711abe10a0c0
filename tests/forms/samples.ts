// The shipped form and a packet for it, for the tests of forms. Sample people only.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import { loadForms, wordsFor } from '@satchel/forms/loader'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { PacketCase } from '@satchel/protocol/messages/packet-case'

export const forms = loadForms()
export const org = { name: 'Green Valley Co-operative' }
export const token = 'ABCDEFGHJKMNPQRSTVWXYZ0123'

export const callReport = (): FormDefinition => shipped('call-report')
export const selfUpdate = (): FormDefinition => shipped('self-update')

function shipped(name: string): FormDefinition {
  const found = forms.definitions.find(each => each.name === name)
  if (!found) throw new Error(`${name} is not shipped`)
  return found
}

export const words = (language: string) => wordsFor(forms.words, language)

export const texts = (values: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(values))

export function samplePacket(changes: Partial<Packet> = {}): Packet {
  return {
    version: 1,
    id: '7QK2-M9XA-3F0T',
    epoch: 3,
    kind: 'work',
    form: { name: 'call-report', version: callReport().version },
    language: 'en',
    issued: '2026-11-22T08:00:00Z',
    expires: '2026-12-22T08:00:00Z',
    token,
    replyTo: {
      mail: 'core+reply@example.org',
      web: { url: 'https://intake.example.org/reply', receiptKey: 'receipt-key' },
    },
    key: '0123456789ABCDEF0123456789ABCDEF01234567',
    record: {
      kind: 'person',
      version: 17,
      fields: texts({ 'given-name': 'Jimmy', 'family-name': 'Okello', born: '1980-02-29', language: 'lg' }),
      rows: new Map([
        [
          'contact-point',
          [
            { id: 'c81', fields: texts({ kind: 'phone', value: '+256 700 000 001' }) },
            { id: 'c82', fields: texts({ kind: 'email', value: 'jimmy@example.org' }) },
          ],
        ],
        ['address', [{ id: 'a5', fields: texts({ kind: 'farm', city: 'Gulu', country: 'UG' }) }]],
      ]),
    },
    background: [{ date: '2026-10-02', kind: 'call', text: 'Asked for the price of maize seed' }],
    report: ['when', 'outcome', 'note', 'next-step', 'next-date'],
    ...changes,
  }
}

/** A packet of the shipped self-update form. */
export function ownPacket(changes: Partial<Packet> = {}): Packet {
  const packet = samplePacket({ kind: 'self-update', form: { name: 'self-update', version: selfUpdate().version } })
  const fields = texts({ 'given-name': 'Jimmy', 'family-name': 'Okello', language: 'lg', preferred: 'phone' })
  const consent = [
    { id: 'o5', fields: texts({ purpose: 'Letters that you did not ask for, such as this form', answer: 'true' }) },
    { id: 'o6', fields: texts({ purpose: 'Training days near you, by SMS' }) },
  ]
  const rows = new Map([...packet.record.rows, ['consent', consent]])
  return { ...packet, background: [], report: [], record: { ...packet.record, fields, rows }, ...changes }
}

/** What a salesperson reads first, with one of everything. */
export const sampleCase: PacketCase = {
  name: 'Jimmy Okello',
  place: 'Gulu, Northern Region',
  sender: 'Ruth Nakato',
  'sender-phone': '+256 700 000 010',
  why: 'He asked twice for the price of maize seed.',
  tasks: [{ text: 'Agree on a day to measure his plot', due: '2026-11-30' }],
  promises: [{ text: 'call back with the price', due: '2026-11-24', made: '2026-11-16' }],
  processes: [
    {
      name: 'Land',
      stages: [
        { name: 'Education', state: 'done', entered: '2026-08-26', days: 54, planned: 60 },
        { name: 'Land report', state: 'now', entered: '2026-10-19', days: 34, planned: 30 },
        { name: 'Exchange of goods', state: 'next', planned: 120 },
      ],
    },
  ],
  contacts: [
    { date: '2026-11-16', kind: 'call', outcome: 'reached', by: 'you', text: 'Asked for the price of maize seed' },
    { date: '2026-11-12', kind: 'call', outcome: 'not-reached', by: 'colleague' },
    { date: '2026-11-02', kind: 'letter', by: 'office', text: 'The letter came back' },
  ],
  relations: [
    { name: 'Elias Okello', kind: 'brother', phone: '+256 700 000 003' },
    { name: "Gulu Women's Group", kind: 'member of', since: '2024-02-01' },
  ],
  deals: [{ id: 'D-4', name: 'Maize seed, 20 bags', stage: 'Quote', amount: '250000 UGX', expected: '2026-12-15' }],
  tickets: [{ id: 'T-7', name: 'Wet bags', priority: 'high', opened: '2026-11-01' }],
  files: [{ name: 'price-list.txt', type: 'text/plain', size: 20, data: 'bWFpemUgc2VlZCAxMiw1MDAK' }],
}

/** A packet of version 2: the same record with its case. */
export const casePacket = (changes: Partial<Packet> = {}): Packet =>
  samplePacket({ version: 2, background: [], case: sampleCase, ...changes })

/** The words of a letter, of its text or its HTML, without the marks of lists and the ends of lines. */
export function sameText(letter: string): string {
  const body = letter.replace(/^[^]*<body[^>]*>/, '').replace(/<\/?(?:a|b|bdi|span)\b[^>]*>/g, '')
  const said = body
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
  return said
    .replace(/^(?:- | {2})/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
