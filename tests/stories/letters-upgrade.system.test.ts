// An installation from before letters were sealed: its outbox lies in the clear. The upgrade seals it in steps that can be stopped
// anywhere, and everything that waited goes out as it was.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openLetter } from '@satchel/core/keys/letter-keys'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import { tokenLeaks } from '../helpers/token-leaks.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
  await empty.person('P1')
  expect(await empty.satchel(['dispatch', 'P1', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await empty.satchel(['form', 'P1'])).toMatchObject({ code: 0 })
  await asBefore(empty)
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

/** Puts every letter as an earlier version kept it, and takes the keys away that it did not know. */
async function asBefore(of: TestHome): Promise<void> {
  const letters = await of.rows<{ hid: string; mailto: string; bytes: Uint8Array }>(
    'select letter_hid as hid, letter_to as mailto, letter_bytes as bytes from letter',
  )
  for (const letter of letters) {
    const clear = await openLetter(of.home, letter, letter.bytes)
    await of.rows('update letter set letter_bytes = $2 where letter_hid = $1', [letter.hid, Buffer.from(clear)])
  }
  for (const name of readdirSync(of.home.keys)) if (name.startsWith('letters-')) rmSync(join(of.home.keys, name))
}

/** Letters that went out: some days ago, in the clear. */
const sentBefore = (count: number, days: number) =>
  home.rows(
    `insert into letter (letter_hid, letter_kind, letter_to, letter_digest, letter_bytes, letter_status, letter_queued, letter_sent)
     select 'sent-' || $2::integer || '-' || n, 'notice', 'x@example.org', 'd', (select letter_bytes from letter order by letter_id limit 1), 'sent',
       now() - make_interval(days => $2::integer), now() - make_interval(days => $2::integer) from generate_series(1, $1::integer) n`,
    [count, days],
  )
const inClear = async () =>
  (
    await home.rows(
      "select letter_id from letter where letter_bytes is not null and substr(letter_bytes, 1, 1) <> '\\x01'",
    )
  ).length
const files = async () => (await home.rows<{ node: number }>("select pg_relation_filenode('letter') as node"))[0]?.node

test('db migrate seals what lay in the clear, lets old bytes go, writes the table anew, and says so; then all goes out', async () => {
  expect(await tokenLeaks(home)).toContainEqual(expect.stringContaining('letter.letter_bytes'))
  await sentBefore(120, 1)
  await sentBefore(3, 30)
  const before = await files()
  const upgraded = await home.satchel(['db', 'migrate'])
  expect([upgraded.code, upgraded.err]).toEqual([0, ''])
  expect(upgraded.out).toContain('Letters that lay in the clear are sealed now: 122.')
  expect(upgraded.out).toContain('Earlier backups still hold them')
  expect(await files()).not.toBe(before)
  expect([await inClear(), await tokenLeaks(home)]).toEqual([0, []])
  expect(await home.rows('select letter_id from letter where letter_bytes is null')).toHaveLength(3)
  const again = await home.satchel(['db', 'migrate', '--json'])
  expect(again.json()).toMatchObject({ letters: { sealed: 0, dropped: 0 } })
  expect((await home.satchel(['send'])).out).toContain('Sent 2 letters')
  expect(home.packets(mails.anna)).toHaveLength(1)
  expect(home.packets('jimmy@example.org')).toHaveLength(1)
})

test('killed in the middle, the next one goes on', async () => {
  await sentBefore(120, 1)
  const killed = await home.process(['db', 'migrate'], { env: { SATCHEL_CRASH_AT: 'letters/sealed#2' } })
  expect(killed.signal).toBe('SIGKILL')
  expect(await inClear()).toBe(22)
  expect((await home.satchel(['db', 'migrate', '--json'])).json()).toMatchObject({
    letters: { sealed: 22, rewritten: true },
  })
  expect((await home.satchel(['send'])).out).toContain('Sent 2 letters')
})

test('without it, the next sending seals first: nothing leaves, and nothing is left, in the clear', async () => {
  await sentBefore(60, 1)
  expect((await home.satchel(['send'])).out).toContain('Sent 2 letters')
  expect([await inClear(), await tokenLeaks(home)]).toEqual([0, []])
})

test('only the dispatcher and the owner reach the bytes', async () => {
  for (const login of ['satchel_import', 'satchel_sales', 'satchel_office', 'satchel_admin', 'satchel_auditor']) {
    for (const call of ['clear_letters(integer)', 'seal_letter(bigint, bytea)', 'drop_letters(integer)']) {
      const [row] = await home.rows('select has_function_privilege($1, $2, $3) as may', [login, call, 'execute'])
      expect({ login, call, ...row }).toEqual({ login, call, may: false })
    }
  }
})
