// Stored queries are data: after one call they can be run by name from any client, under the caller's own rights.

import { afterAll, beforeAll, expect, test } from 'vitest'
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
