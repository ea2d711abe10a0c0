// CSV as spreadsheets write it: what was printed is read, whatever the quoting, the separator and the ends of lines.

import { type Delimiter, readCsv, takeSeparatorLine } from '@satchel/core/files/text/csv'
import { decode } from '@satchel/core/files/text/decode'
import { findDelimiter } from '@satchel/core/files/text/delimiter'
import { loadLimits } from '@satchel/core/files/file-limits'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const delimiter = fc.constantFrom<Delimiter>(',', ';', '\t')
const newline = fc.constantFrom('\n', '\r\n', '\r')
const cell = fc.string({ unit: fc.constantFrom('a', 'ß', '😀', '"', ',', ';', '\t', '\n', '\r', ' '), maxLength: 8 })

/** As a spreadsheet prints a cell: quoted where it must be, or because it likes to. */
function printCell(text: string, likesQuotes: boolean): string {
  const must = /[",;\t\r\n]/.test(text)
  return must || likesQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

const read = (text: string, separator: Delimiter = ',') => [...readCsv(text, separator)]

describe('reading', () => {
  test('gives what was printed', () => {
    const rows = fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 5 }), { maxLength: 6 })
    fc.assert(
      fc.property(rows, delimiter, newline, fc.boolean(), (printed, separator, end, endsWithNewline) => {
        const lines = printed.map(row => row.map(([text, quotes]) => printCell(text, quotes)).join(separator))
        const text = lines.join(end) + (endsWithNewline ? end : '')
        const wanted = printed
          .map(row => row.map(([value]) => value))
          .filter(row => row.some(value => value.trim() !== ''))
        expect(read(text, separator).map(record => ('cells' in record ? record.cells : record))).toEqual(wanted)
      }),
    )
  })

  test('never fails, and tells lines in their order, whatever comes', () => {
    fc.assert(
      fc.property(cell, fc.array(cell), delimiter, (first, more, separator) => {
        const lines = read([first, ...more].join(''), separator).map(record => record.line)
        expect(lines).toEqual([...lines].sort((a, b) => a - b))
      }),
    )
  })

  test('counts lines of the file, also inside quotes and over empty ones', () => {
    expect(read('a,b\n"x\r\ny",1\n\n , \nlast,2\n').map(({ line }) => line)).toEqual([1, 2, 6])
  })
})

describe('a fault', () => {
  test('is told with its line, and reading goes on behind it', () => {
    expect(read('a,b\n"x"y,1\nc,d\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, fault: 'cell 1 goes on after its closing quote' },
      { line: 3, cells: ['c', 'd'] },
    ])
  })

  test('of a quote that never ends stops the reading', () => {
    expect(read('a\n"x\ny\nz')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, fault: 'a quote is opened and never closed; the rest of the file was not read' },
    ])
  })

  test('is a cell or a row beyond the limits, and not one at them', () => {
    const { cellLength, columns } = loadLimits
    expect(read('x'.repeat(cellLength))).toMatchObject([{ cells: ['x'.repeat(cellLength)] }])
    expect(read(`"${'x'.repeat(cellLength + 1)}"`)).toMatchObject([{ fault: expect.stringContaining('longer than') }])
    expect(read(Array(columns).fill('x').join(','))).toMatchObject([{ line: 1, cells: { length: columns } }])
    expect(
      read(
        Array(columns + 1)
          .fill('x')
          .join(','),
      ),
    ).toMatchObject([{ fault: expect.stringContaining('more than') }])
  })
})

test('the separator is the one that stands most often in the headings, outside quotes', () => {
  expect(findDelimiter('name;"a,b,c";phone\n1,2,3,4')).toBe(';')
  expect(findDelimiter('name\tphone\n')).toBe('\t')
  expect(findDelimiter('name,phone')).toBe(',')
  expect(findDelimiter('name')).toBe(',')
  expect(takeSeparatorLine('sep=;\r\na;b')).toEqual({ text: 'a;b', delimiter: ';' })
  expect(takeSeparatorLine('separate')).toEqual({ text: 'separate' })
})

describe('bytes', () => {
  const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)

  test('are read as UTF-8, and as UTF-16 with its mark', () => {
    const wanted = 'name\nMüller – Ø'
    const text = { text: wanted, notes: [] }
    expect(decode(bytes(wanted))).toEqual({ ...text, encoding: 'UTF-8' })
    expect(decode(bytes(`\uFEFF${wanted}`))).toEqual({ ...text, encoding: 'UTF-8' })
    const little = bytes(`\uFEFF${wanted}`, 'utf16le')
    expect(decode(little)).toEqual({ ...text, encoding: 'UTF-16' })
    expect(decode(Buffer.from(little).swap16())).toEqual({ ...text, encoding: 'UTF-16' })
  })

  test('that are no text, or nothing, are refused', () => {
    for (const nonsense of [bytes(''), bytes(' \n\n'), bytes('PK\u0003\u0004\0\0'), bytes('a,b\0\n')])
      expect(() => decode(nonsense)).toThrow(expect.objectContaining({ code: 'load/not-csv' }))
  })

  test('beyond the limit are refused, and at it taken', () => {
    const whole = Buffer.alloc(loadLimits.fileBytes, 'a')
    expect(decode(whole).text).toHaveLength(loadLimits.fileBytes)
    expect(() => decode(Buffer.concat([whole, bytes('a')]))).toThrow(expect.objectContaining({ code: 'load/not-csv' }))
  })
})
