// All that is kept of a person, sent to them: to an address that was shown to be theirs and nobody else's, or to nobody.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  // Jimmy Okello, jimmy@example.org, entered by the office and so vouched for
  await home.person('P900')
  return () => home.close()
})

const mail = (...options: readonly string[]) =>
  home.satchel(['--as', 'grace', '--json', 'my-data', 'P900', '--mail', ...options])
const letters = () => home.rows<{ n: number }>('select count(*)::int as n from letter').then(([row]) => row?.n)
const problemOf = async (...options: readonly string[]) => {
  const ended = await mail(...options)
  expect(await letters()).toBe(0)
  return [ended.code, ended.json<{ problem: { code: string } }>().problem.code]
}
async function email(value: string, verified: boolean): Promise<void> {
  await home.rows(
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
     select person_id, lookup_find('contact-kind', 'email'), $1 from person where person_hid = 'P900'`,
    [value],
  )
  if (verified) return
  // as one that came in a form that anybody can send
  await home.rows('alter table contact_point disable trigger a_keep')
  await home.rows('update contact_point set contact_point_verified = null where contact_point_value = $1', [value])
  await home.rows('alter table contact_point enable trigger a_keep')
}

describe('goes out', () => {
  test('as a page and as data, once, and leaves nothing in the outbox', async () => {
    expect((await mail()).json()).toMatchObject({ mailed: { to: 'jimmy@example.org', isNew: true } })
    expect((await mail()).json()).toMatchObject({ mailed: { isNew: false } })
    expect((await home.satchel(['send'])).code).toBe(0)
    const [letter, ...others] = home.letters('jimmy@example.org')
    expect(others).toEqual([])
    expect(letter?.attachments.get('my-data.html')).toContain('Grows maize')
    expect(JSON.parse(letter?.attachments.get('my-data.json') ?? '')).toMatchObject({
      record: { name: 'Jimmy Okello' },
    })
    expect(letter?.headers.get('subject')).toContain('on file about you')
    expect(letter?.text).not.toContain('Okello')
    expect(await home.rows('select letter_bytes is null as gone from letter')).toEqual([{ gone: true }])
    // that it was sent is part of what is kept
    const { data } = (
      await home.rows<{ data: { sent: { kind: string; to: string }[] } }>(
        "select my_data(person_id) as data from person, set_config('role', staff_role_of('grace'), false) where person_hid = 'P900'",
      )
    )[0] ?? { data: { sent: [] } }
    expect(data.sent).toMatchObject([{ kind: 'my-data', to: 'jimmy@example.org' }])
  })

  test('again when something changed, three times a day at the most', async () => {
    for (const note of ['Grows beans', 'Grows rice', 'Grows tea']) {
      expect((await mail()).json()).toMatchObject({ mailed: { isNew: true } })
      await home.rows("update person set person_note = $1 where person_hid = 'P900'", [note])
    }
    const ended = await mail()
    expect([ended.code, ended.json<{ problem: { code: string } }>().problem.code]).toEqual([2, 'my-data/enough'])
    expect(await letters()).toBe(3)
  })

  test('to the address that was asked for, where it is one of theirs', async () => {
    await email('j@work.example', true)
    expect((await mail('J@work.example')).json()).toMatchObject({ mailed: { to: 'j@work.example' } })
  })
})

describe('goes to nobody', () => {
  test('at an address that is not theirs', async () => {
    expect(await problemOf('stranger@example.org')).toEqual([2, 'entity/no-address'])
  })

  test('at an address that nobody has shown to be theirs, or that letters came back from', async () => {
    await email('new@example.org', false)
    expect(await problemOf('new@example.org')).toEqual([2, 'my-data/not-proven'])
    await home.rows(
      "update contact_point set contact_point_bounced = now() where contact_point_value = 'jimmy@example.org'",
    )
    expect(await problemOf()).toEqual([2, 'my-data/not-proven'])
  })

  test('at an address that somebody else has, too', async () => {
    await home.person('P901', 'baraka')
    expect(await problemOf()).toEqual([2, 'my-data/shared'])
  })

  test('at the wish of a salesperson, nor of one who writes to the outbox in plain SQL', async () => {
    expect((await home.satchel(['--as', 'anna', 'my-data', 'P900', '--mail'])).code).toBe(2)
    await expect(
      home.rows(
        `select queue_my_data(person_id, 'stranger@example.org', 'my-data-x', 'x', 'x') from person,
           set_config('role', staff_role_of('grace'), false) where person_hid = 'P900'`,
      ),
    ).rejects.toMatchObject({ code: '42501' })
    expect(await letters()).toBe(0)
  })

  test('once they were erased', async () => {
    await mail()
    expect((await home.satchel(['erase', 'P900', '--sure'])).code).toBe(0)
    expect(await home.rows('select letter_status, letter_to, letter_bytes from letter')).toEqual([
      { letter_status: 'failed', letter_to: 'erased', letter_bytes: null },
    ])
  })
})

test('without --out and --mail nothing is done', async () => {
  expect((await home.satchel(['my-data', 'P900'])).code).toBe(2)
})
