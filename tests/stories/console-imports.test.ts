// What came in, in the console: runs that add up or not, items that could not be read, raw bytes as text, questions, and importing once at a time.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { arrive, makeHome, mails, replyTo, sealedSubmission, type TestHome } from '../helpers/home.ts'
import { withClient } from '../helpers/database.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
const hostile = `nothing <script>alert(1)</script> \u001b[31m"'&\u202Egnp \u05E9\u05DC`

beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['P1', 'P2']) await home.person(hid)
  await home.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])
  await home.satchel(['send'])
  served = await openTestConsole(home)
  grace = await served.as('grace')
})
afterAll(async () => {
  await served.close()
  await home.close()
  expect(served.bugs).toEqual([])
})

const quarantined = async () =>
  (await home.rows<{ item: string }>("select item_hid as item from item where item_state = 'quarantined'"))[0]?.item ??
  ''

test('an import is begun by a button, and its run is shown with its balance and its items', async () => {
  expect((await grace.get('/imports')).words).toContain('Nothing came yet.')
  for (const [nth, packet] of home.packets(mails.anna).entries())
    home.drop(`${nth}.sexp`, replyTo(packet, { set: nth === 0 ? { note: 'Coffee' } : { born: '1970-01-01' } }))
  home.drop('nonsense.txt', `${hostile}${'x'.repeat(9_000)}end`)
  const run = await grace.press('/imports')
  expect(run.words).toContain('Imported. The run is below.')
  expect(run.words).toMatch(/0 waited and 3 came in\. 1 went in, 1 held, 1 not readable It adds up\./)
  expect(run.text).toMatch(
    /<svg class="bal"[^>]* role="img" aria-label="0 waited and 3 came in\. 1 went in, 1 held, 1 not readable">/,
  )
  expect(run.words).toContain('Jimmy Okello')
  const list = await grace.get('/imports')
  expect(list.words).toContain('1 went in, 1 held, 1 not readable')
  const widths = [...list.text.matchAll(/<rect class="b-([a-z-]+)" x="([\d.]+)" y="(\d+)" width="([\d.]+)"/g)].map(
    ([, , x, y, width]) => ({ y, end: Number(x) + Number(width) }),
  )
  expect(
    new Set(['0', '11'].map(line => Math.max(...widths.filter(({ y }) => y === line).map(({ end }) => end)))).size,
  ).toBe(1)
})

test('a run that does not add up is told on the page of all runs, and on its own', async () => {
  await home.rows('update import_run set import_run_before = import_run_before + 1')
  expect((await grace.get('/imports')).words).toContain('Run 1: It does not add up.'.replace(': ', ' : '))
  expect((await grace.get('/imports/1')).words).toContain('It does not add up.')
  await home.rows('update import_run set import_run_before = import_run_before - 1')
  expect((await grace.get('/imports')).words).not.toContain('does not add up')
  for (const path of ['/imports/99', '/imports/x', '/imports/-1'])
    expect([path, (await grace.get(path)).status]).toEqual([path, 404])
})

test('an item is shown as text, a part at a time, and saved as it came', async () => {
  const item = await quarantined()
  const page = await grace.get(`/items/${item}`)
  expect(page.text).not.toMatch(/<script>alert|\u001b|\u202E/)
  expect(page.words).toContain(`nothing <script>alert(1)</script> \\u001B[31m"'&\\u202Egnp \u05E9\u05DC`)
  expect(page.words).toContain('Bytes 1 to 8,192 of')
  const next = /href="(\/items\/[0-9a-f]+\?from=8192)"/.exec(page.text)?.[1] ?? ''
  expect((await grace.get(next)).words).toMatch(/xend$|xend /)
  const raw = await grace.get(`/items/${item}/raw`)
  expect(raw.text).toBe(`${hostile}${'x'.repeat(9_000)}end`)
  expect([raw.headers.get('content-type'), raw.headers.get('content-disposition')]).toEqual([
    'application/octet-stream',
    `attachment; filename*=UTF-8''${item.slice(0, 16)}.raw`,
  ])
  // what was imported, too, as long as it is kept
  const [done] = await home.rows<{ item: string }>("select item_hid as item from item where item_state = 'imported'")
  expect((await grace.get(`/items/${done?.item}`)).words).toContain('(satchel-reply')
  for (const path of ['/items/..%2F..%2Fsatchel.json', '/items/abc', `/items/${'0'.repeat(64)}`, '/items/%27%20or%201'])
    expect([path, (await grace.get(path)).status]).toEqual([path, 422])
})

test('an item that could not be read is tried again, or done with, by the office alone', async () => {
  const item = await quarantined()
  expect((await grace.post('/imports/quarantine', { do: 'retry' })).words).toContain('No item is chosen.')
  expect((await grace.press('/imports/quarantine', { item, do: 'retry' })).words).toContain('It waits again')
  expect(await home.rows('select item_state as state from item where item_hid = $1', [item])).toEqual([
    { state: 'waiting' },
  ])
  expect((await grace.press('/imports')).words).toContain('1 waited and 0 came in. 1 not readable')
  expect((await grace.press(`/items/${item}`, { item, do: 'done' })).words).toContain(
    'Everything that came could be read.',
  )
  expect(
    await home.rows("select item_seer = staff_role_of('grace') as grace from item where item_hid = $1", [item]),
  ).toEqual([{ grace: true }])
})

test('two imports at once are one: the second says so and changes nothing', async () => {
  await withClient(home.database.url('satchel_import'), async client => {
    await client.query('select claim_import_lock()')
    const runs = async () => (await home.rows<{ runs: string }>('select count(*) as runs from import_run'))[0]?.runs
    const before = await runs()
    const refused = await grace.post('/imports')
    expect([refused.status, refused.words]).toEqual([422, expect.stringContaining('Another import is under way.')])
    expect(await runs()).toBe(before)
  })
})

test('a question is read with its sender and item, and done with a note', async () => {
  const sent = await sealedSubmission(home.home, {
    kind: 'inquiry',
    fields: [
      ['name', '<b>Asha'],
      ['email', 'asha@example.org'],
      ['message', `When?\n${hostile}`],
    ],
  })
  await arrive(home.home, sent, 'open')
  await grace.press('/imports')
  const page = await grace.get('/inquiries')
  expect(page.words).toContain('Questions: 1 open')
  expect(page.words).toContain('<b>Asha')
  expect(page.text).not.toMatch(/<script>alert|<b>Asha/)
  const inquiry = /name="inquiry" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  expect((await grace.press('/inquiries', { inquiry, note: 'called her' })).words).toContain('No question is open.')
  const again = await grace.post('/inquiries', { inquiry, note: 'wrote "her"' })
  expect([again.status, again.words]).toEqual([422, expect.stringContaining('This was your note: wrote "her"')])
  expect(await home.rows('select inquiry_note as note from inquiry')).toEqual([{ note: 'called her' }])
  expect((await grace.get(`/inquiries?inquiry=${inquiry}`)).words).toContain('A colleague is done with it: called her')
})

test.each(['anna', 'baraka'])('%s, who sells, sees none of it and begins nothing', async staff => {
  const browser = await served.as(staff)
  const [item] = await home.rows<{ item: string }>('select item_hid as item from item')
  const state = async () =>
    (
      await home.rows<{ text: string }>(
        "select string_agg(item_state || coalesce(item_seer, ''), ',' order by item_id) || (select count(*) from import_run) as text from item",
      )
    )[0]?.text
  const before = await state()
  for (const path of [
    '/imports',
    '/imports/1',
    '/imports/quarantine',
    `/items/${item?.item}`,
    `/items/${item?.item}/raw`,
    '/inquiries',
    '/inquiries?inquiry=inquiry-1',
    '/inquiries/inquiry-1/files/1',
  ]) {
    const page = await browser.get(path)
    expect([path, page.status]).toEqual([path, 403])
    expect(page.words).not.toMatch(/alert|Okello|Asha|satchel-reply/)
  }
  home.drop('more.txt', 'more')
  for (const [path, fields] of [
    ['/imports', {}],
    ['/imports/quarantine', { item: item?.item ?? '', do: 'retry' }],
    [`/items/${item?.item}`, { item: item?.item ?? '', do: 'done' }],
    ['/inquiries', { inquiry: 'inquiry-1', note: '' }],
  ] as const)
    expect([path, (await browser.post(path, fields)).status]).toEqual([path, 403])
  expect(await state()).toBe(before)
})
