// Stored queries, called as a program calls them: without a command line.

import { isOwnQuery, listQueries, runQuery } from '@satchel/core/queries/run-query'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let anna: ReturnType<typeof contextOf>
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2', 'baraka')
  anna = contextOf(home, 'anna')
})
afterAll(async () => {
  await anna.close()
  await home.close()
})

test('the queries that come with the program are listed', async () => {
  expect(await listQueries(anna, {})).toContainEqual(expect.objectContaining({ name: 'people/by-phone' }))
  expect(await isOwnQuery(anna, { name: 'people/by-phone' })).toBe(false)
})

test('a query gives the rows that the acting staff member sees', async () => {
  const params = { contact: '0700 000 001' }
  const { columns, rows, cut } = await runQuery(anna, { name: 'people/by-phone', params })
  expect([columns.includes('hid'), rows.map(({ hid }) => hid), cut]).toEqual([true, ['P1'], false])
})

test('an input of the wrong shape, an unknown query and a parameter that is missing are refused', async () => {
  const call = (input: unknown) => Reflect.apply(runQuery, undefined, [anna, input]) as Promise<unknown>
  await expect(call({})).rejects.toMatchObject({ code: 'usage/wrong' })
  await expect(call({ name: 'people/by-phone', params: { contact: 1 } })).rejects.toMatchObject({ code: 'usage/wrong' })
  await expect(call({ name: 'people/nothing' })).rejects.toMatchObject({ code: 'query/not-known' })
  await expect(call({ name: 'people/by-phone' })).rejects.toMatchObject({ code: 'query/wrong' })
})

test("a colleague's own query asks for their password", async () => {
  const grace = contextOf(home, 'grace')
  await home.rows(
    `select set_config('role', staff_role_of('grace')::text, false);
     insert into query (query_hid, query_about, query_params, query_returns, query_use, query_sql, query_owner)
     select 'user/mine', 'mine', '', 'many', 'people', 'select 1', acting_role()`,
  )
  expect(await isOwnQuery(grace, { name: 'user/mine' })).toBe(true)
  expect(await isOwnQuery(anna, { name: 'user/mine' })).toBe(false)
  await expect(runQuery(grace, { name: 'user/mine' })).rejects.toMatchObject({ code: 'usage/wrong' })
  await grace.close()
})
