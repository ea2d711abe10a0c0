// In a batch the writes of many replies are made together; what may decide about a write to another record goes alone, in the order of
// receipt, whatever the roles of the senders.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const titles = async (people: readonly number[]) => {
  const rows = await stage.rows<{ id: string; title: string | null }>(
    'select person_id as id, person_title as title from person where person_id = any ($1)',
    [people],
  )
  return people.map(person => rows.find(row => Number(row.id) === person)?.title ?? null)
}

test('of two replies that want the one value of a unique column, the earlier has it, whoever they are from', async () => {
  await stage.rows('create unique index only_title on person (person_title)')
  for (const [first, second] of [
    ['anna', 'baraka'],
    ['baraka', 'anna'],
  ] as const) {
    const people = [await stage.person(first), await stage.person(second), await stage.person(first)]
    const packets = [
      await stage.packet(people[0] ?? 0, first),
      await stage.packet(people[1] ?? 0, second),
      await stage.packet(people[2] ?? 0, first),
    ] as const
    const title = `Only ${first}`
    const said = { set: { title } }
    expect(
      await stage.replies([
        [packets[0], said],
        [packets[1], said],
        [packets[2], { set: { 'given-name': 'James' } }],
      ]),
    ).toEqual(['imported', 'refused', 'imported'])
    expect(await titles(people)).toEqual([title, null, null])
    const refused = await stage.rows('select change_reason as reason from change where change_entity = $1', [people[1]])
    expect(refused).toEqual([{ reason: 'already-there' }])
  }
  await stage.rows('drop index only_title')
})

test('writes of one table and kind are made by one statement, others by as many as they need', async () => {
  await stage.rows('create table counted (verb text)')
  await stage.rows('grant insert on counted to public')
  await stage.rows(
    `create function count_statement() returns trigger language plpgsql as $$ begin insert into counted values (tg_op); return null; end $$`,
  )
  await stage.rows(
    'create trigger zz_counted after update on person for each statement execute function count_statement()',
  )
  const people = [await stage.person(), await stage.person(), await stage.person(), await stage.person()]
  const packets = []
  for (const person of people) packets.push(await stage.packet(person))
  await stage.rows('delete from counted')
  const said = (index: number) => (index < 3 ? { set: { 'given-name': `J${index}` } } : { set: { 'family-name': 'K' } })
  await stage.replies(packets.map((packet, index) => [packet, said(index)]))
  expect(await stage.rows('select from counted')).toHaveLength(2)
  await stage.rows('drop trigger zz_counted on person')
})

test('a reply after which its sender no longer sees the record takes the right from the next one in the batch', async () => {
  await stage.rows(
    `create function hand_over() returns trigger language plpgsql security definer as $$ begin
      update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = new.person_id;
      return null;
    end $$`,
  )
  await stage.rows(
    "create trigger zz_hand_over after update on person for each row when (new.person_given = 'Given away') execute function hand_over()",
  )
  const people = [await stage.person(), await stage.person()] as const
  const away = await stage.packet(people[0])
  const kept = await stage.packet(people[1])
  expect(
    await stage.replies([
      [away, { set: { 'given-name': 'Given away' } }],
      [kept, { set: { 'given-name': 'James' } }],
      [away, { set: { 'family-name': 'Otieno' } }],
      [kept, { set: { 'family-name': 'Otieno' } }],
    ]),
  ).toEqual(['imported', 'imported', 'held', 'imported'])
  const held = await stage.rows(
    "select change_reason as reason from change where change_entity = $1 and change_outcome = 'held'",
    [people[0]],
  )
  expect(held).toEqual([{ reason: 'access-lost' }])
  await stage.rows('drop trigger zz_hand_over on person')
})
