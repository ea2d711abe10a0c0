// The pages of a record for every role: each is shown what PostgreSQL lets it read, is offered what it may write, and writes no more.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

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
const names = Object.keys(staff) as Name[]

let home: TestHome
let served: TestConsole
const browsers = new Map<Name, Browser>()
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of Object.entries(staff))
    if ((await home.rows('select from staff where staff_hid = $1', [hid])).length === 0)
      await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
  for (const words of [
    ['person', 'given-name=Roles', 'family-name=Seen', 'id=A1', 'phone=+255700000501'],
    ['deal', 'name=Maize of roles', 'kind=quote', 'id=D-a'],
    ['ticket', 'name=Torn bag', 'id=T-a'],
  ])
    expect(await home.satchel(['add', ...words, '--owner', 'anna'])).toMatchObject({ code: 0, err: '' })
  served = await openTestConsole(home)
  for (const name of names) browsers.set(name, await served.as(name))
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const as = (name: Name): Browser => {
  const browser = browsers.get(name)
  if (browser === undefined) throw new Error(name)
  return browser
}

/** Who gets the page, and who is told nothing of the record. */
async function readers(path: string): Promise<readonly Name[]> {
  const open: Name[] = []
  for (const name of names) {
    const { status, words } = await as(name).get(path)
    if (status === 200) open.push(name)
    else {
      expect([name, path, [403, 404, 422].includes(status)]).toEqual([name, path, true])
      expect(words).not.toMatch(/Roles Seen|Maize of roles|Torn bag|0000501/)
    }
  }
  return open
}

const all: readonly (readonly [string, readonly Name[]])[] = [
  ['/records/A1', ['anna', 'mona', 'grace', 'tina', 'sam', 'mark']],
  ['/records/A1/edit', ['anna', 'mona', 'grace', 'tina', 'sam', 'mark']],
  ['/records/A1/print', ['anna', 'mona', 'grace', 'tina', 'sam', 'mark']],
  ['/records/D-a', ['anna', 'mona', 'grace', 'tina', 'sam']],
  ['/records/T-a', ['anna', 'mona', 'grace', 'tina', 'sam']],
  ['/records/A1/history', ['grace', 'tina']],
]

test.each(all)('%s is read by %j', async (path, expected) => {
  expect(await readers(path)).toEqual(expected)
  expect(served.bugs).toEqual([])
})

test('each is offered the fields that it may write, and no others are taken from it', async () => {
  const offered = async (control: string) => {
    const found: Name[] = []
    for (const name of names) if ((await as(name).get('/records/A1')).text.includes(control)) found.push(name)
    return found
  }
  const mine: readonly Name[] = ['anna', 'mona', 'grace', 'tina']
  expect(await offered('name="f.given-name"')).toEqual(mine)
  expect(await offered('action="/records/A1/reach"')).toEqual(mine)
  expect(await offered('name="f.owner"')).toEqual(['mona', 'grace', 'tina'])
  expect(await offered('/records/A1/remove"')).toEqual(['grace', 'tina'])
  for (const name of names.filter(each => !mine.includes(each)))
    expect(
      (await as(name).post('/records/A1', { 'was.given-name': 'Roles', 'f.given-name': name })).status,
    ).toBeGreaterThan(400)
  expect(await home.rows("select person_given as given from person where person_hid = 'A1'")).toEqual([
    { given: 'Roles' },
  ])
})

test('nobody but the office saves all that is kept of a person', async () => {
  for (const name of names) {
    const { status, text } = await as(name).post('/records/A1/my-data', { kind: 'data' })
    const isOffice = name === 'grace' || name === 'tina'
    expect([name, status === 200, text.includes('0000501')]).toEqual([name, isOffice, isOffice])
  }
  expect(served.bugs).toEqual([])
})

test('a manager hands a record of theirs to a colleague, and no further', async () => {
  const handed = await as('mona').post('/records/D-a', { form: 'owner', 'was.owner': 'anna', 'f.owner': 'mona' })
  expect([handed.status, handed.location]).toEqual([303, expect.stringContaining('done=rec-saved')])
  expect((await as('anna').get('/records/D-a')).status).toBe(404)
  expect((await as('mona').get('/records/D-a')).words).toContain('owner mona')
})
