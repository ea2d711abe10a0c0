// Stored queries are data: after one call they can be run by name from any client, under the caller's own rights.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const asStaff = async <T>(
  hid: string,
  work: (query: (text: string) => Promise<Record<string, unknown>[]>) => Promise<T>,
) => {
  const client = stage.as('satchel')
  await client.query('begin')
  try {
    await client.query("select set_config('role', staff_role_of($1), true)", [hid])
    return await work(async text => (await client.query(text)).rows)
  } finally {
    await client.query('rollback')
    await client.query('deallocate all')
  }
}

test('are callable by name after prepare_queries(), with the rights of whoever calls', async () => {
  const hers = await stage.person('anna')
  const his = await stage.person('baraka')
  for (const [hid, person, other] of [
    ['anna', hers, his],
    ['baraka', his, hers],
  ] as const) {
    const found = await asStaff(hid, async query => {
      const [prepared] = await query('select prepare_queries() as count')
      expect(Number(prepared?.count)).toBeGreaterThan(5)
      return query(`execute "people/by-phone"('0700 000 001')`)
    })
    const text = JSON.stringify(found)
    expect(text).toContain(`P${person}`)
    expect(text).not.toContain(`P${other}`)
  }
})

test('are listed with their parameters in the table query, and preparing again adds nothing', async () => {
  await asStaff('anna', async query => {
    await query('select prepare_queries()')
    expect(await query('select prepare_queries() as count')).toEqual([{ count: 0 }])
    const rows = await query("select query_hid as name, query_params as params from query where query_use = 'people'")
    expect(rows).toContainEqual({ name: 'people/by-phone', params: expect.stringContaining('contact') })
  })
})

test('that belong to the program are not offered to people', async () => {
  await asStaff('anna', async query => {
    await query('select prepare_queries()')
    await expect(query('execute "items/take"(1, 2, 3, 4, 5, 6)')).rejects.toMatchObject({ code: '26000' })
  })
})

describe("a query of one's own", () => {
  let grace: Client
  beforeAll(async () => {
    await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
    const { login } = await stage.one<{ login: string }>("select staff_role_of('grace') as login")
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    grace = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await grace.connect()
    const keep = (name: string, text: string) =>
      grace.query(
        "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_shipped, query_owner) values ($1, 'mine', 'many', 'people', $2, false, session_user)",
        [name, text],
      )
    await keep('user/by-name', 'select person_hid, person_given from person where person_given = $1[1];')
    await keep('user/many', 'select generate_series(1, 20000) as n')
    await keep('user/slow', 'select pg_sleep(60)')
    await keep('user/writes', "select enter_stage(1, 'x', 'y')")
    await keep('user/two', "select 1; select set_config('role', 'none', true); create table taken (a integer)")
    await keep('user/escapes', "select set_config('role', 'satchel_owner', false)")
  })
  afterAll(() => grace.end())

  const run = async (name: string, values: readonly string[] = [], timeout = '30s') => {
    await grace.query('begin read only')
    try {
      await grace.query(`set local statement_timeout = '${timeout}'`)
      return (await grace.query<{ run_own: unknown }>('select run_own($1, $2)', [name, values])).rows.map(
        row => row.run_own,
      )
    } finally {
      await grace.query('rollback')
    }
  }

  test('runs for its owner, with parameters, and gives no more rows than a person reads', async () => {
    const person = await stage.person('baraka')
    expect(await run('user/by-name', ['Jimmy'])).toContainEqual({ person_hid: `P${person}`, person_given: 'Jimmy' })
    expect(await run('user/many')).toHaveLength(10_000)
  })

  test('runs in its place alone: nothing of its text runs where shipped ones are prepared, under whatever login', async () => {
    const made = "select to_regclass('taken') is not null as made"
    await asStaff('grace', async query => {
      await query('select prepare_queries()')
      expect(await query(`${made}, current_user <> session_user as acts`)).toEqual([{ made: false, acts: true }])
    })
    await grace.query('select prepare_queries()')
    expect((await grace.query(made)).rows).toEqual([{ made: false }])
  })

  test('ends in time, changes nothing, becomes nobody else, and runs for nobody else', async () => {
    await expect(run('user/slow', [], '200ms')).rejects.toMatchObject({ code: '57014' })
    await expect(run('user/writes')).rejects.toMatchObject({ code: expect.stringMatching(/^(25006|42501|23)/) })
    await expect(run('user/escapes')).rejects.toMatchObject({ code: '42501' })
    await expect(run('user/by-name', [], '0')).rejects.toMatchObject({ code: '25000' })
    await expect(grace.query("select run_own('user/many', '{}')")).rejects.toMatchObject({ code: '25000' })
    await expect(run('user/nothing')).rejects.toMatchObject({ code: '22023' })
    await asStaff('grace', async query => {
      await expect(query("select run_own('user/many', '{}')")).rejects.toMatchObject({ code: '42501' })
    })
  })
})
