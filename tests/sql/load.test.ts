// Loading in plain SQL: what a login may ask for without the command.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.rows("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
})
afterAll(() => stage.close())

/** Asks the office, as this staff member, to give a person a title. @returns the lines that wait for it. */
async function ask(hid: string, person: number, title = 'Prof'): Promise<unknown> {
  const client = stage.as('satchel')
  const said = [{ line: 2, entity: person, field: 'title', column: 'person_title', stands: null, wanted: title }]
  await client.query('begin')
  try {
    await client.query("select set_config('role', staff_role_of($1), true)", [hid])
    await client.query("select begin_load('people.csv', repeat('0', 64))")
    const { rows } = await client.query('select line from load_ask($1)', [JSON.stringify(said)])
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    await client.query('reset role')
  }
}

const statementsOf = (person: number) =>
  stage.rows(
    'select change_new, change_outcome, change_taken from change where change_entity = $1 order by change_id',
    [person],
  )

test('asks about people of their own once, whoever asks again', async () => {
  const person = await stage.person('anna')
  expect(await ask('anna', person)).toEqual([{ line: 2 }])
  expect(await ask('anna', person)).toEqual([{ line: 2 }])
  expect(await statementsOf(person)).toEqual([{ change_new: 'Prof', change_outcome: 'held', change_taken: true }])
  expect(await ask('anna', person, 'Dr')).toEqual([{ line: 2 }])
  expect(await statementsOf(person)).toEqual([
    { change_new: 'Prof', change_outcome: 'superseded', change_taken: false },
    { change_new: 'Dr', change_outcome: 'held', change_taken: true },
  ])
  expect(await stage.rows('select * from verify_states()')).toEqual([])
})

test("nothing about another's, and nothing by somebody who does not work here", async () => {
  const person = await stage.person('baraka')
  expect(await ask('anna', person)).toEqual([])
  expect(await statementsOf(person)).toEqual([])
  expect(await stage.rows('select from packet where packet_entity = $1', [person])).toEqual([])
  await expect(stage.rows('select load_ask($1)', ['[]'])).resolves.toEqual([])
  expect(await ask('grace', person)).toEqual([{ line: 2 }])
})

test('a question without a file that it comes from is no question', async () => {
  const person = await stage.person('anna')
  const client = stage.as('satchel')
  await client.query('begin')
  await client.query("select set_config('role', staff_role_of('anna'), true)")
  const said = [{ line: 2, entity: person, field: 'title', column: 'person_title', wanted: 'Prof' }]
  await expect(client.query('select line from load_ask($1)', [JSON.stringify(said)])).rejects.toMatchObject({
    code: '23514',
  })
  await client.query('rollback')
})

test('where no form is about people, nothing can be asked, and nothing fails', async () => {
  const person = await stage.person('anna')
  await stage.rows('update form set form_active = false')
  expect(await ask('anna', person)).toEqual([])
  await stage.rows('update form set form_active = true')
  expect(await ask('anna', person)).toEqual([{ line: 2 }])
})

test('a row looks at the record that it may be about, however many there are', async () => {
  const client = stage.as('satchel')
  const page = (from: number, count: number) =>
    JSON.stringify(
      Array.from({ length: count }, (_, at) => ({
        line: at + 2,
        hid: `READS-${from + at}`,
        given: 'Amani',
        family: `Mushi${from + at}`,
        contacts: [{ kind: 'phone', value: `0770${100_000 + from + at}`, column: 3 }],
      })),
    )
  await client.query('begin')
  try {
    await client.query("select set_config('role', staff_role_of('grace'), true)")
    await client.query("select begin_load('people.csv', repeat('1', 64))")
    await client.query("select from load_people($1, 'hold')", [page(0, 1000)])
    const read = "select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_user_tables where relname = 'entity'"
    const before = await client.query<{ rows: number }>(read)
    const { rows } = await client.query("select outcome from load_people($1, 'hold')", [page(995, 10)])
    const after = await client.query<{ rows: number }>(read)
    expect(rows.filter(row => row['outcome'] === 'new')).toHaveLength(5)
    expect(Number(after.rows[0]?.rows) - Number(before.rows[0]?.rows)).toBeLessThan(300)
  } finally {
    await client.query('rollback')
  }
})
