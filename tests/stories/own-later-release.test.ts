// A later release has a field and a type that are called as one's own: the short word means the release's, and own-WORD one's own.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  expect((await home.satchel(['new-type', 'goat', 'milk:number'])).code).toBe(0)
  expect((await home.satchel(['new-field', 'person', 'shoe-size:number'])).code).toBe(0)
}, 120_000)
afterAll(() => home.close())

test('a field: both are reachable, and the migrate of the release goes through', async () => {
  expect((await home.satchel(['add', 'person', 'given-name=Amina', 'shoe-size=41'])).code).toBe(0)
  await home.rows('alter table person add column person_shoe_size numeric')
  const migrated = await home.satchel(['db', 'migrate'])
  expect([migrated.code, migrated.err]).toEqual([0, ''])
  const added = await home.satchel(['add', 'person', 'given-name=Bahati', 'shoe-size=38', 'own-shoe-size=39'])
  expect([added.code, added.err]).toEqual([0, ''])
  expect(
    await home.rows(
      'select person_given as given, person_shoe_size::text as theirs, person_own_shoe_size::text as own from person order by 1',
    ),
  ).toEqual([
    { given: 'Amina', theirs: null, own: '41' },
    { given: 'Bahati', theirs: '38', own: '39' },
  ])
})

test("a type: the short word is theirs, own-goat is one's own", async () => {
  await withClient(home.database.url('satchel'), async client => {
    await client.query('begin')
    await client.query('set local role satchel_owner')
    await client.query(
      'create table goat (goat_id bigint primary key references entity, goat_hid text, goat_name text)',
    )
    await client.query(
      "insert into entity_type (entity_type_hid, entity_type_name, entity_type_table) values ('goat', 'Goat', 'goat')",
    )
    const { rows } = await client.query<{ def: string }>("select pg_get_functiondef('shipped_tables'::regproc) as def")
    const def = rows[0]?.def ?? ''
    const later = def.replace("('staff',", "('goat', 'goat_id', 'subtype', 'goat', '{}', true, false),\n    ('staff',")
    expect(later).not.toBe(def)
    await client.query(later)
    await client.query('select make_record_catalog()')
    const named = await client.query(
      "select record_type('goat') as short, record_type('goats') as many, record_type('own-goat') as own, own_word('own_goat') as word",
    )
    expect(named.rows).toEqual([{ short: 'goat', many: 'goat', own: 'own_goat', word: 'own-goat' }])
    await client.query('rollback')
  })
})
