// What a person does not see in a sheet, or sees in another place, is said: hidden rows and columns, merged cells, other sheets.

import { describe, expect, test } from 'vitest'
import { head, readBook, hintsOf, readRows, refusalOf } from '../helpers/xlsx-read.ts'
import { partsOf, textRow, workbook, zipped } from '../helpers/xlsx.ts'

const hiddenRow = (line: number, name: string, how = 'hidden="1"') =>
  textRow(line, name).replace(`<row r="${line}"`, `<row r="${line}" ${how}`)

describe('hidden rows and columns', () => {
  const rows = `${textRow(2, 'A')}${hiddenRow(3, 'B')}${hiddenRow(4, 'C', 'ht="0" customHeight="1"')}`

  test('are loaded and told, or left out and told', () => {
    const all = readRows(rows)
    expect(all.rows.map(row => row.given)).toEqual(['A', 'B', 'C'])
    expect(all.notes).toEqual(['hidden rows: 2 (line 3, 4), loaded all the same; --shown-only leaves them out'])
    const shown = readRows(rows, {}, { shownOnly: true })
    expect(shown.rows.map(row => row.given)).toEqual(['A'])
    expect(shown.notes).toEqual(['hidden rows: 2 (line 3, 4), left out'])
  })

  test('a filter is named', () => {
    const after =
      '<autoFilter ref="A1:F4"><filterColumn colId="0"><filters><filter val="A"/></filters></filterColumn></autoFilter>'
    expect(readRows(rows, { after }).notes).toEqual([expect.stringMatching(/^hidden rows, by a filter or by hand: 2/)])
    expect(readRows(textRow(2, 'A'), { after: '<autoFilter ref="A1:F4"/>' }).notes).toEqual([])
  })

  test('rows of a sheet that hides all that say nothing', () => {
    const before = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    expect(
      readRows(`${textRow(2, 'A')}${hiddenRow(3, 'B', 'hidden="0"')}`, { before }, { shownOnly: true }).rows,
    ).toMatchObject([{ given: 'B' }])
  })

  test('columns, by what their headings say', () => {
    const before = '<cols><col min="2" max="2" width="9"/><col min="4" max="16384" hidden="1"/></cols>'
    const row = textRow(2, 'A', 'B', '', '0700 000 001', 'secret')
    const all = readRows(row, { before })
    expect(all.notes).toEqual([
      'hidden columns: phone, note, postcode, loaded all the same; --shown-only leaves them out',
    ])
    expect(all.rows).toMatchObject([{ note: 'secret' }])
    const shown = readRows(row, { before }, { shownOnly: true })
    expect(shown.columns.map(({ heading }) => heading)).toEqual(['given name', 'family name', 'born'])
    expect(shown.rows[0]).not.toHaveProperty('note')
    expect(shown.notes).toEqual(['hidden columns: phone, note, postcode, left out'])
    // one that is left out anyway is nobody's business
    expect(readRows(row, { before }, { maps: ['phone=-', 'note=-', 'postcode=-'] }).notes).toEqual([])
  })
})

describe('merged cells', () => {
  const merged = (ref: string) => `<mergeCells count="1"><mergeCell ref="${ref}"/></mergeCells>`
  const rows = `${textRow(2, 'A', 'Okello')}${textRow(3, 'B')}${textRow(5, 'C', 'Auma')}`
  const faults = (ref: string, maps: readonly string[] = []) =>
    readRows(rows, { after: merged(ref) }, { maps }).rows.map(row => row.faults.map(({ column }) => column))

  test('down a column: what they cover is no empty field', () => {
    expect(faults('B2:B4')).toEqual([[], [1], []])
    expect(readRows(rows, { after: merged('B2:B4') }).rows[1]?.faults[0]?.fault).toMatch('unmerge them')
    expect(faults('B2:B1048576')).toEqual([[], [1], [1]])
  })

  test('across columns, too, and not where the column is left out', () => {
    // empty ones hide nothing
    expect(faults('C2:C4')).toEqual([[], [], []])
    expect(faults('A2:C2')).toEqual([[1, 2], [], []])
    expect(faults('B2:B4', ['family name=-'])).toEqual([[], [], []])
    expect(faults('A7:C9')).toEqual([[], [], []])
  })

  test('that overlap without end are refused before they cost anything', () => {
    const many = Array.from({ length: 90_000 }, () => '<mergeCell ref="A1:XFD1048576"/>').join('')
    const sheet = Array.from({ length: 3000 }, (_, at) => textRow(at + 2, 'A')).join('')
    expect(refusalOf(() => readRows(sheet, { after: `<mergeCells>${many}</mergeCells>` }))).toMatch('overlap')
  })
})

describe('rows that are nobody', () => {
  test('the totals of a table are left out, and told', () => {
    const parts = partsOf({ sheets: { People: `${head}${textRow(2, 'A')}${textRow(3, 'Total')}` } })
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const table = (totals: string) =>
      zipped({
        ...parts,
        'xl/worksheets/_rels/sheet1.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/table" Target="../tables/table1.xml"/></Relationships>`,
        'xl/tables/table1.xml': `<table xmlns="${main}" id="1" ref="A1:F3" ${totals}><autoFilter ref="A1:F2"/></table>`,
      })
    const { rows, told } = readBook(table('totalsRowCount="1"'))
    expect(rows.map(row => row.given)).toEqual(['A'])
    expect(told).toEqual([{ line: 3, column: '', what: 'holds the totals of a table, and is left out' }])
    expect(readBook(table('totalsRowShown="0"')).rows).toHaveLength(2)
  })

  test('rows of formulas that show nothing are no rows', () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="0;-0;;@"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    const empty = '<row r="3"><c r="A3" t="str"><f>IF(1,"")</f><v></v></c><c r="D3" s="1"><f>D9</f><v>0</v></c></row>'
    expect(readRows(`${textRow(2, 'A')}${empty}`, { styles })).toMatchObject({ rows: [{ line: 2 }], told: [] })
  })
})

describe('several sheets', () => {
  const sheets = {
    Old: `${head}${textRow(2, 'Old')}`,
    People: `${head}${textRow(2, 'Jimmy')}`,
    More: `${head}${textRow(2, 'More')}`,
  }
  const book = workbook({ sheets, hidden: ['Old'] })

  test('which one is read is told, and --sheet names another, a hidden one too', () => {
    const { rows, notes, leftOut } = readBook(book)
    expect(rows).toMatchObject([{ given: 'Jimmy' }])
    expect(leftOut).toEqual(['sheet "More"'])
    expect(notes).toEqual(['sheet "People" is read; --sheet NAME reads another', 'sheet "Old" is hidden, and left out'])
    expect(readBook(book, { sheet: 'more' }).rows).toMatchObject([{ given: 'More' }])
    expect(readBook(book, { sheet: 'Old' }).rows).toMatchObject([{ given: 'Old' }])
    const hidden = workbook({ sheets: { A: head }, hidden: ['A'] })
    expect(refusalOf(() => readBook(hidden))).toMatch('all of its sheets are hidden')
    expect(refusalOf(() => readBook(book, { sheet: 'No' }))).toBe('usage/wrong: The workbook has no sheet "No".')
    expect(refusalOf(() => readBook(Buffer.from('name\nA'), { sheet: 'No' }))).toMatch('usage/wrong')
  })
})

describe('columns and headings', () => {
  test('what stands beyond the headings, or under none, is a fault or asked', () => {
    expect(readRows(textRow(2, 'A', '', '', '', '', '', 'x')).rows[0]?.faults).toEqual([
      { fault: 'the cell in column 7 has no heading' },
    ])
    const sheet = (...headings: readonly string[]) =>
      readBook(workbook({ sheets: { A: `${textRow(1, ...headings)}${textRow(2, 'A', 'B', 'C')}` } }))
    expect(refusalOf(() => sheet('given name', '', 'note'))).toMatch('--map "column 2=FIELD"')
  })

  test('an empty column between others is none', () => {
    const sheets = { A: `${textRow(1, '', 'given name', '', 'note')}${textRow(2, '', 'A', '', 'B')}` }
    expect(readBook(workbook({ sheets })).rows).toMatchObject([{ given: 'A', note: 'B', faults: [] }])
  })

  test('a title above the headings is asked about, never taken for them', () => {
    const sheets = { A: `${textRow(1, 'Members 2026')}${textRow(3, 'given name', 'note')}${textRow(4, 'A', 'B')}` }
    expect(refusalOf(() => readBook(workbook({ sheets })))).toMatch('load/headings')
    expect(hintsOf(() => readBook(workbook({ sheets })))[0]).toMatch('if the headings stand in line 3')
    const one = { A: `${textRow(1, 'Members')}${textRow(2, 'A')}` }
    expect(hintsOf(() => readBook(workbook({ sheets: one })))[0]).toMatch('fields:')
  })

  test('an error in the line of headings is refused', () => {
    const sheets = { A: '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>' }
    expect(refusalOf(() => readBook(workbook({ sheets })))).toMatch(
      'the line of headings: the cell in column 1 holds an error',
    )
  })
})
