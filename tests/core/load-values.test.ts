// What a cell becomes by its field: days, countries, languages, e-mail addresses, white space. Right, or why not, or said.

import { countryOf } from '@satchel/core/files/values/countries'
import { dayOf } from '@satchel/core/files/values/file-dates'
import { languageOf } from '@satchel/core/files/values/languages'
import { mailsOf } from '@satchel/core/files/values/mail-addresses'
import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const today = '2026-11-29'
const sheet = (text: string, dates?: 'dmy' | 'mdy') => readPeople(Buffer.from(text), { maps: [], today, dates })
const loaded = (text: string) => sheet(text).rows[0]

describe('a day of birth', () => {
  const day = (text: string, dates?: 'dmy' | 'mdy') => dayOf(text, { today, dates })

  test.each([
    ['1980-05-31', '31.05.1980', '31.5.1980', '1980/05/31', '1980-5-31', '19800531', '31 05 1980', '1980. 05. 31.'],
    [
      '31-May-1980',
      'May 31, 1980',
      'May 31st 1980',
      '31. Mai 1980',
      '31 mai 1980',
      '31 de mayo de 1980',
      '31 Mei 1980',
    ],
    ['31/05/1980', '05/31/1980', '31-05-1980', 'Sat May 31 1980', '1980年5月31日'],
    [
      '1980-05-31T00:00:00',
      '1980-05-31 00:00:00.000',
      '5/31/1980 0:00',
      '5/31/1980 12:00:00 AM',
      '31.05.1980 00:00 Uhr',
    ],
    ['1980-05-31T00:00:00Z', '1980-05-31T00:00:00+02:00', '1980-05-31 00:00:00+00'],
    ['١٩٨٠-٠٥-٣١', '१९८०-०५-३१', '１９８０-０５-３１'],
  ])('is read where it can be one day only: %s', (...texts) => {
    for (const text of texts) expect(day(text), text).toEqual({ value: '1980-05-31' })
  })

  test('that can be two is asked for, and --dates says which', () => {
    for (const text of ['05/06/1980', '05-06-1980', '5/6/1980 0:00']) {
      expect(day(text), text).toEqual({ fault: expect.stringContaining('--dates dmy') })
      expect(day(text, 'dmy'), text).toEqual({ value: '1980-06-05' })
      expect(day(text, 'mdy'), text).toEqual({ value: '1980-05-06' })
    }
    expect(day('05.06.1980', 'mdy')).toEqual({ value: '1980-05-06' })
    // what was said holds for every line: a day in the other order is a mistake in the file, or of who said it
    expect(day('31/05/1980', 'mdy')).toEqual({ fault: expect.stringContaining('month first') })
    expect(day('05/31/1980', 'dmy')).toEqual({ fault: expect.stringContaining('day first') })
    expect(day('1980-05-31', 'mdy')).toEqual({ value: '1980-05-31' })
  })

  test.each([
    ['is in the future', ['2190-01-01', '2026-11-30', '2523-05-31']],
    ['is before 1850', ['1850-01-01', '1753-01-01', '0001-01-01', '1400-05-06']],
    ['two digits', ['31.05.80', '5/6/80', '80-05-06', '31-May-80']],
    ['is a year alone', ['1980']],
    ['has no day of the month', ['05/1980', 'May 1980', '1980-05']],
    ['has no year', ['--05-31', '--0531']],
    ['is a number', ['29372', '29372.5']],
    ['weekday', ['Sun May 31 1980']],
    ['time zone', ['1980-05-31T22:00:00Z', '1980-05-31T22:00:00.000+01:00']],
    ['is no date', ['30.02.1980', '1981-02-29', '31.4.1980', 'unknown', '-', '31051980', '13/13/1980']],
  ])('is refused, and why: %s', (why, texts) => {
    for (const text of texts) expect(day(text), text).toEqual({ fault: expect.stringContaining(why) })
  })

  test('that a program wrote as zeros is left out, and so is a time of day; both are said', () => {
    for (const text of ['0000-00-00', '0000-00-00 00:00:00', '00/00/0000', '0', '1/0/1900', '1900-01-00', '1899-12-30'])
      expect(day(text), text).toEqual({ told: expect.stringContaining('left out') })
    expect(day('1980-05-31 13:45')).toEqual({ value: '1980-05-31', told: expect.stringContaining('time') })
  })

  test('of long ago is kept and said', () => {
    expect(day('1906-11-29')).toEqual({ value: '1906-11-29' })
    for (const text of ['1906-11-28', '1900-01-01', '1850-01-02'])
      expect(day(text), text).toEqual({ value: text, told: expect.stringContaining('120 years') })
  })
})

describe('a country', () => {
  const country = (text: string) => countryOf(text).value ?? null

  test.each([
    ['UG', ['UG', 'ug', 'Uganda', 'UGA', 'Republic of Uganda']],
    [
      'US',
      ['USA', 'U.S.A.', 'U.S.', 'United States', 'United States of America', 'Marekani', 'Estados Unidos', 'Amerika'],
    ],
    ['GB', ['UK', 'U.K.', 'Great Britain', 'United Kingdom', 'Bungereza', 'Uingereza', 'Royaume-Uni']],
    ['TZ', ['Tanzania', 'Tanzanie', 'Tansania', 'Tanzania, United Republic of', 'TZA']],
    ['DE', ['Deutschland', 'Allemagne', 'Ujerumani', 'Alemania', 'ألمانيا', 'Budaaki', 'Germania', 'DEU']],
    ['TR', ['Turkey', 'Türkiye', 'TÜRKIYE', 'Turquie']],
    ['CZ', ['Czech Republic', 'Czechia', 'Czech Rep.', 'Česko']],
    ['KR', ['South Korea', 'Korea, Republic of', 'Südkorea', 'KOR']],
    ['CD', ['DRC', 'DR Congo', 'Congo, The Democratic Republic of the', 'Congo - Kinshasa']],
    ['CG', ['Republic of the Congo', 'Congo-Brazzaville', 'COG']],
    ['LC', ['St. Lucia', 'St Lucia', 'Saint Lucia']],
    ['CI', ["Cote d'Ivoire", 'Côte d’Ivoire', 'Ivory Coast']],
    ['TT', ['Trinidad and Tobago', 'Trinidad & Tobago']],
    ['HK', ['Hong Kong', 'Hong Kong SAR China', '香港']],
    ['MM', ['Burma', 'Myanmar']],
    ['NL', ['Holland', 'The Netherlands', 'Nederland']],
    ['RU', ['Russia', 'Russian Federation', 'Россия']],
    ['NO', ['NO', 'Norway', 'Norge']],
    ['XK', ['Kosovo', 'XK']],
  ])('is %s by any of its names', (code, names) => {
    for (const name of names) expect(country(name), name).toBe(code)
  })

  test('that may be two, is none any more, or was not meant is refused', () => {
    for (const name of ['Congo', 'Kongo', 'Korea', 'Virgin Islands'])
      expect(countryOf(name), name).toEqual({ fault: expect.stringContaining('write the code') })
    for (const name of 'Yugoslavia|USSR|YU|SU|AN|EU|ZZ|California|N/A|no|na|Africa|840|Narnia|D'.split('|'))
      expect(countryOf(name), name).toEqual({ fault: expect.any(String) })
  })

  test('in whose place a part or a code of former times stands is said', () => {
    for (const name of ['England', 'Scotland', 'Wales', 'Northern Ireland'])
      expect(countryOf(name), name).toEqual({ value: 'GB', told: expect.any(String) })
    expect(countryOf('DD')).toEqual({ value: 'DE', told: expect.any(String) })
  })
})

describe('a language', () => {
  const language = (text: string) => languageOf(text).value ?? null

  test.each([
    ['sw', ['sw', 'SW', 'Swahili', 'Kiswahili', 'swa']],
    ['de', ['Deutsch', 'allemand', 'German', 'ger', 'deu']],
    ['fr', ['Français', 'French', 'fre', 'fra', 'Kifaransa']],
    ['en', ['English', 'en', 'En', 'eng', 'kiingereza', 'Anglais']],
    ['lg', ['Ganda', 'Luganda']],
    ['fil', ['fil', 'Filipino']],
    ['zh', ['Chinese', '中文', 'Mandarin']],
    ['zh-Hant', ['zh-Hant', 'zh_hant', 'Chinese (Traditional)', 'Traditional Chinese']],
    ['pt-BR', ['pt-br', 'pt_BR', 'Brazilian Portuguese', 'Portuguese (Brazil)']],
    ['en-GB', ['en-GB', 'en-UK', 'English (UK)', 'British English', 'English (United Kingdom)']],
    ['sr-Latn-RS', ['sr-Latn-RS', 'sr_latn_rs']],
    ['laj', ['Lango', 'laj']],
  ])('is %s by any of its names', (code, names) => {
    for (const name of names) expect(language(name), name).toBe(code)
  })

  test('by a code that the database keeps is never another one', () => {
    for (const code of 'fil gsw tl no iw sh mul zh-Hant zh-Hans-CN sr-Latn-RS es-419 en-XX xyz gog'.split(' '))
      expect(language(code), code).toBe(code)
  })

  test('that is unknown, or a word that is a code and a name, is refused; a code without a name is said', () => {
    for (const name of ['Elvish', 'Mon', 'Ga', 'GA', 'XYZ', 'de-DE-1996', 'English or French'])
      expect(languageOf(name), name).toEqual({ fault: expect.any(String) })
    expect(languageOf('xyz')).toEqual({ value: 'xyz', told: expect.any(String) })
  })
})

describe('e-mail addresses of a cell', () => {
  test.each([
    ["o'brien@example.com", ["o'brien@example.com"]],
    ['a@x.example b@y.example', ['a@x.example', 'b@y.example']],
    ['a@x.example/b@y.example', ['a@x.example', 'b@y.example']],
    ['a@x.example or\nb@y.example', ['a@x.example', 'b@y.example']],
    ['user/tag@x.example', ['user/tag@x.example']],
    ['mailto:a@x.example?subject=Hi', ['a@x.example']],
    ['<a@x.example>; a@x.example.', ['a@x.example']],
    ['a@x.example <mailto:a@x.example>', ['a@x.example']],
    ["'a@x.example'", ['a@x.example']],
    ['a b@x.example', ['a b@x.example']],
    ['"a b"@x.example', ['"a b"@x.example']],
  ])('%s', (cell, addresses) => {
    expect(mailsOf(cell)).toEqual({ addresses, isNamed: false })
  })

  test.each([
    ['"Amina O." <amina@x.example>', ['amina@x.example']],
    ['Amina <a@x.example>, "Okello, Juma" <j@x.example>', ['a@x.example', 'j@x.example']],
    ['Amina (a@x.example)', ['a@x.example']],
  ])('with a name: %s', (cell, addresses) => {
    expect(mailsOf(cell)).toEqual({ addresses, isNamed: true })
    const read = sheet(`given name,email\nJ,"${cell.replaceAll('"', '""')}"\n`)
    expect(read.told).toEqual([{ line: 2, column: 'email', what: expect.stringContaining('name') }])
  })
})

describe('white space', () => {
  test('is one space in names and addresses, and nothing without width stays', () => {
    expect(
      loaded('given-name,family-name,city\n\u3000Mary\u00A0 \tAnn ,\u200BO’Brien\u202C,Dar  es\u2009Salaam'),
    ).toMatchObject({
      given: 'Mary Ann',
      family: 'O’Brien',
      address: { city: 'Dar es Salaam' },
    })
  })

  test('a street of two lines is line1 and line2; more are asked about', () => {
    expect(loaded('name,street\nJ,"Street 1\r\nFlat 2\n"')?.address).toEqual({ line1: 'Street 1', line2: 'Flat 2' })
    expect(loaded('name,street\nJ,"a\nb\nc"')?.faults).toEqual([{ column: 1, fault: expect.stringContaining('line2') }])
    expect(loaded('name,street,line2\nJ,"a\nb",c')?.faults).toEqual([
      { column: 1, fault: expect.stringContaining('line2') },
    ])
    expect(loaded('name,city\nJ,"a\nb"')?.faults).toEqual([{ column: 1, fault: 'has several lines' }])
  })
})

test('the order that was said reaches the cells of a file', () => {
  expect(sheet('name,born\nJ,05/06/1980', 'mdy').rows[0]?.born).toBe('1980-05-06')
  expect(sheet('name,born\nJ,05/06/1980').rows[0]?.faults).toHaveLength(1)
})
