// A merge that is undone on another server, whose transactions are counted anew: what another one wrote under the number that the
// merge once had stays, and every row of the audit is sealed.

import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, recoveryPassphrase, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
let above: string
const again = () => join(above, 'again')

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-restored-'))
  chmodSync(above, 0o711)
  home = await makeHome()
  for (const hid of ['M1', 'M2', 'U1']) await home.person(hid)
})
afterAll(async () => {
  await runHere(['--home', again(), 'db', 'stop'])
  rmSync(above, { recursive: true, force: true })
  await home.close()
})

/** Spends transaction numbers, so that this is the last one given out. */
const spendTo = (client: pg.Client, number: number) =>
  client.query(`do $$ begin while pg_current_xact_id()::text::bigint < ${number} loop commit; end loop; end $$`)

test('takes back its own, and not what came by its number since', async () => {
  // far beyond what a new server has counted
  await withClient(home.database.url('satchel'), client => spendTo(client, 30_000))
  const merged = await home.satchel(['duplicate', 'merge', 'M1', 'M2'])
  expect([merged.code, merged.err]).toEqual([0, ''])
  const [merge] = await home.rows<{ id: string; tx: string }>(
    'select record_merge_id as id, xmin::text as tx from record_merge',
  )
  const tx = Number(merge?.tx)
  // somebody settled half, and the backup was taken then
  await home.rows(
    'insert into acting (acting_work, acting_entity, acting_subject) select $1, person_id, person_id from person limit 1',
    [tx],
  )
  const file = join(above, 'satchel.backup')
  expect(await home.satchel(['db', 'backup', file])).toMatchObject({ code: 0, err: '' })
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  const key = ['--recovery-key', join(above, 'recovery.asc'), '--passphrase-file', join(above, 'passphrase')]
  const made = await runHere(['--home', again(), 'db', 'restore', file, ...key])
  expect([made.code, made.err]).toEqual([0, ''])

  const server = readServerState(homePaths(again()))
  const url = `postgresql://satchel:${server?.ownerPassword}@localhost/satchel?host=${encodeURIComponent(server?.socket ?? '')}`
  await withClient(url, async client => {
    const one = async <T extends pg.QueryResultRow>(text: string) => (await client.query<T>(text)).rows[0]
    expect(await one('select count(*)::int as n from acting')).toEqual({ n: 0 })
    const counted = await one<{ n: string }>('select pg_current_xact_id()::text as n')
    expect(Number(counted?.n)).toBeLessThan(tx)
    await spendTo(client, tx - 1)
    const rename =
      "update person set person_family = 'Since' where person_hid in ('M1', 'U1') returning pg_current_xact_id()::text as n"
    expect(await one(rename)).toEqual({ n: String(tx) })

    const undone = await runHere(['--home', again(), 'duplicate', 'undo', merge?.id ?? ''])
    expect([undone.code, undone.err]).toEqual([0, ''])
    const { rows } = await client.query(
      'select person_hid as hid, person_family as family, entity_merged as merged from person join entity on entity_id = person_id order by 1',
    )
    expect(rows).toEqual([
      { hid: 'M1', family: 'Since', merged: null },
      { hid: 'M2', family: 'Okello', merged: null },
      { hid: 'U1', family: 'Since', merged: null },
    ])
    const verified = await runHere(['--home', again(), 'verify'])
    expect([verified.code, verified.out]).toEqual([0, expect.not.stringContaining('WRONG')])
    expect(
      await one(
        'select count(*)::int as n from audit where audit_id <= (select max(audit_sealed_id) from audit_sealed) and not exists (select from audit_sealed where audit_sealed_id = audit_id)',
      ),
    ).toEqual({ n: 0 })
  })
})
