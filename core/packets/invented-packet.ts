// A packet with invented values, so that a form can be looked at without a record. Pure; nobody's data.

import { kindOf } from './packet-file.ts'
import type { FormCollection, FormDefinition, FormField } from '@satchel/forms/definition/definition'
import type { Packet, PacketRow } from '@satchel/protocol/messages/packet'
import type { PacketCase } from '@satchel/protocol/messages/packet-case'

/** What a packet says of itself. */
export type PreviewHead = Pick<
  Packet,
  'id' | 'epoch' | 'language' | 'issued' | 'expires' | 'token' | 'replyTo' | 'key'
> & {
  readonly sender: string
}

/** The same for the same form and head. */
export function inventedPacket(form: FormDefinition, { sender, ...head }: PreviewHead): Packet {
  const fields = form.fields.map(field => [field.name, valueOf(field)] as const)
  return {
    ...head,
    version: 2,
    kind: 'work',
    form: { name: form.name, version: form.version },
    record: {
      kind: kindOf(form.entity),
      version: 1,
      fields: new Map(fields),
      rows: new Map(form.collections.map(collection => [collection.name, rowsOf(collection)])),
    },
    case: caseOf(form, sender, head.issued),
    background: [],
    report: form.report.map(({ name }) => name),
  }
}

/** By what their columns are called; of others, their own label. */
const known: readonly (readonly [RegExp, string])[] = [
  [/_given$/, 'Neema'],
  [/_family$/, 'Mushi'],
  [/^organization_name$/, 'Soko Kuu Traders'],
  [/^grp_name$/, 'Farmers of Moshi'],
  [/^product_name$/, 'Maize seed, 10 kg'],
  [/^deal_name$/, 'Ten bags of maize seed'],
  [/^ticket_name$/, 'The pump gives no water'],
  [/_city$/, 'Moshi'],
  [/_region$/, 'Kilimanjaro'],
  [/_country$/, 'TZ'],
  [/_line1$/, 'Plot 7'],
  [/_unit$/, 'bag'],
  [/_website$/, 'https://example.org'],
]

function valueOf(field: FormField): string {
  const { type, column, choices, label, max } = field
  const text = known.find(([pattern]) => pattern.test(column))?.[1] ?? label.get('en') ?? field.name
  const values: Readonly<Partial<Record<FormField['type'], string>>> = {
    date: '2026-03-01',
    choice: choices[0]?.value ?? '',
    boolean: 'true',
    phone: '+255 700 000 001',
    email: 'neema@example.org',
    contact: '+255 700 000 001',
    integer: '12',
    number: '2.5',
    money: '1250',
    currency: 'TZS',
    place: '-3.3673, 37.3423 (12 m)',
    record: column.endsWith('_contact') ? 'P12' : column.endsWith('_product') ? 'S-1' : 'O-3',
  }
  return values[type] ?? text.slice(0, max)
}

/** One row of each kind that a contact may have, at most two; of other lists one. */
function rowsOf(collection: FormCollection): readonly PacketRow[] {
  const contact = collection.fields.find(({ type }) => type === 'contact')
  const row = (id: number, changes: Readonly<Record<string, string>> = {}): PacketRow => ({
    id: `${collection.table.charAt(0)}${id}`,
    fields: new Map(collection.fields.map(field => [field.name, changes[field.name] ?? valueOf(field)])),
  })
  if (contact === undefined) return [row(1)]
  const kinds = collection.fields.find(({ name }) => name === 'kind')?.choices.map(({ value }) => value) ?? []
  const rows = [
    { kind: 'phone', [contact.name]: '+255 700 000 001' },
    { kind: 'email', [contact.name]: 'neema@example.org' },
  ]
  return rows.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map((each, at) => row(at + 1, each))
}

/** A few lines of what the form shows about a record; the name as the fields have it. */
function caseOf(form: FormDefinition, sender: string, issued: string): PacketCase {
  const name = form.fields.filter(({ column }) => /_(?:given|family|name)$/.test(column)).map(valueOf)
  const shown = <Entry>(part: FormDefinition['shows'][number], ...entries: readonly Entry[]) =>
    form.shows.includes(part) ? entries : []
  const day = issued.slice(0, 10)
  return {
    name: name.join(' ') || 'Neema Mushi',
    sender,
    place: 'Moshi, Kilimanjaro',
    tasks: shown('tasks', { text: 'Agree on a day', due: day }),
    promises: shown('promises', { text: 'call back with the price', due: day }),
    processes: shown('stages', {
      name: 'Process',
      stages: [
        { name: 'First stage', state: 'done', entered: day, days: 10, planned: 14 },
        { name: 'Second stage', state: 'now', entered: day, days: 3, planned: 14 },
      ],
    }),
    contacts: shown('contacts', {
      date: day,
      kind: 'call',
      outcome: 'reached',
      by: 'you',
      text: 'Asked for the price',
    }),
    troubles: [],
    relations: shown('relations', { name: 'Elias Mushi', kind: 'brother', phone: '+255 700 000 003' }),
    deals: shown('deals', { id: 'D-4', name: 'Maize seed', stage: 'Quote', amount: '1250 TZS', expected: day }),
    tickets: shown('tickets', { id: 'T-7', name: 'Wet bags', priority: 'high', opened: day }),
    files: [],
  }
}
