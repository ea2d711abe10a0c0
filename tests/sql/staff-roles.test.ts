// What a manager and support may do, as themselves over connections of their own: a manager acts for the people under her, support
// moves its tickets.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
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
const logins = new Map<string, Client>()
const as = (name: Name) => logins.get(name) as Client

beforeAll(async () => {
  stage = await openStage()
  for (const [hid, role] of Object.entries(staff)) {
    const known = await stage.rows('select from staff where staff_hid = $1', [hid])
    if (known.length === 0)
      await stage.one('select add_staff($1::text, $1, $1 || $2, $3, $4)', [hid, '@kilimo.example', role, 'en'])
    const { login } = await stage.one<{ login: string }>('select staff_role_of($1) as login', [hid])
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const address = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
    const client = new Client({ connectionString: address })
    await client.connect()
    logins.set(hid, client)
  }
})
afterAll(async () => {
  for (const client of logins.values()) await client.end()
  await stage.close()
})

/** Puts a colleague under another, or at the top. */
const put = (name: Name, under: Name | null) =>
  stage.rows(
    'update entity set entity_parent = (select staff_id from staff where staff_hid = $2) where entity_id = (select staff_id from staff where staff_hid = $1)',
    [name, under],
  )
const touch = 'update person set person_title = $2 where person_id = $1'
/** Rows that somebody sees, and changes, of a person. */
const reaches = async (name: Name, person: number) => [
  (await as(name).query('select from person where person_id = $1', [person])).rowCount,
  (await as(name).query(touch, [person, 'Dr'])).rowCount,
]

describe('a manager', () => {
  test('sees and changes what the people under her own, however deep, and nothing beside her', async () => {
    const annas = await stage.person('anna')
    const musas = await stage.person('musa')
    const barakas = await stage.person('baraka')
    await put('musa', 'mona')
    await put('anna', 'musa')
    await put('baraka', null)
    expect(await reaches('mona', annas)).toEqual([1, 1])
    expect(await reaches('mona', musas)).toEqual([1, 1])
    expect(await reaches('musa', annas)).toEqual([1, 1])
    expect(await reaches('mona', barakas)).toEqual([0, 0])
    // not upwards, and not beside
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'mona') where entity_id = $1",
      [musas],
    )
    expect(await reaches('musa', musas)).toEqual([0, 0])
    await put('baraka', 'musa')
    expect(await reaches('anna', barakas)).toEqual([0, 0])
    expect(await reaches('baraka', annas)).toEqual([0, 0])
    // the rights go where the person goes, at once
    expect(await reaches('mona', barakas)).toEqual([1, 1])
    await put('baraka', null)
    expect(await reaches('mona', barakas)).toEqual([0, 0])
  })

  test('is one by her role: a salesperson above another does not have what that one owns', async () => {
    await put('baraka', 'anna')
    expect(await reaches('anna', await stage.person('baraka'))).toEqual([0, 0])
    await put('baraka', null)
  })

  test('adds for them, hands over among them and not away, and gets packets that she answers', async () => {
    await put('anna', 'mona')
    await put('musa', 'mona')
    const person = await stage.person('anna')
    expect(
      (
        await as('mona').query(
          "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), '+255 700 000 009')",
          [person],
        )
      ).rowCount,
    ).toBe(1)
    const packet = await stage.packet(person, 'mona')
    expect((await stage.reply(packet, { set: { 'given-name': 'James' } })).slots).toEqual({
      'field/given-name': 'applied',
    })
    const hand = async (to: Name) =>
      (await as('mona').query<{ n: string }>('select hand_over($1, $2) as n', [person, to])).rows[0]?.n
    expect(await hand('musa')).toBe('1')
    // baraka does not stand under her, so she finds no such colleague, nor gives away what she can no longer see
    expect(await hand('baraka')).toBe('-1')
    await expect(
      as('mona').query('update entity set entity_owner = $2 where entity_id = $1', [
        person,
        (await stage.one<{ id: string }>("select staff_id as id from staff where staff_hid = 'baraka'")).id,
      ]),
    ).rejects.toMatchObject({ code: '42501' })
  })

  test('does not read what they noted for themselves', async () => {
    await put('anna', 'mona')
    const person = await stage.person('anna')
    await as('anna').query(
      "insert into activity (activity_entity, activity_kind, activity_body, activity_private) values ($1, lookup_find('activity-kind', 'note'), 'Mine', true)",
      [person],
    )
    expect((await as('mona').query('select from activity where activity_entity = $1', [person])).rowCount).toBe(0)
  })

  test('does not become one by moving colleagues, or what they stand under; nor does the office', async () => {
    await put('anna', 'mona')
    await put('musa', 'mona')
    await put('baraka', null)
    const place = (name: Name, what: string, under: string | null) =>
      as(name).query(
        'update entity set entity_parent = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
        [what, under],
      )
    const { anna, baraka, mona } = Object.fromEntries(
      (await stage.rows<{ hid: string; id: string }>('select staff_hid as hid, staff_id as id from staff')).map(
        ({ hid, id }) => [hid, id],
      ),
    ) as Record<Name, string>
    await expect(place('mona', anna, 'musa')).rejects.toMatchObject({ code: '42501' })
    await put('musa', null)
    await put('mona', 'musa')
    await expect(place('mona', mona, null)).rejects.toMatchObject({ code: '42501' })
    await put('mona', null)
    await expect(place('olga', baraka, 'olga')).rejects.toMatchObject({ code: '42501' })
    expect((await place('mona', baraka, 'mona')).rowCount).toBe(0)
    const { id: department } = await stage.one<{ id: string }>(
      "insert into organization (organization_name) values ('North') returning organization_id as id",
    )
    await stage.rows('update entity set entity_owner = $2 where entity_id = $1', [department, mona])
    await stage.rows('update entity set entity_parent = $2 where entity_id = $1', [baraka, department])
    await expect(place('mona', department, 'mona')).rejects.toMatchObject({ code: '42501' })
    expect((await place('tina', baraka, 'mona')).rowCount).toBe(1)
    await put('baraka', null)
  })

  test('has that once for a query, not once for each row', async () => {
    await put('anna', 'mona')
    await stage.rows(
      "insert into entity (entity_type, entity_name, entity_owner) select entity_type_id, 'one of many', staff_id from generate_series(1, 3000), entity_type, staff where entity_type_hid = 'person' and staff_hid = 'anna'",
    )
    const { rows } = await as('mona').query<{ 'QUERY PLAN': string }>('explain (costs off) select count(*) from person')
    const conditions = rows
      .map(row => row['QUERY PLAN'])
      .filter(line => /(Filter|Cond): /.test(line) && !/One-Time/.test(line))
      .join('\n')
    expect(conditions).toContain('entity_owner = ANY')
    expect(conditions).not.toMatch(/my_(people|staff|path)\(/)
  })
})

describe('support', () => {
  const stay = 'select enter_stage($1, $2, null) as stay'
  const ticket = async (owner: Name | null) => {
    const { id } = await stage.one<{ id: string }>(
      "insert into ticket (ticket_name) values ('Pump broken') returning ticket_id as id",
    )
    await stage.rows(
      'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
      [id, owner],
    )
    return Number(id)
  }

  test('moves its tickets and those that nobody has, and no others', async () => {
    await stage.rows("select add_process('support-case'), add_process('lead')")
    const { rows } = await as('sam').query<{ id: string }>(
      "insert into ticket (ticket_name) values ('No water') returning ticket_id as id",
    )
    for (const id of [Number(rows[0]?.id), await ticket('sam'), await ticket(null)]) {
      for (const stageName of ['support-case-new', 'support-case-in-work', 'support-case-solved'])
        expect((await as('sam').query(stay, [id, stageName])).rows[0]).toMatchObject({ stay: expect.anything() })
      expect(
        await stage.rows(
          'select development_stage_hid as at from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_entity = $1 and development_tracking_finished is null',
          [id],
        ),
      ).toEqual([{ at: 'support-case-solved' }])
    }
    for (const owner of ['anna', 'mona'] as const)
      await expect(as('sam').query(stay, [await ticket(owner), 'support-case-new'])).rejects.toMatchObject({
        code: '42501',
      })
    await expect(as('sam').query(stay, [await stage.person('anna'), 'lead-new'])).rejects.toMatchObject({
      code: '42501',
    })
  })

  test('does not write stays that are over, nor take them away', async () => {
    await expect(
      as('sam').query('update development_tracking set development_tracking_note = null'),
    ).rejects.toMatchObject({
      code: '42501',
    })
    await expect(as('sam').query('delete from development_tracking')).rejects.toMatchObject({ code: '42501' })
  })
})

describe('what staff may do', () => {
  test('is not changed by staff who are no administrators, whatever they call', async () => {
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
    await stage.one("select add_staff('toma', 'toma', 'toma@kilimo.example', 'admin', 'en')")
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
