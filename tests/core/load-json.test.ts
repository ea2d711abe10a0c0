// JSON as other programs write it: every digit, every name, every level; what could mean two things is asked.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readPeople } from '@satchel/core/files/read-people'
import { Problem } from '@satchel/protocol/problem'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const read = (text: string, ...maps: readonly string[]) => readPeople(Buffer.from(text), { maps })
const faultsOf = (text: string, ...maps: readonly string[]) => {
  const { rows, faults, counted } = read(text, ...maps)
  const ofRows = rows.flatMap(({ line, faults: found }) => found.map(({ fault }) => `${counted} ${line}: ${fault}`))
  return [...faults.map(({ line, fault }) => `${counted} ${line}: ${fault}`), ...ofRows]
}
function refusal(text: string, ...maps: readonly string[]): string {
  try {
    read(text, ...maps)
  } catch (error) {
    if (error instanceof Problem) return [error.message, ...error.hints].join(' ')
    throw error
  }
  throw new Error('it was read')
}

describe('numbers', () => {
  test('keep every digit', () => {
    const file = readFileSync(join(import.meta.dirname, '../vectors/load/j-bigint.json'))
    expect(readPeople(file, { maps: [] }).rows).toMatchObject([
      { hid: '10203040506070809', given: 'Big', family: 'Int', faults: [] },
    ])
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 40n }), id => {
        expect(read(`[{"id":${id},"name":"A B"}]`).rows[0]?.hid).toBe(String(id))
      }),
    )
    expect(read('[{"id": 0.10, "name": "A B"}]').rows[0]?.hid).toBe('0.10')
  })

  test('in short form, and true or false, are faults where they are wanted', () => {
    expect(faultsOf('[{"id": 1e21, "name": "A B", "note": true}]')).toEqual([
      expect.stringContaining('entry 1: is a number in short form'),
      expect.stringContaining('entry 1: is true or false'),
    ])
    expect(faultsOf('[{"x": 1e21, "name": "A B", "y": true}]', '*=-')).toEqual([])
  })
})

describe('what is nested', () => {
  const nested = JSON.stringify([
    {
      name: { first: 'Amina', last: 'Said' },
      address: { street: 'Plot 7', city: 'Moshi' },
      phones: [
        { type: 'home', value: '0700 000 001' },
        { type: 'work', value: '0700 000 002' },
      ],
      emails: ['a@x.example', 'b@x.example'],
    },
  ])
  const maps = ['name.first=given-name', 'name.last=family-name', 'address.street=line1', 'address.city=city']

  test('stands under headings with dots; lists give several values', () => {
    const { rows } = read(nested, ...maps, 'phones.value=phone', 'emails=email', 'phones.type=-')
    expect(rows).toMatchObject([
      { line: 1, given: 'Amina', family: 'Said', address: { line1: 'Plot 7', city: 'Moshi' }, faults: [] },
    ])
    expect(rows[0]?.contacts.map(({ kind, value }) => [kind, value])).toEqual([
      ['phone', '0700 000 001'],
      ['phone', '0700 000 002'],
      ['email', 'a@x.example'],
      ['email', 'b@x.example'],
    ])
    expect(refusal(nested, ...maps)).toContain('"phones.type" is not known')
  })

  test('of two addresses makes none of both', () => {
    const two = (...list: readonly object[]) => JSON.stringify([{ name: 'A B', at: list }])
    const wanted = ['at.street=line1', 'at.town=city']
    expect(faultsOf(two({ street: 'Plot 7' }, { town: 'Moshi' }), ...wanted)).toEqual([
      expect.stringContaining('another entry of its list'),
      expect.stringContaining('another entry of its list'),
    ])
    expect(faultsOf(two({ street: 'A', town: 'B' }, { street: 'C', town: 'D' }), ...wanted)).toContain(
      'entry 1: has several values',
    )
    expect(faultsOf(two({ street: 'A' }, { street: 'C' }), 'at.street=line1')).toEqual(['entry 1: has several values'])
    expect(faultsOf(two({ street: 'A', town: 'B' }, {}), ...wanted)).toEqual([])
  })

  test('a name that stands twice is a fault of its entry', () => {
    const twice = '[{"name":"A B","note":"x","note":"y"},{"name":"C D","note":"z"}]'
    expect(faultsOf(twice)).toEqual(['entry 1: stands twice in the entry'])
    expect(faultsOf('[{"a.b":"x","a":{"b":"y"},"name":"A B"}]', 'a.b=note')).toHaveLength(1)
    expect(faultsOf('[{"name":"A B","a":{"b":"x","b":"y"}}]', 'a.b=note')).toHaveLength(1)
  })

  test('lists in lists, and lists of several kinds, are faults', () => {
    expect(faultsOf('[{"name":"A B","phone":[["0700 000 001"]]}]')).toHaveLength(1)
    expect(faultsOf('[{"name":"A B","phone":["0700 000 001",{"x":"1"}]}]')).toHaveLength(1)
  })

  test('half characters are faults, and names that programs keep for themselves are names', () => {
    expect(faultsOf('[{"name":"A \\ud83d B"}]')).toEqual([expect.stringContaining('lost before')])
    expect(read('[{"name":"A B","__proto__":{"polluted":"x"},"constructor":"y"}]', '*=-').rows).toHaveLength(1)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('where the list is', () => {
  test('an object a line, with a mark, empty lines and any ends of lines', () => {
    const { rows, counted } = read('\uFEFF{"name":"A B"}\r\n\r\n{"name":"C D","phone":"0700 000 001"}\r\n')
    expect([counted, rows.map(({ line, given }) => [line, given])]).toEqual([
      'line',
      [
        [1, 'A'],
        [3, 'C'],
      ],
    ])
    expect(read('{"name":"A B"}\n').rows).toHaveLength(1)
    expect(read('{\n "name":"A B"\n}\n{\n "name":"C D"\n}\n').rows.map(({ line }) => line)).toEqual([1, 4])
    expect(faultsOf('{"name":"A B"}\n{"name":"C\n[1]\n{"name":"E F"}')).toEqual([
      'line 2: is no JSON object',
      'line 3: is no entry with texts under names',
    ])
  })

  test('within an object, and told; several are asked', () => {
    const { rows, notes } = read('{"total":1,"data":{"contacts":[{"name":"A B"}]},"next":null}')
    expect([rows.length, notes]).toEqual([1, [expect.stringContaining('"data.contacts" is read')]])
    expect(refusal('{"people":[{"name":"A B"}],"firms":[{"name":"C"}]}')).toContain('"people", "firms"')
    expect(refusal('{"name":"A B","phones":[{"value":"1"}]}')).toContain('one person alone stands in brackets')
  })

  test.each([
    ['[["A","B"],["C","D"]]', 'list of lists'],
    ['[{"name":"A B"},]', 'line 1, column 17'],
    ['[{"name":"A B"}]\n[{"name":"C D"}]', 'no column holds a name'],
    ['[{"name":"A\nB"}]', 'line 1, column 10: a text holds'],
    ['[{"name":01}]', 'is none'],
    ["[{'name':'A B'}]", 'is none'],
    ['[]', 'no column holds a name'],
    [`[${'{},'.repeat(100_000)}{}]`, 'more than 100000 rows'],
    [`[${'{},'.repeat(4_000_000)}{}]`, 'more than 4000000 values'],
    ['['.repeat(5_000_000), 'deeper than 32'],
    [`[{"a":${'{"a":'.repeat(40)}1${'}'.repeat(40)}}]`, 'deeper than 32'],
    [`[{${Array.from({ length: 401 }, (_, at) => `"k${at}":"x"`).join(',')}}]`, 'more than 400 names'],
  ])('%.40s is refused', (text, words) => {
    expect(refusal(text)).toContain(words)
  })

  test('s-expressions: two texts for one field, two rows in a line, a symbol, are faults', () => {
    expect(faultsOf('(row (name "A B") (city "x") (city "y"))')).toContain('line 1: has several values')
    expect(faultsOf('(row (name "A B")) (row (name "C D"))')).toHaveLength(1)
    expect(faultsOf('(row (name "A B") (city moshi))\n(row (name "C D"))')).toHaveLength(1)
  })
})

test('whatever was written is read: the platform’s writer, any texts under any names', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    // U+FFFD is told of as a damaged value, which has a test of its own
    .map(one => `x${one}x`.replaceAll(/[\p{C}\s\uFFFD]/gu, '').normalize('NFC'))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), fc.boolean(), (notes, isByLine) => {
      const people = notes.map(note => ({ name: 'A B', note }))
      const written = isByLine ? people.map(one => JSON.stringify(one)).join('\n') : JSON.stringify(people, null, 2)
      const { rows } = readPeople(Buffer.from(written), { maps: [], encoding: 'utf-8' })
      expect(rows.map(({ note }) => note)).toEqual(notes)
    }),
  )
})
