// Setting up in the console: processes and lists of choices. The office changes them in its own name; what a role may not do is not drawn,
// and refused where it is forced.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const hostile = `<script>alert("x")</script> O'Brien "שלום"`

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
let baraka: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('A1', 'anna')
  await home.person('A2', 'anna')
  for (const command of [
    ['process', 'add', 'farmer'],
    ['process', 'enter', 'farmer-education', 'A1', 'A2'],
  ])
    expect(await home.satchel(command)).toMatchObject({ code: 0 })
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
  baraka = await served.as('baraka')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const choice = async (hid: string) =>
  (
    await home.rows<{ name: string; sort: number; active: boolean; by: string }>(
      "select lookup_name as name, lookup_sort as sort, lookup_active as active, (select audit_by from audit where audit_table = 'lookup' and audit_row = lookup_id order by audit_id desc limit 1) as by from lookup where lookup_hid = $1",
      [hid],
    )
  )[0]
const audits = async () => (await home.rows<{ n: string }>('select count(*) as n from audit'))[0]?.n
const byGrace: unknown = expect.stringMatching(/_staff_grace$/)

describe('processes', () => {
  test('that come with the program are added by a press, in the name of the one who pressed', async () => {
    expect((await grace.get('/processes')).words).toContain('Come with the program')
    const { words, text } = await grace.press('/processes', { process: 'opportunity' })
    expect(words).toContain('The process is in use now.')
    expect(text).toContain('href="/processes/opportunity"')
    const [row] = await home.rows<{ by: string }>(
      "select audit_by as by from audit where audit_table = 'development_process' order by audit_id desc limit 1",
    )
    expect(row?.by).toEqual(byGrace)
    expect(await grace.post('/processes', { process: 'made-up' })).toMatchObject({
      status: 422,
      words: expect.stringContaining('No process "made-up" comes with the program.'),
    })
  })

  test('say their stages, planned days, and how many records the visitor sees in each', async () => {
    const { words, text } = await grace.get('/processes/farmer')
    expect(text).toContain('href="/board/farmer"')
    expect(words).toContain('farmer-education')
    const counted = (page: string) =>
      /farmer-education.*?<td class="num">(\d+)<\/td><td class="num c1">/s.exec(page)?.[1]
    expect(counted(text)).toBe('2')
    expect(counted((await anna.get('/processes/farmer')).text)).toBe('2')
    expect(counted((await baraka.get('/processes/farmer')).text)).toBe('0')
    const missing = await grace.get('/processes/made-up')
    expect([missing.status, missing.words]).toEqual([422, expect.stringContaining('There is no process "made-up".')])
  })

  test('are added by the office alone', async () => {
    const { words } = await anna.get('/processes')
    expect(words).not.toContain('Come with the program')
    const before = await audits()
    expect((await anna.post('/processes', { process: 'lead' })).status).toBe(422)
    expect(await audits()).toBe(before)
  })
})

describe('lists of choices', () => {
  const path = '/lookups/industry'
  const add = (word: string, title: string) => ({ do: 'add', word, title })
  const change = (word: string, was: readonly string[], now: readonly string[]) => ({
    do: 'change',
    boxes: 'yes',
    word,
    'was.title': was[0] ?? '',
    'was.sort': was[1] ?? '',
    'was.active': was[2] ?? '',
    title: now[0] ?? '',
    sort: now[1] ?? '',
    active: now[2] ?? '',
  })

  test('get a choice, which is named, put in its place and no longer offered, each in the name of the one who did it', async () => {
    expect((await grace.get('/lookups')).text).toContain('href="/lookups/industry"')
    const added = await grace.press(path, add('bakery', hostile))
    expect(added.words).toContain('The choice is in the list now.')
    expect(added.words).toContain(hostile)
    expect(added.text).not.toContain('<script>alert')
    const { sort = 0 } = (await choice('industry/bakery')) ?? {}
    expect(await choice('industry/bakery')).toEqual({ name: hostile, sort, active: true, by: byGrace })
    expect((await grace.get(`${path}?change=bakery`)).words).toContain('Change bakery')
    const changed = change('bakery', [hostile, String(sort), 'yes'], ['Bakery', '-3', ''])
    expect((await grace.press(path, changed)).words).toContain('The choice is changed.')
    expect(await choice('industry/bakery')).toEqual({ name: 'Bakery', sort: -3, active: false, by: byGrace })
    expect((await grace.get(path)).words).toContain('Bakery no longer offered')
  })

  test('keep what was typed where something is wrong with it', async () => {
    for (const [word, title, said] of [
      ['Two Words', 'Kept title', 'The word has small letters, digits and hyphens'],
      ['farming', 'Kept title', 'The list industry has the word "farming" already.'],
      ['fishery', 'x'.repeat(4000), 'A title has 200 letters at the most.'],
    ] as const) {
      const { status, words, text } = await grace.post(path, add(word, title))
      expect([status, words]).toEqual([422, expect.stringContaining(said)])
      expect(text).toContain(`value="${title}"`)
      expect(text).toContain(`value="${word}"`)
    }
    const { status, text } = await grace.post(
      path,
      change('trade', ['Trade', '2', 'yes'], ['Commerce', 'often', 'yes']),
    )
    expect([status, text]).toEqual([422, expect.stringContaining('value="Commerce"')])
    expect((await choice('industry/trade'))?.name).toBe('Trade')
  })

  test('show what somebody else changed meanwhile, and overwrite nothing of it', async () => {
    const { sort = 0 } = (await choice('industry/school')) ?? {}
    const seen = ['School', String(sort), 'yes']
    await grace.press(path, change('school', seen, ['Schools', String(sort), 'yes']))
    const second = await grace.post(path, change('school', seen, ['Education', '77', 'yes']))
    expect(second.status).toBe(422)
    expect(second.words).toContain('Somebody else changed this while you were writing.')
    expect(second.words).toContain('Schools')
    expect(second.text).toContain('value="Education"')
    // what nobody else touched is saved beside it
    expect(await choice('industry/school')).toMatchObject({ name: 'Schools', sort: 77 })
    await grace.press(path, change('school', ['Schools', '77', 'yes'], ['Education', '77', 'yes']))
    expect((await choice('industry/school'))?.name).toBe('Education')
  })

  test('of roles take a title, and nothing that says who may do what', async () => {
    const { text } = await grace.get('/lookups/staff-role?change=sales')
    expect(text).not.toContain('type="checkbox"')
    expect(text).not.toContain('id="n-title"')
    const before = await audits()
    for (const forced of [add('boss', 'Boss'), change('sales', ['Sales', '4', 'yes'], ['Sales', '4', ''])])
      expect((await grace.post('/lookups/staff-role', forced)).status).not.toBe(303)
    expect(await audits()).toBe(before)
  })

  test('are changed by the office alone', async () => {
    const frame = await anna.get('/')
    expect(frame.text).not.toContain('href="/lookups"')
    const { text } = await anna.get(`${path}?change=trade`)
    expect(text).not.toContain('method="post" action="/lookups')
    const before = await audits()
    for (const forced of [add('mine', 'Mine'), change('trade', ['Trade', '2', 'yes'], ['Mine', '2', 'yes'])])
      expect((await anna.post(path, forced)).status).not.toBe(303)
    expect([await audits(), (await choice('industry/trade'))?.name]).toEqual([before, 'Trade'])
  })
})
