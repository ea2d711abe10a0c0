// Whatever a person's list holds: written as a workbook by an independent program, it is read back as it was.

import { Workbook } from 'exceljs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectBack, people } from '../helpers/listed-people.ts'
import { readBook } from '../helpers/xlsx-read.ts'

async function written(rows: readonly (readonly (string | Date)[])[], is1904: boolean): Promise<Uint8Array> {
  const book = new Workbook()
  book.properties.date1904 = is1904
  const sheet = book.addWorksheet('People')
  for (const row of rows) sheet.addRow([...row])
  sheet.getColumn(3).numFmt = 'dd/mm/yyyy'
  return new Uint8Array(await book.xlsx.writeBuffer())
}

test.each([false, true])('texts and days in a workbook of exceljs, with the calendar of 1904: %s', async is1904 => {
  await fc.assert(
    fc.asyncProperty(people({ from: is1904 ? '1904-01-01' : '1900-03-01' }), async list => {
      const rows = list.map(({ given, family, born, postcode, note }) => [
        given,
        family,
        new Date(`${born}T00:00:00Z`),
        postcode,
        note,
      ])
      expectBack(
        readBook(await written([['given name', 'family name', 'born', 'postcode', 'note'], ...rows], is1904)),
        list,
      )
    }),
    { numRuns: 40 },
  )
})

test('days before the calendar of a workbook are never another day: what exceljs writes of them is a fault, or told', async () => {
  await fc.assert(
    fc.asyncProperty(people({ from: '1850-01-02', to: '1900-02-28' }), async list => {
      const rows = list.map(({ given, born }) => [given, 'x', new Date(`${born}T00:00:00Z`), '', ''])
      const { rows: read, told } = readBook(
        await written([['given name', 'family name', 'born', 'postcode', 'note'], ...rows], false),
      )
      for (const row of read) expect(row.faults.length > 0 || told.some(({ line }) => line === row.line)).toBe(true)
    }),
    { numRuns: 10 },
  )
})

test('numbers with a format of leading zeros', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(99_999), { minLength: 1, maxLength: 20 }), async numbers => {
      const book = new Workbook()
      const sheet = book.addWorksheet('People')
      sheet.addRow(['name', 'postcode'])
      for (const number of numbers) sheet.addRow(['A B', number])
      sheet.getColumn(2).numFmt = '00000'
      const { rows } = readBook(new Uint8Array(await book.xlsx.writeBuffer()))
      expect(rows.map(row => row.address?.postcode)).toEqual(numbers.map(number => String(number).padStart(5, '0')))
    }),
    { numRuns: 20 },
  )
})
