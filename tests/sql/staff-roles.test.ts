// The rights of a manager and of support, as themselves over connections of their own: a manager acts for the people under her, support
// moves its tickets.

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
