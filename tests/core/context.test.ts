// Connections of a context: what a piece of work leaves behind on one is not found by the next.

import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf } from '../helpers/context.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let office: ReturnType<typeof contextOf>
beforeAll(async () => {
  home = await makeHome()
  office = contextOf(home)
})
afterAll(async () => {
  await office.close()
  await home.close()
})

const seen = () =>
  office.asOwner(async ({ client }) => {
    const { rows } = await client.query<{ pid: number; role: string; left: string | null; wait: string }>(
      "select pg_backend_pid() as pid, current_user as role, to_regclass('pg_temp.left_over') as left, current_setting('statement_timeout') as wait",
    )
    return rows[0]
  })

test('the next piece of work has the connection, and no role, no setting and no table of the one before', async () => {
  const before = await seen()
  await office.asOwner(async ({ client }) => {
    await client.query('create temp table left_over (); set statement_timeout = 12345; set role satchel_owner')
  })
  expect(await seen()).toEqual(before)
  expect(before).toMatchObject({ role: 'satchel', left: null, wait: '0' })
})

test('work inside work has a connection of its own; work that failed leaves none', async () => {
  const [outer, inner] = await office.asOwner(async ({ client }) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return [rows[0]?.pid, (await seen())?.pid]
  })
  expect(inner).not.toBe(outer)
  const failed = office.asOwner(async ({ client }) => {
    await client.query('begin')
    throw new Error('in the middle')
  })
  await expect(failed).rejects.toThrow('in the middle')
  expect(await office.asOwner(({ client }) => client.query('commit').then(({ command }) => command))).toBe('COMMIT')
})

test('a key that was missing is read once it is back', async () => {
  const file = join(home.home.keys, 'core-private.asc')
  renameSync(file, `${file}.away`)
  await expect(office.coreKey()).rejects.toMatchObject({ code: 'key/missing' })
  renameSync(`${file}.away`, file)
  expect((await office.coreKey()).isPrivate()).toBe(true)
})
