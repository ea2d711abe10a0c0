// Sheets of people for property tests: any texts that a cell may hold, and what reading them must give back.

import fc from 'fast-check'

export type Row = readonly [given: string, note: string, family: string]

const letters = fc.constantFrom('a', 'ß', 'É', '山', 'ж', "'", '’', '"', ',', ';', '|', '\\', '-', '=')
const signs = fc.constantFrom(
  'a',
  'ö',
  '😀',
  '"',
  "'",
  ',',
  ';',
  '\t',
  '|',
  '\\',
  '\n',
  '\r',
  '\r\n',
  ' ',
  '=',
  '+',
  '#',
  '/',
  '?',
  '1',
)

const name = fc.string({ unit: letters, maxLength: 6 }).map(text => `x${text}x`)
// what the docs say is taken off: an apostrophe before a sign of a formula, and ="..." around a text
const note = fc.string({ unit: signs, maxLength: 12 }).filter(text => !/^\s*('+[=@+\-\t\r]|=")/.test(text))

export const sheets = fc.array(fc.tuple(name, note, name), { minLength: 1, maxLength: 6 })

export const headings = ['given name', 'note', 'family name'] as const

/** As the database gets it: one kind of end of line, nothing around it, letters composed. */
export const asRead = (rows: readonly Row[]) =>
  rows.map(([given, text, family]) => [given, text.replaceAll(/\r\n?/g, '\n').trim(), family])
