// Rows as files: nothing that a spreadsheet runs, nothing that is lost.

import { findDelimiter } from '@satchel/core/files/text/delimiter'
import { cellText, csvRows, sexpRows } from '@satchel/core/queries/format-rows'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import { describe, expect, test } from 'vitest'

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ["'=1", "''=1"],
    ['\t=1', "'\t=1"],
    ['+255 700 000 001', '+255 700 000 001'],
    ['-5.20', '-5.20'],
    ["O'Connor", "O'Connor"],
    ['Amina', 'Amina'],
  ])('%j is %j', (value, cell) => {
    expect(cellText(value)).toBe(cell)
  })

  test('quotes what needs it, has a header without rows, and empty cells for what is empty', () => {
    expect(csvRows([], ['a', 'b'])).toBe('a,b\r\n')
    expect(csvRows([{ a: 'x,"y"\nz', b: null }], ['a', 'b'])).toBe('a,b\r\n"x,""y""\nz",\r\n')
    expect(csvRows([{ a: ' x', b: new Date(0) }], ['a', 'b'])).toBe('a,b\r\n" x",1970-01-01T00:00:00.000Z\r\n')
    expect(findDelimiter(csvRows([], ['a', 'b']))).toBe(',')
  })
})

describe('SX1', () => {
  test('each row is a list that the reader takes, whatever a value holds', () => {
    const text = sexpRows([
      { given_name: 'A "quoted"\n  (value)', count: 3, empty: null },
      { given_name: 'bell\u0007', count: -1 },
    ])
    const rows = text.split(/^(?=\(row)/m)
    expect(rows.map(row => parseSexp(row).items.length)).toEqual([2, 2])
    expect(parseSexp(rows[0] ?? '').items[0]).toMatchObject({ tag: 'given-name', items: ['A "quoted"\n  (value)'] })
    expect(parseSexp(rows[1] ?? '').items[0]).toMatchObject({ items: ['bell'] })
  })
})
