// One value as it was typed: the database reads it, and what it cannot be is said in a sentence.

import { meant } from '@satchel/protocol/nearest'
import type { Problem } from '@satchel/protocol/problem'
import { contactFault, readValue } from '../../db/calls/records.ts'
import { listStaff } from '../../db/calls/staff.ts'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'
import type { CatalogField } from './catalog.ts'
import { typedText } from './typed-text.ts'
import { aRecord } from './type-words.ts'

/** Reads a value for a field; null where it is empty. @throws Problem record/bad-value. */
export type ReadOne = (field: CatalogField, text: string) => Promise<string | null>

/** @param zone of times that are typed without one. */
export const valueReader =
  (database: Database, zone: string): ReadOne =>
  async (field, text) => {
    const said = typedText(text, `The field ${field.name}`, field.kind === 'long-text' ? 'several' : 'one')
    const { read } = await database.run(readValue, { source: field.source, field: field.field, text: said, zone })
    if (read.fault !== undefined) {
      const colleagues = field.refers === 'staff' ? await database.run(listStaff, {}) : []
      throw badValue(
        field,
        read.fault,
        said,
        colleagues.filter(({ active }) => active).map(({ hid }) => hid),
      )
    }
    const value = read.value ?? null
    if (field.kind === 'contact' && value !== null) {
      const { fault } = await database.run(contactFault, { kind: field.name, value })
      if (fault !== null) throw badValue(field, fault, text)
    }
    return value
  }

const sentences: Readonly<Record<string, string>> = {
  required: 'needs a value',
  'not-a-choice': 'has other choices than this',
  'not-there': 'names a record, and you see none of that id or name',
  several: 'names a record, and several have that name',
  'not-a-number': 'is a number',
  'not-a-date': 'is a day',
  'not-a-time': 'is a time',
  'too-long': 'has 20,000 characters at most',
  'line-too-long': 'has 254 characters at most',
  'one-line': 'has one line',
  'too-many-decimals': 'has fewer decimals',
  'not-a-phone': 'is a telephone number',
  'two-phones': 'is one telephone number, and this is more than one',
  'not-an-email': 'is an e-mail address',
  'not-a-web-address': 'is the address of a page',
  'not-a-place': 'is a place',
  'not-a-currency': 'is a currency',
  negative: 'is not below 0',
  'not-a-file': 'is a file, and not its name',
}

const hints: Readonly<Record<string, string>> = {
  'not-there': 'write its human id, or its exact name; satchel show ID shows one',
  several: 'write the human id of the one that you mean',
  'not-a-number': 'write it with digits and a point, such as 1250.50',
  'not-a-date': 'write it as 2026-11-30',
  'not-a-time': 'write it as 2026-11-30 14:30',
  'not-a-phone': 'write it with its country code, such as +255700000001',
  'two-phones': 'NAME+=VALUE adds another',
  'not-an-email': 'write it as name@example.org',
  'not-a-web-address': 'write it as https://example.org/page',
  'not-a-place': 'write latitude and longitude in degrees, such as -3.3673, 37.3423',
  'not-a-currency': 'write its three letters, such as TZS',
  'not-a-file': 'write NAME=@FILE, such as contract=@scan.pdf',
}

/** Why a field cannot hold a value. The value is not repeated: what is said here may be kept in a log. */
export function badValue(field: CatalogField, fault: string, text = '', colleagues: readonly string[] = []): Problem {
  const choices = field.kind === 'boolean' ? ['yes', 'no'] : (field.choices ?? [])
  const isColleague = field.refers === 'staff' && fault === 'not-there'
  const hint = isColleague
    ? [meant(text, colleagues), 'satchel staff list']
    : fault === 'not-a-choice'
      ? meant(text, choices)
      : hints[fault]
  const sentence = isColleague ? 'names a colleague, and you see no active one of that name' : sentences[fault]
  return problem(
    'record/bad-value',
    `The field ${field.name} of ${aRecord(field.type)} ${sentence ?? 'cannot hold this'}.`,
    { details: { field: field.name }, ...(hint === undefined ? {} : { hint }) },
  )
}
