// Workbooks of two more independent writers, LibreOffice and Python's openpyxl, are read back as the list that they were made of.

import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect } from 'vitest'
import { expectBack, people } from '../helpers/listed-people.ts'
import { systemTest } from '../helpers/system.ts'
import { readBook } from '../helpers/xlsx-read.ts'

const run = promisify(execFile)
const seed = Date.now() % 1_000_000
const listed = (from: string, to?: string) =>
  fc
    .sample(people(to === undefined ? { from } : { from, to }), { numRuns: 40, seed })
    .flat()
    // runs of spaces would need marks of their own in OpenDocument
    .map(one => ({
      ...one,
      note: one.note
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .trim(),
    }))
const headings = ['given name', 'family name', 'born', 'postcode', 'note']

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-workbooks-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const read = (name: string) => readBook(readFileSync(join(folder, name)))

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const textCell = (text: string) =>
  `<table:table-cell office:value-type="string">${text
    .split('\n')
    .map(line => `<text:p>${xml(line)}</text:p>`)
    .join('')}</table:table-cell>`
const dayCell = (day: string) =>
  `<table:table-cell table:style-name="day" office:value-type="date" office:date-value="${day}"/>`
const zeroCell = (number: number) =>
  `<table:table-cell table:style-name="zeros" office:value-type="float" office:value="${number}"/>`
const row = (cells: readonly string[], isFiltered = false) =>
  `<table:table-row${isFiltered ? ' table:visibility="filter"' : ''}>${cells.join('')}</table:table-row>`

/** A flat OpenDocument spreadsheet, which LibreOffice makes a workbook of. */
const sheet = (rows: readonly string[], firstDay = '1899-12-30') => `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:date-style style:name="D"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="Z"><number:number number:decimal-places="0" number:min-integer-digits="5"/></number:number-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="D"/>
<style:style style:name="zeros" style:family="table-cell" style:data-style-name="Z"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:calculation-settings><table:null-date table:date-value="${firstDay}"/></table:calculation-settings>
<table:table table:name="People">${rows.join('')}</table:table></office:spreadsheet></office:body></office:document>`

const sheetOf = (list: ReturnType<typeof listed>, firstDay?: string) =>
  sheet(
    [
      row(headings.map(textCell)),
      ...list.map(({ given, family, born, postcode, note }) =>
        row([textCell(given), textCell(family), dayCell(born), textCell(postcode), textCell(note)]),
      ),
    ],
    firstDay,
  )

systemTest(['soffice'], `LibreOffice: texts, days in both calendars, zeros, filtered rows (seed ${seed})`, async () => {
  const lists = { 'since-1900': listed('1900-03-01'), 'since-1904': listed('1904-01-01') }
  const old = listed('1850-01-02', '1900-02-28')
  const zeros = [0, 7, 501, 1234, 99_999]
  const files = {
    'since-1900': sheetOf(lists['since-1900']),
    'since-1904': sheetOf(lists['since-1904'], '1904-01-01'),
    old: sheetOf(old),
    zeros: sheet([
      row(['name', 'postcode'].map(textCell)),
      ...zeros.map((number, at) => row([textCell(`A ${number}`), zeroCell(number)], at === 1)),
    ]),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.fods`), text)
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const inputs = Object.keys(files).map(name => join(folder, `${name}.fods`))
  await run('soffice', [
    '--headless',
    profile,
    '--convert-to',
    'xlsx:Calc MS Excel 2007 XML',
    '--outdir',
    folder,
    ...inputs,
  ])
  expectBack(read('since-1900.xlsx'), lists['since-1900'])
  expectBack(read('since-1904.xlsx'), lists['since-1904'])
  // days that the programs count in two ways: a fault, or told, and never another day without a word
  const { rows, told } = read('old.xlsx')
  expect(rows).toHaveLength(old.length)
  for (const { line, faults } of rows)
    expect(faults.length > 0 || told.some(note => note.line === line && note.what.includes('in two ways'))).toBe(true)
  const shown = read('zeros.xlsx')
  expect(shown.rows.map(({ address }) => address?.postcode)).toEqual(['00000', '00007', '00501', '01234', '99999'])
  expect(shown.notes).toEqual([expect.stringMatching('hidden rows.*: 1 .line 3.')])
})

// Debian's own Python, whichever stands first on PATH; named as the package that is missing
const python = '/usr/bin/python3'
const openpyxl = spawnSync(python, ['-c', 'import openpyxl']).status === 0 ? [] : ['python3-openpyxl']

systemTest(openpyxl, `openpyxl: texts, days, zeros, a formula without its result (seed ${seed})`, async () => {
  const lists = { 'py-1900': listed('1900-03-01'), 'py-1904': listed('1904-01-01') }
  writeFileSync(join(folder, 'lists.json'), JSON.stringify({ headings, lists }))
  await run(python, [join(import.meta.dirname, 'openpyxl-write.py'), folder])
  expectBack(read('py-1900.xlsx'), lists['py-1900'])
  expectBack(read('py-1904.xlsx'), lists['py-1904'])
  const { rows } = read('py-other.xlsx')
  expect(rows.map(({ address, faults }) => [address?.postcode, faults.map(({ fault }) => fault)])).toEqual([
    ['00501', []],
    [undefined, [expect.stringMatching('holds a formula')]],
  ])
})
