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
  expect((await satchel('--as', 'grace', 'duplicate', 'undo', '1')).code).toBe(0)
  expect((await satchel('show', 'A-11')).out).toContain('0700 000 111')
})
