// Fields of every type, beyond this program's own commands: packets and their answers, other programs, merging and erasing people, and a
// backup that is restored.

import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { readAsGedafe } from '../helpers/gedafe.ts'
import { fillForm, mails, recoveryPassphrase, replyTo, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'
import { deedText, openOwnTypes, values } from '../helpers/own-types.ts'

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
          deed: 'other.pdf (1 KB)',
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
  const asGrace = (work: (client: Client) => Promise<unknown>) =>
    withClient(home.database.url('satchel'), async client => {
      const { rows } = await client.query<{ role: string }>("select staff_role_of('grace') as role")
      await client.query(`set role ${rows[0]?.role}`)
      await work(client)
    })

  test('GeDaFe opens the tables', async () => {
    await asGrace(async client => {
      const { menu } = await readAsGedafe(client)
      for (const table of ['own_crate', 'own_crate_visit', 'own_pet']) {
        const found = menu.find(({ name }) => name === table)
        expect(found?.view).toBe(`${table}_list`)
        await client.query(`select * from ${table}_list order by meta_sort`)
        for (const choices of found?.choices ?? [])
          await client.query(`select id, text from ${choices} order by meta_sort`)
      }
    })
  })

  test('psql is refused what a command is', async () => {
    await asGrace(async client => {
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
    await runHere(['--home', there, 'file', crate, 'deed', '--to', join(above, 'restored.pdf')])
    expect(readFileSync(join(above, 'restored.pdf'), 'utf8')).toBe(deedText)
    expect((await runHere(['--home', there, 'set', crate, 'mail=nobody'])).err).toContain('is an e-mail address')
    expect((await runHere(['--home', there, 'new-field', 'crate', 'colour:text'])).code).toBe(0)
  } finally {
    await runHere(['--home', there, 'db', 'stop'])
  }
}, 120_000)
