// Files of cards that are broken, strange or hostile: each card by itself, each loss with a word, and no file that takes long.

import { readPeople } from '@satchel/core/files/read-people'
import { describe, expect, test } from 'vitest'

const card = (...lines: readonly string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n')
const read = (text: string | Buffer) => readPeople(Buffer.from(text), { maps: [] })
const good = card('VERSION:3.0', 'N:Said;Amina;;;')
const said = (file: ReturnType<typeof read>) => ({
  names: file.rows.map(({ given, family }) => [given, family].filter(part => part !== undefined).join(' ')),
  faults: file.faults.map(({ line, fault }) => `${line} ${fault}`),
  told: file.told.map(({ line, what }) => `${line} ${what}`),
})
const cut = 'is a card without END:VCARD: it was cut off'

describe('broken files', () => {
  test.each([
    [
      'cut off before the next one',
      `BEGIN:VCARD\nVERSION:3.0\nN:Cut;Off\n${good}`,
      { names: ['Amina Said'], faults: [`1 ${cut}`] },
    ],
    [
      'an agent without an end',
      `BEGIN:VCARD\nVERSION:2.1\nN:A;B\nAGENT:\nBEGIN:VCARD\nN:C;D\n${good}`,
      { names: ['Amina Said'], faults: [`1 ${cut}`] },
    ],
    [
      'an end without a beginning',
      `${good}VERSION:3.0\nN:Lost;Head\nEND:VCARD\n${good}`,
      { faults: ['5 ends a card that has no BEGIN:VCARD'] },
    ],
    [
      'words between cards',
      `${good}Sent from my phone\n\n${good}`,
      { told: ['5 1 lines outside of any card were left out'], faults: [] },
    ],
    [
      'lines that are no properties',
      card('VERSION:3.0', 'N:Said;Amina', 'NOTE:one', 'two', 'a b: three'),
      { names: ['Amina Said'], told: ['1 2 lines of the card are no properties and were left out'] },
    ],
    [
      'a soft line break before the end',
      card('VERSION:2.1', 'N;ENCODING=QUOTED-PRINTABLE:Said;Amina='),
      { names: ['Amina Said'] },
    ],
    [
      'marks before each card and Ctrl-Z at the end',
      `\uFEFF${good}\uFEFF${good}\u001A`,
      { names: ['Amina Said', 'Amina Said'], faults: [], told: [] },
    ],
    ['doubled carriage returns', good.replaceAll('\r\n', '\r\r\n'), { names: ['Amina Said'] }],
    ['old ends of lines', good.replaceAll('\r\n', '\r'), { names: ['Amina Said'] }],
    [
      'a photo whose lines are not folded',
      card('VERSION:2.1', 'N:Said;Amina', 'PHOTO;BASE64:', '/9j/4AAQ', 'SkZJRg==', '', 'TEL:0700 000 001'),
      { names: ['Amina Said'], told: [] },
    ],
  ])('%s', (_, text, expected) => {
    expect(said(read(text))).toMatchObject(expected)
  })

  test('an empty file', () => {
    expect(() => read('')).toThrow(expect.objectContaining({ code: 'load/not-csv' }))
  })

  test('versions may differ from card to card', () => {
    const file = read(
      card('VERSION:2.1', 'N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:=D1and=FA;Zo=EB') +
        card('VERSION:4.0', 'FN:Juma Mushi') +
        card('N:Without;Version;;;'),
    )
    expect(said(file)).toMatchObject({ names: ['Zoë Ñandú', 'Juma Mushi', 'Version Without'], faults: [], told: [] })
  })
})

describe('bytes', () => {
  test('a fold within a letter of UTF-8', () => {
    const [before = '', after = ''] = card('VERSION:3.0', 'N:Said;Zo|;;;').split('|')
    const file = read(
      Buffer.concat([
        Buffer.from(before),
        Buffer.from([0xc3]),
        Buffer.from('\r\n '),
        Buffer.from([0xab]),
        Buffer.from(after),
      ]),
    )
    expect(file).toMatchObject({ encoding: 'UTF-8', rows: [{ line: 1, given: 'Zoë' }] })
  })

  test('quoted-printable without a charset is UTF-8, or else told', () => {
    const named = (name: string) => said(read(card('VERSION:2.1', `N;ENCODING=QUOTED-PRINTABLE:Said;${name}`)))
    expect(named('Zo=C3=AB')).toMatchObject({ names: ['Zoë Said'], told: [] })
    expect(named('Zo=EB')).toMatchObject({
      names: ['Zoë Said'],
      told: ['1 N names no charset and was read as Windows-1252 (--encoding says another)'],
    })
  })

  test('coded text that is UTF-8 under the name of another charset is UTF-8, and told', () => {
    const file = read(card('VERSION:2.1', 'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg'))
    expect(said(file)).toMatchObject({ names: ['Jörg Müller'], told: [expect.stringContaining('read as UTF-8')] })
  })

  test('--encoding says in what coded texts without a charset are', () => {
    const text = card('VERSION:2.1', 'N;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED=EE=E2;=C8=E2=E0=ED')
    const file = readPeople(Buffer.from(text), { maps: [], encoding: 'windows-1251' })
    expect(said(file)).toMatchObject({ names: ['Иван Иванов'], told: [] })
  })

  test('bytes that are not in their charset, and one that nobody knows, are left out', () => {
    for (const charset of ['UTF-8', 'KLINGON']) {
      const file = read(card('VERSION:2.1', 'N:Said;Amina', `NOTE;CHARSET=${charset};ENCODING=QUOTED-PRINTABLE:Zo=EB`))
      expect(said(file).told).toEqual(['1 NOTE was left out: its bytes are not in the charset that it names'])
    }
  })

  test('a folded line of version 2.1 keeps its space, and that is told', () => {
    const file = read(card('VERSION:2.1', 'N:Said;Amina', 'NOTE:Grows', ' maize'))
    expect(file.rows).toMatchObject([{ note: 'Grows maize' }])
    expect(said(file).told).toEqual(['1 NOTE the space where its line is folded was kept: look whether it is one'])
  })
})

describe('large and hostile', () => {
  const million = 1_000_000
  test.each([
    ['a line of 10 MB', card('VERSION:3.0', 'N:Said;Amina', `X-LONG:${'x'.repeat(10 * million)}`)],
    ['a line of 10 MB without a colon', card('VERSION:3.0', 'N:Said;Amina', ';'.repeat(10 * million))],
    ['a name of 10 MB', card('VERSION:3.0', `N:${'\\;,'.repeat(3 * million)}`, 'FN:Amina Said')],
    ['a photo of 8 MB', card('VERSION:3.0', 'N:Said;Amina', `PHOTO;ENCODING=b:${'aGVsbG8h\r\n '.repeat(million)}`)],
    [
      '100,000 properties',
      card('VERSION:3.0', 'N:Said;Amina', ...Array.from({ length: 100_000 }, (_, at) => `item${at}.X-P${at}:1`)),
    ],
    [
      '100,000 numbers',
      card(
        'VERSION:3.0',
        'N:Said;Amina',
        ...Array.from({ length: 100_000 }, (_, at) => `i${at}.TEL:0700 ${at}\r\ni${at}.X-ABLabel:x`),
      ),
    ],
    ['100,000 agents within each other', `${'BEGIN:VCARD\nAGENT:\n'.repeat(100_000)}${'END:VCARD\n'.repeat(100_000)}`],
    ['90,000 beginnings', `${'BEGIN:VCARD\n'.repeat(90_000)}${good}`],
    ['carriage returns', `BEGIN:VCARD\n${'\r'.repeat(2 * million)}END:VCARD\n`],
    ['soft line breaks', card('VERSION:2.1', `NOTE;QUOTED-PRINTABLE:${'=\r\n'.repeat(million)}`, 'N:Said;Amina')],
  ])('%s', (_, text) => {
    const begun = performance.now()
    const file = read(text)
    // generous, since other programs share the machine: what grows with the square takes minutes
    expect(performance.now() - begun).toBeLessThan(60_000)
    expect(file.leftOut.length).toBeLessThanOrEqual(101)
    expect(file.told.length).toBeLessThanOrEqual(200)
    expect(file.rows.every(row => row.contacts.length <= 100)).toBe(true)
  })
})
