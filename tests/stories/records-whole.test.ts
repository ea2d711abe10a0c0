// A command on records is one transaction: killed at any step it has done nothing, or all of it.

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { tablesOf } from '../helpers/state.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('K1')
  await home.person('K2')
  // the form of the type is made by the first command, and stays when that is taken back
  expect(await home.satchel(['set', 'K1', 'born=1980-05-02', '--dry-run'])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

const file = join(import.meta.dirname, 'records-whole.test.ts')
const commands = [
  ['set', 'K1', 'K2', 'given-name=Jim', 'phone=+255 700 000 009', 'address.city=Arusha'],
  ['add', 'person', 'given-name=Neema', 'phone=+255 700 000 010', 'address.city=Moshi', '--under', 'K1'],
  ['relate', 'K1', 'knows', 'K2'],
  ['note', 'K1', 'K2', 'Wants seed'],
  ['task', 'K1', 'Call', '--due', '2026-12-03'],
  ['attach', 'K1', file],
  ['remove', 'K2', '--anyway'],
] as const

test.each(['command/read', 'command/written'])('killed at %s nothing was done', async step => {
  for (const command of commands) {
    const before = await tablesOf(home)
    const killed = await home.process([...command], { env: { SATCHEL_CRASH_AT: step } })
    expect([command[0], killed.signal]).toEqual([command[0], 'SIGKILL'])
    expect(await tablesOf(home)).toEqual(before)
  }
})

test('afterwards the same commands do all of it', async () => {
  for (const command of commands) expect(await home.satchel([...command])).toMatchObject({ code: 0, err: '' })
  expect(
    await home.rows("select person_given as given from person where person_hid in ('K1', 'K2') group by person_given"),
  ).toEqual([{ given: 'Jim' }])
  expect(await home.satchel(['verify'])).toMatchObject({ code: 0 })
})
