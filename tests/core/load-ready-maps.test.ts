// Exports of other programs, known by their headings: what each column becomes, what is left out and said, and how to say otherwise.

import { readyMaps } from '@satchel/core/files/headings/find-ready-map'
import { describe, expect, test } from 'vitest'
import { csv, mapOf, quoted, read } from '../helpers/ready-sheets.ts'

const googleNew =
  'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Address 2 - Label,Address 2 - Formatted,Address 2 - Street,Address 2 - City,Address 2 - PO Box,Address 2 - Region,Address 2 - Postal Code,Address 2 - Country,Address 2 - Extended Address,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value'
const googleOld =
  'Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title'
const outlook =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
const outlookGerman =
  'Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Straße geschäftlich 2,Straße geschäftlich 3,Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Straße privat,Straße privat 2,Straße privat 3,Ort privat,Bundesland/Kanton privat,Postleitzahl privat,Land/Region privat,Weitere Straße,Weitere Straße 2,Weitere Straße 3,Weiterer Ort,Weiteres/r Bundesland/Kanton,Weitere Postleitzahl,Weiteres/e Land/Region,Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,Telefon geschäftlich 2,Rückmeldung,Autotelefon,Telefon Firma,Fax privat,Telefon (privat),Telefon (privat 2),ISDN,Mobiltelefon,Weiteres Fax,Weiteres Telefon,Pager,Haupttelefon,Mobiltelefon 2,Telefon für Hörbehinderte,Telex,Abrechnungsinformation,Assistent(in),Benutzer 1,Benutzer 2,Benutzer 3,Benutzer 4,Beruf,Büro,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,E-Mail 2: Angezeigter Name,E-Mail 3: Adresse,E-Mail 3: Typ,E-Mail 3: Angezeigter Name,Empfohlen von,Geburtstag,Geschlecht,Hobby,Initialen,Internet Frei/Gebucht,Jahrestag,Kategorien,Kinder,Konto,Name des/r Vorgesetzten,Notizen,Organisationsnr.,Ort,Partner,Postfach geschäftlich,Postfach privat,Priorität,Privat,Reisekilometer,Sozialversicherungsnr.,Sprache,Stichwörter,Vertraulichkeit,Verzeichnisserver,Webseite,Weiteres Postfach'
const outlookFrench =
  "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),Rue (bureau) 2,Ville (bureau),Dép/Région (bureau),Code postal (bureau),Pays/Région (bureau),Rue (domicile),Rue (domicile) 2,Ville (domicile),Dép/Région (domicile),Code postal (domicile),Pays/Région (domicile),Télécopie (bureau),Téléphone (bureau),Téléphone 2 (bureau),Téléphone (domicile),Tél. mobile,Adresse de messagerie,Type de messagerie,Nom complet de l'adresse de messagerie,Anniversaire,Anniversaire de mariage ou fête,Catégories,Conjoint(e),Langue,Notes,Page web,Sexe,Utilisateur 1"

describe('Google Contacts', () => {
  test('of today: several values in a cell, one of two addresses, no fax among the telephones', () => {
    const file = read(
      csv(googleNew, {
        'First Name': 'Amina',
        'Middle Name': 'Grace',
        'Last Name': 'Okello',
        'Name Prefix': 'Dr',
        Nickname: 'Ami',
        'Organization Name': 'Kilimo',
        Birthday: '1980-05-31',
        Labels: '* myContacts ::: Rotary',
        'E-mail 1 - Value': 'a@example.org ::: amina@example.org',
        'Phone 1 - Label': 'Mobile',
        'Phone 1 - Value': '+255 700 000 001 ::: +255 700 000 002',
        'Phone 2 - Label': 'Work Fax',
        'Phone 2 - Value': '+255 700 000 009',
        'Address 1 - Formatted': '12 Uhuru St\nMoshi',
        'Address 1 - Street': '12 Uhuru St\nFlat 3',
        'Address 1 - City': 'Moshi',
        'Address 1 - PO Box': 'P.O. Box 7',
        'Address 1 - Country': 'TZ',
        'Address 2 - Street': '1 Nile Rd',
        'Address 2 - Country': 'UG',
      }),
    )
    expect(mapOf(file)).toBe('google')
    expect(file.rows).toMatchObject([
      {
        given: 'Amina Grace',
        family: 'Okello',
        prefix: 'Dr',
        born: '1980-05-31',
        contacts: [
          { kind: 'email', value: 'a@example.org' },
          { kind: 'email', value: 'amina@example.org' },
          { kind: 'phone', value: '+255 700 000 001' },
          { kind: 'phone', value: '+255 700 000 002' },
        ],
        address: { line1: '12 Uhuru St', line2: 'Flat 3, P.O. Box 7', city: 'Moshi', country: 'TZ' },
        faults: [],
      },
    ])
    expect(file.told).toEqual([
      { line: 2, column: 'Phone 2 - Value', what: expect.stringContaining('fax') },
      { line: 2, column: 'Address 2 - Street', what: expect.stringContaining('one address') },
    ])
    const heldBy = (heading: string) => file.filled[file.columns.findIndex(column => column.heading === heading)]
    expect([heldBy('Nickname'), heldBy('Organization Name'), heldBy('Photo')]).toEqual([1, 1, 0])
  })

  test('of before 2024', () => {
    const file = read(
      csv(googleOld, {
        Name: 'Jimmy Okello',
        'Given Name': 'Jimmy',
        'Family Name': 'Okello',
        'Name Suffix': 'Jr.',
        'Group Membership': '* myContacts',
        'E-mail 1 - Type': '* ',
        'E-mail 1 - Value': 'jimmy@example.org',
        'Phone 1 - Type': 'Home Fax',
        'Phone 1 - Value': '0700 000 001',
        'Phone 2 - Type': 'Mobile',
        'Phone 2 - Value': '0700 000 002',
      }),
    )
    expect(mapOf(file)).toBe('google')
    expect(file.rows).toMatchObject([
      { given: 'Jimmy', family: 'Okello', contacts: [{ value: 'jimmy@example.org' }, { value: '0700 000 002' }] },
    ])
    expect(file.told.map(({ column }) => column).toSorted()).toEqual(['Name Suffix', 'Phone 1 - Value'])
  })
})

describe('Outlook', () => {
  test('in English: the home address before that of work, no empty birthday', () => {
    const file = read(
      csv(
        outlook,
        {
          Title: 'Mr.',
          'First Name': 'Jimmy',
          'Last Name': 'Okello',
          Company: 'Kilimo',
          'Business Street': '1 Work St',
          'Business City': 'Arusha',
          'Home Street': '12 Uhuru St',
          'Home Street 2': 'Flat 3',
          'Home City': 'Moshi',
          'Business Fax': '0700 000 009',
          'Mobile Phone': '0700 000 001',
          'E-mail Address': 'jimmy@example.org',
          'E-mail Type': 'SMTP',
          Birthday: '0/0/00',
          Anniversary: '0/0/00',
          Gender: 'Unspecified',
          Priority: 'Normal',
        },
        { 'First Name': 'Agnes', 'Last Name': 'Auma', 'Business Street': '1 Work St', 'Business City': 'Arusha' },
      ),
    )
    expect(mapOf(file)).toBe('outlook')
    expect(file.rows).toMatchObject([
      {
        prefix: 'Mr.',
        given: 'Jimmy',
        family: 'Okello',
        contacts: [{ value: '0700 000 001' }, { value: 'jimmy@example.org' }],
        address: { line1: '12 Uhuru St', line2: 'Flat 3', city: 'Moshi' },
        faults: [],
      },
      { given: 'Agnes', address: { line1: '1 Work St', city: 'Arusha' }, faults: [] },
    ])
    expect(file.rows[0]).not.toHaveProperty('born')
    expect(file.told).toEqual([{ line: 2, column: 'Business Street', what: expect.stringContaining('one address') }])
  })

  test('in German and French', () => {
    const german = read(
      csv(outlookGerman, {
        Anrede: 'Frau',
        Vorname: 'Ada',
        Nachname: 'Müller',
        'Straße privat': 'Hauptstraße 12',
        'Ort privat': 'Dresden',
        'Postleitzahl privat': '01067',
        Mobiltelefon: '0351 1234567',
        'Telefon (privat)': '0351 7654321',
        'E-Mail-Adresse': 'ada@example.org',
        Ort: 'Büro 7',
      }),
    )
    expect(mapOf(german)).toBe('outlook')
    expect(german.rows).toMatchObject([
      {
        prefix: 'Frau',
        given: 'Ada',
        family: 'Müller',
        contacts: [{ value: '0351 7654321' }, { value: '0351 1234567' }, { value: 'ada@example.org' }],
        address: { line1: 'Hauptstraße 12', city: 'Dresden', postcode: '01067' },
        faults: [],
      },
    ])
    const french = outlookFrench.split(',').map(quoted)
    const cells = french.map(
      (_, index) => ({ 0: 'Mme', 1: 'Zoé', 3: 'Dupont', 7: 'Directrice', 14: '3 rue Haute', 16: 'Lyon' })[index] ?? '',
    )
    const file = read(`${french.join(',')}\n${cells.map(quoted).join(',')}\n`)
    expect(mapOf(file)).toBe('outlook')
    expect(file.rows).toMatchObject([
      { prefix: 'Mme', given: 'Zoé', family: 'Dupont', address: { line1: '3 rue Haute', city: 'Lyon' }, faults: [] },
    ])
    expect(file.columns[7]).toMatchObject({ heading: 'Titre', field: null })
  })
})

describe('a ready map', () => {
  const hubspot = 'Record ID,First Name,Last Name,Email,Lifecycle Stage'
  const text = csv(hubspot, {
    'Record ID': '51',
    'First Name': 'Jimmy',
    'Last Name': 'Okello',
    'Lifecycle Stage': 'lead',
  })

  test('yields to what somebody says of a column, and as a whole', () => {
    expect(read(text, { maps: ['Record ID=hid', 'Lifecycle Stage=note'] }).rows).toMatchObject([
      { hid: '51', note: 'lead' },
    ])
    expect(() => read(text, { mapSet: 'none' })).toThrow(/"Record ID" is not known/)
    expect(mapOf(read(text, { mapSet: 'none', maps: ['*=-'] }))).toBeUndefined()
    expect(mapOf(read(text, { mapSet: 'hubspot' }))).toBe('hubspot')
    expect(() => read(text, { mapSet: 'nonsense' })).toThrow(/no ready map/)
  })

  test('leaves out nothing that it does not know', () => {
    expect(() =>
      read(text.replace('"Lifecycle Stage"', '"Shoe size"').replace('"Email"', '"Lifecycle Stage"')),
    ).toThrow(/"Shoe size" is not known/)
  })

  test('is used for no sheet of somebody', () => {
    for (const headings of [
      'First name,Last name,Email,Phone',
      'Vorname,Nachname,E-Mail-Adresse',
      'Prénom,Nom,Ville',
      'Name,Given Name',
    ])
      expect(
        readyMaps.filter(({ known }) =>
          known.some(list => list.split(', ').every(each => headings.split(',').includes(each))),
        ),
      ).toEqual([])
  })

  test.each(readyMaps.map(map => [map.name, map] as const))(
    'of %s names fields that are, and no heading twice',
    (_, map) => {
      const headings = [
        ...Object.keys(map.takes),
        ...map.leaves.split(', '),
        ...Object.keys({ ...map.stops, ...map.refuses, ...map.only }),
      ]
      const plain = headings.map(heading => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}#]/gu, ''))
      const takes = Object.keys(map.takes).map(heading => heading.toLowerCase().replaceAll(/[^\p{L}\p{N}#]/gu, ''))
      expect(plain.filter((heading, index) => plain.indexOf(heading) !== index && takes.includes(heading))).toEqual([])
    },
  )
})
