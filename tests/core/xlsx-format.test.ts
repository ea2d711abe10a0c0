// What a cell shows of its number is what is loaded, or it is a fault, or it is told.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readBook, readCell, readNumber, readRows } from '../helpers/xlsx-read.ts'

const sample = (name: string) => readBook(readFileSync(new URL(`../vectors/xlsx/${name}.xlsx`, import.meta.url)))

describe('numbers', () => {
  test.each<[string, number | string, string]>([
    ['00000', 1234, '01234'],
    ['00000-0000', 12345678, '01234-5678'],
    ['000\\ 000', 12345, '012 345'],
    ['00000\\ 000000', 7911123456, '07911 123456'],
    ['"+"0', 447911123456, '+447911123456'],
    ['0#\\ ##\\ ##\\ ##\\ ##', 612345678, '06 12 34 56 78'],
    ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 2025550123, '(202) 555-0123'],
    ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 5550123, '555-0123'],
    ['000\\-00\\-0000', 12345678, '012-34-5678'],
    ['0', 12, '12'],
    ['@', 7911123456, '7911123456'],
    ['General', 791112345678, '791112345678'],
    ['General', '7.91112345678E11', '791112345678'],
    ['Standard', 12, '12'],
    ['General', 0.1, '0.1'],
    ['General', '0.30000000000000004', '0.3'],
    ['General', '1E-7', '0.0000001'],
    // separators of thousands and the decimal mark differ from computer to computer
    ['#,##0', 1234567, '1234567'],
    ['0.00', 5.5, '5.50'],
    ['0.##', 5, '5'],
    ['0%', 0.15, '15%'],
    ['0.0%', 0.155, '15.5%'],
    ['[$€-407]\\ #,##0.00', 1234.5, '€ 1234.50'],
    ['"Nr. "0', 5, 'Nr. 5'],
    ['0" kg"', 5, '5 kg'],
    ['# ?/?', 5.5, '5 1/2'],
    ['# ??/??', 0.75, '3/4'],
    ['0;\\(0\\)', -5, '(5)'],
    ['0', -5, '-5'],
    ['[Red]0;[Blue]\\-0;"none"', 0, 'none'],
    ['0000\\/00', 123456, '1234/56'],
  ])('%s shows %s as %s', (code, value, shown) => {
    expect(readNumber(value, code)).toEqual({ value: shown })
  })

  test('a number that is shown rounded is taken as it is shown, one that is shown shortened with all its digits; both are told', () => {
    expect(readNumber(2.345, '0.0')).toEqual({ value: '2.3', told: expect.stringMatching('shown rounded') })
    expect(readNumber(7911123456, '0.00E+00')).toEqual({
      value: '7911123456',
      told: expect.stringMatching('shortened'),
    })
    expect(readNumber(7911123456, '0,,')).toEqual({ value: '7911123456', told: expect.stringMatching('shortened') })
    expect(readNumber(0, '0;-0;;@')).toEqual({ value: undefined, told: expect.stringMatching('left out') })
  })

  test.each<[string, number | string, RegExp]>([
    ['General', '1234567890123456', /more digits than a spreadsheet keeps/],
    ['0000-0000-0000-0000', '1234567890123450', /more digits than a spreadsheet keeps/],
    ['[DBNum1]0', 5, /not known here/],
    ['TT.MM.JJJJ', 29342, /not known here/],
    ['ДД.ММ.ГГГГ', 29342, /not known here/],
    ['0##', 5, /not known here/],
    ['# ?/?', 0.333, /not known here/],
    ['General', '12x', /damaged/],
    ['General', 'Infinity', /damaged/],
  ])('under %s, %s is a fault', (code, value, fault) => {
    expect(readNumber(value, code)).toEqual({ value: undefined, fault: expect.stringMatching(fault) })
  })

  test('formats that every workbook knows by number', () => {
    const shown = (id: number, value: number) =>
      readCell(`<c s="0"><v>${value}</v></c>`, 'note', { styles: `<cellXfs><xf numFmtId="${id}"/></cellXfs>` }).value
    expect([
      shown(1, 5),
      shown(2, 5),
      shown(3, 5000),
      shown(9, 0.15),
      shown(10, 0.155),
      shown(12, 5.5),
      shown(49, 5),
    ]).toEqual(['5', '5.00', '5000', '15%', '15.50%', '5 1/2', '5'])
  })

  test('a text keeps what its format writes around it', () => {
    const text = '<c s="1" t="inlineStr"><is><t>ab</t></is></c>'
    const under = (code: string) =>
      readCell(text, 'note', {
        styles: `<numFmts><numFmt numFmtId="164" formatCode='${code}'/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>`,
      })
    expect(under('@')).toEqual({ value: 'ab' })
    expect(under('0;-0;0;"Dr. "@')).toEqual({ value: 'Dr. ab' })
    expect(under(';;;')).toEqual({ value: 'ab', told: expect.stringMatching('not shown') })
  })

  test('the postcode and telephone number of a workbook that shows their zeros', () => {
    const { rows } = sample('shown-by-format')
    expect(rows).toMatchObject([{ address: { postcode: '01234' }, contacts: [{ value: '07911 123456' }], faults: [] }])
  })

  test('a number in a telephone column has lost its zero, and that is said once', () => {
    const cells = (line: number) =>
      `<row r="${line}"><c r="A${line}" t="str"><v>A</v></c><c r="D${line}"><v>7911123456</v></c></row>`
    expect(readRows(cells(2) + cells(3)).notes).toEqual([expect.stringMatching(/^phone: 2 cells are numbers .* lost/)])
  })
})

describe('dates', () => {
  test.each<[string, number | string, string]>([
    ['dd/mm/yyyy', 29372, '1980-05-31'],
    ['d/m/yy', 29372, '1980-05-31'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 29372, '1980-05-31'],
    ['[$-407]d\\.\\ mmmm\\ yyyy;@', 29372, '1980-05-31'],
    ['yyyy"年"m"月"d"日"', 29372, '1980-05-31'],
    ['yyyy\\-mm\\-dd\\ hh:mm', 29372, '1980-05-31'],
    ['dd/mm/yyyy', '29371.999999999996', '1980-05-31'],
    ['dd/mm/yyyy', 61, '1900-03-01'],
  ])('%s shows %s as %s', (code, serial, shown) => {
    expect(readNumber(serial, code, 'born')).toEqual({ value: shown })
    expect(readNumber(serial, code, 'note').value).toBe(shown)
  })

  test.each(['mmm yyyy', 'mm/yy', 'yyyy', 'd-mmm', 'dddd', 'mmmm', 'hh:mm', '[h]:mm', 'mm:ss.0'])(
    '%s shows no day, and is a fault',
    code => {
      expect(readNumber(29372, code, 'born')).toEqual({
        value: undefined,
        fault: expect.stringMatching('write the whole day'),
      })
      expect(readNumber(29372, code, 'note').fault).toMatch('is a date or time')
    },
  )

  test('formats that programs know by number: those that show a month and year alone, here or in another language, are faults', () => {
    const shown = (id: number) =>
      readCell('<c s="0"><v>29372</v></c>', 'born', { styles: `<cellXfs><xf numFmtId="${id}"/></cellXfs>` })
    for (const id of [14, 15, 22, 30, 31]) expect(shown(id)).toEqual({ value: '1980-05-31' })
    for (const id of [16, 17, 18, 21, 27, 36, 45, 46, 47, 50, 57])
      expect(shown(id)).toEqual({ value: undefined, fault: expect.stringMatching('write the whole day') })
  })

  test('a time of the day is left out, and told', () => {
    expect(readNumber(29372.25, 'dd/mm/yyyy hh:mm', 'born')).toEqual({
      value: '1980-05-31',
      told: expect.stringMatching('time of the day'),
    })
  })

  test('a house number that became a date is a fault', () => {
    expect(readNumber(45356, 'd-mmm', 'postcode').fault).toMatch('format the cell as text')
    expect(readNumber(45356, 'dd/mm/yyyy', 'postcode').fault).toMatch('format the cell as text')
  })

  test('days before March 1900: as Excel shows them and told, or a fault', () => {
    expect(readNumber(59, 'dd/mm/yyyy', 'born')).toEqual({
      value: '1900-02-28',
      told: expect.stringMatching('in two ways'),
    })
    for (const serial of [60, 0, -18000])
      expect(readNumber(serial, 'dd/mm/yyyy', 'born').fault).toMatch('no day that the sheet can show')
    expect(readNumber(0, 'dd/mm/yyyy', 'born', true)).toEqual({ value: '1904-01-01' })
    expect(readNumber(-1, 'dd/mm/yyyy', 'born', true).fault).toMatch('no day')
    expect(readNumber(2_958_466, 'dd/mm/yyyy', 'born').fault).toMatch('no day')
  })

  test('dates that are written as such', () => {
    const iso = (text: string, styles = '') => readCell(`<c t="d"><v>${text}</v></c>`, 'born', { styles })
    expect(iso('1980-05-31')).toEqual({ value: '1980-05-31' })
    expect(iso('1980-05-31T00:00:00.000Z')).toEqual({ value: '1980-05-31' })
    expect(iso('1980-05-31T14:30:00')).toEqual({ value: '1980-05-31', told: expect.stringMatching('time') })
    expect(iso('14:30:00').fault).toMatch('is a time')
    expect(iso('1980-05').fault).toMatch('damaged')
    expect(iso('1980-05-31', '<cellXfs><xf numFmtId="17"/></cellXfs>').fault).toMatch('part of a date')
  })
})

describe('from which year days count', () => {
  const styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
  const born = (book: string) => readCell('<c s="1"><v>27910</v></c>', 'born', { styles, book }).value
  const ext = 'http://schemas.microsoft.com/office/spreadsheetml/2010/11/main'
  const mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

  test('what newer Excels add under their own prefix says nothing', () => {
    expect(sample('1904-x15').rows).toMatchObject([{ born: '1980-05-31', faults: [] }])
    const real = '<workbookPr date1904="1"/>'
    for (const other of [
      `<extLst><ext><x15:workbookPr xmlns:x15="${ext}" chartTrackingRefBase="1"/></ext></extLst>`,
      `<x15:workbookPr xmlns:x15="${ext}" chartTrackingRefBase="1"/>`,
      `<extLst><ext><workbookPr xmlns="${ext}"/></ext></extLst>`,
      '<extLst><ext><workbookPr date1904="0"/></ext></extLst>',
      `<mc:AlternateContent ${mc}><mc:Choice Requires="x15"><workbookPr date1904="0"/></mc:Choice></mc:AlternateContent>`,
    ]) {
      expect(born(real + other)).toBe('1980-05-31')
      expect(born(other + real)).toBe('1980-05-31')
    }
    expect(born(`<extLst><ext><x15:workbookPr xmlns:x15="${ext}" date1904="1"/></ext></extLst>`)).toBe('1976-05-30')
    expect(
      born(
        `<mc:AlternateContent ${mc}><mc:Choice Requires="x"/><mc:Fallback>${real}</mc:Fallback></mc:AlternateContent>`,
      ),
    ).toBe('1980-05-31')
  })

  test('two that disagree are refused', () => {
    expect(() => born('<workbookPr date1904="1"/><workbookPr/>')).toThrow('in two ways')
  })
})
