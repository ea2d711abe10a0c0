// Lists of choices by commands: listed, added to, changed, and begun.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
})
afterAll(() => home.close())

const ended = (...words: readonly string[]) => home.satchel(words)
interface Choice {
  readonly word: string
  readonly name: string
  readonly sort: number
  readonly active: boolean
}
const choices = async (list: string) =>
  (await ended('--json', 'lookup', 'list', list)).json<{ choices: readonly Choice[] }>().choices

test('a choice is added at the end of its list, and commands take it at once', async () => {
  expect((await ended('lookup', 'list')).out).toMatch(/activity-kind +[0-9]+/)
  expect((await ended('lookup', 'add', 'activity-kind', 'market-day', '--dry-run')).out).toContain('dry run')
  expect((await choices('activity-kind')).map(choice => choice.word)).not.toContain('market-day')
  expect((await ended('lookup', 'add', 'activity-kind', 'market-day', 'Day at the market')).code).toBe(0)
  expect((await choices('activity-kind')).at(-1)).toMatchObject({ word: 'market-day', name: 'Day at the market' })
  expect((await ended('lookup', 'add', 'activity-kind', 'market-day')).err).toContain('already')
  const [audited] = await home.rows<{ by: string }>(
    "select audit_by as by from audit where audit_table = 'lookup' order by audit_id desc limit 1",
  )
  expect(audited?.by).toContain('office')
})

test('is changed, and no longer offered', async () => {
  expect((await ended('lookup', 'change', 'activity-kind', 'market-day', '--no-offered', '--sort', '3')).code).toBe(0)
  expect((await choices('activity-kind')).find(choice => choice.word === 'market-day')).toMatchObject({
    active: false,
    sort: 3,
    name: 'Day at the market',
  })
  const again = await ended('lookup', 'change', 'activity-kind', 'market-day', '--no-offered')
  expect(again.out).toContain('like that already')
  expect((await ended('lookup', 'change', 'activity-kind', 'market-dya', '--offered')).err).toContain('market-day')
  expect((await ended('lookup', 'change', 'activity-kind', 'market-day')).err).toContain('usage/wrong')
})

test("a list of one's own begins with its first choice, and no other list does", async () => {
  expect((await ended('lookup', 'add', 'own-soil', 'clay')).out).toContain('new list own-soil')
  expect((await ended('lookup', 'add', 'own-soil', 'loam', 'Good loam')).code).toBe(0)
  expect((await choices('own-soil')).map(choice => choice.name)).toEqual(['Clay', 'Good loam'])
  for (const list of ['soil', 'own-', 'own-Soil', 'own-soil-'])
    expect((await ended('lookup', 'add', list, 'clay')).err).toContain('There is no list')
  expect((await ended('lookup', 'list', 'soil')).err).toContain('begins with own-')
  expect((await ended('new-field', 'person', 'ground:choice:list=own-soil')).code).toBe(0)
  expect((await ended('add', 'person', 'given-name=Amina', 'ground=loam')).code).toBe(0)
})

test('a salesperson reads lists, and changes none', async () => {
  expect((await ended('--as', 'anna', 'lookup', 'list', 'own-soil')).out).toContain('clay')
  expect((await ended('--as', 'anna', 'lookup', 'add', 'own-soil', 'sand')).code).not.toBe(0)
  expect((await ended('--as', 'anna', 'lookup', 'change', 'own-soil', 'clay', '--title', 'Mud')).code).not.toBe(0)
  expect((await choices('own-soil')).map(choice => choice.name)).toEqual(['Clay', 'Good loam'])
})
