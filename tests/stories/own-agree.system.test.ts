// One type of record, rows of it and rows of people, with a field of every type that there is: each is written and read back alike by
// commands, files and searches. own-reach.system.test.ts is about packets, other programs and the end of a person.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { everyType, makeOwnTypes, openOwnTypes, values } from '../helpers/own-types.ts'

let above: string
let home: TestHome
let crate: string
beforeAll(async () => {
  ;({ above, home, crate } = await openOwnTypes())
}, 180_000)
afterAll(async () => {
  await home?.close()
  rmSync(above, { recursive: true, force: true })
})

/** The rows of a file of values separated by commas, each by heading. */
function rowsOf(text: string): readonly Readonly<Record<string, string>>[] {
  const [heads = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map(line =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
    )
  return rows.map(row => Object.fromEntries(heads.map((head, at) => [head, (row[at] ?? '').replace(/^'(?=-)/, '')])))
}
const kept = Object.fromEntries(Object.entries(values).map(([field, { kept: value }]) => [field, value]))
const exported = async (from: TestHome, type: string, name: string) => {
  const file = join(above, name)
  expect(await from.satchel(['export', '--type', type, file])).toMatchObject({ code: 0 })
  return file
}

test('there is a field of each type of field that there is', async () => {
  const types = await home.rows<{ type: string }>('select type from own_field_types()')
  const said = new Set(everyType.map(each => each.split(':')[1]))
  expect(types.map(({ type }) => type).filter(type => !said.has(type))).toEqual([])
})

describe('commands', () => {
  test('fields lists them, of the record and of its rows', async () => {
    const listed = (await home.satchel(['fields', 'crate'])).out
    for (const field of Object.keys(values)) {
      expect(listed).toMatch(new RegExp(`^${field} `, 'm'))
      expect(listed).toMatch(new RegExp(`^crate-visit\\.${field} `, 'm'))
    }
    expect((await home.satchel(['fields', 'person'])).out).toMatch(/^pet\.wood .* oak pine$/m)
  })

  test('show gives back each value, and the history has them', async () => {
    for (const record of [crate, 'P-77']) {
      const shown = (await home.satchel(['show', record])).out
      for (const { shown: value } of Object.values(values)) expect(shown).toContain(value)
    }
    expect((await home.satchel(['set', crate, 'sealed=yes', 'opened=2026-12-01 08:00'])).code).toBe(0)
    const history = (await home.satchel(['history', crate])).out
    expect(history).toContain('false -> true')
    expect(history).toContain('2026-12-01T08:00:00')
    expect((await home.satchel(['set', crate, 'sealed=no', 'opened=2026-11-30 14:30'])).code).toBe(0)
    expect((await home.satchel(['show', crate])).out).toMatch(/^Sealed +no$/m)
  })

  test.each([
    ['pieces=12'],
    ['weight>=3.5'],
    ['price<13'],
    ['price-currency=EUR'],
    ['packed=2026-11-30'],
    ['opened>2026-11-29'],
    ['sealed=no'],
    ['wood=oak'],
    ['mail=box@crate.example'],
    ['tel=0754000111'],
    ['site=https://Crate.example/a'],
    ['spot=-6.80, 39.28'],
    ['farmer=P-77'],
    ['line~shelf'],
    ['memo~dark'],
    ['deed=deed.pdf'],
    ['deed~deed'],
  ])('list finds it by %s, and no other', async filter => {
    expect((await home.satchel(['list', 'crates', filter])).out).toContain(crate)
    const [, field = '', sign = '', value = ''] = /^([a-z-]+)(>=|[=<>~])(.*)$/.exec(filter) ?? []
    const others: Readonly<Record<string, string>> = { '=': '!=', '>=': '<', '<': '>=', '>': '<=' }
    const other = await home.satchel([
      'list',
      'crates',
      sign === '~' ? `${field}~zzz` : `${field}${others[sign]}${value}`,
    ])
    expect([other.code, other.err, other.out.includes(crate)]).toEqual([0, '', false])
  })

  test.each(['top shelf', 'dark', 'box@crate.example', 'Red crate', 'deed.pdf'])('find finds it by %s', async words => {
    expect((await home.satchel(['find', words])).out).toContain(crate)
  })

  test.each([
    ['pieces=3.5', 'is a number'],
    ['weight=much', 'is a number'],
    ['price=1.999', 'EUR has 2 decimals'],
    ['price=-1', 'is not below 0'],
    ['price-currency=XXY', 'is a currency'],
    ['packed=2026-02-30', 'is a day'],
    ['opened=soon', 'is a time'],
    ['sealed=maybe', 'has other choices'],
    ['wood=gold', 'has other choices'],
    ['mail=nobody', 'is an e-mail address'],
    ['tel=abc', 'is a telephone number'],
    ['site=no where', 'is the address of a page'],
    ['spot=91, 10', 'is a place'],
    ['carrier=Nobody', 'none of that id or name'],
    ['farmer=Nobody', 'none of that id or name'],
    ['price-currency=', 'an amount needs its currency'],
    ['deed=deed.pdf', 'is a file, and not its name'],
    [`line=${'x'.repeat(255)}`, '254 characters'],
  ])('%s is refused with its sentence', async (word, sentence) => {
    const before = (await home.satchel(['show', crate])).out
    for (const place of ['', 'crate-visit/1.']) {
      const ended = await home.satchel(['set', crate, `${place}${word}`])
      expect(ended.code).toBe(2)
      expect(ended.err).toContain(sentence)
    }
    expect((await home.satchel(['show', crate])).out).toBe(before)
  })
})

describe('files', () => {
  test.each(['csv', 'xlsx'])(
    '%s goes out and comes into another installation with the same values, once',
    async format => {
      const files = new Map<string, string>()
      for (const type of ['crate', 'crate-visit', 'pet'])
        files.set(type, await exported(home, type, `${type}-${format}.${format}`))
      if (format === 'csv') {
        for (const file of files.values()) expect(rowsOf(readFileSync(file, 'utf8'))).toMatchObject([kept])
      }
      const other = await makeHome()
      try {
        await other.person('P-77', 'anna')
        await makeOwnTypes(other)
        for (const type of ['crate', 'crate-visit', 'pet']) {
          const load = () => other.satchel(['--json', 'load', '--type', type, files.get(type) ?? ''])
          const first = await load()
          expect([first.code, first.err]).toEqual([0, expect.anything()])
          expect(first.out).toContain('deed\\" is left out: a cell has the name of a file')
          expect(await exportedRows(other, type)).toEqual(await exportedRows(home, type))
          const again = await other.satchel(['load', '--type', type, files.get(type) ?? ''])
          expect(again.out).toContain('0 new, 0 with gaps filled, 1 the same')
        }
      } finally {
        await other.close()
      }
    },
  )

  const exportedRows = async (from: TestHome, type: string) =>
    // a record that comes from a file is another one, and a cell brings no file along
    rowsOf(readFileSync(await exported(from, type, 'compared.csv'), 'utf8')).map(row => ({
      ...row,
      uuid: '',
      deed: '',
    }))

  test('a file with wrong values is told of each, and none of them is kept', async () => {
    const file = join(above, 'wrong.csv')
    const wrong = ['nobody,,,,', ',abc,,,', ',,nowhere at all,,', ',,,far,', ',,,,9.9999']
    writeFileSync(
      file,
      `name,mail,tel,site,spot,price,price-currency\n${wrong.map((row, at) => `Bad ${at},${row},EUR`).join('\n')}\n`,
    )
    const ended = await home.satchel(['load', '--type', 'crate', file])
    expect(ended.code).not.toBe(0)
    for (const words of ['e-mail address', 'telephone number', 'address of a page', 'is no place', 'decimals'])
      expect(ended.out + ended.err).toContain(words)
    expect(await home.rows("select own_crate_name from own_crate where own_crate_name like 'Bad%'")).toEqual([])
  })
})

test('a number is found by part of its digits, as a shipped one is', async () => {
  expect((await home.satchel(['set', 'P-77', 'mobile=+255 713 456 789'])).code).toBe(0)
  const found = async (words: string) =>
    (await home.satchel(['--json', 'find', words]))
      .json<{ records: readonly { hid: string; matched: string | null }[] }>()
      .records.map(({ hid, matched }) => [hid, matched])
  for (const words of ['000 111', '0754 0001', '+255754000111', '754-000-111', '0754000111'])
    expect([words, await found(words)]).toEqual([words, [[crate, '+255 754 000 111']]])
  for (const words of ['456 789', '0713456789', '+255 713 456'])
    expect([words, await found(words)]).toEqual([words, [['P-77', '+255 713 456 789']]])
  // on file as it was typed, without the country's code
  expect((await home.satchel(['add', 'crate', 'name=Blue crate', 'tel=0754000222'])).code).toBe(0)
  expect(await found('+255 754 000 222')).toEqual([[expect.stringMatching(/^CR/), '0754000222']])
  // two digits are in every second number
  expect(await found('89')).toEqual([])
})
