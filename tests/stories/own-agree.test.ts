// One type of record, rows of it and rows of people, with a field of every type that there is: each is written and read back alike by
// commands, files, searches, packets and their answers, other programs, backup and restore; and it goes with its person.

import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { readAsGedafe } from '../helpers/gedafe.ts'
import { fillForm, makeHome, mails, recoveryPassphrase, replyTo, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'
import { everyType, makeOwnTypes, typed, values } from '../helpers/own-types.ts'

let above: string
let home: TestHome
let crate: string
beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-own-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  await home.person('P-77', 'anna')
  await makeOwnTypes(home)
  const added = await home.satchel(['--json', 'add', 'crate', 'name=Red crate', 'owner=anna', ...typed()])
  expect([added.code, added.err]).toEqual([0, ''])
  crate = added.json<{ record: string }>().record
  for (const words of [
    [crate, ...typed('crate-visit/new.')],
    ['P-77', ...typed('pet/new.'), 'shoe=Canaryboot'],
  ])
    expect(await home.satchel(['set', ...words])).toMatchObject({ code: 0 })
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

  test.each(['top shelf', 'dark', 'box@crate.example', 'Red crate'])('find finds it by %s', async words => {
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
          expect((await exportedRows(other, type)).map(({ uuid: _, ...row }) => row)).toEqual(
            (await exportedRows(home, type)).map(({ uuid: _, ...row }) => row),
          )
          const again = await other.satchel(['load', '--type', type, files.get(type) ?? ''])
          expect(again.out).toContain('0 new, 0 with gaps filled, 1 the same')
        }
      } finally {
        await other.close()
      }
    },
  )

  const exportedRows = async (from: TestHome, type: string) =>
    rowsOf(readFileSync(await exported(from, type, 'compared.csv'), 'utf8'))

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

describe('a packet', () => {
  const crateRow = async () =>
    (
      await home.rows<Record<string, unknown>>(
        'select own_crate.*, own_crate_opened::text as opened from own_crate where own_crate_hid = $1',
        [crate],
      )
    )[0] ?? {}

  test('shows each value, and an answer by file changes them and is acknowledged', async () => {
    expect(await home.satchel(['form', 'new', 'crate', '--type', 'crate'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['form', 'publish'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['dispatch', crate, '--to', 'anna'])).toMatchObject({ code: 0 })
    expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
    const [packet] = home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    for (const [field, { kept: value }] of Object.entries(values))
      expect([field, packet.record.fields.get(field)]).toEqual([
        field,
        field === 'opened' ? '2026-11-30 14:30' : field === 'sealed' ? 'false' : value,
      ])
    const [letter] = home.letters(mails.anna)
    const page = [...(letter?.attachments ?? [])].find(([name]) => name.endsWith('.html'))?.[1] ?? ''
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(60_000)
    for (const box of [
      'set.packed type=date ',
      'set.opened type=datetime-local ',
      'set.mail type=email ',
      'set.tel type=tel ',
      'inputmode=url',
      'data-place',
      '<select name=set.wood',
    ])
      expect(page).toContain(box)
    // somebody in the office changes one of them meanwhile, and a number is written in another way
    await home.satchel(['set', crate, 'weight=4'])
    home.drop(
      'answer.sexp',
      replyTo(packet, {
        set: {
          line: 'Lower shelf',
          pieces: '13',
          weight: '5',
          price: '7.25',
          'price-currency': 'USD',
          packed: '2026-12-02',
          opened: '2026-12-03 09:15',
          sealed: 'true',
          wood: 'pine',
          mail: 'box@crate.example',
          tel: '0754 000 111',
          site: 'https://other.example/b',
          spot: '-3.5, 37.1',
          memo: 'nobody',
        },
        report: { when: '2026-11-20', outcome: 'reached' },
      }),
    )
    await home.satchel(['import'])
    expect(await crateRow()).toMatchObject({
      own_crate_line: 'Lower shelf',
      own_crate_pieces: '13',
      own_crate_weight: '4',
      own_crate_price: '7.25',
      own_crate_price_currency: 'USD',
      own_crate_sealed: true,
      own_crate_site: 'https://other.example/b',
      own_crate_spot: '-3.5, 37.1',
      own_crate_memo: 'nobody',
      opened: expect.stringMatching(/^2026-12-03 (09:15:00\+00|12:15:00\+03)/),
      // the same number and address, written in another way, are no change
      own_crate_tel: '+255 754 000 111',
      own_crate_mail: 'Box@Crate.example',
    })
    expect((await home.satchel(['review', 'list'])).out).toMatch(/field\/weight +4 +5 +changed-meanwhile/)
    await home.satchel(['send'])
    expect(home.letters(mails.anna).some(({ text }) => text.includes('Weight'))).toBe(true)
  })

  test('a text form is answered in the words of people, and what cannot be kept waits as it was written', async () => {
    expect(await home.satchel(['dispatch', crate, '--to', 'anna'])).toMatchObject({ code: 0 })
    await home.satchel(['send'])
    const [letter] = home
      .letters(mails.anna)
      .filter(({ attachments }) => [...attachments.keys()].some(name => /^packet-.*\.txt$/.test(name)))
    const form = [...(letter?.attachments ?? [])].find(([name]) => /^packet-.*\.txt$/.test(name))?.[1] ?? ''
    for (const label of [
      'Line',
      'Memo',
      'Pieces',
      'Weight',
      'Price',
      'Packed',
      'Opened',
      'Sealed',
      'Wood',
      'Mail',
      'Tel',
      'Site',
      'Spot',
    ])
      expect(form).toContain(`[${label}]`)
    home.drop(
      'answer.txt',
      fillForm(form, {
        Opened: '4 December 2026 10:45',
        Sealed: 'no',
        Wood: 'oak',
        Site: 'third.example',
        Spot: '3.25 S 37.5 E',
        Mail: 'nobody at home',
        Tel: 'none',
        'Date of the contact': '2026-11-21',
        'How it went': 'reached',
      }),
    )
    await home.satchel(['import'])
    expect(await crateRow()).toMatchObject({
      opened: expect.stringMatching(/^2026-12-04 (10:45:00\+00|13:45:00\+03)/),
      own_crate_sealed: false,
      own_crate_site: 'https://third.example',
      own_crate_spot: '-3.25, 37.5',
      own_crate_mail: 'Box@Crate.example',
    })
    const waiting = (await home.satchel(['review', 'list'])).out
    expect(waiting).toMatch(/field\/mail .*not-an-email/)
    expect(waiting).toMatch(/field\/tel .*not-a-phone/)
  })
})

describe('other programs', () => {
  test('GeDaFe opens the tables, and psql is refused what a command is', async () => {
    await withClient(home.database.url('satchel'), async client => {
      const { rows } = await client.query<{ role: string }>("select staff_role_of('grace') as role")
      await client.query(`set role ${rows[0]?.role}`)
      const { menu } = await readAsGedafe(client)
      for (const table of ['own_crate', 'own_crate_visit', 'own_pet']) {
        const found = menu.find(({ name }) => name === table)
        expect(found?.view).toBe(`${table}_list`)
        await client.query(`select * from ${table}_list order by meta_sort`)
        for (const choices of found?.choices ?? [])
          await client.query(`select id, text from ${choices} order by meta_sort`)
      }
      await client.query(
        "insert into own_crate (own_crate_name, own_crate_spot, own_crate_tel) values ('By psql', '-1.5,37', '0754000222')",
      )
      expect(
        (
          await client.query(
            "select own_crate_hid as hid, own_crate_spot as spot from own_crate where own_crate_name = 'By psql'",
          )
        ).rows,
      ).toEqual([{ hid: expect.stringMatching(/^CR[0-9]+$/), spot: '-1.5, 37' }])
      for (const [column, value] of [
        ['mail', 'nobody'],
        ['tel', 'abc'],
        ['site', 'ftp://x'],
        ['spot', '95, 10'],
        ['price_currency', 'XXY'],
        ['price', '-1'],
        ['line', ''],
        ['pieces', '9999999999999999'],
      ])
        await expect(
          client.query(`insert into own_crate (own_crate_name, own_crate_${column}) values ('Bad', $1)`, [value]),
        ).rejects.toMatchObject({ code: '23514' })
      await expect(
        client.query(
          "insert into own_crate (own_crate_name, own_crate_price, own_crate_price_currency) values ('Bad', 1.5, 'JPY')",
        ),
      ).rejects.toThrow('JPY has no smaller unit')
    })
  })
})

test('two people are merged: rows and references go along', async () => {
  const entity = (hid: string) => `(select person_id from person where person_hid = '${hid}')`
  await home.person('P-78', 'anna')
  expect((await home.satchel(['set', 'P-78', 'pet/new.line=Second pet', 'buddy=P-77'])).code).toBe(0)
  expect((await home.satchel(['set', crate, 'carrier=P-78', 'crate-visit/1.farmer=P-78'])).code).toBe(0)
  expect(await home.satchel(['duplicate', 'merge', 'P-77', 'P-78'])).toMatchObject({ code: 0 })
  expect(
    await home.rows(`select own_pet_line as line from own_pet where own_pet_person = ${entity('P-77')} order by 1`),
  ).toEqual([{ line: 'Second pet' }, { line: 'Top shelf' }])
  expect(
    await home.rows(
      `select own_crate_carrier = ${entity('P-77')} as carrier, own_crate_visit_farmer = ${entity('P-77')} as farmer from own_crate join own_crate_visit on own_crate_visit_crate = own_crate_id`,
    ),
  ).toEqual([{ carrier: true, farmer: true }])
})

test('my-data has the rows and fields of a person, and erasing leaves nothing of them', async () => {
  await home.satchel(['set', 'P-77', 'pet/1.memo=Canarymemo', 'pet/1.mail=canary@pet.example'])
  const out = join(above, 'data')
  expect(await home.satchel(['my-data', 'P-77', '--out', out])).toMatchObject({ code: 0 })
  for (const file of [`${out}.html`, `${out}.json`])
    for (const word of ['Canaryboot', 'Canarymemo', 'canary@pet.example', 'Second pet'])
      expect(readFileSync(file, 'utf8')).toContain(word)
  rmSync(`${out}.html`)
  rmSync(`${out}.json`)
  const found = async () =>
    withClient(home.database.url('satchel'), async client => {
      const tables = await client.query<{ name: string }>(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
      )
      const hits: string[] = []
      for (const { name } of tables.rows) {
        const { rows } = await client.query(
          `select from ${name} t where t::text ilike '%canaryboot%' or t::text ilike '%canarymemo%' or t::text ilike '%canary@pet%'`,
        )
        if (rows.length > 0) hits.push(name)
      }
      return hits
    })
  expect(await found()).toEqual(expect.arrayContaining(['own_pet', 'person', 'audit_content']))
  expect(await home.satchel(['erase', 'P-77', '--sure'])).toMatchObject({ code: 0 })
  expect(await found()).toEqual([])
  const files = readdirSync(home.home.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  for (const entry of files)
    expect([
      entry.name,
      /Canaryboot|Canarymemo|canary@pet/.test(readFileSync(join(entry.parentPath, entry.name)).toString('latin1')),
    ]).toEqual([entry.name, false])
  expect(
    await home.rows(
      'select own_crate_carrier as carrier, own_crate_farmer as farmer from own_crate where own_crate_name = $1',
      ['Red crate'],
    ),
  ).toEqual([{ carrier: null, farmer: null }])
})

test('a backup brings tables, values and rights back', async () => {
  const before = (await home.satchel(['--json', 'show', crate])).json()
  const file = join(above, 'own.backup')
  expect(await home.satchel(['db', 'backup', file])).toMatchObject({ code: 0 })
  expect(statSync(file).size).toBeGreaterThan(0)
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  const there = join(above, 'restored')
  try {
    const ended = await runHere([
      '--home',
      there,
      'db',
      'restore',
      file,
      '--recovery-key',
      join(above, 'recovery.asc'),
      '--passphrase-file',
      join(above, 'passphrase'),
    ])
    expect([ended.code, ended.err]).toEqual([0, ''])
    const steady = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/"[a-z0-9_]+_staff_([a-z]+)"/g, '"staff $1"'))
    const again = await runHere(['--home', there, '--json', 'show', crate])
    expect(steady(again.json())).toEqual(steady(before))
    expect(readdirSync(join(there, 'sql'))).toHaveLength(4)
    expect((await runHere(['--home', there, 'set', crate, 'mail=nobody'])).err).toContain('is an e-mail address')
    expect((await runHere(['--home', there, 'new-field', 'crate', 'colour:text'])).code).toBe(0)
  } finally {
    await runHere(['--home', there, 'db', 'stop'])
  }
}, 120_000)
