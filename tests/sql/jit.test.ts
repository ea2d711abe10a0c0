// Interfaces of others do not wait for the compiler of PostgreSQL: a migrate turns it off for the database, unless somebody decided.

import { migrate } from '@satchel/core/db/migrate'
import { withDatabase } from '@satchel/core/db/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyDatabase, type TestDatabase, withClient } from '../helpers/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await copyDatabase()
})
afterAll(() => database.drop())

const shown = () =>
  withClient(
    database.url('satchel'),
    async client => (await client.query<{ jit: string }>('show jit')).rows[0]?.jit ?? '',
  )

test('a migrate turns the compiler off for the whole database', async () => {
  await withDatabase(database.url('satchel'), migrate)
  expect(await shown()).toBe('off')
})

test('what an administrator set stays', async () => {
  await withClient(database.url('satchel'), client => client.query(`alter database ${database.name} set jit = on`))
  await withDatabase(database.url('satchel'), migrate)
  expect(await shown()).toBe('on')
})
