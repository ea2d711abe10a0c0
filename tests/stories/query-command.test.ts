// satchel query as it is typed: what may be left out.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2')
})
afterAll(() => home.close())

test('a limit that is left out is 100, and the list of queries says so', async () => {
  const asked = ['--json', '--as', 'anna', 'query', 'people/mine']
  const all = (await home.satchel(asked)).json<{ hid: string }[]>()
  expect(all.map(({ hid }) => hid).toSorted()).toEqual(['P1', 'P2'])
  expect((await home.satchel([...asked, '--param', 'limit=1'])).json()).toHaveLength(1)
  const list = (await home.satchel(['--json', 'query', '--list'])).json<{ name: string; params: string }[]>()
  expect(list.find(({ name }) => name === 'people/by-description')?.params).toBe('words limit=100')
  await home.rows("insert into person (person_given) select 'Many' from generate_series(1, 101)")
  const many = await home.satchel(['--json', 'query', 'people/by-description', '--param', 'words=Many'])
  expect(many.json()).toHaveLength(100)
})

test('what has no value to be left out with is asked for, without the limit', async () => {
  const asked = await home.satchel(['query', 'people/by-description'])
  expect(asked).toMatchObject({ code: 2, out: '' })
  expect(asked.err).toContain('The query people/by-description takes words, limit (100 when left out).')
  expect(asked.err).toContain('satchel query people/by-description --param words=VALUE\n')
  expect(await home.satchel(['query', 'people/mine', '--param', 'limit=many'])).toMatchObject({ code: 2, out: '' })
})
