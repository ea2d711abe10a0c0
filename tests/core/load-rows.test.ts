// From a sheet to rows: headings in four languages, values that stand for something else, and every fault at once.

import { loadFields } from '@satchel/core/files/fields'
import { readHeadings } from '@satchel/core/files/headings/headings'
import { loadLimits } from '@satchel/core/files/file-limits'
import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const sheet = (text: string, maps: readonly string[] = []) => readPeople(Buffer.from(text), { maps })
const fieldsOf = (headings: readonly string[], maps: readonly string[] = []) =>
  readHeadings(headings, maps).map(column => column.field)
const refused = (code: string, text?: string) =>
  expect.objectContaining({ code, ...(text === undefined ? {} : { message: expect.stringContaining(text) }) })

describe('headings', () => {
  test('are known in English, German, French and Swahili, whatever case, accents and spaces', () => {
    expect(fieldsOf(['Given Names', 'SURNAME', 'E-Mail', 'Mobile', 'Zip code'])).toEqual([
      'given-name',
      'family-name',
      'email',
      'phone',
      'postcode',
    ])
    expect(fieldsOf(['Vorname', 'Nachname', 'Straße', 'PLZ', 'Ort', 'Geburtsdatum'])).toEqual([
      'given-name',
      'family-name',
      'line1',
      'postcode',
      'city',
      'born',
    ])
    expect(fieldsOf(['Prénom', 'Nom de famille', 'Téléphone', 'Courriel'])).toEqual([
      'given-name',
      'family-name',
      'phone',
      'email',
    ])
    expect(fieldsOf(['Jina la kwanza', 'Jina la ukoo', 'Simu', 'Barua pepe', 'Kijiji'])).toEqual([
      'given-name',
      'family-name',
      'phone',
      'email',
      'city',
    ])
  })

  test('every field is known by its own name', () => {
    for (const field of Object.keys(loadFields)) {
      // some belong to others, and are nothing alone
      const beside = ['name', 'given-name', 'family-name'].includes(field) ? [] : ['given-name']
      const street = field === 'house-number' ? ['line1'] : []
      expect(fieldsOf([...beside, ...street, field])).toEqual([...beside, ...street, field])
    }
  })

  test('that are not known are refused, all at once, until they are mapped or left out', () => {
    const headings = ['Name', 'Shoe size', 'Pet']
    expect(() => fieldsOf(headings)).toThrow(refused('load/headings', '"Shoe size" is not known'))
    expect(() => fieldsOf(headings)).toThrow(refused('load/headings', '"Pet" is not known'))
    expect(fieldsOf(headings, ['Shoe size=note', 'pet=-'])).toEqual(['name', 'note', null])
    expect(fieldsOf(headings, ['*=-'])).toEqual(['name', null, null])
    expect(fieldsOf(['', 'Name'], ['*=-'])).toEqual([null, 'name'])
  })

  test('a map wins over what a heading is known for', () => {
    expect(fieldsOf(['Name', 'Title'], ['Title=prefix'])).toEqual(['name', 'prefix'])
  })

  test('two columns for one field are refused, but for phones, e-mail addresses and web pages', () => {
    expect(fieldsOf(['Name', 'Phone', 'Mobile'])).toEqual(['name', 'phone', 'phone'])
    expect(() => fieldsOf(['Name', 'Town', 'City'])).toThrow(refused('load/headings', 'second column for city'))
  })

  test('without a name, or with a whole one beside a part, are refused', () => {
    expect(() => fieldsOf(['Phone'])).toThrow(refused('load/headings', 'no column holds a name'))
    expect(() => fieldsOf(['Full name', 'Vorname'])).toThrow(refused('load/headings', 'whole name'))
  })

  test('a map that fits nothing is refused', () => {
    for (const map of ['Name', 'Name=nonsense', '=name', '*=name', 'Nobody=name'])
      expect(() => fieldsOf(['Name'], [map]), map).toThrow(refused('usage/wrong'))
  })
})

describe('values', () => {
  test('stand in the row as the database takes them', () => {
    const { rows } = sheet(
      'id;Name;Mobile;E-mail;Country;Language;Born;Note\n' +
        'K/7;Okello, Jimmy;"0700 1234; 0700 1235";a@x.example, b@x.example;uganda;Kiswahili;1.2.1980;"two\r\nlines"\n',
    )
    expect(rows).toEqual([
      {
        line: 2,
        hid: 'K/7',
        given: 'Jimmy',
        family: 'Okello',
        born: '1980-02-01',
        language: 'sw',
        note: 'two\nlines',
        contacts: [
          { kind: 'phone', value: '0700 1234', column: 2 },
          { kind: 'phone', value: '0700 1235', column: 2 },
          { kind: 'email', value: 'a@x.example', column: 3 },
          { kind: 'email', value: 'b@x.example', column: 3 },
        ],
        address: { country: 'UG' },
        faults: [],
      },
    ])
  })

  test('a whole name is parted at the comma or at its only space', () => {
    const names = (name: string) => sheet(`name\n"${name}"`).rows.map(({ given, family }) => [given, family])[0]
    expect(names('Okello, Jimmy')).toEqual(['Jimmy', 'Okello'])
    expect(names('Agnes Mollel')).toEqual(['Agnes', 'Mollel'])
    expect(names('Madonna')).toEqual(['Madonna', undefined])
  })

  test('what is wrong is told by column, all at once, and no value is in it', () => {
    const { rows } = sheet(
      'id,given name,born,country,language,prefers,city,note\n' +
        `?!,${'x'.repeat(101)},05/06/1980,Narnia,Elvish,fax,"a\nb",lost \uFFFD\n`,
    )
    expect(rows[0]?.faults).toEqual([
      { column: 0, fault: expect.stringContaining('is no id') },
      { column: 1, fault: 'is longer than 100 characters' },
      { column: 2, fault: expect.stringContaining('--dates') },
      { column: 3, fault: expect.stringContaining('is no country') },
      { column: 4, fault: expect.stringContaining('is no language') },
      { column: 5, fault: expect.stringContaining('is none of') },
      { column: 6, fault: 'has several lines' },
      { column: 7, fault: expect.stringContaining('lost') },
    ])
    expect(JSON.stringify(rows[0]?.faults)).not.toMatch(/Narnia|Elvish|fax|xxx/)
  })

  test('a row without a name, and one with too few or too many cells, is faulty', () => {
    const { rows } = sheet('name,phone\n,0700\nJimmy\nJimmy,0700,more\n')
    expect(rows.map(row => [row.line, row.faults.map(({ fault }) => fault)])).toEqual([
      [2, ['has no name']],
      [3, ['has 1 cells, and the heading 2']],
      [4, ['has 3 cells, and the heading 2']],
    ])
  })
})

test('a file of as many rows as the limit is read, and one more is refused', () => {
  const body = 'name\n' + 'J\n'.repeat(loadLimits.rows)
  expect(sheet(body).rows).toHaveLength(loadLimits.rows)
  expect(() => sheet(`${body}J\n`)).toThrow(refused('load/not-csv', 'more than 100000 rows'))
})

test('a file of headings alone has no rows; one whose headings cannot be read is refused', () => {
  expect(sheet('name\n').rows).toEqual([])
  expect(() => sheet('"name\n')).toThrow(refused('load/not-csv', 'never closed'))
})
