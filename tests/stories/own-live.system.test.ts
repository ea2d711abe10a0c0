// Tables of one's own are made and changed while everything is at work: the loop, the console, open transactions, a second administrator.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestConsole, type TestConsole } from '../helpers/console.ts'
import type { Running } from '../helpers/command.ts'
import { loginUrl } from '@satchel/core/db/logins'
import { makePool } from '@satchel/core/db/pool'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let running: Running
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2', 'P3']) await home.person(hid)
  await home.satchel(['dispatch', 'P1', 'P2', 'P3', '--to', 'anna'])
  await home.satchel(['send'])
  served = await openTestConsole(home)
  running = home.start(['run'], { env: { SATCHEL_EVERY_SECONDS: '1' } })
  await running.until(/running for Kilimo/)
}, 120_000)
afterAll(async () => {
  running.child.kill('SIGKILL')
  await running.ended
  await served.close()
  await home.close()
})

async function answered(at: number, given: string) {
  const packet = home.packets(mails.anna)[at]
  if (packet === undefined) throw new Error('no packet')
  home.drop(`${at}.sexp`, replyTo(packet, { set: { 'given-name': given } }))
}
const given = async () =>
  (await home.rows<{ v: string }>("select string_agg(person_given, ' ' order by person_given) as v from person"))[0]?.v

test('the loop imports and the console answers, before and after, with the statements that they had prepared', async () => {
  const anna = await served.as('anna')
  const office = await served.as('grace')
  const pages = ['/', '/list/person', '/find?q=jimmy', '/records/P1', '/add/person']
  for (const path of pages) expect([path, (await office.get(path)).status]).toEqual([path, 200])
  for (const path of ['/', '/list/person', '/records/P1'])
    expect([path, (await anna.get(path)).status]).toEqual([path, 200])
  await answered(0, 'Ada')
  for (const words of [
    ['new-type', 'parcel', 'area:text', '--stages', 'sown,cut'],
    ['new-field', 'person', 'shoe-size:number'],
    ['own', 'retype', 'person', 'shoe-size:integer'],
    ['own', 'rename', 'person', 'shoe-size', '--label', 'Shoes'],
    ['own', 'drop', 'person', 'shoe-size'],
  ]) {
    const [ended, page] = await Promise.all([home.process(words), office.get('/list/person')])
    expect([words.join(' '), ended.code, ended.err]).toEqual([words.join(' '), 0, ended.err])
    expect([words.join(' '), page.status]).toEqual([words.join(' '), 200])
  }
  await answered(1, 'Bob')
  await answered(2, 'Cyd')
  await expect.poll(given, { timeout: 60_000 }).toBe('Ada Bob Cyd')
  for (const path of pages) expect([path, (await office.get(path)).status]).toEqual([path, 200])
  for (const path of ['/list/own_parcel', '/add/own_parcel', '/board/own-parcel'])
    expect([path, (await office.get(path)).status]).toEqual([path, 200])
  expect(served.bugs).toEqual([])
  expect(running.said.err).not.toMatch(/cached plan|does not exist|internal\/bug/)
}, 240_000)

test('two administrators at once make two tables: both are there, and their files have no gap', async () => {
  const both = await Promise.all([
    home.process(['new-table', 'soil-test', 'ph:number', '--of', 'parcel']),
    home.process(['new-table', 'harvest', 'kilos:number', '--of', 'parcel']),
  ])
  for (const ended of both) expect([ended.code, ended.code === 0 ? '' : ended.err]).toEqual([0, ''])
  const names = await home.rows<{ name: string }>('select added_file_hid as name from added_file order by 1')
  expect(names.map(({ name }) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1))
  expect(
    names
      .slice(-2)
      .map(({ name }) => name.slice(5))
      .toSorted(),
  ).toEqual(['new-table-harvest', 'new-table-soil-test'])
  // the second of two that want the same is told so
  const same = await Promise.all([home.process(['new-type', 'goat']), home.process(['new-type', 'goat'])])
  expect(new Set(same.map(ended => ended.code))).toEqual(new Set([0, 2]))
  expect(same.map(ended => ended.err).join('')).toContain('there is a type of record called "goat" already')
}, 120_000)

/** The lock that the command waits for, and for how long. */
const waitsFor = async (table: string, seconds = 0) =>
  (
    await home.rows(
      "select from pg_locks join pg_stat_activity using (pid) where relation = to_regclass($1) and not granted and mode = 'AccessExclusiveLock' and now() - waitstart >= make_interval(secs => $2)",
      [table, seconds],
    )
  ).length

test('a transaction of the program that is under way is waited for, and so has its functions until its end', async () => {
  const pool = makePool(loginUrl(home.home, served.context.settings, 'console'), { isWatched: false })
  try {
    const ended = await pool.use(database =>
      database.inTransaction(async () => {
        const command = home.process(['new-field', 'organisation', 'gate:text'])
        await expect.poll(() => waitsFor('added_file'), { timeout: 30_000, interval: 20 }).toBe(1)
        return { command }
      }),
    )
    expect(await ended.command).toMatchObject({ code: 0 })
  } finally {
    await pool.close()
  }
}, 60_000)

test('nobody who holds a table and asks for a second one is undone by it', async () => {
  await withClient(home.database.url('satchel'), async client => {
    await client.query('begin')
    await client.query('lock table person in access share mode')
    const command = home.process(['new-field', 'organisation', 'circle:text'])
    // long enough that PostgreSQL would end a circle by undoing whoever comes last
    const seen = { first: 0 }
    await expect
      .poll(
        async () => {
          if ((await waitsFor('person')) > 0 && seen.first === 0) seen.first = Date.now()
          return seen.first > 0 && Date.now() - seen.first > 1_500
        },
        { timeout: 30_000, interval: 20 },
      )
      .toBe(true)
    // the tables that it locks before, as one transaction after the other would ask for them
    for (const table of ['entity', 'activity', 'organization', 'lookup'])
      await client.query(`lock table ${table} in access share mode`)
    await client.query('commit')
    expect(await command).toMatchObject({ code: 0 })
  })
}, 60_000)

test('where somebody holds a table for longer than 15 seconds, it gives up and nothing is changed', async () => {
  running.child.kill('SIGTERM')
  await running.ended
  const before = await home.rows('select count(*) from added_file')
  await withClient(home.database.url('satchel'), async client => {
    await client.query('begin')
    await client.query("update person set person_note = 'in the middle' where person_hid = 'P1'")
    const ended = await home.process(['new-field', 'person', 'beanie:text'])
    expect(ended.err).toContain('database/busy')
    expect(ended.err).toContain('nothing was changed')
    await client.query('commit')
  })
  expect(await home.rows('select count(*) from added_file')).toEqual(before)
  expect((await home.satchel(['fields', 'person'])).out).not.toContain('beanie')
  expect((await home.satchel(['new-field', 'person', 'beanie:text'])).code).toBe(0)
}, 120_000)
