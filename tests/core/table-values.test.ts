// Whatever a record holds, written as CSV, Excel, JSON or SX1 by an export and read back by a load: the same to the letter.

import { readTable } from '@satchel/core/files/tables/read-table'
import { carried, tableFormats, tableWriter } from '@satchel/core/files/table-write/table-writer'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const kinds = {
  id: 'text',
  name: 'text',
  body: 'long-text',
  amount: 'money',
  share: 'number',
  count: 'integer',
  due: 'date',
  start: 'time',
  active: 'boolean',
  kind: 'choice',
  uuid: 'text',
} as const
const fields = Object.entries(kinds).map(([field, kind], sort) => ({
  field,
  label: `Label of ${field}`,
  kind: kind === 'choice' ? 'text' : kind,
  domain: kind === 'choice' ? 'colour' : null,
  choices: kind === 'choice' ? ['dark-red', 'blue', '1'] : null,
  refers: null,
  required: false,
  may_read: true,
  may_write: true,
  source: 'thing',
  attribute: `thing_${field}`,
  is_key: false,
  sort,
}))
const type = {
  type: 'thing',
  source: 'thing',
  part: 'subtype' as const,
  record_key: 'thing_id',
  entity_type: 'thing',
  columns: [] as string[],
  natural_key: null,
  sort: 1,
}

const awkward = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  '""',
  '\n',
  '\r\n',
  '\t',
  ' ',
  ',',
  ';',
  '|',
  '\\',
  '_x000A_',
  '&amp;',
  '<',
  '\u00A0',
]
const spoiling = [
  'NULL',
  '#N/A',
  'TRUE',
  '007',
  '1e5',
  '1,234',
  '2026-01-02',
  '31.12.2026',
  '=1+1',
  '-',
  '\u200B',
  '\uFFFE',
  '\uFFFF',
  '\uFEFF',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  'م',
  '𠀋',
]
/** No format and no database holds NUL and its like; U+FFFD says that something was lost, and is asked about. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...awkward, ...spoiling),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.join(''))
  .filter(value => !value.includes('\uFFFD'))
const digits = (before: number, behind: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** BigInt(before) - 1n }), fc.integer({ min: 0, max: behind }), fc.nat())
    .map(([whole, places, part]) => {
      const rest = String(part).slice(0, places).replace(/0+$/, '')
      return rest === '' ? String(whole) : `${whole}.${rest}`
    })
const moment = fc.date({ min: new Date('1900-03-01'), max: new Date('2999-12-31'), noInvalidDate: true })
const row = fc.record(
  {
    id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,20}$/),
    name: text,
    body: text,
    amount: digits(14, 4),
    share: digits(3, 6),
    count: fc.integer({ min: -1000, max: 100_000 }).map(String),
    due: moment.map(day => day.toISOString().slice(0, 10)),
    start: moment.map(at =>
      at
        .toISOString()
        .replace(/\.?0*Z$/, 'Z')
        .replace(/T(\d\d:\d\d)Z$/, 'T$1:00Z'),
    ),
    active: fc.constantFrom('yes', 'no'),
    kind: fc.constantFrom('dark-red', 'blue', '1'),
  },
  { requiredKeys: ['id'] },
)

test.each(tableFormats)('values of every kind in %s', format => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), rows => {
      const whole = rows.map((said, at) => carried({ ...said, uuid: `00000000-0000-4000-8000-00000000000${at}` }).said)
      const writer = tableWriter(format, fields, 'thing')
      const parts = [writer.head(), writer.rows(whole), writer.end()]
      const bytes = Buffer.concat(parts.map(part => Buffer.from(part)))
      const read = readTable(bytes, type, fields, [], { maps: [], zone: 'Africa/Nairobi' })
      expect(read.isOwn).toBe(true)
      expect(read.faults).toEqual([])
      expect(read.rows.map(({ said, faults }) => ({ said, faults }))).toEqual(
        whole.map(said => ({
          said: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')),
          faults: [],
        })),
      )
    }),
    { numRuns: 150 },
  )
})
