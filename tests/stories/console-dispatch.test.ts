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

test('an order is looked at, with the page as its recipient gets it, and nothing goes out yet', async () => {
  const page = await grace.get('/dispatch?records=P1+P3&to=anna&why=She+asked')
  expect(page.words).toMatch(/Jimmy Okello P1 anna would go/)
  expect(page.words).toMatch(/Jimmy Okello P3 anna cannot go|P3 anna cannot go/)
  expect(page.words).toContain('Send 1')
  const src = /<iframe[^>]* sandbox="" [^>]*src="([^"]+)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const frame = await grace.get(src, { 'Sec-Fetch-Dest': 'iframe' })
  expect(frame.status).toBe(200)
  expect(frame.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'; /)
  expect(frame.text).toContain('Okello')
  expect(frame.text).not.toContain('<script>alert')
  expect(await home.rows('select 1 from token')).toEqual([])
  expect(await packets()).toBe(0)
})

test('it is sent, and each record is told; again it is left out, by name', async () => {
  const sent = await grace.post('/dispatch', { records: 'P1 P2 P3 P99', to: 'anna', why: 'She asked "twice"' })
  expect(sent.words).toContain('2 of 4 are queued')
  expect(sent.words.match(/cannot go/g)).toHaveLength(2)
  expect(await packets()).toBe(2)
  await home.satchel(['send'])
  expect(home.packets(mails.anna).map(packet => JSON.stringify(packet).includes('She asked'))).toEqual([true, true])
  expect((await grace.post('/dispatch', { records: 'P1', to: 'anna' })).words).toMatch(
    /0 of 1 are queued.*left out the recipient has packet/,
  )
  expect(
    (await grace.get(`/dispatch?records=${Array.from({ length: 51 }, (_, nth) => `P${nth}`).join('+')}&to=anna`))
      .status,
  ).toBe(422)
  for (const form of ['../../satchel.json', '/etc/passwd', 'nothing'])
    expect((await grace.get(`/dispatch/page?record=P1&to=anna&form=${encodeURIComponent(form)}`)).words).toContain(
      'There is no such form.',
    )
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
  await home.rows("update letter set letter_status = 'queued', letter_problem = null")
  await home.rows("update letter set letter_status = 'failed', letter_problem = 'mail/refused', letter_bytes = 'x'")
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
  for (const path of ['/packets', '/letters', '/letters/failed'])
    expect([path, (await baraka.get(path)).status]).toEqual([path, 403])
  const before = await packets()
  // named as another's recipient, and another's record: both are refused
  const forced = await baraka.post('/dispatch', { records: 'P2', to: 'anna', again: 'yes' })
  expect(forced.words).toContain('0 of 1 are queued')
  expect(forced.words).not.toContain('Okello')
  expect(await packets()).toBe(before)
  const frame = await baraka.get('/dispatch/page?record=P2&to=anna&form=call-report')
  expect([frame.status, frame.text.includes('Okello')]).toEqual([404, false])
  const own = await baraka.post('/dispatch', { records: 'P3', to: 'anna' })
  expect(own.words).toContain('1 of 1 are queued')
  expect(
    await home.rows("select 1 from packet join staff on staff_id = packet_recipient where staff_hid = 'baraka'"),
  ).toHaveLength(1)
  expect((await baraka.post('/packets', { packet: 'X' })).status).toBe(403)
})
