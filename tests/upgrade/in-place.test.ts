// A database of an earlier version is upgraded where it is: its tables are full, and the triggers, functions and policies of that version
// are there while the migrations run. (A restore runs them on bare tables: upgrade.test.ts.) Afterwards it shows what the restored one shows.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { copyIn } from '@satchel/core/backup/restore-backup'
import { readContents } from '@satchel/core/backup/read-backup'
import { withDatabase } from '@satchel/core/db/database'
import { sqlFiles } from '@satchel/core/db/sql-files'
import { noteMigration } from '@satchel/core/db/calls/installation'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { runHere } from '../helpers/in-process.ts'
import { type Restored, restoreFixture } from './restored.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 300_000 })

const backup = join(import.meta.dirname, 'made-by-06c89e0.backup')
const setup = (name: string) => sqlFiles('setup').find(file => file.name === name)?.text ?? ''
const quiet = () => undefined
/** Rows that no table would take today. */
const wrong = `
  insert into deal (deal_hid, deal_name, deal_kind, deal_amount, deal_currency)
    values ('V-9', 'Old sacks', lookup_find('deal-kind', 'order'), -5, 'QQQ'), ('V-8', 'Sacks', lookup_find('deal-kind', 'order'), 10.5, 'UGX');
  insert into deal_line (deal_line_deal, deal_line_text, deal_line_quantity, deal_line_price) select deal_id, 'Sack', -1, 5 from deal where deal_hid = 'V-9';
  insert into activity (activity_kind, activity_entity, activity_subject) select lookup_find('activity-kind', 'task'), deal_id, 'Deliver' from deal where deal_hid = 'V-9'`

let old: Restored
beforeAll(async () => {
  old = await restoreFixture()
})
afterAll(() => old.close())

/** The database as that version left it, beside the restored one. @returns its owner's address. */
async function asItWas(): Promise<string> {
  const client = new pg.Client({ connectionString: old.superUrl })
  await client.connect()
  await client.query(setup('database').replace('database satchel', 'database earlier'))
  await client.end()
  const url = addressOf(old.ownerUrl, 'satchel', new URL(old.ownerUrl).password, 'earlier')
  const contents = await readContents(backup, quiet)
  await withDatabase(url, async database => {
    for (const name of ['roles', 'extensions']) await database.client.query(setup(name))
    await database.client.query('set role satchel_owner')
    await database.inTransaction(async () => {
      await database.client.query(setup('history'))
      for (const { name, digest } of contents.about.migrations) {
        await database.client.query(sqlFiles('migrations').find(file => file.name === name)?.text ?? '')
        await database.run(noteMigration, { name, digest })
      }
      await copyIn(database, backup, contents, quiet)
      await database.client.query('set local check_function_bodies = off')
      const made = readFileSync(join(import.meta.dirname, 'made-by-06c89e0.sql.gz'))
      await database.client.query(gunzipSync(made).toString())
      await database.client.query(wrong)
    })
  })
  return url
}

test('db migrate brings a full database of that version up to this program', async () => {
  const commands = [
    ['--as', 'grace', 'export', '-', '--format', 'json'],
    ['--json', 'staff', 'list'],
    ['--json', 'packet', 'list'],
    ['--json', 'history', 'A-02'],
    ['--json', 'review', 'list'],
    ['--json', 'query', 'duplicates/merges', '--param', 'limit=5'],
  ]
  const restored = []
  for (const command of commands) restored.push((await old.satchel(...command)).out)
  const url = await asItWas()
  const satchel = (...args: readonly string[]) =>
    runHere(['--home', old.home, ...args], { env: { SATCHEL_DATABASE_URL: url } })
  const migrated = await satchel('db', 'migrate')
  expect([migrated.code, migrated.err]).toEqual([0, ''])
  expect((await satchel('db', 'adopt')).code).toBe(0)
  for (const [index, command] of commands.entries()) {
    const out = (await satchel(...command)).out
    // the logins are named after the database; when a packet expires was moved in the restored one
    const steady = (text = '') => text.replaceAll(/\b[a-z]+_staff_/g, 'staff ').replaceAll(/"expires": ?"[^"]*"/g, '')
    expect(steady(out), command.join(' ')).toBe(steady(restored[index]))
  }
  const verified = await satchel('verify')
  expect([verified.code, verified.out]).toEqual([0, expect.not.stringContaining('WRONG')])
  // what was there stays as it was written, and is told
  for (const said of [
    'V-9: a task has somebody who does it; V-9: a task has a day on which it is due; V-9: "QQQ" is no currency of ISO 4217',
    'V-8: UGX has no smaller unit: 10.5 is no amount in it; and 1 more. Put them right',
  ])
    expect(verified.out).toContain(said)
  const query = async (text: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Record<string, unknown>>(text)).rows
    } finally {
      await client.end()
    }
  }
  expect(
    await query(
      "select deal_amount::text as amount, deal_currency as currency from deal where deal_hid in ('V-8', 'V-9') order by deal_hid",
    ),
  ).toEqual([
    { amount: '10.50', currency: 'UGX' },
    { amount: '-5.00', currency: 'QQQ' },
  ])
  await query("update deal set deal_note = 'Paid in kind' where deal_hid = 'V-9'")
  await expect(query("update deal set deal_amount = -6 where deal_hid = 'V-9'")).rejects.toThrow(
    'an amount is not below 0',
  )
  expect((await satchel('--as', 'grace', 'duplicate', 'undo', '1')).code).toBe(0)
  expect((await satchel('show', 'A-11')).out).toContain('0700 000 111')
})
