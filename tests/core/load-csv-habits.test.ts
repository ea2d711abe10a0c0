// What programs do to sheets when they save them as CSV: read as it was meant, or a fault; never a value in another column.

import { readPeople } from '@satchel/core/files/read-people'
import { Problem } from '@satchel/protocol/problem'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asRead, headings, type Row, sheets } from '../helpers/people-sheets.ts'

const read = (text: string, ...maps: readonly string[]) => readPeople(Buffer.from(text), { maps })
const faultsOf = (text: string, ...maps: readonly string[]) => {
  const { rows, faults } = read(text, ...maps)
  return [...faults, ...rows.flatMap(({ line, faults: found }) => found.map(fault => ({ line, ...fault })))]
}
const refusal = (text: string) => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
  return 'it was read'
}

describe('the sign between the cells', () => {
  test.each([
    ['name|phone\nOkello, Jimmy|0700 000 001\n', '|'],
    ['name;phone;remarks, notes\nA B;0700 000 001;x, y\nC D;0700 000 002;z\n', ';'],
    ['name\tphone\nOkello, Jimmy\t0700 000 001\n', '\t'],
    ['sep=;\r\nname;phone\r\nOkello, Jimmy;0700 000 001\r\n', ';'],
    ['\uFEFFsep=|\nname|phone\nOkello, Jimmy|0700 000 001\n', '|'],
  ])('%j', (text, delimiter) => {
    const file = read(text, ...(text.includes('remarks') ? ['remarks, notes=note'] : []))
    expect([file.delimiter, file.rows.flatMap(row => row.faults)]).toEqual([delimiter, []])
    expect(file.rows[0]?.contacts).toMatchObject([{ value: '0700 000 001' }])
  })

  test('is asked where two part every row alike', () => {
    expect(refusal('Name, first;Phone\nA, B;0700 000 001\nC, D;0700 000 002\n')).toContain('Two signs')
  })
})

describe('quotes', () => {
  test('with spaces around them', () => {
    expect(read('name, note ,city\n"Okello, Jimmy" , "a, ""b""",Moshi\n').rows).toMatchObject([
      { given: 'Jimmy', note: 'a, "b"', address: { city: 'Moshi' }, faults: [] },
    ])
  })

  test('behind a backslash are a fault, with the lines that went with it', () => {
    expect(faultsOf('name,note\n"A \\"the\\" B",x\nC D,y\n')).toEqual([
      { line: 2, column: '', fault: expect.stringContaining('has \\" for a quote') },
    ])
    expect(faultsOf('name,note\n"A B,x\nC D,y\n"E F",z\n')).toEqual([
      { line: 2, column: '', fault: expect.stringContaining('the lines to 4 are part of it') },
    ])
  })

  test('that are single ones are refused', () => {
    expect(refusal("'name','note'\n'A B','x, y'\n")).toContain('single quotes')
  })
})

describe('what a spreadsheet did', () => {
  test('="00123" is the text within', () => {
    const { rows, notes } = read('name,postcode,note\nA B,="00123","=""x"""\nC D,="7",=1+1\n')
    expect(rows).toMatchObject([
      { address: { postcode: '00123' }, note: 'x' },
      { address: { postcode: '7' }, note: '=1+1' },
    ])
    expect(notes).toEqual(['cells written as ="..." hold the text within the quotes: 3'])
  })

  test.each([
    ['phone', '7.91112E+11'],
    ['phone', '"4,4791E+11"'],
    ['id', '1.23E+15'],
    ['phone', '255700000901.0'],
    ['street', '05. Mrz'],
    ['postcode', 'Mar-05'],
    ['street', '3-May'],
  ])('%s %s has lost its digits', (heading, cell) => {
    expect(faultsOf(`name,${heading}\nA B,${cell}\n`)).toMatchObject([{ line: 2, column: 1 }])
  })

  test.each([
    ['street', 'Mai 5a'],
    ['street', 'Marienstr. 5-3'],
    ['street', '5. Oktoberweg 3'],
    ['postcode', 'SW1E 5ND'],
    ['id', '12E5'],
    ['note', '7.9E+11 and Mar-05'],
  ])('%s %s has not', (heading, cell) => {
    expect(faultsOf(`name,${heading}\nA B,${cell}\n`)).toEqual([])
  })

  test.each(['M&uuml;ller', 'O&#39;Brien', String.raw`M\u00fcller`, 'M=C3=BCller', '#N/A', '#REF!', String.raw`\N`])(
    '%s is no name',
    cell => {
      expect(faultsOf(`name,city\nA B,${cell}\n`)).toMatchObject([{ line: 2, column: 1 }])
      expect(faultsOf(`name,city\nA B,R&D Street; #7 N/A\n`)).toEqual([])
    },
  )

  test('words for nothing are told', () => {
    const { rows, told } = read('name,city,note\nA Null,NULL,nan\n')
    expect([rows[0]?.family, told.map(({ column }) => column)]).toEqual(['Null', ['city', 'note']])
  })

  test('the headings of a second file that was joined to the first are no person', () => {
    expect(faultsOf('name,city\nA B,x\n\uFEFFname,city\nC D,y\n')).toMatchObject([
      { line: 3, fault: expect.stringContaining('line of headings again') },
    ])
  })

  test('a row that has a cell too many or too few is a fault, an empty one at its end, too', () => {
    expect(faultsOf('name,note\nSmith,Jr,\nC D\n')).toMatchObject([{ line: 2 }, { line: 3 }])
  })

  test('form feeds go, mixed ends of lines and empty lines are ends of lines', () => {
    const { rows, told } = read('name,note\rA B,x\f\n\r\n,\nC D,y\r\nE F,z')
    expect(rows.map(({ line, note }) => [line, note])).toEqual([
      [2, 'x'],
      [5, 'y'],
      [6, 'z'],
    ])
    expect(told).toHaveLength(1)
  })
})

describe('a writer of its own', () => {
  /** Quotes what must be quoted, or everything, with spaces around the quotes or without. */
  const write = (
    rows: readonly (Row | typeof headings)[],
    sign: string,
    end: string,
    isQuoted: boolean,
    space: string,
  ) =>
    rows
      .map(row =>
        row
          .map(cell =>
            isQuoted || /["\r\n]/.test(cell) || cell.includes(sign) || cell.startsWith(' ')
              ? `${space}"${cell.split('"').join('""')}"${space}`
              : cell,
          )
          .join(sign),
      )
      .join(end)

  test('is read back equal', () => {
    fc.assert(
      fc.property(
        sheets,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.constantFrom('', ' '),
        (rows, sign, end, isQuoted, space) => {
          const file = read(write([headings, ...rows], sign, end, isQuoted, space))
          expect(file.rows.flatMap(row => row.faults)).toEqual([])
          expect(file.rows.map(row => [row.given, row.note ?? '', row.family])).toEqual(asRead(rows))
        },
      ),
      { numRuns: 500 },
    )
  })
})
