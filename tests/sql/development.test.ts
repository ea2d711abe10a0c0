// Processes and structure: what the tables keep for themselves, and what they refuse, for any program that writes them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.rows(
    "insert into development_type (development_type_hid, development_type_name) values ('farming', 'Farming')",
  )
  for (const [hid, repeat] of [
    ['farmer', true],
    ['school', false],
  ]) {
    await stage.rows(
      `insert into development_process (development_process_hid, development_process_type, development_process_name,
         development_process_entity, development_process_repeat)
       select $1, development_type_id, $1, entity_type_id, $2 from development_type, entity_type where entity_type_hid = 'person'`,
      [hid, repeat],
    )
    await stage.rows(
      `insert into development_stage (development_stage_hid, development_stage_process, development_stage_name,
         development_stage_sort, development_stage_outcome)
       select $1 || '-' || name, development_process_id, name, sort, outcome
       from development_process, (values ('start', 1, null), ('work', 2, null), ('done', 3, 'done')) s (name, sort, outcome)
       where development_process_hid = $1`,
      [hid],
    )
  }
})
afterAll(() => stage.close())

const enter = (entity: number, hid: string) =>
  stage.rows(
    'insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage where development_stage_hid = $2',
    [entity, hid],
  )
const stays = (entity: number) =>
  stage.rows<{ stage: string; round: number; open: boolean }>(
    'select development_stage_hid as stage, development_tracking_round as round, development_tracking_finished is null as open from development_tracking join development_stage on development_stage_id = development_tracking_stage where development_tracking_entity = $1 order by development_tracking_id',
    [entity],
  )

describe('processes', () => {
  test('entering a stage ends the stay in the one before', async () => {
    const person = await stage.person()
    await enter(person, 'farmer-start')
    await enter(person, 'farmer-work')
    expect(await stays(person)).toEqual([
      { stage: 'farmer-start', round: 1, open: false },
      { stage: 'farmer-work', round: 1, open: true },
    ])
  })

  test('a record may stand in two processes at once', async () => {
    const person = await stage.person()
    await enter(person, 'farmer-start')
    await enter(person, 'school-start')
    expect((await stays(person)).map(stay => stay.open)).toEqual([true, true])
  })

  test('a process for people refuses another type of record', async () => {
    const { id } = await stage.one<{ id: string }>(
      "insert into organization (organization_name) values ('Soko') returning organization_id as id",
    )
    await expect(enter(Number(id), 'farmer-start')).rejects.toMatchObject({ constraint: 'development_tracking_type' })
  })

  test('coming back to a repeatable process after its end starts a new round', async () => {
    const person = await stage.person()
    for (const name of ['start', 'done', 'start', 'done', 'start']) await enter(person, `farmer-${name}`)
    expect((await stays(person)).map(stay => stay.round)).toEqual([1, 1, 2, 2, 3])
  })

  test('going back a stage within a process stays in the round', async () => {
    const person = await stage.person()
    for (const name of ['start', 'work', 'start']) await enter(person, `farmer-${name}`)
    expect((await stays(person)).map(stay => stay.round)).toEqual([1, 1, 1])
  })

  test('a process that is gone through once has no second round', async () => {
    const person = await stage.person()
    await expect(
      stage.rows(
        "insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_round) select $1, development_stage_id, 2 from development_stage where development_stage_hid = 'school-start'",
        [person],
      ),
    ).rejects.toMatchObject({ constraint: 'development_tracking_round' })
  })
})

describe('structure', () => {
  const place = (entity: number) =>
    stage.one<{ path: string; level: number; version: number }>(
      'select entity_path as path, entity_level as level, entity_version as version from entity where entity_id = $1',
      [entity],
    )
  const under = (entity: number, parent: number | null) =>
    stage.rows('update entity set entity_parent = $2 where entity_id = $1', [entity, parent])

  test('path and level follow from the parent', async () => {
    const [top, child] = [await stage.person(), await stage.person()]
    await under(child, top)
    expect(await place(top)).toMatchObject({ path: `/${top}/`, level: 1 })
    expect(await place(child)).toMatchObject({ path: `/${top}/${child}/`, level: 2 })
  })

  test('a level counts parents of the same type only', async () => {
    const { id } = await stage.one<{ id: string }>(
      "insert into organization (organization_name) values ('Shule') returning organization_id as id",
    )
    const person = await stage.person()
    await under(person, Number(id))
    expect(await place(person)).toMatchObject({ path: `/${id}/${person}/`, level: 1 })
  })

  test('a moved record takes everything under it along', async () => {
    const [top, middle, leaf, other] = [
      await stage.person(),
      await stage.person(),
      await stage.person(),
      await stage.person(),
    ]
    await under(middle, top)
    await under(leaf, middle)
    await under(middle, other)
    expect(await place(leaf)).toMatchObject({ path: `/${other}/${middle}/${leaf}/`, level: 3 })
    await under(middle, null)
    expect(await place(leaf)).toMatchObject({ path: `/${middle}/${leaf}/`, level: 2 })
  })

  test('a record cannot stand under itself, directly or further down', async () => {
    const [top, child, leaf] = [await stage.person(), await stage.person(), await stage.person()]
    await under(child, top)
    await under(leaf, child)
    await expect(under(top, leaf)).rejects.toMatchObject({ code: '23514' })
    await expect(under(top, top)).rejects.toMatchObject({ code: '23514' })
    expect(await place(leaf)).toMatchObject({ path: `/${top}/${child}/${leaf}/` })
  })

  test('what the tables keep for themselves cannot be written from outside', async () => {
    const person = await stage.person()
    const before = await stage.one(
      'select entity_uuid, entity_created, entity_creator from entity where entity_id = $1',
      [person],
    )
    await stage.rows(
      "update entity set entity_path = '/9/', entity_level = 9, entity_uuid = 'x', entity_created = now(), entity_creator = 'nobody' where entity_id = $1",
      [person],
    )
    expect(await place(person)).toMatchObject({ path: `/${person}/`, level: 1 })
    expect(
      await stage.one('select entity_uuid, entity_created, entity_creator from entity where entity_id = $1', [person]),
    ).toEqual(before)
  })

  test('every change of a row of a record is a new version of the record, and no change is none', async () => {
    const person = await stage.person()
    const { version } = await place(person)
    await stage.office(person, 'James')
    expect((await place(person)).version).toBe(version + 1)
    await stage.rows(
      "update contact_point set contact_point_value = '+255 700 000 077' where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone'",
      [person],
    )
    expect((await place(person)).version).toBe(version + 2)
    await stage.office(person, 'James')
    expect((await place(person)).version).toBe(version + 2)
  })

  test('the name of a record follows the person', async () => {
    const person = await stage.person()
    await stage.office(person, 'James')
    expect(await stage.one('select entity_name as name from entity where entity_id = $1', [person])).toEqual({
      name: 'James Okello',
    })
  })

  test('a word from the wrong list is refused', async () => {
    const person = await stage.person()
    await expect(
      stage.rows(
        "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('outcome', 'busy'), '+255 700 000 078')",
        [person],
      ),
    ).rejects.toMatchObject({ constraint: 'contact_point_domain' })
  })

  test('a word from the wrong list is refused in place of the right one, of one row among several', async () => {
    const person = await stage.person()
    await expect(
      stage.rows(
        `update contact_point set contact_point_kind = case when lookup_value(contact_point_kind) = 'phone' then lookup_find('outcome', 'busy')
           else contact_point_kind end, contact_point_primary = true where contact_point_entity = $1`,
        [person],
      ),
    ).rejects.toMatchObject({ constraint: 'contact_point_domain' })
  })
})

describe('interfaces that write explicit nulls', () => {
  /** Inserts with every column but the number named, null unless given. */
  const insertAll = async (table: string, given: Record<string, unknown>) => {
    const columns = await stage.rows<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and (attidentity = '' and attname <> $1 || '_id')",
      [table],
    )
    const names = columns.map(column => column.name)
    return stage.one(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')}) returning *`,
      names.map(name => given[name] ?? null),
    )
  }
  const lookup = async (domain: string, value: string) =>
    (await stage.one<{ id: string }>('select lookup_find($1, $2) as id', [domain, value])).id

  test('a person, an organisation and a member of staff can be added that way', async () => {
    expect(await insertAll('person', { person_given: 'Neema' })).toMatchObject({ person_given: 'Neema' })
    expect(await insertAll('organization', { organization_name: 'Afya' })).toMatchObject({ organization_name: 'Afya' })
    expect(
      await insertAll('staff', {
        staff_hid: 'juma',
        staff_name: 'Juma',
        staff_login: 'juma_login',
        staff_role: await lookup('staff-role', 'sales'),
        staff_email: 'juma@kilimo.example',
      }),
    ).toMatchObject({ staff_active: true, staff_language: 'en' })
  })

  test('so can what hangs on a record', async () => {
    const person = await stage.person()
    expect(
      await insertAll('contact_point', {
        contact_point_entity: person,
        contact_point_kind: await lookup('contact-kind', 'phone'),
        contact_point_value: '0712 000 000',
      }),
    ).toMatchObject({ contact_point_normal: '+255712000000', contact_point_primary: false })
    expect(
      await insertAll('activity', { activity_entity: person, activity_kind: await lookup('activity-kind', 'note') }),
    ).toMatchObject({ activity_status: 'open', activity_private: false })
    const { id } = await stage.one<{ id: string }>(
      "select development_stage_id as id from development_stage where development_stage_hid = 'farmer-start'",
    )
    expect(
      await insertAll('development_tracking', { development_tracking_entity: person, development_tracking_stage: id }),
    ).toMatchObject({ development_tracking_round: 1 })
  })

  test('and lists and processes', async () => {
    expect(
      await insertAll('lookup', {
        lookup_hid: 'source/fair',
        lookup_domain: 'source',
        lookup_value: 'fair',
        lookup_name: 'Fair',
      }),
    ).toMatchObject({ lookup_sort: 0, lookup_active: true })
    const { id } = await stage.one<{ id: string }>('select development_type_id as id from development_type')
    expect(
      await insertAll('development_process', {
        development_process_hid: 'visits',
        development_process_name: 'Visits',
        development_process_type: id,
      }),
    ).toMatchObject({ development_process_repeat: false })
  })
})
