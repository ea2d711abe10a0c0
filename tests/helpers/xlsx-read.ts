// One person of a workbook whose cells are written as XML: what is read, and what is said of it.

import { readPeople } from '@satchel/core/files/read-people'
import { Problem } from '@satchel/protocol/problem'
import { textRow, workbook } from './xlsx.ts'

type Book = Parameters<typeof workbook>[0]
type Options = Parameters<typeof readPeople>[1]

export const head = textRow(1, 'given name', 'family name', 'born', 'phone', 'note', 'postcode')

export const readBook = (bytes: Uint8Array, options: Partial<Options> = {}) =>
  readPeople(bytes, { maps: [], ...options })

/** @param rows XML of the rows below the headings. */
export const readRows = (rows: string, more: Partial<Book> = {}, options: Partial<Options> = {}) =>
  readBook(workbook({ sheets: { People: `${head}${rows}` }, ...more }), options)

/** Escaped as in an attribute. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** One style for each number format; the first is General. */
const stylesOf = (...codes: readonly string[]) =>
  `<numFmts>${codes.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${escaped(code)}"/>`).join('')}</numFmts>` +
  `<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes.map((_, at) => `<xf numFmtId="${164 + at}"/>`).join('')}</cellXfs>`

interface Outcome {
  readonly value?: string | undefined
  readonly fault?: string
  readonly told?: string
}

/** What becomes of one cell of a person, in the column of a field. */
export function readCell(cell: string, field: 'born' | 'note' | 'postcode', more: Partial<Book> = {}): Outcome {
  const column = { born: 'C', note: 'E', postcode: 'F' }[field]
  const name = '<c r="A2" t="inlineStr"><is><t>A</t></is></c>'
  const { rows, told } = readRows(`<row r="2">${name}${cell.replace('<c', `<c r="${column}2"`)}</row>`, more)
  // of somebody very old, the day is told whatever the file is
  const notes = told.filter(({ what }) => !what.includes('years ago'))
  const [row] = rows
  const fault = row?.faults.map(one => one.fault).join('; ') ?? 'no row'
  return {
    value: field === 'postcode' ? row?.address?.postcode : row?.[field],
    ...(fault === '' ? {} : { fault }),
    ...(notes.length === 0 ? {} : { told: notes.map(({ what }) => what).join('; ') }),
  }
}

/** A number under a format: what becomes of it. */
export const readNumber = (
  value: string | number,
  code: string,
  field: 'born' | 'note' | 'postcode' = 'note',
  is1904 = false,
) => readCell(`<c s="1"><v>${value}</v></c>`, field, { styles: stylesOf(code), is1904 })

function refused(read: () => unknown): Problem | null {
  try {
    read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  return null
}

export function refusalOf(read: () => unknown): string | null {
  const found = refused(read)
  return found === null ? null : `${found.code}: ${found.message}`
}

export const hintsOf = (read: () => unknown) => refused(read)?.hints ?? []
