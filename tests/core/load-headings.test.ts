// Headings: what is sure is taken, what means several things is asked with the command line that answers, nothing is guessed.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readHeadings } from '@satchel/core/files/headings/headings'
import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const sheet = (text: string, maps: readonly string[] = []) => readPeople(Buffer.from(text), { maps })
const fieldsOf = (headings: readonly string[], maps: readonly string[] = []) =>
  readHeadings(headings, maps).map(column => column.field)
const refused = (...texts: readonly string[]) =>
  expect.objectContaining({
    code: 'load/headings',
    message: expect.toSatisfy((message: string) => texts.every(text => message.includes(text))),
  })

describe('a heading that means several things', () => {
  const table: readonly (readonly [string, ...string[]])[] = [
    ['Name,Nr', '--map "Nr=hid"', '--map "Nr=house-number"', '--map "Nr=-"'],
    ['Name,No.', '--map "No.=hid"'],
    ['Name,Number', '--map "Number=hid"', '--map "Number=phone"'],
    ['Name,Namba', '--map "Namba=hid"'],
    ['Name,Title', '--map "Title=title"', '--map "Title=prefix"', '--map "Title=-"'],
    ['Nom,Téléphone', '--map "Nom=name"', '--map "Nom=family-name"'],
    ['Name,Nachname', '--map "Name=given-name"'],
    ['Name,Vorname,Nachname', '--map "Name=-"'],
    ['Contact,Name', '--map "Contact=name"', '--map "Contact=phone"'],
    ['Name,Address', '--map "Address=line1"'],
    ['Name,State', '--map "State=region"', '--map "State=-"'],
    ['Name,Date', '--map "Date=born"'],
    ['Name,Company', '--map "Company=note"', '--map "Company=-"'],
    ['Name,Gender', '--map "Gender=-"'],
    ['Name,Fax', '--map "Fax=-"'],
  ]
  test.each(table)('%s is asked about, with the ways', (headings, ...ways) => {
    expect(() => fieldsOf(headings.split(','))).toThrow(refused('may mean several things', ...ways))
    // the first way may want a street beside it; the last one ends the question
    const map = /--map "(.*)"/.exec(ways.at(-1) ?? '')?.[1] ?? ''
    expect(() => fieldsOf(headings.split(','), [map])).not.toThrow(refused('may mean several things'))
  })

  test.each([
    [
      ['Name', 'Vorname'],
      ['family-name', 'given-name'],
    ],
    [
      ['First name', 'Name'],
      ['given-name', 'family-name'],
    ],
    [
      ['Nom', 'Prénom'],
      ['family-name', 'given-name'],
    ],
    [
      ['Nombre', 'Apellidos'],
      ['given-name', 'family-name'],
    ],
    [
      ['Jina', 'Jina la ukoo'],
      ['given-name', 'family-name'],
    ],
    [
      ['الاسم', 'اسم العائلة'],
      ['given-name', 'family-name'],
    ],
    [['Nombre'], ['name']],
    [
      ['Name', 'Straße', 'Nr', 'PLZ'],
      ['name', 'line1', 'house-number', 'postcode'],
    ],
    [
      ['Name', 'Adresse', 'Nr.', 'Ort'],
      ['name', 'line1', 'house-number', 'city'],
    ],
    [
      ['Name', 'Address', 'Town'],
      ['name', 'line1', 'city'],
    ],
    [
      ['Name', 'City', 'State', 'Zip'],
      ['name', 'city', 'region', 'postcode'],
    ],
    [
      ['Name', 'Salutation', 'Title'],
      ['name', 'prefix', 'title'],
    ],
  ])('%j is sure beside its neighbours', (headings, fields) => {
    expect(fieldsOf(headings)).toEqual(fields)
  })

  test('a number elsewhere than behind the street is asked about', () => {
    expect(() => fieldsOf(['Nr', 'Name', 'Straße'])).toThrow(refused('"Nr" may mean'))
  })

  test('a heading that says that the family name comes first parts the names so', () => {
    const { rows } = sheet('Name Vorname;Telefon\nMüller Ada Maria;0700 1\n"Maier, Bob";0700 2\n')
    expect(rows).toMatchObject([
      { given: 'Ada Maria', family: 'Müller' },
      { given: 'Bob', family: 'Maier' },
    ])
    expect(fieldsOf(['Name, Vorname'])).toEqual(['name'])
  })
})

test.each([
  [
    'es',
    'Nombre,Apellidos,Correo electrónico,Teléfono,Fecha de nacimiento,Calle,Código postal,Ciudad,Provincia,País,Idioma,Nota',
  ],
  ['de', 'Vorname,Nachname,E-Mail-Adresse,Handynummer,Geburtsdatum,Straße,PLZ,Ort,Bundesland,Land,Sprache,Bemerkungen'],
  [
    'fr',
    'Prénom,Nom,Courriel,Téléphone portable,Date de naissance,Rue,Code postal,Ville,Département,Pays,Langue,Remarques',
  ],
  [
    'sw',
    'Jina la kwanza,Jina la ukoo,Barua pepe,Namba ya simu,Tarehe ya kuzaliwa,Mtaa,Msimbo wa posta,Mji,Mkoa,Nchi,Lugha,Maelezo',
  ],
  [
    'ar',
    'الاسم الأول,اسم العائلة,البريد الإلكتروني,رقم الهاتف,تاريخ الميلاد,الشارع,الرمز البريدي,المدينة,المحافظة,البلد,اللغة,ملاحظات',
  ],
  [
    'lg',
    "Erinnya erisooka,Erinnya ly'ekika,Imeeri,Ennamba y'essimu,Ennaku z'okuzaalibwa,Oluguudo,Postcode,Ekibuga,Disitulikiti,Eggwanga,Olulimi,Ebirala",
  ],
])('the headings of a sheet in %s are known', (_, headings) => {
  expect(fieldsOf(headings.split(','))).toEqual([
    'given-name',
    'family-name',
    'email',
    'phone',
    'born',
    'line1',
    'postcode',
    'city',
    'region',
    'country',
    'language',
    'note',
  ])
})

describe('a house number', () => {
  test('stands with its street (a German sheet)', () => {
    const bytes = readFileSync(join(import.meta.dirname, '../vectors/load/german-nr.csv'))
    const { rows } = readPeople(bytes, { maps: [] })
    expect(rows).toMatchObject([
      { given: 'Ada', family: 'Müller', address: { line1: 'Hauptstraße 12', postcode: '01067' }, faults: [] },
      { given: 'Bob', family: 'Maier', address: { line1: 'Hauptstraße 14a', postcode: '01067' }, faults: [] },
    ])
    for (const row of rows) expect(row).not.toHaveProperty('hid')
  })

  test('stands where the language has it, and not twice', () => {
    const street = (text: string) => sheet(text).rows.map(row => row.address?.['line1'])
    expect(street('name,rue,numéro de rue\nA,de Paris,12\nB,,7\nC,de Rome,\n')).toEqual(['12 de Paris', '7', 'de Rome'])
    expect(street('name,Calle,No\nA,Gran Vía,12\nB,Gran Vía 12,12\n')).toEqual(['Gran Vía 12', 'Gran Vía 12'])
  })

  test('without a street is refused, as further given names without given ones', () => {
    expect(() => fieldsOf(['Name', 'Hausnummer'])).toThrow(refused('beside no street'))
    expect(() => fieldsOf(['Name', 'Middle name'])).toThrow(refused('beside no given-name'))
  })
})

describe('columns', () => {
  test('without a heading are left out while they are empty, else asked about', () => {
    expect(sheet('Name,\nJimmy Okello,\n').rows).toHaveLength(1)
    expect(() => sheet('Name,\nJimmy Okello,0700\n')).toThrow(refused('column 2'))
    expect(sheet('Name,\nJimmy Okello,0700 001\n', ['column 2=phone']).rows[0]?.contacts).toHaveLength(1)
    expect(sheet('Name,\nJimmy Okello,0700 001\n', ['column 2=-']).rows).toHaveLength(1)
  })

  test('of one heading are two, and each can be named', () => {
    expect(fieldsOf(['Name', 'Phone', 'Phone'])).toEqual(['name', 'phone', 'phone'])
    expect(() => fieldsOf(['Name', 'Town', 'Town'])).toThrow(refused('--map "column 3=-"'))
    expect(fieldsOf(['Name', 'Town', 'Town'], ['column 3=-'])).toEqual(['name', 'city', null])
    expect(() => fieldsOf(['Name'], ['column 2=-'])).toThrow(expect.objectContaining({ code: 'usage/wrong' }))
  })

  test('a sheet without headings is refused as that', () => {
    for (const text of ['Jimmy,Okello,jimmy@example.org\n', 'Jimmy;+255 700 000 001\n', 'Jimmy Okello\t0700000001\n'])
      expect(() => sheet(text), text).toThrow(refused('holds values, and no headings'))
  })
})
