// vCards (2.1, 3.0 and 4.0, as phones and mail programs write them) to the records that a sheet gives: one card is one row, and the
// same checks judge it. A property that no field takes is told: by its name before anything is loaded, or by the line of its card.

import type { LoadField } from '../fields.ts'
import { readMaps } from '../headings/headings.ts'
import type { FaultyLine, FileRecord, LeftOutLine, ReadOptions } from '../file-record.ts'
import { type Card, cardsOf } from './vcard-lines.ts'
import { cardFields, fieldsOf, type Maps } from './vcard-fields.ts'
import { personOf, unspoken } from './vcard-person.ts'

interface Cards {
  readonly columns: readonly { readonly heading: string; readonly field: LoadField }[]
  /** Properties that hold nothing about a person's fields. */
  readonly leftOut: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine | LeftOutLine)[]
}

/** More names than anybody reads. */
const mostLeftOut = 100

export const isVcard = (text: string) => /^\s*BEGIN:VCARD\s*$/im.test(text.slice(0, 1000))

/** @throws Problem usage/wrong for a map that fits nothing. */
export function readVcards(text: string, { maps, encoding }: ReadOptions): Cards {
  const cards = [...cardsOf(text)]
  const names = new Set(cards.flatMap(card => ('properties' in card ? card.properties.map(({ name }) => name) : [])))
  const mapped = mapsOf(maps, names)
  const others = new Set<string>()
  const records = cards.map(card => ('properties' in card ? recordOf(card, mapped, encoding, others) : card))
  const leftOut = [...others].toSorted()
  return {
    columns: cardFields.map(field => ({ heading: field, field })),
    leftOut:
      leftOut.length <= mostLeftOut
        ? leftOut
        : [...leftOut.slice(0, mostLeftOut), `${leftOut.length - mostLeftOut} more properties`],
    records,
  }
}

function recordOf(
  card: Card,
  maps: Maps,
  encoding: string | undefined,
  others: Set<string>,
): FileRecord | FaultyLine | LeftOutLine {
  if (!['2.1', '3.0', '4.0'].includes(card.version))
    return { line: card.line, fault: 'is a card of another version than 2.1, 3.0 and 4.0' }
  return personOf(card, maps, encoding, others)
}

/** Properties by their names, and fields by theirs: what a property holds, and where a field goes. */
function mapsOf(maps: readonly string[], names: ReadonlySet<string>): Maps {
  const parts: Readonly<Record<string, readonly string[]>> = { N: ['SUFFIX'], TEL: unspoken }
  const properties = [...names].flatMap(name => [name, ...(parts[name] ?? [])])
  const fields = new Set([...names].flatMap(name => fieldsOf(name)))
  const plain = (name: string) => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase()
  const ofProperties = new Map<string, LoadField | null>()
  const ofFields = new Map<LoadField, LoadField | null>()
  for (const [key, field] of readMaps(maps, [...properties, ...fields])) {
    // a word that is both, like NOTE, means the property, which comes to the same
    const property = properties.find(name => plain(name) === key)
    const own = [...fields].find(name => plain(name) === key)
    if (property !== undefined) ofProperties.set(property, field)
    else if (own !== undefined) ofFields.set(own, field)
  }
  return { properties: ofProperties, fields: ofFields }
}
