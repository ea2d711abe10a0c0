// satchel show tells all of a record that its reader may see, and nothing else: every field, relation, group and file.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  await home.rows(`update person set person_prefix = 'Mrs', person_title = 'Dr', person_prefers = 'visit',
    person_source = lookup_find('source', 'market-day') where person_hid = 'P1'`)
  await home.rows("update contact_point set contact_point_primary = true where contact_point_value like '+255%'")
  await home.rows(
    "insert into person_private (person_private_id) select person_id from person where person_hid = 'P1' on conflict do nothing",
  )
  await home.rows(
    "insert into organization (organization_hid, organization_name, organization_staffcount) values ('O1', 'Shule ya Msingi', 12)",
  )
  await home.rows(
    "insert into grp (grp_hid, grp_name, grp_kind) values ('G1', 'Seed buyers', lookup_find('grp-kind', 'list'))",
  )
  await home.rows(
    "insert into member (member_grp, member_entity, member_status) select find_entity('G1'), find_entity('P1'), lookup_find('member-status', 'active')",
  )
  await home.rows(`insert into relationship (relationship_kind, relationship_left, relationship_right)
    select relationship_type_id, find_entity('P1'), find_entity('O1') from relationship_type where relationship_type_hid = 'works-for'`)
  await home.rows(
    "insert into attachment (attachment_entity, attachment_filename, attachment_data) select find_entity('P1'), 'contract.txt', 'abc'",
  )
  await home.rows(
    "insert into activity (activity_entity, activity_kind, activity_body) select find_entity('P1'), lookup_find('activity-kind', 'note'), 'Came by bus'",
  )
})
afterAll(() => home.close())

const shown = async (hid: string, as = 'grace') => {
  const ended = await home.satchel(['--as', as, 'show', hid])
  expect([ended.code, ended.err]).toEqual([0, ''])
  return ended.out
}
interface Folder {
  readonly record: { readonly name: string }
  readonly contacts: readonly object[]
  readonly timeline: readonly object[]
  readonly parts: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>
}
const folder = async (hid: string, as = 'grace') =>
  (await home.satchel(['--json', '--as', as, 'show', hid])).json<Folder>()

test('every field that holds something, with relations, groups and files', async () => {
  const text = await shown('P1')
  for (const word of ['Jimmy', 'Okello', '1980-05-01', 'Mrs', 'Dr', 'visit', 'Market day', 'Grows maize'])
    expect(text).toContain(word)
  for (const word of ['+255 700 000 001', 'jimmy@example.org', 'Plot 7', 'yes']) expect(text).toContain(word)
  for (const word of ['Shule ya Msingi', 'works-for', 'Seed buyers', 'Active', 'contract.txt', 'Came by bus'])
    expect(text).toContain(word)
  const { parts } = await folder('P1')
  expect(parts.person?.[0]).toMatchObject({
    hid: 'P1',
    prefix: 'Mrs',
    title: 'Dr',
    born: '1980-05-01',
    source: 'Market day',
    note: 'Grows maize',
  })
  expect(parts.member?.[0]).toMatchObject({ grp: 'Seed buyers' })
  expect(parts.attachment?.[0]).toMatchObject({ filename: 'contract.txt', size: 3 })
  expect(parts.contact_point).toHaveLength(2)
})

test('whatever a record is: an organisation, a group, a colleague', async () => {
  expect(await shown('O1')).toMatch(/Shule ya Msingi[\s\S]*12[\s\S]*Jimmy Okello/)
  expect(await shown('G1')).toMatch(/Seed buyers[\s\S]*List[\s\S]*Jimmy Okello/)
  expect(await shown('anna')).toContain('anna@kilimo.example')
})

test('every column of every table that is part of a record is in the data', async () => {
  const { parts } = await folder('P1')
  const missing = await home.rows<{ column: string }>(
    `select source || ' ' || attname as column from record_tables() join pg_attribute on attrelid = source::text::regclass
     where source = any ($1) and part <> 'end' and attnum > 0 and not attisdropped and atttypid <> 'bytea'::regtype
       and attname <> key and attname <> source || '_id' and not ($2::jsonb -> source -> 0 ? regexp_replace(attname, '^' || source || '_', ''))`,
    [Object.keys(parts), JSON.stringify(parts)],
  )
  expect(missing).toEqual([])
  expect(Object.keys(parts).toSorted()).toEqual(
    expect.arrayContaining([
      'activity',
      'address',
      'attachment',
      'contact_point',
      'entity',
      'member',
      'person',
      'relationship',
    ]),
  )
})

test('as far as the reader may see: no record of a colleague, no private columns, nothing of a table that is closed', async () => {
  const hidden = await home.satchel(['--as', 'baraka', 'show', 'P1'])
  expect([hidden.code, hidden.out]).toEqual([2, ''])
  const mine = await folder('P1', 'anna')
  expect(mine.parts.person?.[0]).toMatchObject({ title: 'Dr' })
  expect(mine.parts.person_private).toBeUndefined()
  expect((await folder('P1')).parts.person_private).toHaveLength(1)
  // a group and an organisation that she does not see stay nameless
  expect(JSON.stringify(mine)).not.toMatch(/Seed buyers|Shule/)
})
