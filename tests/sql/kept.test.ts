// Statements that a connection keeps, and the versions of a record: fast ways that must be as right as the slow ones.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe('a prepared statement of the session', () => {
  test('never runs with the rights of a function that somebody else owns', async () => {
    // whoever knows the names could make a statement of that name first, and let a definer function run it
    const { login } = await stage.one<{ login: string }>(
      "select staff_login as login from staff where staff_hid = 'anna'",
    )
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    await stage.rows(
      "create function as_owner(text) returns text language sql security definer set search_path = public, pg_temp as 'select kept_name($1)'",
    )
    await stage.rows('grant execute on function as_owner(text) to public')
    const anna = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await anna.connect()
    try {
      await anna.query("select kept_name('slots/1')")
      await expect(anna.query("select as_owner('slots/1')")).rejects.toThrow(/no prepared statement/)
      // every function that runs one asks for its name, and there is no other way to it
      const bodies = await stage.rows<{ name: string }>(
        "select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~* '\\mexecute %I' and (prosecdef or prosrc !~ 'kept_name')",
      )
      expect(bodies).toEqual([])
    } finally {
      await anna.end()
      await stage.rows('drop function as_owner(text)')
    }
  })

  test('is made anew after a roll-back, and lost names do no harm', async () => {
    const client = stage.as('satchel')
    const person = await stage.person()
    const form = await stage.one<{ id: string }>("select form_id as id from form where form_name = 'call-report'")
    const read = async () => (await client.query('select read_slots($1, $2) as s', [form.id, person])).rows[0]?.s
    await client.query('begin')
    const first = await read()
    await client.query('rollback')
    expect(await read()).toEqual(first)
    expect(first).toMatchObject({ 'field/given-name': 'Jimmy' })
    const { count } = await stage.one<{ count: number }>(
      "select count(*)::int as count from pg_prepared_statements where name like 'satchel\\_%'",
    )
    expect(count).toBe(1)
  })

  test('there are 500 at the most', async () => {
    const client = stage.as('satchel')
    for (let index = 0; index < 510; index++) {
      await client.query(
        "select case when not is_kept(n) then keep_statement(n, 'bigint', 'select $1') end from kept_name($1) n",
        [`test/${index}`],
      )
    }
    const { count, kept } = await stage.one<{ count: number; kept: boolean }>(
      "select count(*)::int as count, is_kept(kept_name('test/0')) as kept from pg_prepared_statements where name like 'satchel\\_%'",
    )
    expect(count).toBeLessThanOrEqual(500)
    expect(kept).toBe(false)
  })

  test("writes under each role with that role's own rights", async () => {
    // one connection, many roles in turn: a plan of one is never used for another
    const [mine, theirs] = [await stage.person('anna'), await stage.person('baraka')]
    for (const round of [1, 2, 3]) {
      for (const [person, staff] of [
        [mine, 'anna'],
        [theirs, 'baraka'],
      ] as const) {
        const packet = await stage.packet(person, staff)
        expect(await stage.reply(packet, { set: { 'given-name': `${staff}${round}` } })).toMatchObject({
          status: 'imported',
        })
        expect(await stage.given(person)).toBe(`${staff}${round}`)
      }
    }
    const lost = await stage.packet(mine, 'anna')
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
      [mine],
    )
    expect(await stage.reply(lost, { set: { 'given-name': 'No' } })).toMatchObject({ status: 'held' })
    expect(await stage.given(mine)).toBe('anna3')
  })
})

describe('the version of a record', () => {
  const version = async (person: number) =>
    (
      await stage.one<{ version: number }>('select entity_version as version from entity where entity_id = $1', [
        person,
      ])
    ).version

  test('is one more for a transaction, however many rows it changes', async () => {
    const person = await stage.person()
    const before = await version(person)
    await stage.rows('begin')
    await stage.rows("update person set person_note = 'a' where person_id = $1", [person])
    await stage.rows('savepoint one')
    await stage.rows(
      "update contact_point set contact_point_value = '+255700000009' where contact_point_entity = $1 and contact_point_value like '+%'",
      [person],
    )
    await stage.rows('commit')
    expect(await version(person)).toBe(before + 1)
    await stage.rows("update person set person_given = 'Renamed' where person_id = $1", [person])
    expect(await version(person)).toBe(before + 2)
    await stage.rows("update person set person_given = 'Renamed' where person_id = $1", [person])
    expect(await version(person)).toBe(before + 2)
  })

  test('is one more for each reply, also where one transaction has two', async () => {
    const person = await stage.person()
    const packet = await stage.packet(person)
    const before = await version(person)
    const client = stage.as('satchel_import')
    await client.query('begin')
    await stage.reply(packet, { set: { 'given-name': 'One', note: 'one' } })
    await stage.reply(packet, { set: { 'given-name': 'Two', note: 'two' } })
    await client.query('commit')
    expect(await version(person)).toBe(before + 2)
  })

  test('comes with the time of the change', async () => {
    const person = await stage.person()
    const { fresh } = await stage.one<{ fresh: boolean }>(
      "select entity_changed > clock_timestamp() - interval '1 minute' as fresh from entity where entity_id = $1",
      [person],
    )
    expect(fresh).toBe(true)
  })
})
