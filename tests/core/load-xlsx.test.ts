// Excel workbooks: what a person sees in the cells is what is loaded; what cannot be read is refused before it costs anything.

import { strToU8, zipSync } from 'fflate'
import { readPeople } from '@satchel/core/files/read-people'
import { Problem } from '@satchel/protocol/problem'
import { describe, expect, test } from 'vitest'
import { textRow, workbook } from '../helpers/xlsx.ts'

const head = textRow(1, 'given name', 'family name', 'born', 'phone')
const read = (bytes: Uint8Array) => readPeople(bytes, { maps: [] })
const rowsOf = (rows: string, more: Partial<Parameters<typeof workbook>[0]> = {}) =>
  read(workbook({ sheets: { People: `${head}${rows}` }, ...more }))
const refusal = (bytes: Uint8Array) => {
  const before = process.memoryUsage().rss
  try {
    read(bytes)
  } catch (error) {
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024)
    if (error instanceof Problem) return [error.code, error.message]
    throw error
  }
  return null
}

describe('cells', () => {
  test('shared texts, rich texts without how they are read aloud, texts in the cell, results of formulas', () => {
    const strings =
      '<si><t>Jimmy</t></si><si><r><t xml:space="preserve">Oke</t></r><r><t>llo</t></r><rPh sb="0" eb="1"><t>X</t></rPh></si>'
    const { rows, format, faults } = rowsOf(
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="D2" t="str"><f>A1</f><v>0700 000 001</v></c></row>' +
        `<row r="3"/>${textRow(5, 'Agnes &amp; Co', 'A\u00a0b')}`,
      { strings },
    )
    expect({ format, faults }).toEqual({ format: 'xlsx', faults: [] })
    expect(rows).toMatchObject([
      { line: 2, given: 'Jimmy', family: 'Okello', contacts: [{ value: '0700 000 001', column: 3 }] },
      { line: 5, given: 'Agnes & Co' },
    ])
  })

  test('numbers as the sheet shows them: no 7.7E8 for a telephone number', () => {
    const cell = (value: string) => `<row r="2"><c r="A2"><v>1</v></c><c r="D2"><v>${value}</v></c></row>`
    for (const [held, shown] of [
      ['770956970', '770956970'],
      ['7.70956970E8', '770956970'],
      ['255770956970', '255770956970'],
    ] as const)
      expect(rowsOf(cell(held)).rows).toMatchObject([{ contacts: [{ value: shown }] }])
  })

  test("a number that is shown as a date is one, in both of Excel's calendars", () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="0&quot; days&quot;"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    const born = (serial: string, style: number, is1904 = false) =>
      rowsOf(`<row r="2"><c r="A2" t="str"><v>A</v></c><c r="C2" s="${style}"><v>${serial}</v></c></row>`, {
        styles,
        is1904,
      }).rows[0]?.born
    expect(born('29342', 1)).toBe('1980-05-01')
    expect(born('29342.75', 2)).toBe('1980-05-01')
    expect(born('61', 1)).toBe('1900-03-01')
    expect(born('59', 1)).toBe('1900-02-28')
    expect(born('27880', 1, true)).toBe('1980-05-01')
    // not shown as a date, so it is none
    expect(born('29342', 3)).toBeUndefined()
    expect(born('29342', 0)).toBeUndefined()
  })

  test('skipped cells, rows and columns move nothing into another column', () => {
    const { rows } = rowsOf(
      '<row r="7"><c r="B7" t="str"><v>Okello</v></c><c r="D7" t="str"><v>0700 000 002</v></c></row>',
    )
    expect(rows).toMatchObject([{ line: 7, family: 'Okello', contacts: [{ value: '0700 000 002' }] }])
    expect(rows[0]?.given).toBeUndefined()
  })

  test('a row of empty texts is no row', () => {
    const { rows, faults } = rowsOf('<row r="2"><c r="A2" t="s"><v>0</v></c></row>', { strings: '<si><t></t></si>' })
    expect([rows, faults]).toEqual([[], []])
  })

  test('an error of the sheet is a fault of its line', () => {
    const { rows } = rowsOf('<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>')
    expect(rows[0]?.faults).toEqual([{ column: 0, fault: 'holds an error of the sheet' }])
  })

  test('a cell behind the last heading, and one behind the last column', () => {
    expect(
      rowsOf('<row r="2"><c r="A2" t="str"><v>A</v></c><c r="E2" t="str"><v>x</v></c></row>').rows[0]?.faults,
    ).toHaveLength(1)
    expect(rowsOf('<row r="2"><c r="OK2" t="str"><v>x</v></c></row>').rows).toMatchObject([
      { line: 2, faults: [{ fault: 'has cells beyond the column 400' }, { fault: 'has no name' }] },
    ])
  })
})

describe('sheets', () => {
  test('the first that is visible, and the others are named', () => {
    const sheets = { Old: textRow(1, 'x'), People: `${head}${textRow(2, 'Jimmy')}`, More: textRow(1, 'y') }
    const { rows, leftOut } = read(workbook({ sheets, hidden: ['Old'] }))
    expect(rows).toMatchObject([{ given: 'Jimmy' }])
    expect(leftOut).toEqual(['sheet "More"'])
  })
})

describe('what is refused', () => {
  const good = workbook({ sheets: { People: `${head}${textRow(2, 'Jimmy')}` } })

  test.each<[string, Uint8Array, RegExp]>([
    ['an archive without a workbook', zipSync({ 'a.txt': strToU8('x') }), /without a workbook/],
    ['one that is cut off', good.subarray(0, good.length - 40), /cut off or damaged/],
    ['the format before 2007, or a password', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /before 2007/],
    [
      'a document type',
      workbook({ sheets: { A: '' }, extra: { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>' } }),
      /document type/,
    ],
    [
      'XML that is none',
      workbook({ sheets: { A: '' }, extra: { 'xl/workbook.xml': '<workbook><sheets' } }),
      /cannot be read/,
    ],
    ['an empty sheet', workbook({ sheets: { A: '' } }), /is empty/],
    [
      'a cell that cannot be',
      workbook({ sheets: { A: '<row r="1"><c r="ZZZZZZ9" t="str"><v>x</v></c></row>' } }),
      /cannot be/,
    ],
    ['a row without a number', workbook({ sheets: { A: '<row r="x"/>' } }), /not numbered in order/],
    [
      'two rows of one number',
      workbook({ sheets: { A: `${head}${textRow(2, 'A')}${textRow(2, 'B')}` } }),
      /not numbered in order/,
    ],
    ['a sheet that is a bomb', workbook({ sheets: { A: ' '.repeat(70 * 1024 * 1024) } }), /too large when unpacked/],
    [
      'a million rows',
      workbook({
        sheets: {
          A: Array.from({ length: 1_000_000 }, (_, at) => `<row r="${at + 1}"><c><v>1</v></c></row>`).join(''),
        },
      }),
      /more than 100000 rows/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(refusal(bytes)).toEqual(['load/not-csv', expect.stringMatching(message)])
  })

  test('whatever was changed in a good one, nothing else than a Problem comes of it', () => {
    for (let at = 0; at < good.length; at += 7) {
      const bad = Uint8Array.from(good)
      bad[at] = (bad[at] ?? 0) ^ 0x55
      refusal(bad)
    }
  })
})
