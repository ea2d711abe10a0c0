// The rest of satchel show, beside contacts, stages and the timeline: every field of every row of a record, as the database lists
// them for whoever asks. Nothing in here knows a table's columns, so that none is forgotten.

import type { Part } from '../../people/show-record.ts'
import { cell, table } from '../io.ts'

/** Told by lists of their own, with these fields; more about them is told here. */
const toldBefore: Readonly<Record<string, readonly string[]>> = {
  contact_point: ['kind', 'value', 'normal'],
  address: ['kind', 'line1', 'line2', 'city', 'region', 'postcode', 'country'],
  entity: ['uuid', 'type', 'name', 'owner', 'version', 'path', 'level'],
}
const toldWhole: ReadonlySet<string> = new Set(['activity', 'development_tracking'])

/** What "no" says of a field of one's own somebody said; of shipped ones it is what nobody said. */
const says = (value: unknown, isOwn: boolean) =>
  value !== null && value !== undefined && value !== '' && (value !== false || isOwn)
const shownValue = (value: unknown) => (value === true ? 'yes' : value === false ? 'no' : cell(value))

/** For programs: rows by table, each with its number and its fields by name. */
export function partsByName(parts: readonly Part[]): Readonly<Record<string, readonly object[]>> {
  const rows = new Map<string, object[]>()
  for (const { part, number, fields } of parts) {
    if (number === null || fields === null) continue
    const row = { number, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) }
    rows.set(part, [...(rows.get(part) ?? []), row])
  }
  return Object.fromEntries(rows)
}

/** For people: a title, then a line for each field of a row that stands alone, a table of several rows. */
export function partsText(parts: readonly Part[]): readonly string[] {
  const names = [...new Set(parts.map(({ part }) => part))].filter(name => !toldWhole.has(name))
  return names.flatMap(name => {
    const rows = parts
      .filter(({ part, number }) => part === name && number !== null)
      .map(row => ({
        ...row,
        fields: (row.fields ?? []).filter(
          field =>
            toldBefore[name]?.includes(field.name) !== true &&
            says(field.value, `${name}_${field.name}`.includes('own_')),
        ),
      }))
      .filter(({ fields }) => fields.length > 0)
    const [first] = rows
    if (first === undefined) return []
    const title = first.title ?? name
    if (isAlone(name, first)) return [`${title}\n${linesOf(first.fields)}`]
    const used = [...new Set(rows.flatMap(({ fields }) => fields.map(field => field.name)))]
    const cells = rows.map(({ number, fields }) => ({
      // as packets name them; of the others it is the number alone
      row: name in toldBefore ? `${name.charAt(0)}${number}` : number,
      ...Object.fromEntries(used.map(one => [one, shownValue(fields.find(field => field.name === one)?.value)])),
    }))
    return [`${title}\n${table(cells)}`]
  })
}

/** The record's own row, of which there is one. */
const isAlone = (name: string, { fields }: { readonly fields: readonly { readonly name: string }[] }) =>
  // of the tables of one's own those of a type have ids
  (name.startsWith('own_') && fields.some(field => field.name === 'hid')) ||
  ['entity', 'person', 'organization', 'staff', 'product', 'grp', 'deal', 'ticket', 'person_private'].includes(name)

function linesOf(fields: NonNullable<Part['fields']>): string {
  const width = Math.max(...fields.map(({ label }) => label.length))
  return fields.map(({ label, value }) => `${label.padEnd(width)}  ${shownValue(value)}`).join('\n')
}
