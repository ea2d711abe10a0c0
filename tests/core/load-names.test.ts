// A whole name in one cell: parted where the cell tells how, else a fault that says the way. Names of many countries.

import { namesWays, type NamesWay, partName } from '@satchel/core/files/values/person-names'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const asked = '(asked)'
const parted = (whole: string, way?: NamesWay, language?: string) => {
  const { given = '-', family = '-', fault } = partName(whole, way, language)
  if (fault === undefined) return `${given} | ${family}`
  return fault.includes('--names') ? asked : fault
}

describe('a name that tells how it is parted', () => {
  test.each(
    `
    Jimmy Okello = Jimmy | Okello
    Okello, Jimmy = Jimmy | Okello
    Okello, Jimmy Paul = Jimmy Paul | Okello
    García Márquez, Gabriel José = Gabriel José | García Márquez
    Ludwig van Beethoven = Ludwig | van Beethoven
    van Beethoven, Ludwig = Ludwig | van Beethoven
    Beethoven, Ludwig van = Ludwig | van Beethoven
    Ludwig van der Berg = Ludwig | van der Berg
    Vincent van 't Hoff = Vincent | van 't Hoff
    Ruud ter Weijden = Ruud | ter Weijden
    Maria de la Cruz = Maria | de la Cruz
    Charles de Gaulle = Charles | de Gaulle
    Leonardo da Vinci = Leonardo | da Vinci
    Luiz dos Santos = Luiz | dos Santos
    Otto von Bismarck = Otto | von Bismarck
    Ursula von der Leyen = Ursula | von der Leyen
    Osama bin Laden = Osama | bin Laden
    Ali ibn Ridwan = Ali | ibn Ridwan
    Nur binti Hassan = Nur | binti Hassan
    Ahmed al-Rashid = Ahmed | al-Rashid
    Ahmed el Sayed = Ahmed | el Sayed
    محمد بن سلمان = محمد | بن سلمان
    محمد سلمان = محمد | سلمان
    David Ben Gurion = David | Ben Gurion
    Jill St. John = Jill | St. John
    Conan O'Brien = Conan | O'Brien
    Ian Mac Donald = Ian | Mac Donald
    OKELLO Jimmy = Jimmy | OKELLO
    OKELLO Jimmy Paul = Jimmy Paul | OKELLO
    Jean DUPONT = Jean | DUPONT
    Jean-Pierre Marie DUPONT = Jean-Pierre Marie | DUPONT
    Charles de GAULLE = Charles | de GAULLE
    DE LA CRUZ Maria = Maria | DE LA CRUZ
    O'NEILL Shaquille = Shaquille | O'NEILL
    McDONALD Ian = Ian | McDONALD
    KIM Yuna = Yuna | KIM
    John F. Kennedy = John F. | Kennedy
    J. R. R. Tolkien = J. R. R. | Tolkien
    J.R.R. Tolkien = J.R.R. | Tolkien
    J.-P. Sartre = J.-P. | Sartre
    Ann B = Ann | B
    Jean-Luc Picard = Jean-Luc | Picard
    Søren Kierkegaard = Søren | Kierkegaard
    Łukasz Żółć = Łukasz | Żółć
    Αλέξης Τσίπρας = Αλέξης | Τσίπρας
    Иван Петров = Иван | Петров
    אבי כהן = אבי | כהן
    Juma Mwinyi = Juma | Mwinyi
    Ngũgĩ Thiongʼo = Ngũgĩ | Thiongʼo
    `
      .trim()
      .split('\n')
      .map(line => line.trim().split(' = ')),
  )('%s', (whole = '', wanted = '') => {
    expect(parted(whole)).toBe(wanted)
  })

  test('white space of every kind is one space', () => {
    expect(parted(' Jimmy \u00a0\u3000 Okello ')).toBe('Jimmy | Okello')
  })
})

describe('what stands before or behind a name', () => {
  test.each([
    ['Dr. Jane Roe', { title: 'Dr.', given: 'Jane', family: 'Roe' }],
    ['Prof. Dr. med. Anna Müller', { title: 'Prof. Dr. med.', given: 'Anna', family: 'Müller' }],
    ['Prof.Dr. Anna Müller', { title: 'Prof.Dr.', given: 'Anna', family: 'Müller' }],
    ['Dr. rer. nat. Karl Benz', { title: 'Dr. rer. nat.', given: 'Karl', family: 'Benz' }],
    ['Dipl.-Ing. Karl Benz', { title: 'Dipl.-Ing.', given: 'Karl', family: 'Benz' }],
    ['Dr. H. Müller', { title: 'Dr.', given: 'H.', family: 'Müller' }],
    ['Herr Dr. Hans Meier', { prefix: 'Herr', title: 'Dr.', given: 'Hans', family: 'Meier' }],
    ['Mr John Smith', { prefix: 'Mr', given: 'John', family: 'Smith' }],
    ['Mrs. Smith', { prefix: 'Mrs.', family: 'Smith' }],
    ['Frau Müller', { prefix: 'Frau', family: 'Müller' }],
    ['Mme Marie Curie', { prefix: 'Mme', given: 'Marie', family: 'Curie' }],
    ['Bw. Juma Ali', { prefix: 'Bw.', given: 'Juma', family: 'Ali' }],
    ['Sr. Pedro Gómez', { prefix: 'Sr.', given: 'Pedro', family: 'Gómez' }],
    ['Okello, Dr. Jimmy', { title: 'Dr.', given: 'Jimmy', family: 'Okello' }],
    ['John Smith, PhD', { title: 'PhD', given: 'John', family: 'Smith' }],
    ['John Smith, PhD, MBA', { title: 'PhD, MBA', given: 'John', family: 'Smith' }],
    ['John Smith M.D.', { title: 'M.D.', given: 'John', family: 'Smith' }],
    ['Dr. John Smith, PhD', { title: 'Dr., PhD', given: 'John', family: 'Smith' }],
    ['John Smith, Esq.', { title: 'Esq.', given: 'John', family: 'Smith' }],
    ['Smith, MD', { title: 'MD', family: 'Smith' }],
    ['Wu, Ma', { given: 'Ma', family: 'Wu' }],
    ['Wu, Ma, MA', { title: 'MA', given: 'Ma', family: 'Wu' }],
  ])('%s goes where it belongs', (whole, wanted) => {
    const { told: _, ...parts } = partName(whole)
    expect(parts).toEqual(wanted)
  })

  test.each([
    'John Smith Jr.',
    'Smith, John, Jr.',
    'Smith, John Jr',
    'John Smith, Sr.',
    'John Smith III',
    'Smith Jr., John',
  ])('%s: no name is lost to it, and it is said', whole => {
    const { given, family, told } = partName(whole)
    expect([given, family]).toEqual(['John', 'Smith'])
    expect(told).toEqual([expect.stringContaining('Jr, Sr, III')])
  })

  test('of a family name with a Jr alone the family name stays', () => {
    expect(parted('King, Jr.')).toBe('- | King')
  })

  test.each([
    'William (Bill) Gates',
    'William "Bill" Gates',
    'William „Bill“ Gates',
    "William 'Bill' Gates",
    'William Gates [old]',
  ])('%s: what is in brackets or quotes is left out, and said', whole => {
    const { given, family, told } = partName(whole)
    expect([given, family]).toEqual(['William', 'Gates'])
    expect(told).toEqual([expect.stringContaining('brackets or quotation marks')])
  })

  test('one word is taken for the given name, and said', () => {
    expect(partName('Suharto')).toEqual({ given: 'Suharto', told: [expect.stringContaining('is one word')] })
  })
})

describe('a name that may be parted in several ways', () => {
  test.each([
    'Mary Ann Smith',
    'Gabriel García Márquez',
    'Juan Carlos Pérez López',
    'Martin Luther King, Jr.',
    'Ivan Petrovich Sidorov',
    'José Ortega y Gasset',
    'María de los Ángeles López',
    'Ludwig Mies van der Rohe',
    'Xi Jinping',
    'Nguyễn Văn An',
    'Kim Jong-un',
    '王 小明',
    '김 연아',
    'de Gaulle',
    'Al Gore',
    'M. Dupont',
    'Haji Musa',
    'Abu Bakr Siddiq',
    'Raj Vijay K.',
    'JP Morgan',
    'Wm. Shakespeare',
  ])('%s is asked about', whole => {
    expect(parted(whole)).toBe(asked)
  })

  test('so is one of a language that has the family name first', () => {
    expect(parted('Nagy Péter', undefined, 'hu')).toBe(asked)
    expect(parted('Nagy Péter', 'family-first', 'hu')).toBe('Péter | Nagy')
    expect(parted('Nagy Péter', undefined, 'sw')).toBe('Nagy | Péter')
    expect(parted('Péter, Nagy', undefined, 'hu')).toBe('Nagy | Péter')
  })

  test.each([
    ['family-last', 'Mary Ann Smith', 'Mary Ann | Smith'],
    ['family-last', 'Ludwig Mies van der Rohe', 'Ludwig Mies | van der Rohe'],
    ['family-last', 'Juan García', 'Juan | García'],
    ['family-last-two', 'Juan Carlos Pérez López', 'Juan Carlos | Pérez López'],
    ['family-last-two', 'José Ortega y Gasset', 'José | Ortega y Gasset'],
    ['family-last-two', 'María de los Ángeles López de la Torre', 'María de los Ángeles | López de la Torre'],
    ['family-last-two', 'Juan García', 'Juan | García'],
    ['family-first', '王 小明', '小明 | 王'],
    ['family-first', 'Nguyễn Văn An', 'Văn An | Nguyễn'],
    ['family-first', 'Jimmy OKELLO', 'Jimmy | OKELLO'],
    ['family-first', 'Okello, Jimmy', 'Jimmy | Okello'],
  ] as const)('with --names %s, %s is %s', (way, whole, wanted) => {
    expect(parted(whole, way)).toBe(wanted)
  })

  test('joined again its parts have the same words, whatever the way', () => {
    const word = fc.constantFrom(
      'Anna',
      'Okello',
      'van',
      'de',
      'la',
      'GARCÍA',
      'y',
      'Müller',
      'bin',
      "O'Brien",
      'J.',
      'Smith-Jones',
      '王',
    )
    const wordsOf = (text: string) =>
      text
        .split(' ')
        .filter(each => each !== '')
        .toSorted()
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.option(fc.constantFrom(...namesWays), { nil: undefined }),
        fc.boolean(),
        (words, way, hasComma) => {
          const whole = hasComma && words.length > 1 ? `${words[0]}, ${words.slice(1).join(' ')}` : words.join(' ')
          const { given = '', family = '', fault } = partName(whole, way)
          if (fault === undefined) expect(wordsOf(`${given} ${family}`)).toEqual(words.toSorted())
        },
      ),
    )
  })
})

describe('no name of one person is', () => {
  test.each([
    ['Anna and Peter Smith', 'more than one person'],
    ['Hans & Eva Meier', 'more than one person'],
    ['Hans und Eva Meier', 'more than one person'],
    ['Mr & Mrs Smith', 'more than one person'],
    ['Smith/Jones', 'more than one person'],
    ['Ana y Pedro Gómez', 'more than one person'],
    ['Juma na Asha Ali', 'more than one person'],
    ['Acme, Inc.', 'organisation'],
    ['Kilimo GmbH', 'organisation'],
    ['Moshi Co-operative', 'organisation'],
    ['jimmy@example.org', 'digits or an @'],
    ['0700 000 001', 'digits or an @'],
    ['😀 Smile', 'signs'],
    ['???', 'no letters'],
    ['Dr.', 'beside its title'],
    ['Smith,', 'comma'],
    ['Smith, John, Paul', 'comma'],
    ['王小明', 'two columns'],
    ['J. R.', 'initials alone'],
  ])('%s', (whole, fault) => {
    expect(partName(whole).fault).toContain(fault)
    expect(partName(whole).fault).not.toContain(whole)
    for (const way of namesWays) expect(partName(whole, way).fault, way).toBeDefined()
  })
})
