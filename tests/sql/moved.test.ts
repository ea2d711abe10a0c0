// Moving a row hides it from those who look where it was, or shows it as somebody else's: a colleague's notes and files are not moved
// by everybody, nothing goes below a private note, and after a merge an address is not moved on as proven.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const staff = { anna: 'sales', sam: 'support', mona: 'manager', olga: 'office' } as const
type Name = keyof typeof staff
let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
const refused = { code: '42501' }

const idOf = async (name: Name, text: string, values: unknown[]) =>
  (await logins.as(name).query<{ id: string }>(`${text} as id`, values)).rows[0]?.id ?? ''
const note = (name: Name, person: number, secret = false) =>
  idOf(
    name,
    "insert into activity (activity_entity, activity_kind, activity_body, activity_private) values ($1, lookup_find('activity-kind', 'note'), 'x', $2) returning activity_id",
    [person, secret],
  )
const file = (name: Name, person: number, activity: string | null = null) =>
  idOf(
    name,
    "insert into attachment (attachment_entity, attachment_activity, attachment_filename, attachment_data) values ($1, $2, 'a.txt', 'x') returning attachment_id",
    [person, activity],
  )

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, staff)
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

test("a colleague's note stays with its record, also once it was taken on; its creator and the office put it with another", async () => {
  const [one, other] = [await stage.person(), await stage.person()]
  const move = 'update activity set activity_entity = $2 where activity_id = $1'
  const theirs = await note('olga', one)
  for (const name of ['anna', 'sam'] as const) {
    await expect(logins.as(name).query(move, [theirs, other])).rejects.toMatchObject(refused)
  }
  await logins.as('anna').query('update activity set activity_staff = my_staff() where activity_id = $1', [theirs])
  await expect(logins.as('anna').query(move, [theirs, other])).rejects.toMatchObject(refused)
  expect((await logins.as('olga').query(move, [theirs, other])).rowCount).toBe(1)
  expect((await logins.as('anna').query(move, [await note('anna', one), other])).rowCount).toBe(1)
})

test("a colleague's file stays where it is; its maker and the office move it", async () => {
  const [one, other] = [await stage.person(), await stage.person()]
  const theirs = await file('olga', one)
  for (const name of ['anna', 'sam'] as const) {
    await expect(
      logins.as(name).query('update attachment set attachment_entity = $2 where attachment_id = $1', [theirs, other]),
    ).rejects.toMatchObject(refused)
    await expect(
      logins
        .as(name)
        .query('update attachment set attachment_activity = $2 where attachment_id = $1', [
          theirs,
          await note(name, one),
        ]),
    ).rejects.toMatchObject(refused)
  }
  const move = 'update attachment set attachment_entity = $2 where attachment_id = $1'
  expect((await logins.as('olga').query(move, [theirs, other])).rowCount).toBe(1)
  expect((await logins.as('anna').query(move, [await file('anna', one), other])).rowCount).toBe(1)
})

test("nothing of a colleague's goes below a private note, by the office neither", async () => {
  const one = await stage.person()
  for (const name of ['sam', 'olga'] as const) {
    const open = await note('anna', one)
    const theirs = await file('anna', one, open)
    await logins
      .as('anna')
      .query('insert into participant (participant_activity, participant_entity) values ($1, $2)', [open, one])
    const hidden = await note(name, one, true)
    await expect(
      logins
        .as(name)
        .query('update attachment set attachment_activity = $2 where attachment_id = $1', [theirs, hidden]),
    ).rejects.toMatchObject(refused)
    await expect(
      logins
        .as(name)
        .query('update participant set participant_activity = $2 where participant_activity = $1', [open, hidden]),
    ).rejects.toMatchObject(refused)
  }
  const mine = await file('anna', one)
  const moved = await logins
    .as('anna')
    .query('update attachment set attachment_activity = $2 where attachment_id = $1', [
      mine,
      await note('anna', one, true),
    ])
  expect(moved.rowCount).toBe(1)
})

test('where a record stood stays with it; a merge of the office takes it along', async () => {
  const [one, other] = [await stage.person(), await stage.person()]
  await stage.rows(
    "with type as (insert into development_type (development_type_hid, development_type_name) values ('t', 'T') returning *), process as (insert into development_process (development_process_hid, development_process_type, development_process_name) select 'p', development_type_id, 'P' from type returning *) insert into development_stage (development_stage_hid, development_stage_process, development_stage_name, development_stage_sort) select 's', development_process_id, 'S', 1 from process",
  )
  const stay = await idOf(
    'anna',
    "insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage where development_stage_hid = 's' returning development_tracking_id",
    [one],
  )
  await expect(
    logins
      .as('anna')
      .query('update development_tracking set development_tracking_entity = $2 where development_tracking_id = $1', [
        stay,
        other,
      ]),
  ).rejects.toMatchObject(refused)
  await logins.as('olga').query('select merge_records($1, $2)', [other, one])
  expect(
    await stage.one(
      'select development_tracking_entity::int as of from development_tracking where development_tracking_id = $1',
      [stay],
    ),
  ).toEqual({ of: other })
})

test('an address that the office moves to another record is to be proven there, or vouched for', async () => {
  const [one, other] = [await stage.person(), await stage.person()]
  await stage.rows('delete from contact_point where contact_point_entity = $1', [other])
  const change = (set: string) =>
    logins
      .as('olga')
      .query<{ verified: boolean }>(
        `update contact_point set ${set} where contact_point_entity in ($1, $2) and contact_point_kind = lookup_find('contact-kind', 'email') returning contact_point_verified is not null as verified`,
        [one, other],
      )
  expect((await change('contact_point_primary = true')).rows).toEqual([{ verified: true }])
  expect((await change('contact_point_entity = $2')).rows).toEqual([{ verified: false }])
  expect((await change('contact_point_verified = now()')).rows).toEqual([{ verified: true }])
})

test('an address that a merge brought along is moved on by a salesperson as one that nobody has proven', async () => {
  const [kept, lost] = [await stage.person(), await stage.person()]
  await stage.rows('delete from contact_point where contact_point_entity = $1', [kept])
  const merge = await idOf('olga', "select merge_records($1, $2) ->> 'merge'", [kept, lost])
  const { id } = await stage.one<{ id: string }>(
    "select contact_point_id as id from contact_point where contact_point_entity = $1 and contact_point_kind = lookup_find('contact-kind', 'email')",
    [kept],
  )
  const state = () =>
    stage.one(
      'select contact_point_entity::int as of, contact_point_verified is not null as verified from contact_point where contact_point_id = $1',
      [id],
    )
  expect(await state()).toEqual({ of: kept, verified: true })
  await logins
    .as('anna')
    .query('update contact_point set contact_point_entity = $2 where contact_point_id = $1', [id, lost])
  await logins.as('olga').query('select undo_merge($1)', [merge])
  expect(await state()).toEqual({ of: lost, verified: false })
})
