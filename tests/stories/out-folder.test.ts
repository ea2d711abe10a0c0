// Packets as files in a folder: the files of a letter, protected as it would be; killed at any step, whole; and no folder that harms.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillForm, mails, makeHome, type TestHome } from '../helpers/home.ts'
import { coreKeyOf, keyOf, register } from '../helpers/pgp.ts'
import { unlockPage } from '../helpers/unlock.ts'

interface One {
  readonly record: string
  readonly state: string
  readonly packet: string
  readonly files?: readonly string[]
}

let home: TestHome
const above = mkdtempSync(join(tmpdir(), 'satchel-out-'))
const folder = (name: string) => {
  const made = join(above, name)
  mkdirSync(made, { recursive: true })
  return made
}
const filesOf = (out: string) => readdirSync(out, { recursive: true, encoding: 'utf8' }).sort()
const read = (out: string, name = '') => readFileSync(join(out, name), 'utf8')
const made = () =>
  home.rows(
    "select count(*)::int as packets, (select count(*)::int from letter where letter_kind = 'packet') as letters from packet",
  )

beforeAll(async () => {
  home = await makeHome()
})
afterAll(async () => {
  await home.close()
  rmSync(above, { recursive: true, force: true })
})

const dispatched = async (...args: readonly string[]) => {
  const ended = await home.satchel(['--as', 'grace', 'dispatch', ...args, '--json'])
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended.json<One[]>()
}

describe('a dispatch into a folder', () => {
  test('writes the files of a letter, named by record, recipient and packet, and queues no letter', async () => {
    await home.person('P1')
    const out = folder('plain')
    const dry = await dispatched('P1', '--to', 'anna', '--out', out, '--dry-run')
    expect([dry[0]?.state, filesOf(out), await made()]).toEqual(['would-send', [], [{ packets: 0, letters: 0 }]])
    const [one] = await dispatched('P1', '--to', 'anna', '--out', out)
    const base = `P1_anna_${one?.packet}`
    expect(one).toMatchObject({ state: 'written' })
    expect(filesOf(out)).toEqual([`${base}.html`, `${base}.sexp`, `${base}.sexp.asc`, `${base}.txt`])
    expect(one?.files?.toSorted()).toEqual(filesOf(out))
    expect(await made()).toEqual([{ packets: 1, letters: 0 }])
    expect(read(out, `${base}.html`)).toContain('Jimmy Okello')
    const list = (await home.satchel(['--as', 'grace', 'packet', 'list', '--json'])).json<{ carrier: string }[]>()
    expect(list).toMatchObject([{ packet: one?.packet, status: 'open', carrier: 'file' }])
    // out by file is out
    expect(await dispatched('P1', '--to', 'anna')).toMatchObject([{ state: 'left-out', packet: one?.packet }])
    home.drop('answer.txt', fillForm(read(out, `${base}.txt`), { 'Given name': 'James' }))
    expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1 })
    expect(await home.rows("select person_given as given from person where person_hid = 'P1'")).toEqual([
      { given: 'James' },
    ])
    await home.satchel(['send'])
    expect(home.letters(mails.anna).map(({ file }) => file.slice(0, 7))).toEqual(['outcome'])
  })

  test('locks the page for a recipient with a phrase, and writes nothing else', async () => {
    await home.person('P2', 'baraka')
    const chosen = await home.satchel(['--as', 'grace', 'staff', 'protection', 'baraka', 'passphrase'])
    const phrase = /^ {2}((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})$/m.exec(chosen.out)?.[1] ?? ''
    const out = folder('locked')
    const [one] = await dispatched('P2', '--to', 'baraka', '--out', out)
    expect(filesOf(out)).toEqual([`P2_baraka_${one?.packet}.html`])
    const page = read(out, filesOf(out)[0])
    expect(page).not.toMatch(/Okello|700 000 001/)
    expect(unlockPage(page, phrase)).toContain('Okello')
  })

  test('encrypts each file for a recipient with a key, signed by the core', async () => {
    await home.person('P3', 'grace')
    const grace = await keyOf(mails.grace)
    expect(await register(home, 'grace', grace)).toMatchObject({ code: 0 })
    expect(await home.satchel(['staff', 'protection', 'grace', 'pgp'])).toMatchObject({ code: 0 })
    const out = folder('pgp')
    await dispatched('P3', '--to', 'grace', '--out', out)
    const names = filesOf(out)
    expect(names.map(name => name.replace(/^[^.]*/, ''))).toEqual([
      '.html.pgp',
      '.sexp.asc.pgp',
      '.sexp.pgp',
      '.txt.pgp',
    ])
    for (const name of names) {
      expect(read(out, name)).toMatch(/^-----BEGIN PGP MESSAGE-----/)
      const { data, signatures } = await openpgp.decrypt({
        message: await openpgp.readMessage({ armoredMessage: read(out, name) }),
        decryptionKeys: grace.privateKey,
        verificationKeys: await coreKeyOf(home),
        expectSigned: true,
      })
      expect(await signatures[0]?.verified).toBe(true)
      if (name.endsWith('.html.pgp')) expect(data).toContain('Okello')
    }
  })

  test('to the owners gives each a folder of their own', async () => {
    for (const hid of ['O1', 'O2']) await home.person(hid)
    await home.person('O3', 'baraka')
    const out = folder('owners')
    const sent = await dispatched('O1', 'O2', 'O3', '--to-owner', '--out', out)
    expect(sent.map(({ state }) => state)).toEqual(['written', 'written', 'written'])
    expect(readdirSync(out).sort()).toEqual(['anna', 'baraka'])
    expect(readdirSync(join(out, 'anna')).filter(name => name.endsWith('.txt'))).toHaveLength(2)
    expect(readdirSync(join(out, 'baraka')).map(name => name.replace(/^[^.]*/, ''))).toEqual(['.html'])
  })

  test('takes a record of any type', async () => {
    const [deal] = await home.rows<{ id: string }>(
      "insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency) values ('D-1', 'Ten bags', lookup_find('deal-kind', 'opportunity'), 500, 'TZS') returning deal_id as id",
    )
    await home.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [deal?.id],
    )
    const out = folder('deal')
    const [one] = await dispatched('D-1', '--to-owner', '--out', out)
    expect(readdirSync(join(out, 'anna'))).toContain(`D-1_anna_${one?.packet}.txt`)
    expect(read(join(out, 'anna'), `D-1_anna_${one?.packet}.html`)).toContain('Ten bags')
  })
})

describe('a folder that is refused, before anything is made:', () => {
  test.each([
    ['one that is not there', () => join(above, 'nowhere'), 'There is no folder'],
    [
      'a file',
      () => {
        writeFileSync(join(above, 'file'), '')
        return join(above, 'file')
      },
      'is a file, not a folder',
    ],
    ['the inbox', () => home.inbox, 'belongs to the home folder'],
    ['the home folder', () => home.home.folder, 'belongs to the home folder'],
    ['a spool', () => home.home.keys, 'belongs to the home folder'],
    ['one in which nothing can be written', () => '/proc/self', 'Nothing can be written into'],
  ])('%s', async (_, where, says) => {
    await home.person(`R${says.length}-${where.toString().length}`)
    const before = await made()
    const hid = `R${says.length}-${where.toString().length}`
    const refused = await home.satchel(['dispatch', hid, '--to', 'anna', '--out', where()])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining(says) as string])
    expect(await made()).toEqual(before)
  })
})

describe('a dispatch into a folder that is killed at', () => {
  test.each([
    ['out/staged', 0],
    ['dispatch/posted', 0],
    ['dispatch/committed', 1],
    ['out/placed', 1],
  ])('%s leaves whole files, and the next one ends it', async (step, packets) => {
    const hid = `K-${step.replace('/', '-')}`
    await home.person(hid)
    const out = folder(hid)
    const order = ['dispatch', hid, '--to', 'anna', '--out', out]
    const count = () => home.rows('select packet_hid as hid from packet where packet_entity = find_entity($1)', [hid])
    const killed = await home.process(order, { env: { SATCHEL_CRASH_AT: step } })
    expect(killed.signal, killed.err).toBe('SIGKILL')
    expect(await count()).toHaveLength(packets)
    const names = readdirSync(out).filter(name => !name.startsWith('.'))
    expect(names).toHaveLength(step === 'out/placed' ? 1 : 0)
    const again = await home.satchel([...order, '--json'])
    expect(again.code, again.err).toBe(0)
    expect(again.json<One[]>()).toMatchObject([{ state: packets === 1 ? 'left-out' : 'written' }])
    const [packet] = await count()
    expect(await count()).toHaveLength(1)
    const whole = readdirSync(out).filter(name => !name.startsWith('.'))
    expect(whole.sort()).toEqual(['.html', '.sexp', '.sexp.asc', '.txt'].map(end => `${hid}_anna_${packet?.hid}${end}`))
    for (const name of whole) expect(read(out, name).length).toBeGreaterThan(100)
    // of a packet that never was, the files go after a day
    for (const name of readdirSync(out).filter(name => name.startsWith('.')))
      utimesSync(join(out, name), new Date(0), new Date(0))
    expect(await home.satchel(order)).toMatchObject({ code: 0 })
    expect(readdirSync(out).filter(name => name.startsWith('.'))).toEqual([])
  })
})
