// An installation of an earlier version with a type, rows and a field of its own, whose packets are out, goes on with this program: the
// answers come after the upgrade and are merged.

import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runHere } from '../../helpers/in-process.ts'
import { lettersOf } from '../../helpers/letters.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })

const here = import.meta.dirname
const above = mkdtempSync(join(tmpdir(), 'satchel-upgrade-'))
const home = join(above, 'home')
const satchel = (...args: readonly string[]) => runHere(['--home', home, ...args])
async function ok(...args: readonly string[]): Promise<string> {
  const ended = await satchel(...args)
  expect([args, ended.code, ended.code === 0 ? '' : ended.err]).toEqual([args, 0, ''])
  return ended.out
}

async function asOwner<T extends pg.QueryResultRow>(text: string): Promise<readonly T[]> {
  const state = readServerState(homePaths(home))
  const host = `localhost/satchel?host=${encodeURIComponent(state?.socket ?? '')}`
  const client = new pg.Client({ connectionString: `postgresql://satchel:${state?.ownerPassword}@${host}` })
  await client.connect()
  try {
    return (await client.query<T>(text)).rows
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  chmodSync(above, 0o711) // as root, the server's own user goes through it
  const keys = ['--recovery-key', join(here, 'recovery-private.asc'), '--passphrase-file', join(here, 'passphrase.txt')]
  await ok('db', 'restore', join(here, 'made-by-aab43ed4.backup'), ...keys)
  await ok('db', 'migrate')
  await ok('staff', 'protection', 'anna', 'plain')
  // the clock does not matter
  await asOwner("update packet set packet_expires = now() + interval '20 days' where packet_status = 'open'")
  await asOwner("update token set token_expires = now() + interval '20 days' where token_expires is not null")
})
afterAll(async () => {
  await runHere(['--home', home, 'db', 'stop'])
  rmSync(above, { recursive: true, force: true })
})

test('what was made is there: files, words, values, stages', async () => {
  const listed = JSON.parse(await ok('--json', 'own', 'list')) as { own: { name: string; what: string; n: number }[] }
  expect(listed.own.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['parcel', 'soil-test', 'sown-on', 'shoe-size', 'farmer']),
  )
  const shown = await ok('show', 'F-1')
  for (const value of ['North field', '3.5', 'Maize', '0754 000 111', '1200', '2026-03-01', 'Neema Otieno', 'Sown'])
    expect(shown).toContain(value)
  expect(await ok('list', 'parcel', 'sown-on=2026-03-01')).toContain('South field')
  // found by rules that came later
  expect(await ok('find', '000 111')).toContain('North field')
  expect(await ok('verify')).not.toContain('WRONG')
})

test('answers to packets of that version are merged, and told', async () => {
  expect((await satchel('set', 'F-1', 'price=1250')).code).toBe(0)
  mkdirSync(join(home, 'inbox'), { recursive: true })
  for (const name of ['reply-f-1.sexp', 'reply-p-1.sexp']) copyFileSync(join(here, name), join(home, 'inbox', name))
  const mailbox = mailboxFolder(join(home, 'mail'), 'core@kilimo.example')
  for (const part of ['tmp', 'new', 'cur']) mkdirSync(join(mailbox, part), { recursive: true, mode: 0o700 })
  writeFileSync(join(mailbox, 'new', `${Date.now()}.f-2.mx`), readFileSync(join(here, 'text-f-2.eml')), { mode: 0o600 })
  expect([0, 3]).toContain((await satchel('run', '--once')).code)
  expect(
    await asOwner(
      'select own_parcel_hid as hid, own_parcel_area::text as area, lookup_value as crop, own_parcel_tel as tel, own_parcel_price::text as price, own_parcel_planted::text as planted from own_parcel join lookup on lookup_id = own_parcel_crop order by 1',
    ),
  ).toEqual([
    // the office changed the price meanwhile; a number that is written in another way is none
    { hid: 'F-1', area: '4.25', crop: 'beans', tel: '0754 000 111', price: '1250', planted: '2026-03-02' },
    { hid: 'F-2', area: '2.75', crop: 'maize', tel: '0754 000 111', price: '1200', planted: '2026-03-03' },
  ])
  expect(
    await asOwner(
      "select own_soil_test_day::text as day, own_soil_test_ph::text as ph from own_soil_test join own_parcel on own_parcel_id = own_soil_test_parcel where own_parcel_hid = 'F-1' order by 1",
    ),
  ).toEqual([
    { day: '2026-02-01', ph: '6.5' },
    { day: '2026-11-01', ph: '6.8' },
  ])
  expect(await asOwner("select person_own_shoe_size::text as size from person where person_hid = 'P-1'")).toEqual([
    { size: '39' },
  ])
  expect(await ok('review', 'list')).toMatch(/field\/price +1250 +1300 +changed-meanwhile/)
  await ok('send')
  const told = lettersOf(join(home, 'mail'), 'anna@kilimo.example').map(({ text }) => text)
  expect(told.some(text => text.includes('Sown on'))).toBe(true)
})

test('further tables and fields are made, and the record goes out and comes back', async () => {
  await ok('new-field', 'parcel', 'fenced:yes-no')
  await ok('new-table', 'harvest', 'kilos:number', '--of', 'parcel')
  await ok('set', 'F-2', 'fenced=yes', 'harvest/new.kilos=120')
  const shown = await ok('show', 'F-2')
  for (const value of ['Fenced', '120', '2.75']) expect(shown).toContain(value)
  await ok('dispatch', 'F-2', '--to', 'anna', '--form', 'parcel-check')
})
