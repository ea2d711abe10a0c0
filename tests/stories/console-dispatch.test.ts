// Records out by the console: looked at first, sent, each told; packets and letters afterwards.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { mails, makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2')
  await home.person('P3', 'baraka')
  await home.rows("update person set person_note = '<script>alert(1)</script>' where person_hid = 'P1'")
  served = await openTestConsole(home)
  grace = await served.as('grace')
})
afterAll(async () => {
  await served.close()
  await home.close()
  expect(served.bugs).toEqual([])
})

const packets = async () => Number((await home.rows<{ n: string }>('select count(*) as n from packet'))[0]?.n)

const frameOf = (text: string, part: string) =>
  new RegExp(`<iframe[^>]* sandbox="" [^>]*src="([^"]*part=${part}[^"]*)"`).exec(text)?.[1]?.replaceAll('&amp;', '&') ??
  ''
/** Numbers, words that let in and times differ from letter to letter. */
const alike = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .trim()
    .replaceAll(/core(?:\+|%2B)[0-9a-z]+@/gi, '#@')
    .replaceAll(/[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}|[0-9a-z]{26}/gi, '#')
    .replaceAll(/(packet(?: |-|%20))[0-9A-Z]{4}/gi, '$1#')

test('an order is looked at: the very letter, its text and its page, and nothing goes out yet', async () => {
  const page = await grace.get('/dispatch?records=P1+P3&to=anna&why=She+asked')
  expect(page.words).toMatch(/Jimmy Okello P1 anna would go/)
  expect(page.words).toMatch(/Jimmy Okello P3 anna cannot go|P3 anna cannot go/)
  expect(page.words).toContain('Send 1')
  expect(page.words).toContain('From Kilimo <core@kilimo.example> To anna@kilimo.example Subject')
  expect(page.words).toContain('Language English Protection none: everybody on the way can read it')
  const texts: Record<string, string> = {}
  for (const part of ['letter', 'text', 'page']) {
    const frame = await grace.get(frameOf(page.text, part), { 'Sec-Fetch-Dest': 'iframe' })
    expect([part, frame.status]).toEqual([part, 200])
    expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'; /)
    expect(frame.text).toContain('Okello')
    texts[part] = frame.text
  }
  expect(texts.letter).not.toContain('<script>alert')
  expect(texts.page).not.toContain('<script>alert')
  expect(await home.rows('select 1 from token')).toEqual([])
  expect(await packets()).toBe(0)
  await grace.post('/dispatch', { records: 'P1', to: 'anna', why: 'She asked' })
  await home.satchel(['send'])
  const [sent] = home.letters(mails.anna)
  expect(alike(texts.text ?? '')).toBe(alike(sent?.text ?? ''))
  expect(alike(texts.letter ?? '')).toBe(alike(sent?.html ?? ''))
  expect(page.words).toContain([...(sent?.attachments.keys() ?? [])].at(0)?.replace(/^packet-\w+/, '') ?? 'no file')
  await home.rows("update packet set packet_status = 'revoked'")
})

test('a note that its recipient keeps private is not read by the one who looks at the letter', async () => {
  const note = (who: string) =>
    home.rows(
      `insert into activity (activity_entity, activity_kind, activity_body, activity_private, activity_staff)
        values ((select person_id from person where person_hid = 'P2'), lookup_find('activity-kind', 'note'), 'Secret of ' || $1,
        true, (select staff_id from staff where staff_hid = $1))`,
      [who],
    )
  await note('anna')
  const page = await grace.get('/dispatch?records=P2&to=anna')
  const part = async (browser: Browser, text: string) => (await browser.get(frameOf(text, 'page'))).text
  const seen = await part(grace, page.text)
  expect([seen.includes('Okello'), seen.includes('Secret of anna')]).toEqual([true, false])
  const anna = await served.as('anna')
  const own = await anna.get('/dispatch?records=P2&to=anna')
  expect(await part(anna, own.text)).toContain('Secret of anna')
})

test('it is sent, and each record is told; again it is left out, by name', async () => {
  const before = await packets()
  const sent = await grace.post('/dispatch', { records: 'P1 P2 P3 P99', to: 'anna', why: 'She asked "twice"' })
  expect(sent.words).toContain('2 of 4 are queued')
  expect(sent.words.match(/cannot go/g)).toHaveLength(2)
  expect(await packets()).toBe(before + 2)
  await home.satchel(['send'])
  expect(
    home
      .packets(mails.anna)
      .slice(0, 2)
      .map(packet => JSON.stringify(packet).includes('twice')),
  ).toEqual([true, true])
  expect((await grace.post('/dispatch', { records: 'P1', to: 'anna' })).words).toMatch(
    /0 of 1 are queued.*left out the recipient has packet/,
  )
  expect(
    (await grace.get(`/dispatch?records=${Array.from({ length: 51 }, (_, nth) => `P${nth}`).join('+')}&to=anna`))
      .status,
  ).toBe(422)
  for (const form of ['../../satchel.json', '/etc/passwd', 'nothing'])
    expect((await grace.get(`/dispatch?records=P1&to=anna&form=${encodeURIComponent(form)}`)).words).toContain(
      'There is no active form',
    )
})

test('the language and the days are those that were chosen; what is typed wrong stays, with its fault', async () => {
  const order = { records: 'P1', to: 'anna', again: 'yes', language: 'fr', days: '7' }
  const page = await grace.get(`/dispatch?${new URLSearchParams(order).toString()}`)
  expect(page.words).toContain('Language Français')
  expect((await grace.get(frameOf(page.text, 'letter'))).text).toMatch(/<html lang="fr"|Bonjour/)
  expect((await grace.post('/dispatch', order)).words).toContain('1 of 1 are queued')
  expect(
    await home.rows(
      `select packet_language as language, round(extract(epoch from packet_expires - packet_issued) / 86400)::int as days
        from packet order by packet_id desc limit 1`,
    ),
  ).toEqual([{ language: 'fr', days: 7 }])
  const before = await packets()
  for (const days of ['0', '366', '7x', '-1']) {
    const wrong = await grace.post('/dispatch', { ...order, days })
    expect([days, wrong.status, wrong.words.includes('A number of days from 1 to 365.')]).toEqual([days, 422, true])
    expect(wrong.text).toContain(`name="days" inputmode="numeric" value="${days}"`)
  }
  expect(await packets()).toBe(before)
})

test('several go in one letter, and who cannot get theirs is named', async () => {
  const order = { records: 'P1 P2 P3', to: 'anna', again: 'yes', carrier: 'together' }
  const page = await grace.get(`/dispatch?${new URLSearchParams(order).toString()}`)
  expect(page.words).toContain('Send 2 together')
  const letters = async () =>
    Number((await home.rows<{ n: string }>("select count(*) as n from letter where letter_kind = 'packet'"))[0]?.n)
  const before = await letters()
  const sent = await grace.post('/dispatch', order)
  expect(sent.words).toMatch(/2 of 3 are queued.*P3 anna cannot go/)
  expect(await letters()).toBe(before + 1)
})

test('files are saved by the one who made them, and a page is opened to print', async () => {
  const files = await grace.post('/dispatch', { records: 'P1 P3', to: 'anna', again: 'yes', carrier: 'file' })
  expect(files.words).toMatch(/1 of 2 are written as files.*P3 anna cannot go/)
  const link = /href="(\/dispatch\/files\/[0-9a-f]{32})"/.exec(files.text)?.[1] ?? ''
  const zip = await grace.get(link)
  expect(zip.headers.get('content-disposition')).toContain('packets.zip')
  expect(zip.text.startsWith('PK')).toBe(true)
  expect(zip.text).toMatch(/P1_anna_[0-9A-Z-]+\.html/)
  // another session, and a made-up number
  expect((await (await served.as('grace')).get(link)).status).toBe(404)
  expect((await grace.get('/dispatch/files/../../satchel.json')).status).toBe(404)

  const order = { records: 'P1 P2', to: 'anna', again: 'yes', carrier: 'print' }
  const paper = await grace.post('/dispatch', order)
  const page = await grace.get(/href="(\/dispatch\/files\/[0-9a-f]{32})"/.exec(paper.text)?.[1] ?? '')
  expect(page.headers.get('content-security-policy')).toMatch(/^sandbox; /)
  expect(page.text.match(/<section/g)).toHaveLength(2)
  expect(
    await home.rows('select distinct packet_carrier as by from packet where packet_carrier is not null order by 1'),
  ).toEqual([{ by: 'file' }, { by: 'paper' }])
})

test('for a colleague with a phrase it shows the letter that tells nothing, and the page once it is opened', async () => {
  for (const args of [
    ['phrase', 'new', 'baraka'],
    ['protection', 'baraka', 'passphrase'],
  ])
    expect((await home.satchel(['staff', ...args])).code).toBe(0)
  const page = await grace.get('/dispatch?records=P3&to=baraka')
  expect(page.words).toContain('Protection the page is locked with their phrase')
  const part = async (name: string) => (await grace.get(frameOf(page.text, name))).text
  expect([await part('letter'), await part('text')].some(text => text.includes('Okello'))).toBe(false)
  expect(await part('page')).toContain('Okello')
  // a page to print is in the clear: only where that is said
  const order = { records: 'P3', to: 'baraka', carrier: 'print' }
  expect((await grace.post('/dispatch', order)).words).toMatch(/cannot go Letters to baraka are protected/)
  expect((await grace.post('/dispatch', { ...order, inClear: 'yes', again: 'yes' })).words).toContain('1 of 1 are on')
  await home.rows("update staff set staff_protection = 'plain' where staff_hid = 'baraka'")
})

test('people get the form of their own details, from the office alone', async () => {
  const page = await grace.get('/dispatch?records=P1+P99&to=%2B')
  expect(page.words).toMatch(/P99 .*cannot go/)
  expect(page.words).toContain('Send 1')
  expect((await grace.get(frameOf(page.text, 'page'))).text).toContain('Okello')
  const own = () => home.rows("select 1 from packet where packet_kind = 'self-update'")
  expect(await own()).toHaveLength(0)
  expect((await grace.post('/dispatch', { records: 'P1 P99', to: '+' })).words).toContain('1 of 2 are queued')
  expect(await own()).toHaveLength(1)
  const anna = await served.as('anna')
  await anna.post('/dispatch', { records: 'P1', to: '+', again: 'yes' })
  expect(await own()).toHaveLength(1)
})

test('packets tell how far they are, and one is revoked', async () => {
  const page = await grace.get('/packets')
  expect(page.words).toMatch(/Made 30 Nov|Made \d+ \w+, by letter\. Answers count until/)
  const packet = /name="packet" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
  expect((await grace.press('/packets', { packet })).words).toContain('Revoked.')
  expect(await home.rows('select packet_status as status from packet where packet_hid = $1', [packet])).toEqual([
    { status: 'revoked' },
  ])
  expect((await grace.post('/packets', { packet })).status).toBe(422)
})

test('a letter that failed is tried again, or done with', async () => {
  const two = 'letter_id in (select letter_id from letter order by letter_id limit 2)'
  await home.rows(`update letter set letter_status = 'queued', letter_problem = null where ${two}`)
  await home.rows(
    `update letter set letter_status = 'failed', letter_problem = 'mail/refused', letter_bytes = 'x' where ${two}`,
  )
  const page = await grace.get('/letters/failed')
  expect(page.words).toContain('mail/refused')
  const [first = '', second = ''] = [...page.text.matchAll(/name="letter" value="([^"]+)"/g)].map(
    ([, letter]) => letter ?? '',
  )
  expect((await grace.post('/letters')).words).toContain('No letter is chosen.')
  expect((await grace.press('/letters', { letter: first, do: 'again' })).words).toContain('It waits again')
  expect((await grace.press('/letters', { letter: second, do: 'done' })).words).toContain('Every letter could be sent.')
  expect((await grace.post('/letters', { letter: first, do: 'done' })).status).toBe(422)
})

test('who sells sends to nobody else, and sees neither the packets nor the records of others', async () => {
  const baraka = await served.as('baraka')
  const before = await packets()
  // named as another's recipient, and another's record: both are refused
  const forced = await baraka.post('/dispatch', { records: 'P2', to: 'anna', again: 'yes' })
  expect(forced.words).toContain('0 of 1 are queued')
  expect(forced.words).not.toContain('Okello')
  expect(await packets()).toBe(before)
  for (const part of ['letter', 'text', 'page']) {
    const frame = await baraka.get(`/dispatch/letter?records=P2&look=P2&to=anna&part=${part}`)
    expect([part, frame.status, frame.text.includes('Okello')]).toEqual([part, 404, false])
  }
  const own = await baraka.post('/dispatch', { records: 'P3', to: 'anna', again: 'yes' })
  expect(own.words).toContain('1 of 1 are queued')
  expect(
    await home.rows("select 1 from packet join staff on staff_id = packet_recipient where staff_hid = 'baraka'"),
  ).toHaveLength(2)
})

test('a manager sends to those under them what they see themselves, and to nobody else; the database says so', async () => {
  await home.rows("select add_staff('mona', 'mona', 'mona@kilimo.example', 'manager', 'en', 'plain')")
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
  const mona = await served.as('mona')
  const page = await mona.get('/dispatch')
  expect(page.text).toContain('<option value="anna">')
  expect(page.text).not.toContain('<option value="baraka">')
  expect(page.text).not.toContain('<option value="+">')
  const before = await packets()
  expect((await mona.post('/dispatch', { records: 'P1', to: 'anna', again: 'yes' })).words).toContain(
    '1 of 1 are queued',
  )
  expect(await packets()).toBe(before + 1)
  for (const to of ['baraka', 'grace']) {
    const refused = await mona.post('/dispatch', { records: 'P1', to, again: 'yes' })
    expect(refused.words).toMatch(/cannot go Your role sends records to yourself, and a manager to those under them\./)
  }
  // a record that she does not see goes nowhere, though its owner could get it
  const unseen = await mona.post('/dispatch', { records: 'P3', to: 'anna', again: 'yes' })
  expect(unseen.words).toContain('0 of 1 are queued')
  expect(await packets()).toBe(before + 1)
  // nor by the command
  const command = await home.satchel(['--as', 'mona', 'dispatch', 'P3', '--to', 'baraka', '--again'])
  expect([command.code, command.err]).toEqual([2, expect.stringContaining('a manager to those under them')])
  expect(await packets()).toBe(before + 1)
})

test('a salesperson sees the packets that went to them, a manager those of the people under them; nobody revokes any', async () => {
  const hids = async (where: string) =>
    (
      await home.rows<{ hid: string }>(
        `select packet_hid as hid from packet join staff on staff_id = packet_recipient where packet_kind = 'work' and ${where}`,
      )
    ).map(({ hid }) => hid)
  const [mine, others] = [await hids("staff_hid = 'baraka'"), await hids("staff_hid = 'anna'")]
  expect([mine.length > 0, others.length > 0]).toEqual([true, true])
  const shown = async (staff: string) => (await (await served.as(staff)).get('/packets')).text
  const own = await shown('baraka')
  expect(mine.every(hid => own.includes(hid))).toBe(true)
  expect(others.some(hid => own.includes(hid))).toBe(false)
  const below = await shown('mona')
  expect(others.every(hid => below.includes(hid))).toBe(true)
  expect(mine.some(hid => below.includes(hid))).toBe(false)
  expect((await (await served.as('baraka')).post('/packets', { packet: mine[0] ?? '' })).status).toBe(403)
  expect(await hids("staff_hid = 'baraka' and packet_status = 'revoked'")).toEqual([])
})
