// Logins, roles and who is active are changed by administrators alone, as themselves over connections of their own; what becomes of
// the packets and the login of somebody who left.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLogins } from '../helpers/staff-logins.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const staff = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  musa: 'manager',
  sam: 'support',
  olga: 'office',
  tina: 'admin',
} as const
type Name = keyof typeof staff
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
const as = (name: Name) => logins.as(name)

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, staff)
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

/** Puts a colleague under another, or at the top. */
const put = (name: Name, under: Name | null) =>
  stage.rows(
    'update entity set entity_parent = (select staff_id from staff where staff_hid = $2) where entity_id = (select staff_id from staff where staff_hid = $1)',
    [name, under],
  )
describe('what staff may do', () => {
  test('is not changed by staff who are no administrators, whatever they call', async () => {
    await put('anna', 'mona') // a manager finds her people
    for (const call of [
      "staff_role_set('anna', 'admin')",
      "staff_role_set('olga', 'admin')",
      "staff_off('tina')",
      "staff_on('anna')",
      "staff_write('anna', 'admin', true)",
      "change_staff('anna', 'admin', true)",
      "make_staff_role((select staff_login from staff where staff_hid = 'anna'), 'admin')",
      "keep_staff_login(session_user, 'admin', true)",
      "staff_manager_set('baraka', 'mona')",
      "staff_email_set('baraka', 'mine@example.org')",
      "end_staff_sessions('tina')",
    ]) {
      for (const name of ['anna', 'mona', 'sam', 'olga'] as const) {
        const made = as(name).query(`select ${call} as made`)
        if (call.startsWith('end_')) expect((await made).rows).toEqual([{ made: '0' }])
        else await expect(made, `${name}: ${call}`).rejects.toMatchObject({ code: '42501' })
      }
    }
    await expect(
      as('olga').query("update staff set staff_email = 'olga@kilimo.example' where staff_hid = 'anna'"),
    ).rejects.toMatchObject({ code: '42501' })
    expect(
      await stage.rows("select from staff where staff_role = lookup_find('staff-role', 'admin') and staff_active"),
    ).toHaveLength(1)
  })

  test('is not said by the words for it either, which the office leaves as they are', async () => {
    for (const change of [
      "update lookup set lookup_value = case lookup_value when 'admin' then 'x' else 'admin' end where lookup_domain = 'staff-role' and lookup_value in ('admin', 'office')",
      "update lookup set lookup_active = false where lookup_domain = 'staff-role'",
      "update lookup set lookup_domain = 'staff-role' where lookup_domain = 'priority'",
      "insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name) values ('staff-role/owner', 'staff-role', 'owner', 'Owner')",
    ])
      await expect(as('olga').query(change), change).rejects.toMatchObject({ code: '42501' })
    expect(
      (
        await as('olga').query(
          "update lookup set lookup_name = 'Chief' where lookup_domain = 'staff-role' and lookup_value = 'manager'",
        )
      ).rowCount,
    ).toBe(1)
    expect(
      (
        await as('olga').query(
          "insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name) values ('priority/now', 'priority', 'now', 'Now')",
        )
      ).rowCount,
    ).toBe(1)
    await expect(stage.rows("select make_staff_role('juma_login', 'owner')")).rejects.toMatchObject({ code: '22023' })
  })

  test('is never given to a login of the program, nor to one that may do more than staff', async () => {
    for (const login of [
      'satchel_import',
      'satchel_dispatch',
      'satchel_owner',
      'satchel',
      'postgres',
      'satchel_office',
    ]) {
      await expect(
        stage.rows("update staff set staff_login = $1 where staff_hid = 'anna'", [login]),
        login,
      ).rejects.toMatchObject({ code: '42501' })
      await expect(stage.rows('select make_staff_role($1, $2)', [login, 'sales'])).rejects.toMatchObject({
        code: '42501',
      })
    }
  })

  test('is changed for an administrator at the login of the program, and told by the audit under that name', async () => {
    const client = stage.as('satchel')
    const login = (name: Name) =>
      stage.one<{ login: string }>('select staff_login as login from staff where staff_hid = $1', [name])
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of('tina'), true)")
    const { rows } = await client.query(
      "select staff_role_set('baraka', 'support') as now, current_setting('role') as role",
    )
    await client.query('commit')
    expect(rows).toMatchObject([{ now: { role: 'support', active: true }, role: (await login('tina')).login }])
    expect(
      (
        await as('baraka').query(
          "select pg_has_role('satchel_support', 'member') as yes, pg_has_role('satchel_sales', 'member') as no",
        )
      ).rows,
    ).toEqual([{ yes: true, no: false }])
    expect(
      await stage.one("select audit_by as by from audit where audit_table = 'staff' order by audit_id desc limit 1"),
    ).toEqual({ by: (await login('tina')).login })
    await stage.rows("select staff_role_set('baraka', 'sales')")
    // an administrator at a login of their own has the right, but no PostgreSQL role to change roles with: all or nothing
    await expect(as('tina').query("select staff_off('anna')")).rejects.toMatchObject({ code: '42501' })
    expect(await stage.one("select staff_active as active from staff where staff_hid = 'anna'")).toEqual({
      active: true,
    })
    expect((await as('tina').query("select staff_email_set('anna', 'anna2@kilimo.example')")).rowCount).toBe(1)
    expect((await as('anna').query("select staff_email_set('anna', 'anna@kilimo.example')")).rowCount).toBe(1)
  })

  test('leaves one administrator, when two turn each other off at once', async () => {
    await stage.one("select add_staff('toma', 'toma', 'toma@kilimo.example', 'admin', 'en', 'plain')")
    const two = [new Client(stage.database.url('satchel')), new Client(stage.database.url('satchel'))] as const
    for (const [number, name] of ['tina', 'toma'].entries()) {
      await two[number]?.connect()
      await two[number]?.query('begin')
      await two[number]?.query("select set_config('role', staff_role_of($1), true)", [name])
    }
    await two[0].query("select change_staff('toma', 'sales', null)")
    const second = two[1].query("select change_staff('tina', null, false)").then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    )
    await two[0].query('commit')
    expect(await second).toBe('42501')
    for (const client of two) await client.end()
    const last = await stage.one<{ r: object }>("select change_staff('tina', 'office', null) as r")
    expect(last.r).toEqual({ problem: 'staff/last-admin' })
  })
})

test('packets that somebody who left had are told to who has the record', async () => {
  const person = await stage.person('baraka')
  await stage.packet(person, 'baraka')
  await stage.rows("select staff_off('baraka')")
  const left = (name: Name) => as(name).query('select * from packets_left($1)', [person])
  expect((await left('mona')).rows).toEqual([])
  expect((await left('olga')).rows).toMatchObject([{ form: 'call-report' }])
  await put('baraka', 'mona')
  expect((await left('mona')).rows).toHaveLength(1)
  await stage.packet(person, 'mona')
  expect((await left('olga')).rows).toEqual([])
})

test('who had left has no login on the server of a restore either, though a role was left over there', async () => {
  await stage.rows("select staff_off('baraka')")
  const { login } = await stage.one<{ login: string }>(
    "select staff_login as login from staff where staff_hid = 'baraka'",
  )
  await stage.rows(`alter role ${login} login; grant satchel_office to ${login}`)
  await stage.rows('select remake_staff_roles()')
  expect(
    await stage.one(
      "select rolcanlogin as enters, pg_has_role($1, 'satchel_office', 'member') as office from pg_roles where rolname = $1",
      [login],
    ),
  ).toEqual({ enters: false, office: false })
})
