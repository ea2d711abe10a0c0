// Duplicates in the console: a pair side by side, merged with chosen values, marked as two people, undone. For the office alone.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const hostile = `<script>alert("x")</script> O'Brien & שלום`

let home: TestHome
let served: TestConsole
let grace: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['mona', 'manager'],
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['abel', 'analyst'],
    ['audit', 'auditor'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  for (const [hid, given] of [
    ['D1', 'Agnes'],
    ['D2', 'Agness'],
    ['D3', 'Peter'],
    ['D4', 'Petero'],
    ['D5', 'Halima'],
    ['D6', 'Halimah'],
  ]) {
    await home.person(hid ?? '', 'anna')
    await home.rows("update person set person_given = $2, person_family = 'Achieng' where person_hid = $1", [
      hid,
      given,
    ])
  }
  await home.rows("update person set person_born = '1981-04-03', person_note = null where person_hid = 'D1'")
  await home.rows("update person set person_born = '1981-04-08', person_note = $1 where person_hid = 'D2'", [hostile])
  for (const [one, other, score] of [
    ['D1', 'D2', 0.93],
    ['D3', 'D4', 0.84],
    ['D5', 'D6', 0.71],
  ])
    await home.rows(
      `insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason)
      select min(person_id), max(person_id), $3, 'same family name; one digit of the day of birth differs' from person where person_hid in ($1, $2)`,
      [one, other, score],
    )
  served = await openTestConsole(home)
  grace = await served.as('grace')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

/** The fields of the form that decides on the pair that is shown. */
const formOf = (text: string) => {
  const form = /<form method="post" action="\/duplicates"><input type="hidden" name="pair".*?<\/form>/s.exec(text)?.[0]
  const inputs = [...(form ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value]))
}
const person = async (hid: string) =>
  (
    await home.rows<{ given: string; born: string | null; note: string | null; merged: string | null }>(
      `select person_given as given, person_born::text as born, person_note as note, record_hid(entity_merged) as merged
      from person join entity on entity_id = person_id where person_hid = $1`,
      [hid],
    )
  )[0]
const pairNumber = async (hid: string) =>
  (
    await home.rows<{ pair: string }>(
      'select duplicate_id::text as pair from duplicate join person on person_id in (duplicate_left, duplicate_right) where person_hid = $1',
      [hid],
    )
  )[0]?.pair ?? ''

describe('the office', () => {
  test('sees the likeliest pair side by side, with its evidence and points, and values as text', async () => {
    const { status, text, words } = await grace.get('/duplicates')
    expect(status).toBe(200)
    expect(words).toContain('Pairs that may be one person: 3')
    expect(words).toContain('Agnes Achieng and Agness Achieng')
    expect(words).toMatch(/same family name \+ [\d.]+ one digit of the day of birth differs \+ [\d.]+/)
    expect(text).toMatch(/name="take\.born" value="kept" checked/)
    expect(text).not.toContain('<script>alert')
    expect(words).toContain(hostile)
  })

  test('is shown what would move, and nothing is changed', async () => {
    const form = formOf((await grace.get('/duplicates')).text)
    const tried = await grace.post('/duplicates', { ...form, 'take.born': 'lost', do: 'try' })
    expect([tried.status, tried.words]).toEqual([200, expect.stringContaining('Nothing was changed.')])
    expect(tried.text).toMatch(/name="take\.born" value="lost" checked/)
    expect((await person('D2'))?.merged).toBeNull()
  })

  test('merges nothing that has changed since it was shown', async () => {
    const form = formOf((await grace.get('/duplicates')).text)
    await home.satchel(['set', 'D1', 'language=sw'])
    const late = await grace.post('/duplicates', { ...form, 'take.born': 'lost', do: 'merge' })
    expect([late.status, late.words]).toEqual([422, expect.stringContaining('Nothing was merged')])
    expect(late.text).toMatch(/name="take\.born" value="lost" checked/)
    expect((await person('D2'))?.merged).toBeNull()
  })

  test('merges with the chosen values under its own role, and undoes it', async () => {
    const form = formOf((await grace.get('/duplicates')).text)
    const merged = await grace.press('/duplicates', {
      ...form,
      'take.born': 'lost',
      'take.given-name': 'kept',
      do: 'merge',
    })
    expect(merged.words).toContain('Merged. It can be undone')
    expect(await person('D1')).toMatchObject({ given: 'Agnes', born: '1981-04-08', note: hostile })
    expect((await person('D2'))?.merged).toBe('D1')
    const [audit] = await home.rows<{ by: string }>(
      "select audit_by as by from audit join person on person_id = audit_entity where person_hid = 'D1' and audit_table = 'person' order by audit_id desc limit 1",
    )
    expect(audit?.by).toMatch(/_staff_grace$/)
    const number = /name="merge" value="(\d+)"/.exec(merged.text)?.[1] ?? ''
    const undone = await grace.press('/duplicates', { do: 'undo', merge: number })
    expect(undone.words).toContain('Two records again')
    expect(await person('D1')).toMatchObject({ given: 'Agnes', born: '1981-04-03', note: null })
    expect((await person('D2'))?.merged).toBeNull()
    const twice = await grace.post('/duplicates', { do: 'undo', merge: number })
    expect([twice.status, twice.words]).toEqual([422, expect.stringContaining('Nothing was changed.')])
  })

  test('exchanges the sides', async () => {
    const pair = await pairNumber('D3')
    const page = await grace.get(`/duplicates?pair=${pair}&kept=D4`)
    expect(page.words).toContain('Merge into D4')
    const form = formOf(page.text)
    await grace.press('/duplicates', { ...form, do: 'merge' })
    expect((await person('D3'))?.merged).toBe('D4')
  })

  test('says that two are two people, once', async () => {
    const pair = await pairNumber('D5')
    expect((await grace.press('/duplicates', { pair, do: 'different' })).words).toContain('not asked about again')
    const again = await grace.post('/duplicates', { pair, do: 'different' })
    expect([again.status, again.words]).toEqual([422, expect.stringContaining('is not open')])
    expect((await grace.get('/duplicates')).words).toContain('No pair waits for a decision.')
  })
})

test('a field that there is not, or the id, is taken from nobody', async () => {
  for (const field of ['nosuch', 'id']) {
    const { code, err } = await home.satchel(['duplicate', 'merge', 'D5', 'D6', '--take', field])
    expect([code, err]).toEqual([2, expect.stringContaining('no other value can be taken')])
  }
  expect((await person('D6'))?.merged).toBeNull()
})

test.each(['anna', 'mona', 'sam', 'mark', 'abel', 'audit'])('%s sees no pair and decides nothing', async hid => {
  const browser = await served.as(hid)
  expect((await browser.get('/')).text).not.toContain('href="/duplicates"')
  const pair = await pairNumber('D5')
  const seen = await browser.get(`/duplicates?pair=${pair}`)
  expect(seen.status).toBe(403)
  expect(seen.words).not.toMatch(/Agnes|Halima|Peter|D[1-6]\b/)
  const before = await home.rows('select duplicate_status from duplicate order by duplicate_id')
  for (const fields of [
    { do: 'merge', pair, kept: 'D5', lost: 'D6', seen: '' },
    { do: 'different', pair },
    { do: 'undo', merge: '1' },
    { do: 'find' },
  ] as Record<string, string>[])
    expect((await browser.post('/duplicates', fields)).status).toBeGreaterThanOrEqual(400)
  expect(await home.rows('select duplicate_status from duplicate order by duplicate_id')).toEqual(before)
})
