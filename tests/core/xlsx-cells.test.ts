// Texts and formulas of a workbook's cells, in every way that programs write them.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readBook, readCell, readRows, refusalOf } from '../helpers/xlsx-read.ts'
import { partsOf, textRow, workbook, zipped } from '../helpers/xlsx.ts'

const note = (cell: string, strings?: string) => readCell(cell, 'note', strings === undefined ? {} : { strings })

describe('texts', () => {
  test.each<[string, string, string]>([
    ['of one piece', '<c t="inlineStr"><is><t>Zoë 😀</t></is></c>', 'Zoë 😀'],
    [
      'of several pieces',
      '<c t="inlineStr"><is><r><t>a </t></r><r><rPr><b/></rPr><t xml:space="preserve">b</t></r></is></c>',
      'a b',
    ],
    [
      'with how it is read aloud',
      '<c t="inlineStr"><is><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh><phoneticPr fontId="1"/></is></c>',
      '山田',
    ],
    ['with a value beside', '<c t="inlineStr"><is><t>Ann</t></is><v>7</v></c>', 'Ann'],
    ['with a value before', '<c t="inlineStr"><v>7</v><is><t>Ann</t></is></c>', 'Ann'],
    ['with a value alone', '<c t="inlineStr"><v>Ann</v></c>', 'Ann'],
    ['as CDATA', '<c t="inlineStr"><is><t><![CDATA[a < b & c]]></t></is></c>', 'a < b & c'],
    ['with numbered characters', '<c t="inlineStr"><is><t>&#233;&#x1F600;&#128512;&amp;&lt;</t></is></c>', 'é😀😀&<'],
    ['with half characters numbered', '<c t="inlineStr"><is><t>&#55357;&#56832;</t></is></c>', '😀'],
    [
      'with escapes',
      '<c t="inlineStr"><is><t>a_x000D_\nb_x0009_c_x005F_x000D_d_x00e9_</t></is></c>',
      'a\nb\tc_x000D_dé',
    ],
    ['with line ends', '<c t="inlineStr"><is><t>a\r\nb&#13;&#10;c&#10;d</t></is></c>', 'a\nb\nc\nd'],
    ['with a comment', '<c t="inlineStr"><is><t>a<!-- no -->b</t></is></c>', 'ab'],
    ['of a formula, with escapes', '<c t="str"><f>A1</f><v>a_x000D_\nb</v></c>', 'a\nb'],
    ['true', '<c t="b"><v>1</v></c>', 'TRUE'],
    ['false', '<c t="b"><f>A1=2</f><v>0</v></c>', 'FALSE'],
  ])('%s', (_, cell, shown) => {
    expect(note(cell)).toEqual({ value: shown })
  })

  test('shared ones, and one that is not there', () => {
    const strings =
      '<si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh sb="0" eb="1"><t>X</t></rPh></si><si/><si><t>_x0041_</t></si>'
    const shared = (index: string) => note(`<c t="s"><v>${index}</v></c>`, strings)
    expect([shared('0'), shared('1'), shared('2'), shared('3')]).toEqual([
      { value: 'one' },
      { value: 'two' },
      { value: undefined },
      { value: 'A' },
    ])
    for (const index of ['4', '-1', '0.5', 'x']) expect(shared(index).fault).toMatch('damaged')
  })

  test('headings are texts with escapes, too', () => {
    const sheets = { A: `${textRow(1, 'Given_x0020_name', 'Family&#10;name')}${textRow(2, 'A', 'B')}` }
    expect(readBook(workbook({ sheets })).rows).toMatchObject([{ given: 'A', family: 'B' }])
  })

  test('cells and rows without their place follow each other', () => {
    const bare = '<row><c t="str"><v>A</v></c><c t="str"><v>B</v></c></row>'
    expect(readRows(bare + bare).rows).toMatchObject([
      { line: 2, given: 'A', family: 'B' },
      { line: 3, given: 'A', family: 'B' },
    ])
  })

  test('a cell that names another row, or stands before the one before it, is refused', () => {
    for (const row of [
      '<row r="2"><c r="A3" t="str"><v>A</v></c></row>',
      '<row r="2"><c r="B2" t="str"><v>A</v></c><c r="A2" t="str"><v>B</v></c></row>',
      '<row r="2"><c r="A2" t="str"><v>A</v></c><c r="A2" t="str"><v>B</v></c></row>',
    ])
      expect(refusalOf(() => readRows(row))).toMatch('load/not-csv')
  })

  test('an error of the sheet, an unknown kind, a damaged number are faults of their cell', () => {
    expect(note('<c t="e"><v>#N/A</v></c>').fault).toBe('holds an error of the sheet')
    expect(note('<c t="x"><v>1</v></c>').fault).toMatch('damaged')
    expect(note('<c><v>0x1F</v></c>').fault).toMatch('damaged')
    // of a column that is left out, they are not
    const { rows } = readRows(
      '<row r="2"><c r="A2" t="str"><v>A</v></c><c r="E2" t="e"><v>#N/A</v></c></row>',
      {},
      { maps: ['note=-'] },
    )
    expect(rows).toMatchObject([{ given: 'A', faults: [] }])
  })
})

describe('formulas', () => {
  test('without a stored result they are faults, and so are the empty texts beside them', () => {
    const { rows } = readBook(readFileSync(new URL('../vectors/xlsx/formula-uncached.xlsx', import.meta.url)))
    expect(rows[0]?.faults).toEqual([
      { column: 1, fault: expect.stringMatching('without its result: open the workbook in a spreadsheet program') },
      { column: 2, fault: expect.stringMatching('never calculated') },
    ])
    for (const cell of [
      '<c><f>1+1</f></c>',
      '<c><f>1+1</f><v></v></c>',
      '<c><f>1+1</f><v/></c>',
      '<c t="str"><f>A1</f></c>',
      '<c><f t="shared" si="0"/></c>',
      '<c><f t="array" ref="E2">A1</f></c>',
    ])
      expect(note(cell)).toEqual({ value: undefined, fault: expect.stringMatching('without its result') })
  })

  test('their stored result is taken, an empty one is empty', () => {
    expect(note('<c t="str"><f>""</f><v></v></c>')).toEqual({ value: undefined })
    expect(note('<c><f t="shared" ref="E2:E3" si="0">1+1</f><v>2</v></c>')).toEqual({ value: '2' })
    expect(note('<c><f t="shared" si="0"/><v>2</v></c>')).toEqual({ value: '2' })
    expect(note('<c t="str"><f t="array" ref="E2">A1</f><v>x</v></c>')).toEqual({ value: 'x' })
  })

  test('a workbook whose program left all calculating to the next one: no stored result is believed', () => {
    const cell = '<c><f>1+1</f><v>0</v></c>'
    const uncalculated = readCell(cell, 'note', { book: '<calcPr calcId="124519" fullCalcOnLoad="1"/>' })
    expect(uncalculated).toEqual({ value: undefined, fault: expect.stringMatching('never calculated') })
    expect(readCell(cell, 'note', { book: '<calcPr calcId="191029"/>' })).toEqual({ value: '0' })
  })
})

describe('XML', () => {
  const parts = partsOf({ sheets: { People: `${textRow(1, 'given name', 'note')}${textRow(2, 'Zoë', 'ü😀')}` } })
  const name = 'xl/worksheets/sheet1.xml'
  const inCode = (label: string, bytes: (text: string) => Uint8Array, mark = '') => {
    const text = (parts[name] ?? '').replace(
      '<?xml version="1.0"?>',
      `${mark}<?xml version="1.0" encoding="${label}"?>`,
    )
    return readBook(zipped({ ...parts, [name]: bytes(text) })).rows
  }
  const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16()
  const expected = [{ given: 'Zoë', note: 'ü😀' }]

  test('in UTF-8 and UTF-16, with and without a mark, and with a declaration that is wrong about it', () => {
    expect(inCode('UTF-8', text => Buffer.from(text), '\uFEFF')).toMatchObject(expected)
    expect(inCode('UTF-16', text => Buffer.from(text, 'utf16le'), '\uFEFF')).toMatchObject(expected)
    expect(inCode('UTF-16', swapped, '\uFEFF')).toMatchObject(expected)
    expect(inCode('UTF-16', text => Buffer.from(text, 'utf16le'))).toMatchObject(expected)
    expect(inCode('UTF-16', swapped)).toMatchObject(expected)
    expect(inCode('utf-16', text => Buffer.from(text))).toMatchObject(expected)
    expect(inCode('ISO-8859-1', text => Buffer.from(text.replace('😀', ''), 'latin1'))).toMatchObject([
      { given: 'Zoë', note: 'ü' },
    ])
  })

  test('bytes that are no text, entities that are none, and attributes without quotes are damage, and no value', () => {
    expect(refusalOf(() => inCode('UTF-8', text => Buffer.from(text, 'latin1')))).toMatch('damaged')
    expect(refusalOf(() => inCode('klingon', text => Buffer.from(text)))).toMatch('damaged')
    for (const text of ['&nbsp;', 'a & b', '&#0;', '&#x110000;'])
      expect(refusalOf(() => note(`<c t="inlineStr"><is><t>${text}</t></is></c>`))).toMatch('damaged')
    expect(refusalOf(() => readRows('<row r=2><c t="str"><v>A</v></c></row>'))).toMatch('damaged')
  })

  test('of the strict edition, and under a prefix', () => {
    const strict = Object.fromEntries(
      Object.entries(parts).map(([key, text]) => [
        key,
        text
          .replaceAll(
            'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
            'http://purl.oclc.org/ooxml/spreadsheetml/main',
          )
          .replaceAll(
            'http://schemas.openxmlformats.org/officeDocument/2006',
            'http://purl.oclc.org/ooxml/officeDocument',
          ),
      ]),
    )
    expect(strict[name]).toContain('purl.oclc.org')
    expect(readBook(zipped(strict)).rows).toMatchObject(expected)
    const prefixed = (parts[name] ?? '').replaceAll(/<(\/?)(?=[a-z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=')
    expect(readBook(zipped({ ...parts, [name]: prefixed })).rows).toMatchObject(expected)
  })
})
