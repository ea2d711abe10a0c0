// No reply writes what it did not state: faults are put between what was decided and what is written, and none of them gets a row in.
// The rights of the sender and the rules of the tables allow each of these writes.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.rows('alter function write_rows(jsonb) rename to write_rows_as_it_is')
})
afterAll(() => stage.close())

/** Has the writer make another write than the planned one: SQL that turns p_write into another. */
const writes = async (other: string) => {
  await stage.rows(`create or replace function write_rows(p_writes jsonb) returns jsonb language sql
    as $$ select write_rows_as_it_is((select jsonb_agg(${other} order by nth)
      from jsonb_array_elements(p_writes) with ordinality w (p_write, nth))) $$`)
  await stage.rows('grant execute on function write_rows(jsonb) to public')
}
const field = (name: string, value: string) =>
  `p_write || jsonb_build_object('fields', (select jsonb_agg(case when f ->> 'name' = '${name}' then f || '{"value": ${JSON.stringify(value)}}' else f end)
    from jsonb_array_elements(p_write -> 'fields') f))`

let person = 0
let other = 0
const all = () =>
  stage.rows(`select p.person_given, p.person_family, p.person_born, p.person_note, c.contact_point_id, c.contact_point_value, a.activity_body
    from person p left join contact_point c on contact_point_entity = person_id left join activity a on activity_entity = person_id
    order by person_id, contact_point_id, activity_id`)
beforeEach(async () => {
  person = await stage.person()
  other = await stage.person()
})
afterEach(() => writes('p_write'))

const breach = { code: 'XX000' }
const phone = (row: string, value = '+255 700 000 009') => ({
  rows: [{ collection: 'contact-point', row, fields: { kind: 'phone', value } }],
})

describe('a write that the reply did not state', () => {
  const refused = async (fault: string, said: (row: string) => Parameters<Stage['reply']>[1]) => {
    const packet = await stage.packet(person)
    const before = await all()
    await writes(fault)
    await expect(stage.reply(packet, said(packet.row('contact-point')))).rejects.toMatchObject(breach)
    expect(await all()).toEqual(before)
    // the same goes in when nothing is wrong
    await writes('p_write')
    const told = await stage.reply(packet, said(packet.row('contact-point')))
    expect(new Set(Object.values(told.slots))).toEqual(new Set(['applied']))
    expect(await stage.rows('select from stated_write')).toEqual([])
  }

  test('another value of a field', () =>
    refused(field('given-name', 'Other'), () => ({ set: { 'given-name': 'James' } })))

  test('the value of another field', () =>
    refused(field('given-name', 'Kamau'), () => ({ set: { 'given-name': 'James', 'family-name': 'Kamau' } })))

  test('nothing in place of a value', () =>
    refused(
      `p_write || jsonb_build_object('fields', (select jsonb_agg(f || '{"value": null}') from jsonb_array_elements(p_write -> 'fields') f))`,
      () => ({ set: { note: 'Grows beans' } }),
    ))

  test("another record's field, which the sender may change", () =>
    refused(`p_write || jsonb_build_object('row', ${other}, 'entity', ${other})`, () => ({
      set: { 'given-name': 'James' },
    })))

  test('a column that the statement does not name', () =>
    refused(
      `p_write || jsonb_build_object('fields', (p_write -> 'fields') || '[{"name": "note", "column": "person_note", "value": "x"}]')`,
      () => ({ set: { 'given-name': 'James' } }),
    ))

  test("another row of the same record, and another record's", async () => {
    const [own, theirs] = await Promise.all(
      [person, other].map(async id => {
        const { row } = await stage.one<{ row: string }>(
          "select contact_point_id as row from contact_point where contact_point_entity = $1 and contact_point_kind = lookup_find('contact-kind', 'email')",
          [id],
        )
        return row
      }),
    )
    await refused(`p_write || '{"row": ${own}}'`, phone)
    await refused(`p_write || '{"row": ${theirs}, "entity": ${other}}'`, row => phone(row, '+255 700 000 010'))
  })

  test('a new row with another value, or at another record', async () => {
    await refused(field('value', '+255 700 000 008'), () => phone('new-1'))
    await refused(`p_write || '{"entity": ${other}}'`, () => ({
      report: { when: '2026-11-20', outcome: 'reached', note: 'Called' },
    }))
  })

  test('a row gone that stays, and one more row', async () => {
    await refused(`p_write || '{"verb": "delete"}'`, phone)
    await refused(
      `case when p_write ->> 'verb' = 'insert' and write_rows_as_it_is(jsonb_build_array(p_write)) is not null then p_write end`,
      () => ({
        report: { when: '2026-11-20', outcome: 'reached' },
      }),
    )
  })
})

test('two values of one reply that were exchanged', async () => {
  const packet = await stage.packet(person)
  await writes(`p_write || jsonb_build_object('fields', (select jsonb_agg(f || jsonb_build_object('value',
    case f ->> 'value' when 'James' then 'Kamau' when 'Kamau' then 'James' else f ->> 'value' end)) from jsonb_array_elements(p_write -> 'fields') f))`)
  await expect(stage.reply(packet, { set: { 'given-name': 'James', 'family-name': 'Kamau' } })).rejects.toMatchObject(
    breach,
  )
})

test('in a batch it is left over alone, and the others go in', async () => {
  const packets = [await stage.packet(person), await stage.packet(other)] as const
  await writes(`case when p_write ->> 'row' = '${person}' then ${field('given-name', 'Other')} else p_write end`)
  const said = { set: { 'given-name': 'James' } }
  expect(await stage.replies(packets.map(packet => [packet, said]))).toEqual([null, 'imported'])
  expect([await stage.given(person), await stage.given(other)]).toEqual(['Jimmy', 'James'])
})

test('no login reads, writes or empties what was noted', async () => {
  for (const login of ['satchel_import', 'satchel_dispatch'] as const)
    for (const text of [
      'select * from stated_write',
      'delete from stated_write',
      "select state_writes(1, '[]')",
      'select unstate_writes()',
    ])
      await expect(stage.as(login).query(text)).rejects.toMatchObject({ code: '42501' })
})
