// Each command on records, for each role: PostgreSQL decides, by grants and row security, and a refusal says why. All of them are tried
// dry: everything is done under the role, and taken back.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { tablesOf } from '../helpers/state.ts'

const staff = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  grace: 'office',
  tina: 'admin',
  sam: 'support',
  mark: 'marketing',
  abel: 'analyst',
  audit: 'auditor',
} as const
type Name = keyof typeof staff

let home: TestHome
let file = ''
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of Object.entries(staff))
    if ((await home.rows('select from staff where staff_hid = $1', [hid])).length === 0)
      await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
  await home.person('A1', 'anna')
  await home.person('A2', 'anna')
  await home.person('A3', 'anna')
  expect(await home.satchel(['remove', 'A3'])).toMatchObject({ code: 0 })
  for (const words of [
    ['organisation', 'name=Traders', 'id=O-a'],
    ['group', 'name=Market', 'kind=list', 'id=G-a'],
    ['deal', 'name=Maize', 'kind=quote', 'id=D-a'],
    ['ticket', 'name=Torn bag', 'id=T-a'],
  ])
    expect(await home.satchel(['add', ...words, '--owner', 'anna'])).toMatchObject({ code: 0, err: '' })
  expect(await home.satchel(['add', 'product', 'name=Seed', 'id=S-a'])).toMatchObject({ code: 0, err: '' })
  file = join(home.home.folder, 'a.txt')
  writeFileSync(file, 'x')
})
afterAll(() => home.close())

/** Who may: of anna's records she and her manager, and who sees all; the others are named where they may. */
const mine: readonly Name[] = ['anna', 'mona', 'grace', 'tina']
const office: readonly Name[] = ['grace', 'tina']
const commands: readonly (readonly [readonly string[], readonly Name[]])[] = [
  [['set', 'A1', 'born=1990-01-01'], mine],
  [['set', 'A1', 'phone+=+255 700 000 200'], mine],
  [['set', 'A1', 'address.city=Arusha'], mine],
  [['set', 'O-a', 'note=x'], mine],
  [['set', 'D-a', 'note=x'], mine],
  [
    ['set', 'T-a', 'priority=high'],
    [...mine, 'sam'],
  ],
  [
    ['set', 'G-a', 'note=x'],
    [...mine, 'mark'],
  ],
  [['set', 'S-a', 'unit=bag'], office],
  // sales hand nothing over, and a manager among her own people
  [
    ['set', 'A1', 'owner=mona'],
    ['mona', 'grace', 'tina'],
  ],
  [['set', 'A1', 'owner=baraka'], office],
  [
    ['set', 'A1', 'parent=A2'],
    ['mona', 'grace', 'tina'],
  ],
  [
    ['add', 'person', 'given-name=New'],
    [...mine, 'baraka'],
  ],
  [['add', 'person', 'given-name=New', '--under', 'A1'], mine],
  [['add', 'person', 'given-name=New', '--owner', 'anna'], mine],
  [
    ['add', 'organisation', 'name=New'],
    [...mine, 'baraka'],
  ],
  [
    ['add', 'deal', 'name=New', 'kind=order'],
    [...mine, 'baraka'],
  ],
  [
    ['add', 'ticket', 'name=New'],
    [...mine, 'baraka', 'sam'],
  ],
  [
    ['add', 'group', 'name=New', 'kind=list'],
    [...mine, 'baraka', 'mark'],
  ],
  [['add', 'product', 'name=New'], office],
  [
    ['note', 'A1', 'x'],
    [...mine, 'sam'],
  ],
  [
    ['task', 'A1', 'x', '--due', 'tomorrow'],
    [...mine, 'sam'],
  ],
  [
    ['attach', 'A1', '@'],
    [...mine, 'sam'],
  ],
  [['relate', 'A1', 'knows', 'A2'], mine],
  [
    ['join', 'A1', 'G-a'],
    [...mine, 'mark'],
  ],
  [['remove', 'A1'], office],
  [['restore', 'A3'], office],
]

describe.each(commands)('%j', (words, may) => {
  test.each(Object.keys(staff) as Name[])('%s', async name => {
    const typed = words.map(word => (word === '@' ? file : word))
    const ended = await home.satchel(['--as', name, ...typed, '--dry-run'])
    expect([name, ended.code, ended.err]).toEqual(
      may.includes(name)
        ? [name, 0, '']
        : [name, 2, expect.stringMatching(/no-right|not-seen|not-known|you see no active/)],
    )
  })
})

test('nothing was written by all of these', async () => {
  const before = await tablesOf(home)
  for (const name of ['anna', 'sam', 'mark'] as const) {
    await home.satchel(['--as', name, 'note', 'A1', 'x', '--dry-run'])
    await home.satchel(['--as', name, 'add', 'ticket', 'name=New', '--dry-run'])
  }
  expect(await tablesOf(home)).toEqual(before)
  expect(await home.rows('select from activity')).toEqual([])
  expect(await home.rows("select from entity where entity_name = 'New'")).toEqual([])
})

test('a refusal names the field, the record or the right', async () => {
  const err = async (name: Name, words: readonly string[]) => (await home.satchel(['--as', name, ...words])).err
  expect(await err('sam', ['set', 'A1', 'born=1990-01-01'])).toContain('You may not write the field born of a person')
  expect(await err('baraka', ['set', 'A1', 'born=1990-01-01'])).toContain(
    'There is no record "A1", or you may not see it',
  )
  expect(await err('anna', ['remove', 'A1'])).toContain('Your role may not write this')
  expect(await err('mark', ['note', 'A1', 'x'])).toContain('Your role may not write this')
})
