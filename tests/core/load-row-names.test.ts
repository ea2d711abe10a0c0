// The name of a whole row: its own columns first, what is left out said.

import { readPeople } from '@satchel/core/files/read-people'
import type { NamesWay } from '@satchel/core/files/values/person-names'
import { describe, expect, test } from 'vitest'

describe('in a row', () => {
  const read = (text: string, names?: NamesWay) =>
    readPeople(Buffer.from(text), { maps: [], ...(names === undefined ? {} : { names }) })

  test('a title of its own comes first, and what is left out is said', () => {
    const file = read('name,academic title\n"Dr. Jane Roe",Prof.\n"Dr. Ann Roe",Dr\nDr. Eva Roe,\n', undefined)
    expect(file.rows.map(row => [row.given, row.family, row.title])).toEqual([
      ['Jane', 'Roe', 'Prof.'],
      ['Ann', 'Roe', 'Dr'],
      ['Eva', 'Roe', 'Dr.'],
    ])
    expect(file.told.map(({ line, what }) => [line, what])).toEqual([
      [2, expect.stringContaining('left out')],
      [4, expect.stringContaining('became')],
    ])
  })

  test('two who share a telephone and differ by a Jr alone are not taken for one', () => {
    const { rows } = read(
      'name,phone\nJohn Smith Sr.,0700 000 001\nJohn Smith Jr.,0700 000001\nJohn Smith,0700 000 002\n',
    )
    expect(rows.map(row => row.faults)).toEqual([[], [{ fault: expect.stringContaining('line 2') }], []])
  })

  test('a few names are shown as they were parted', () => {
    expect(read('name\nJimmy Okello\nMary Ann Smith\nAgnes Auma\n', 'family-last').names).toEqual([
      'line 2: Jimmy | Okello',
      'line 3: Mary Ann | Smith',
    ])
  })

  test('further given names and suffixes of columns of their own', () => {
    const { rows, told } = read(
      'First name,Middle name,Last name,Suffix\nMartin,Luther,King,Jr.\nJane,,Roe,PhD\n,Ann,Lee,\n',
    )
    expect(rows).toMatchObject([
      { given: 'Martin Luther', family: 'King', faults: [] },
      { given: 'Jane', family: 'Roe', title: 'PhD', faults: [] },
      { given: 'Ann', family: 'Lee', faults: [] },
    ])
    expect(told).toMatchObject([
      { line: 2, column: 'Suffix' },
      { line: 3, column: 'Suffix' },
    ])
  })
})
