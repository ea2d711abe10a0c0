// No staff login stops the program by a lock: what only one may do at a time is locked where no login reaches, and a lock on rows and
// tables, which their rights give them, is held no longer than the program waits for it.

import { withDatabase } from '@satchel/core/db/database'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogins } from '../helpers/staff-logins.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<'anna' | 'olga'>>>

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, { anna: 'sales', olga: 'office' })
})
afterAll(async () => {
  await logins.close().catch(() => undefined)
  await stage.close()
})

describe('what one does at a time', () => {
  const import_ = async () => {
    const client = new Client({ connectionString: stage.database.url('satchel_import') })
    await client.connect()
    const take = async () => (await client.query<{ got: boolean }>('select claim_import_lock() as got')).rows[0]?.got
    return { take, end: () => client.end() }
  }

  test('is an import of one context, until that ends', async () => {
    const [one, two] = [await import_(), await import_()]
    expect([await one.take(), await two.take(), await one.take()]).toEqual([true, false, true])
    await one.end()
    await expect.poll(() => two.take()).toBe(true)
    // a later session that happens to have the same number holds nothing
    await stage.rows("update latch set latch_begun = latch_begun - interval '1 day' where latch_hid = 'import'")
    const three = await import_()
    expect(await three.take()).toBe(true)
    await Promise.all([two.end(), three.end()])
  })

  test('is never two at once, however many ask', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, import_))
    const got = await Promise.all(all.map(({ take }) => take()))
    expect(got.filter(Boolean)).toHaveLength(1)
    await Promise.all(all.map(({ end }) => end()))
  })

  test('is not held by advisory locks of a staff login', async () => {
    for (const name of ['import', 'seal', 'structure', 'load', 'my-data']) {
      await logins.as('anna').query('select pg_advisory_lock(hashtext($1))', [`satchel/${name}`])
    }
    const one = await import_()
    await expect.poll(() => one.take()).toBe(true)
    await one.end()
    await stage.rows("set lock_timeout = '2s'")
    await stage.rows('select seal_audit()')
    await stage.person()
    await stage.rows('reset lock_timeout')
    await logins.as('anna').query('select pg_advisory_unlock_all()')
  })

  test.each([
    'select * from latch for update',
    'do $$ begin lock table latch in access share mode; end $$',
    "update latch set latch_pid = 1 where latch_hid = 'import'",
    "select lock_latch('seal')",
    'select import_holder()',
    'select hold_import(now())',
    'select claim_import_lock()',
    'do $$ begin lock table work in access share mode; end $$',
  ])('%s: is for no login', async text => {
    for (const name of ['anna', 'olga'] as const)
      await expect(logins.as(name).query(text)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('a lock on what they may change', () => {
  /** A session of anna's that holds something, and whether it still lives. */
  async function holding(...texts: readonly string[]) {
    const { login } = await stage.one<{ login: string }>("select staff_role_of('anna') as login")
    const url = new URL(stage.database.url('satchel'))
    url.username = login
    url.password = 'for-this-test'
    const client = new Client({ connectionString: url.href })
    let lives = true
    client.on('error', () => {
      lives = false
    })
    await client.connect()
    await client.query('begin')
    for (const text of texts) await client.query(text)
    return { client, lives: () => lives }
  }

  test.each([
    ['a table', ['lock table contact_point in access exclusive mode']],
    ['a row', ['select from contact_point for update']],
    ['a table, and goes on sleeping', ['lock table contact_point in access exclusive mode'], 'select pg_sleep(600)'],
  ] as const)('%s: the program waits some seconds, and no longer', async (_, texts, then?: string) => {
    const person = await stage.person()
    const anna = await holding(...texts)
    if (then !== undefined) anna.client.query(then).catch(() => undefined)
    const begun = performance.now()
    await withDatabase(stage.database.url('satchel'), database =>
      database.client.query(
        'update contact_point set contact_point_primary = contact_point_primary where contact_point_entity = $1',
        [person],
      ),
    )
    expect(performance.now() - begun).toBeLessThan(120_000)
    await expect.poll(anna.lives).toBe(false)
  })

  test('an import waits no longer either, whatever line forms before it', async () => {
    const packet = await stage.packet(await stage.person())
    const anna = await holding('lock table contact_point in access exclusive mode')
    const line = await Promise.all(Array.from({ length: 3 }, () => holding()))
    for (const { client } of line)
      client.query('lock table contact_point in access exclusive mode').catch(() => undefined)
    await withDatabase(stage.database.url('satchel_import'), async database => {
      const told = await stage.reply(
        packet,
        {
          rows: [
            {
              collection: 'contact-point',
              row: packet.row('contact-point'),
              fields: { kind: 'phone', value: '+255 700 000 009' },
            },
          ],
        },
        database.client,
      )
      expect(told.status).toBe('imported')
    })
    await Promise.all([anna, ...line].map(({ client }) => client.end().catch(() => undefined)))
  })

  test('nobody is ended who holds nothing that the program waits for, nor the program itself', async () => {
    const anna = await holding('select 1')
    const other = new Client({ connectionString: stage.database.url('satchel') })
    await other.connect()
    await other.query('begin')
    await other.query('lock table contact_point in access exclusive mode')
    const waits = withDatabase(stage.database.url('satchel'), database =>
      database.client.query('select count(*) from contact_point'),
    )
    await new Promise(resolve => setTimeout(resolve, 9000))
    await other.query('commit')
    await waits
    expect(anna.lives()).toBe(true)
    await anna.client.end()
    await other.end()
  })
})
