import { readDate } from '@satchel/forms/definition/written-dates'
import { describe, expect, test } from 'vitest'

const read = (language: string, lines: readonly string[]) =>
  lines.map(line => {
    const found = readDate(line, language)
    return 'date' in found ? found.date : found.fault
  })

describe('a date as people write it', () => {
  test.each([
    [
      'en',
      '12 May 1980',
      'May 12, 1980',
      '12th of May 1980',
      '12-May-1980',
      '12.05.1980',
      '"12 may 1980."',
      '1980/5/12',
    ],
    ['en-GB', '12 May 1980', '1980-05-12', 'Mon 12 May 1980', '1980 May 12'],
    ['fr', 'le 12 mai 1980', '12/05/1980', '12 MAI 1980', 'lundi 12 mai 1980', '12-05-1980'],
    ['de', 'Mo., 12.5.1980', '12. Mai 1980', 'am 12.5.1980', 'Montag, den 12. Mai 1980', '12/5/1980'],
    ['sw', '12 Mei 1980', 'tarehe 12 Mei 1980', '12/5/1980'],
    ['es', '12 de mayo de 1980', 'el 12 de mayo de 1980', '12/05/1980'],
    ['ar', '١٢ مايو ١٩٨٠', '١٢/٠٥/١٩٨٠', '12 أيار 1980', '١٩٨٠-٠٥-١٢'],
    ['lg', '12 Maayi 1980', '12/05/1980'],
    [
      'pt',
      '12 de maio de 1980',
      '12/05/1980',
      'segunda-feira, 12 de maio de 1980',
      'dia 12/5/1980',
      'segunda-feira, 12.5.1980',
    ],
    ['am', '12 ሜይ 1980', 'ሜይ 12 ቀን 1980', '1980-05-12', 'ሰኞ 12 ሜይ 1980 እ.ኤ.አ.'],
    ['hi', '12 मई 1980', '१२ मई १९८०', '१२/०५/१९८०', 'सोमवार, 12 मई 1980', 'सोमवार 12.5.1980', '12 मई 1980 को'],
    ['id', '12 Mei 1980', 'tanggal 12 Mei 1980', 'Senin, 12 Mei 1980', '12-05-1980'],
    // a form in one language, an answer in another
    ['en', '12. Mai 1980', '12 mei 1980', '12 de mayo de 1980'],
  ])('is read in %s', (language, ...lines) => {
    expect(read(language, lines)).toEqual(lines.map(() => '1980-05-12'))
  })

  test('knows months by their short names, with and without accents', () => {
    expect(read('fr', ['3 févr. 2026', '3 fevrier 2026', '3 juil 2026', '1er août 2026', 'mar. 3 mars 2026'])).toEqual([
      '2026-02-03',
      '2026-02-03',
      '2026-07-03',
      '2026-08-01',
      '2026-03-03',
    ])
    expect(read('de', ['3. Jänner 2026', '3. Maerz 2026', '3. Sept. 2026'])).toEqual([
      '2026-01-03',
      '2026-03-03',
      '2026-09-03',
    ])
    expect(read('en', ['Sept 3 2026', 'Feb. 3rd, 2026', '3 Ju 2026'])).toEqual([
      '2026-09-03',
      '2026-02-03',
      'not-a-date',
    ])
  })

  test('is read in no way where it could be read in two', () => {
    expect(read('en', ['12/05/1980', '5-12-1980', '12 05 1980'])).toEqual(Array(3).fill('date-two-ways'))
    // the Ethiopian calendar is seven or eight years behind
    expect(read('am', ['12/05/1980', '25.12.2026'])).toEqual(Array(2).fill('date-two-ways'))
    // only one of the two is in the calendar
    expect(read('en', ['25/12/1980', '12/25/1980', '5/5/1980'])).toEqual(['1980-12-25', '1980-12-25', '1980-05-05'])
    expect(read('en', ['Sunday 12 May 1980', 'Sunday 12.05.1980'])).toEqual(Array(2).fill('date-two-ways'))
  })

  test('is read in no way where a year has fewer than four digits, or more', () => {
    expect(read('de', ['12.05.80', '12. Mai 80', "12. Mai '80"])).toEqual(Array(3).fill('date-short-year'))
    expect(read('de', ['12.05.19800', '12. Mai 198'])).toEqual(Array(2).fill('not-a-date'))
  })

  test('is none where the calendar has no such day, or anything else stands beside it', () => {
    const lines = ['31 Feb 2026', '2026-02-29', '0000-01-01', '12 May', 'May 1980', 'next spring', 'tomorrow', '']
    expect(read('en', lines)).toEqual(lines.map(() => 'not-a-date'))
    const more = [
      '12 May 1980 or 1981',
      '12 May 1980 14:30',
      'about 12 May 1980',
      'about 12.05.1980',
      'Mon Mon 12.05.1980',
      '12 May 13 June 1980',
      '12 May Mon Tue 1980',
    ]
    expect(read('en', more)).toEqual(more.map(() => 'not-a-date'))
  })
})
