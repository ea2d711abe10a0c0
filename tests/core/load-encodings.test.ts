// Files in every encoding that lists come in, as another program wrote them (tests/vectors/load/encodings.json: the codecs of Python):
// right, or asked, and never a letter that is another one.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '@satchel/core/files/text/decode'
import { readPeople } from '@satchel/core/files/read-people'
import { Problem } from '@satchel/protocol/problem'
import { describe, expect, test } from 'vitest'

interface Sample {
  readonly language: string
  readonly encoding: string
  readonly last: readonly string[]
  readonly cities: readonly string[]
  readonly bytes: string
}

const folder = join(import.meta.dirname, '../vectors/load')
const samples = JSON.parse(readFileSync(join(folder, 'encodings.json'), 'utf8')) as readonly Sample[]
const bytesOf = (sample: Sample) => Buffer.from(sample.bytes, 'base64')
const sampleOf = (language: string, encoding: string) => {
  const found = samples.find(sample => sample.language === language && sample.encoding === encoding)
  if (found === undefined) throw new Error(`there is no sample ${language} ${encoding}`)
  return bytesOf(found)
}
const lastOf = (bytes: Uint8Array, encoding?: string) => {
  const { rows, told, faults } = readPeople(bytes, { maps: [], ...(encoding === undefined ? {} : { encoding }) })
  expect([told, faults, rows.flatMap(row => row.faults)]).toEqual([[], [], []])
  return rows.map(({ family, address }) => [family, address?.city])
}
const wantedOf = ({ last, cities }: Sample) => last.map((family, at) => [family.normalize('NFC'), cities[at]])
function refusal(read: () => unknown): Problem {
  try {
    read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('it was read')
}

/** Several encodings give names that could be: only the person knows. */
const asked = new Set(
  [
    'de utf-7, fr utf-7, ru utf-7, de1 windows-1252, de1 macintosh, fr windows-1252, fr iso8859-15',
    'fr1 windows-1252, fr1 macintosh, fr1 cp850, es windows-1252, cs windows-1250, cs iso8859-2',
    'hu windows-1250, hu iso8859-2, hu cp852, tr windows-1254, tr iso8859-9, he windows-1255, ar windows-1256',
    'lt windows-1257, lt iso8859-13, ja shift_jis, ja euc-jp, ja iso-2022-jp, zh gb18030, ko euc-kr',
  ].flatMap(line => line.split(', ')),
)

const isUnicode = (name: string) => /^utf-(8|16|32)/.test(name)
const proven = samples.filter(({ encoding }) => isUnicode(encoding))
const others = samples.filter(({ encoding }) => !isUnicode(encoding))

test.each(proven)('$language in $encoding is read by proof', sample => {
  expect(lastOf(bytesOf(sample))).toEqual(wantedOf(sample))
})

describe.each(others)('$language in $encoding', sample => {
  test('is read as --encoding says', () => {
    expect(lastOf(bytesOf(sample), sample.encoding)).toEqual(wantedOf(sample))
  })

  test('is read right and told, or asked; never another text', () => {
    const bytes = bytesOf(sample)
    const read = () => readPeople(bytes, { maps: [] })
    if (asked.has(`${sample.language} ${sample.encoding}`)) {
      const { code, hints } = refusal(read)
      expect([code, hints.join('\n')]).toEqual(['load/encoding', expect.stringContaining('--encoding ')])
    } else {
      expect(lastOf(bytes)).toEqual(wantedOf(sample))
      const { last, cities } = sample
      const [note = ''] = read().notes
      expect(note).toContain('if that is wrong, say it with --encoding')
      const shown = [...note.matchAll(/"([^"]*)"/g)].map(([, value]) => value)
      expect(shown).toHaveLength(Math.min(3, new Set(shown).size))
      for (const value of shown) expect([...last, ...cities]).toContain(value)
    }
  })
})

describe('what is asked', () => {
  test('shows three values as each encoding reads them, the likeliest first, with the words to repeat', () => {
    const { code, hints } = refusal(() => decode(sampleOf('fr', 'windows-1252')))
    expect(code).toBe('load/encoding')
    expect(hints[1]).toBe('--encoding windows-1252: "Hélène", "Œuvre", "Genève"')
    expect(hints.length).toBeGreaterThan(3)
  })

  test('of the values those come first that the encodings read otherwise', () => {
    const bytes = Buffer.concat([
      Buffer.from('Vorname;Nachname\nJ\u00fcrgen;M\u00fc\u00dfig\nJ\u00f6rg;W\u00e4chter\nEva;Plze', 'latin1'),
      Buffer.of(0xf2), // ň in Windows-1250, ò in Windows-1252
      Buffer.from('\n'),
    ])
    const { hints } = refusal(() => decode(bytes))
    expect(hints.filter(hint => hint.includes('Plzeň'))).toHaveLength(1)
    expect(hints.filter(hint => hint.includes('Plzeò'))).toHaveLength(1)
  })

  test('an encoding that is none is refused', () => {
    for (const name of ['utf-9', 'base64', 'hex', ''])
      expect(() => decode(Buffer.from('name\nA B'), name)).toThrow(expect.objectContaining({ code: 'usage/wrong' }))
  })

  test('bytes that the said encoding does not know are faults of their lines', () => {
    const bytes = Buffer.concat([Buffer.from('given name,city\nAnna,K'), Buffer.of(0x81), Buffer.from('ln\nJo,Bonn\n')])
    const { rows } = readPeople(bytes, { maps: [], encoding: 'windows-1252' })
    expect(rows.map(({ line, faults }) => [line, faults])).toEqual([
      [2, [{ column: 1, fault: expect.stringContaining('no text in this encoding') }]],
      [3, []],
    ])
  })
})

describe('one bad byte', () => {
  test('never turns a file: its line is a fault, the others are what they are', () => {
    const { rows, encoding, notes } = readPeople(readFileSync(join(folder, 'utf8-onebad.csv')), { maps: [] })
    expect([encoding, notes]).toEqual(['UTF-8', ['1 line holds bytes that are no UTF-8, unlike the rest of the file']])
    expect(rows).toMatchObject([
      { line: 2, given: 'Zoë', family: '王', address: { city: 'Genève' }, faults: [] },
      { line: 3, faults: [{ column: 1, fault: expect.stringContaining('bytes that are no text') }] },
    ])
  })

  test('nor do many: two lists pasted together, the one in UTF-8, the other not', () => {
    const western = (text: string) => Buffer.from(text, 'latin1')
    const bytes = Buffer.concat([
      Buffer.from('name,city\nZoë A,Genève\n'),
      western('Jörg B,Köln\nAnn C,Bonn\nJosé D,Málaga\n'),
    ])
    const { rows } = readPeople(bytes, { maps: [] })
    expect(rows.map(({ line, faults }) => [line, faults.map(({ column }) => column)])).toEqual([
      [2, []],
      [3, [0, 1]],
      [4, []],
      [5, [0, 1]],
    ])
  })
})

describe('letters that were encoded twice', () => {
  const twice = Buffer.from(Buffer.from('name,note\nJörg Müller,Łódź – “so”\nAnn B,plain\n').toString('latin1'))

  test('are a fault, and mended where that is said', () => {
    const { rows } = readPeople(twice, { maps: [] })
    expect(rows.map(({ faults }) => faults.map(({ fault }) => fault))).toEqual([
      [expect.stringContaining('--encoding utf-8-twice'), expect.stringContaining('--encoding utf-8-twice')],
      [],
    ])
    expect(readPeople(twice, { maps: [], encoding: 'utf-8-twice' }).rows).toMatchObject([
      { given: 'Jörg', family: 'Müller', note: 'Łódź – “so”', faults: [] },
      { note: 'plain', faults: [] },
    ])
    const kept = readPeople(twice, { maps: [], encoding: 'utf-8' })
    expect(kept.rows).toMatchObject([{ family: 'MÃ¼ller', faults: [] }, { faults: [] }])
    expect(new Set(kept.told.map(({ column }) => column))).toEqual(new Set(['name', 'note']))
  })

  test.each(['JOÃO São', 'CAFÉ\u00A0» x', '„MENÜ“ b', 'A–Ö–Z c', 'Ünal Öz', '山田 太郎', 'Ñandú Ø'])(
    '%s is none',
    name => {
      const { rows } = readPeople(Buffer.from(`given name\n"${name}"\n`), { maps: [] })
      expect(rows[0]?.faults).toEqual([])
    },
  )
})

describe('what cannot be seen', () => {
  test('is taken out, counted and told; a note keeps the direction of its words', () => {
    const file = readPeople(
      Buffer.from('name,phone,note\nAn\u200Bna\uFEFF B\u0007,\u202A0700 000 001\u202C,x\u200Fy\n'),
      {
        maps: [],
      },
    )
    expect(file.rows).toMatchObject([
      { given: 'Anna', family: 'B', note: 'x\u200Fy', contacts: [{ value: '0700 000 001' }] },
    ])
    expect(file.told).toEqual([
      { line: 2, column: 'name', what: '3 invisible characters were taken out' },
      { line: 2, column: 'phone', what: '2 invisible characters were taken out' },
    ])
  })

  test('a ? in a name is told', () => {
    expect(readPeople(Buffer.from('name,note\nJ?rg B,why?so\n'), { maps: [] }).told).toEqual([
      { line: 2, column: 'name', what: expect.stringContaining('a letter may have been lost') },
    ])
  })

  test('zero bytes are refused, with their line', () => {
    expect(() => decode(Buffer.from('a\nb\0\n'))).toThrow(/zero bytes, the first in line 2/)
  })
})
