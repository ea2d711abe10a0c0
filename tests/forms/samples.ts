// The shipped form and a packet for it, for the tests of forms. Sample people only.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import { loadForms, wordsFor } from '@satchel/forms/loader'
import type { Packet } from '@satchel/protocol/messages/packet'

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
  return { ...packet, background: [], report: [], record: { ...packet.record, fields }, ...changes }
}
