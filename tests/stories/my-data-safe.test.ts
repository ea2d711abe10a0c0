// What must not happen to the letter with a person's data: going to a mailbox that others read, outliving its person, going out
// behind the rules in plain SQL or after a restore.

import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'
import { attachmentOf } from '../helpers/letters.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  await home.person('P900')
  return () => home.close()
})

const jimmy = 'jimmy@example.org'
const mail = (...options: readonly string[]) =>
  home.satchel(['--as', 'grace', '--json', 'my-data', 'P900', '--mail', ...options])
const problemOf = async (...options: readonly string[]) => {
  const ended = await mail(...options)
  const { problem } = ended.json<{ problem: { code: string; hints: readonly string[] } }>()
  expect(ended.out + ended.err).not.toMatch(/Okello|maize/)
  return problem
}
const letters = () =>
  home.rows<{ hid: string; status: string; mailto: string; gone: boolean }>(
    'select letter_hid as hid, letter_status as status, letter_to as mailto, letter_bytes is null as gone from letter order by letter_id',
  )
const addressBecomes = (value: string) =>
  home.rows('update contact_point set contact_point_value = $1 where contact_point_value = $2', [value, jimmy])

describe('a mailbox that others read', () => {
  test('of somebody whose record was removed, who reads it all the same', async () => {
    await home.person('P901', 'baraka')
    await home.rows(
      "update entity set entity_deleted = now() where entity_id = (select person_id from person where person_hid = 'P901')",
    )
    expect((await problemOf()).code).toBe('my-data/shared')
  })

  test('of a colleague, whose address a record got to hold', async () => {
    await addressBecomes(mails.anna)
    expect((await problemOf()).code).toBe('my-data/shared')
    expect(await letters()).toEqual([])
  })

  test('a double that was merged into the record is nobody else', async () => {
    await home.person('P901')
    expect(await home.satchel(['duplicate', 'merge', 'P900', 'P901'])).toMatchObject({ code: 0 })
    expect((await mail()).json()).toMatchObject({ mailed: { to: jimmy, isNew: true } })
  })
})

test('an address that is not theirs is refused, and what to do is said', async () => {
  expect(await problemOf('stranger@example.org')).toMatchObject({
    code: 'entity/no-address',
    hints: expect.arrayContaining([expect.stringContaining('satchel form')]),
  })
})

describe('erased, nothing is left of a letter', () => {
  test('that was queued to an address they no longer have', async () => {
    await mail()
    await addressBecomes('jim@elsewhere.example')
    expect((await home.satchel(['erase', 'P900', '--sure'])).code).toBe(0)
    expect(await letters()).toMatchObject([{ status: 'failed', mailto: 'erased', gone: true }])
  })

  test('that lies in a mailbox of ours, whoever has the address now', async () => {
    await mail()
    await home.satchel(['send'])
    const mailbox = `${home.home.mail}/${jimmy}/new`
    expect(readdirSync(mailbox)).toHaveLength(1)
    await home.person('P901', 'baraka')
    // killed before the files: the next one removes them
    expect(
      await home.process(['erase', 'P900', '--sure'], { env: { SATCHEL_CRASH_AT: 'erase/committed' } }),
    ).toMatchObject({
      signal: 'SIGKILL',
    })
    expect(await home.satchel(['erase', '--again'])).toMatchObject({ code: 0 })
    expect(existsSync(mailbox) ? readdirSync(mailbox) : []).toEqual([])
  })
})

test('that it was sent stays in the history when the address goes to somebody else', async () => {
  await mail()
  await addressBecomes('jim@elsewhere.example')
  await home.person('P901', 'baraka')
  const sent = async (hid: string) =>
    (await home.satchel(['--as', 'grace', '--json', 'my-data', hid, '--out', `${home.home.folder}/${hid}`])).code ===
      0 &&
    (
      await home.rows<{ sent: { kind: string; to: string }[] }>(
        "select my_data(person_id) -> 'sent' as sent from person, set_config('role', staff_role_of('grace'), false) where person_hid = $1",
        [hid],
      )
    )[0]?.sent
  expect(await sent('P900')).toMatchObject([{ kind: 'my-data', to: jimmy }])
  expect(await sent('P901')).toEqual([])
})

test('the same data go again on another day: the day is in the id', async () => {
  await mail()
  await home.satchel(['send'])
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '')
  expect((await letters())[0]?.hid).toMatch(new RegExp(`^my-data-\\d+-${day}-[0-9a-f]{32}$`))
  await home.rows(
    "update letter set letter_hid = replace(letter_hid, $1, '20200101'), letter_queued = letter_queued - interval '2 days'",
    [day],
  )
  expect((await mail()).json()).toMatchObject({ mailed: { isNew: true } })
  expect((await letters()).map(({ hid }) => hid.split('-').at(-2))).toEqual(['20200101', day])
})

test('a letter with another id, past the limit of a day, is queued for nobody', async () => {
  for (const id of ['note-1', 'my-data-0-x']) {
    await expect(
      home.rows(
        `select queue_my_data(person_id, $1, $2, 'x', 'x') from person,
           set_config('role', staff_role_of('grace'), false) where person_hid = 'P900'`,
        [jimmy, id],
      ),
    ).rejects.toMatchObject({ code: '42501' })
  }
  expect(await letters()).toEqual([])
})

test('who wants no more letters gets what they asked for; after a restore nobody gets anything', async () => {
  await home.satchel(['consent', 'no', jimmy, '--why', 'on the phone'])
  expect((await mail()).json()).toMatchObject({ mailed: { isNew: true } })
  await home.rows("select open_restore('restore', now(), 2)")
  await home.satchel(['send'])
  expect(home.letters(jimmy)).toEqual([])
  expect(await letters()).toMatchObject([{ status: 'parked' }])
})

test('the attachments hold all that my_data gives, in a signed letter', async () => {
  const out = `${home.home.folder}/all`
  expect((await home.satchel(['--as', 'grace', 'my-data', 'P900', '--mail', '--out', out])).code).toBe(0)
  await home.satchel(['send'])
  const [letter] = home.letters(jimmy)
  if (letter === undefined) throw new Error('no letter')
  const [row] = await home.rows<{ data: { data: object; history: object } }>(
    "select my_data(person_id) as data from person, set_config('role', staff_role_of('grace'), false) where person_hid = 'P900'",
  )
  const mailed = JSON.parse(attachmentOf(letter, '.json')) as object
  expect(mailed).toEqual({ ...row?.data, sent: [] })
  expect(letter.headers.get('content-type')).toMatch(/^multipart\/signed/)
  // the page and its file are one
  expect(attachmentOf(letter, '.html')).toContain('Plot 7')
})

test('where a file is there already, no letter goes out; and the files of a refused letter are not written', async () => {
  const out = `${home.home.folder}/everything`
  expect((await mail('--out', out)).code).toBe(0)
  await home.rows('delete from letter')
  expect((await mail('--out', out)).code).not.toBe(0)
  expect(await letters()).toEqual([])
  expect((await mail('stranger@example.org', '--out', `${out}-2`)).code).toBe(2)
  expect(existsSync(`${out}-2.html`)).toBe(false)
})
