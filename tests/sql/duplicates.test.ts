// Records that may be one: what is found, how often it is right, what a merge moves, and that it can be undone.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enter, peopleWithDoubles, rate, truePairs } from '../helpers/doubles.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
})
afterAll(() => stage.close())

/** In a transaction of a staff member's; `keep` says whether it stays. */
const as = async <T>(hid: string, work: () => Promise<T>, keep = true): Promise<T> => {
  await stage.rows('begin')
  try {
    await stage.rows("select set_config('role', staff_role_of($1), true)", [hid])
    const result = await work()
    await stage.rows(keep ? 'commit' : 'rollback')
    return result
  } catch (error) {
    await stage.rows('rollback')
    throw error
  }
}
const find = (least = 0.7) =>
  as('grace', () => stage.one<{ n: string }>('select find_duplicates($1, true) as n', [least]))
const merge = async (kept: number, lost: number, hid = 'grace') =>
  as(hid, () =>
    stage.one<{ m: { merge: number; moved: Record<string, number> } }>('select merge_records($1, $2) as m', [
      kept,
      lost,
    ]),
  )

describe('on a labelled set', () => {
  let places: ReadonlyMap<number, number>
  const people = peopleWithDoubles(20261123, 1500)
  beforeAll(async () => {
    places = await enter((text, values) => stage.rows(text, values), people)
  })

  test('most doubles are found, and most of what is found are doubles', async () => {
    await find()
    const pairs = await stage.rows<{ l: string; r: string }>(
      "select duplicate_left as l, duplicate_right as r from duplicate where duplicate_status = 'open'",
    )
    const found = new Set(
      pairs.map(({ l, r }) =>
        [places.get(Number(l)) ?? -1, places.get(Number(r)) ?? -1].toSorted((a, b) => a - b).join('-'),
      ),
    )
    const result = rate(found, truePairs(people))
    expect(result.doubles).toBeGreaterThan(100)
    expect(result.precision).toBeGreaterThan(0.9)
    expect(result.recall).toBeGreaterThan(0.8)
  })

  test('a second look finds the same, and what was decided is not asked again', async () => {
    const before = Number((await find()).n)
    expect(Number((await find()).n)).toBe(before)
    const { pair } = await stage.one<{ pair: string }>(
      "select duplicate_id as pair from duplicate where duplicate_status = 'open' order by duplicate_score desc limit 1",
    )
    expect(await as('grace', () => stage.one('select decide_different($1) as done', [pair]))).toEqual({ done: true })
    expect(await as('grace', () => stage.one('select decide_different($1) as done', [pair]))).toEqual({ done: false })
    expect(Number((await find()).n)).toBe(before - 1)
    expect(
      await stage.one(
        'select duplicate_status as status, duplicate_decider as by from duplicate where duplicate_id = $1',
        [pair],
      ),
    ).toMatchObject({
      status: 'different',
      by: expect.stringContaining('grace'),
    })
  })

  test('the points are stored, and the office tunes them', async () => {
    const open = () => find().then(({ n }) => Number(n))
    const tune = (hid: string, rule: string, points: number) =>
      as(hid, () => stage.one<{ done: boolean }>('select set_duplicate_points($1, $2) as done', [rule, points]))
    const before = await open()
    expect(await tune('grace', 'contact-shared', 0)).toEqual({ done: true })
    expect(await open()).toBeLessThan(before)
    expect(await tune('grace', 'contact-shared', 0.25)).toEqual({ done: true })
    expect(await open()).toBe(before)
    expect(await tune('grace', 'no-such', 0.25)).toEqual({ done: false })
    await expect(tune('grace', 'name', 1.1)).rejects.toMatchObject({ code: '23514' })
    await expect(tune('anna', 'name', 0.5)).rejects.toMatchObject({ code: '42501' })
    expect(
      await stage.rows("select audit_fields from audit where audit_table = 'duplicate_rule' and audit_verb = 'update'"),
    ).toEqual([{ audit_fields: 'duplicate_rule_points' }, { audit_fields: 'duplicate_rule_points' }])
  })

  test('sales look for none and merge none', async () => {
    await expect(as('anna', () => stage.one('select find_duplicates(0.5)'))).rejects.toMatchObject({ code: '42501' })
    const [one, two] = [await stage.person('anna'), await stage.person('anna')]
    await expect(merge(one, two, 'anna')).rejects.toMatchObject({ code: '42501' })
  })
})

describe('a merge', () => {
  /** Everything that hangs on two records, but for versions and times of change. */
  const state = async (...ids: readonly number[]) => {
    const tables = await stage.rows<{ source: string; key: string }>(
      "select distinct source::text, key::text from record_tables() union select 'entity', 'entity_id' order by 1, 2",
    )
    const all: Record<string, unknown> = {}
    for (const { source, key } of tables) {
      all[`${source}.${key}`] = (
        await stage.rows<{ row: Record<string, unknown> }>(
          `select to_jsonb(t) - 'entity_version' - 'entity_changed' - 'attachment_data' as row from ${source} t where ${key} = any ($1) order by ${source}_id`,
          [ids],
        )
      ).map(({ row }) => row)
    }
    return all
  }

  const furnish = async () => {
    const [kept, lost] = [await stage.person('anna'), await stage.person('baraka')]
    await stage.rows(
      "update person set person_given = 'James', person_born = null, person_note = null where person_id = $1",
      [kept],
    )
    await stage.rows("update person set person_title = 'Dr' where person_id = $1", [lost])
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary) select $1, lookup_find('contact-kind', 'phone'), '0700 000 777', true",
      [lost],
    )
    await stage.rows(
      "insert into address (address_entity, address_kind, address_city) select $1, lookup_find('address-kind', 'work'), 'Arusha'",
      [lost],
    )
    await stage.rows(
      "insert into activity (activity_kind, activity_entity, activity_subject) select lookup_find('activity-kind', 'note'), $1, 'A note'",
      [lost],
    )
    await stage.rows("insert into person_private (person_private_id, person_private_taxcode) values ($1, 'T-1')", [
      lost,
    ])
    const { id: group } = await stage.one<{ id: string }>(
      "insert into grp (grp_name, grp_kind) values ('G', lookup_find('grp-kind', 'tag')) returning grp_id as id",
    )
    await stage.rows('insert into member (member_grp, member_entity) select $1, id from unnest($2::bigint[]) id', [
      group,
      [kept, lost],
    ])
    const other = await stage.person('anna')
    for (const [left, right] of [
      [lost, other],
      [kept, other],
      [other, lost],
      [lost, kept],
    ]) {
      await stage.rows(
        "insert into relationship (relationship_left, relationship_kind, relationship_right) select $1, relationship_type_id, $2 from relationship_type where relationship_type_hid = 'knows'",
        [left, right],
      )
    }
    await stage.rows('update entity set entity_parent = $1 where entity_id = $2', [lost, other])
    await stage.one("select add_process('lead')")
    for (const id of [kept, lost]) await stage.rows("select enter_stage($1, 'lead-new', null)", [id])
    await stage.rows(
      "insert into deal (deal_name, deal_kind, deal_party) select 'D', lookup_find('deal-kind', 'order'), $1",
      [lost],
    )
    await stage.rows(
      "insert into attachment (attachment_entity, attachment_filename, attachment_data) values ($1, 'a.txt', 'abc')",
      [lost],
    )
    return { kept, lost, other }
  }

  test('moves every row, fills gaps, overwrites nothing, and is undone to the letter', async () => {
    const { kept, lost, other } = await furnish()
    const before = await state(kept, lost, other)
    const { m } = await merge(kept, lost)
    expect(m.moved).toMatchObject({
      activity: 1,
      address: 1,
      attachment: 1,
      contact_point: 1,
      deal: 1,
      development_tracking: 1,
      entity: 1,
    })
    expect(
      await stage.one(
        'select person_given as given, person_title as title, person_born::text as born from person where person_id = $1',
        [kept],
      ),
    ).toEqual({
      given: 'James',
      title: 'Dr',
      born: '1980-05-01',
    })
    expect(
      await stage.one('select person_private_taxcode as code from person_private where person_private_id = $1', [kept]),
    ).toEqual({ code: 'T-1' })
    expect(
      await stage.one(
        'select entity_merged::int as merged, entity_deleted is not null as gone from entity where entity_id = $1',
        [lost],
      ),
    ).toEqual({ merged: kept, gone: true })
    const open = await stage.rows(
      'select 1 from development_tracking where development_tracking_entity = $1 and development_tracking_finished is null',
      [kept],
    )
    expect(open).toHaveLength(1)
    // one telephone of each is left: the same number is not there twice
    const phones = await stage.rows('select contact_point_value from contact_point where contact_point_entity = $1', [
      kept,
    ])
    expect(phones).toHaveLength(3)

    const undone = await as('grace', () =>
      stage.one<{ u: { undone: number; kept: number } }>('select undo_merge($1) as u', [m.merge]),
    )
    expect(undone.u.kept).toBe(0)
    expect(await state(kept, lost, other)).toEqual(before)
    await expect(as('grace', () => stage.one('select undo_merge($1)', [m.merge]))).rejects.toThrow(/undone already/)
  })

  test('what was changed since stays when it is undone', async () => {
    const { kept, lost } = await furnish()
    const { m } = await merge(kept, lost)
    await stage.rows("update person set person_title = 'Prof' where person_id = $1", [kept])
    const { u } = await as('grace', () => stage.one<{ u: { kept: number } }>('select undo_merge($1) as u', [m.merge]))
    expect(u.kept).toBe(1)
    expect(await stage.one('select person_title as title from person where person_id = $1', [kept])).toEqual({
      title: 'Prof',
    })
    expect(await stage.one('select entity_merged as merged from entity where entity_id = $1', [lost])).toEqual({
      merged: null,
    })
  })

  test('C3: a reply for a merged record goes to the one that is kept, with what its packet showed; holds go along and come back', async () => {
    const [kept, lost] = [await stage.person('anna'), await stage.person('anna')]
    const packet = await stage.packet(lost, 'anna')
    const held = await stage.packet(lost, 'anna')
    expect(await stage.reply(held, { set: { born: '1981-01-01' } })).toMatchObject({ status: 'held' })
    const { m } = await merge(kept, lost)
    const told = await stage.reply(packet, {
      set: { 'given-name': 'Jim' },
      report: { when: '2026-11-20', outcome: 'reached' },
    })
    expect(told).toMatchObject({ status: 'imported', slots: { 'field/given-name': 'applied' } })
    expect([await stage.given(kept), await stage.given(lost)]).toEqual(['Jim', 'Jimmy'])
    const holds = () =>
      stage.rows(
        "select change_entity::int as entity from change where change_outcome = 'held' and change_packet = $1",
        [held.id],
      )
    expect(await holds()).toEqual([{ entity: kept }])
    await as('grace', () => stage.one('select undo_merge($1)', [m.merge]))
    expect(await holds()).toEqual([{ entity: lost }])
    // what came in between stays with the one that it went to
    expect(await stage.given(kept)).toBe('Jim')
  })

  test.each([
    ['a record with itself', async (id: number) => [id, id]],
    [
      'people with organisations',
      async (id: number) => [
        id,
        Number(
          (
            await stage.one<{ id: string }>(
              "insert into organization (organization_name) values ('O') returning organization_id as id",
            )
          ).id,
        ),
      ],
    ],
    [
      'colleagues',
      async () =>
        (await stage.rows<{ id: string }>('select staff_id as id from staff order by staff_id limit 2')).map(({ id }) =>
          Number(id),
        ),
    ],
  ])('is refused in words: %s', async (_, pair) => {
    const [one = 0, two = 0] = await pair(await stage.person('anna'))
    await expect(merge(one, two)).rejects.toMatchObject({ code: '23514', constraint: 'record_merge' })
  })
})
