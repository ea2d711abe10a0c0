// A backup restored into a database that is not the program's own: another server, an empty database, the program's owner login.

import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { mails, makeHome, recoveryPassphrase, replyTo, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
let above: string
let server: NonNullable<ReturnType<typeof readServerState>>

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-outside-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  await home.person('P1')
  await home.satchel(['dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  home.drop('1.sexp', replyTo(packet, { set: { 'given-name': 'James', born: '1971-01-01' } }))
  expect((await home.satchel(['import'])).code).toBe(3)
  // a server that somebody else runs: here the one of another installation
  expect((await runHere(['--home', join(above, 'other'), 'init', '--protection', 'plain'])).code).toBe(0)
  const state = readServerState(homePaths(join(above, 'other')))
  if (state === null) throw new Error('no server')
  server = state
  await withClient(
    `postgresql://postgres:${server.superPassword}@localhost/postgres?host=${encodeURIComponent(server.socket)}`,
    async client => {
      await client.query('create database elsewhere owner satchel')
      await client.query('revoke all on database elsewhere from public')
    },
  )
})
afterAll(async () => {
  await runHere(['--home', join(above, 'other'), 'db', 'stop'])
  rmSync(server.socket, { recursive: true, force: true })
  rmSync(above, { recursive: true, force: true })
  await home.close()
})

test('is whole, works on, and a second one into the same database is refused', async () => {
  const file = join(above, 'satchel.backup')
  expect(await home.satchel(['db', 'backup', file])).toMatchObject({ code: 0, err: '' })
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  const url = `postgresql://satchel:${server.ownerPassword}@localhost/elsewhere?host=${encodeURIComponent(server.socket)}`
  const restore = (name: string) =>
    runHere([
      '--home',
      join(above, name),
      'db',
      'restore',
      file,
      '--database-url',
      url,
      '--recovery-key',
      join(above, 'recovery.asc'),
      '--passphrase-file',
      join(above, 'passphrase'),
    ])
  const made = await restore('again')
  expect([made.code, made.err]).toEqual([0, ''])
  const satchel = (...args: readonly string[]) => runHere(['--home', join(above, 'again'), ...args])
  expect(
    existsSync(homePaths(join(above, 'again')).database) && readServerState(homePaths(join(above, 'again'))),
  ).toBeFalsy()
  expect((await satchel('show', 'P1')).out).toContain('James')
  const held = (await satchel('--as', 'grace', '--json', 'review', 'list')).json<{ id: string }[]>()
  expect(held).toHaveLength(1)
  expect((await satchel('--as', 'grace', 'review', 'accept', held[0]?.id ?? '')).code).toBe(0)
  const verified = (await satchel('--as', 'grace', 'verify', '--json')).json<
    { what: string; state: string; says: string }[]
  >()
  expect(verified.filter(found => found.state === 'wrong')).toEqual([])
  expect(await restore('once-more')).toMatchObject({ code: 2, err: expect.stringContaining('backup/not-empty') })
})
