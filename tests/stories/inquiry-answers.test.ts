// An inquiry is answered by a letter, once, and becomes a person, a lead or a ticket, once: by the command and by the console.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { arrive, mails, makeHome, sealedSubmission, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let grace: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  served = await openTestConsole(home)
  grace = await served.as('grace')
})
afterAll(async () => {
  await served.close()
  await home.close()
  expect(served.bugs).toEqual([])
})

/** A question from the public page. */
async function ask(said: Readonly<Record<string, string>>): Promise<string> {
  await arrive(home.home, await sealedSubmission(home.home, { kind: 'inquiry', fields: Object.entries(said) }), 'open')
  await home.satchel(['import'])
  const [row] = await home.rows<{ hid: string }>(
    'select inquiry_hid as hid from inquiry order by inquiry_id desc limit 1',
  )
  return row?.hid ?? ''
}

const letters = (inquiry: string) =>
  home.rows<{ hid: string; status: string }>(
    "select letter_hid as hid, letter_status as status from letter where letter_hid like 'answer-' || $1 || '-%' order by letter_id",
    [inquiry],
  )
const state = async (inquiry: string) =>
  (
    await home.rows<{ status: string }>('select inquiry_status as status from inquiry where inquiry_hid = $1', [
      inquiry,
    ])
  )[0]?.status
const asked = { name: 'Halima Said', email: 'halima@example.net', phone: '+255700000321', language: 'fr' }

test('a letter in the words of a colleague goes to whoever asked, in their language; the answer stays, and the inquiry is closed', async () => {
  const inquiry = await ask({ ...asked, message: 'What does <b>maize</b> cost?' })
  const text = 'Chère Halima,\n\nun sac coûte 4 000.\nGrace'
  const tried = await home.satchel(['--as', 'grace', '--json', 'inquiry', 'reply', inquiry, text, '--dry-run'])
  expect(tried.json<{ to: string; subject: string }>()).toMatchObject({
    to: asked.email,
    subject: 'Votre question à Kilimo',
  })
  expect([await letters(inquiry), await state(inquiry)]).toEqual([[], 'new'])
  expect((await home.satchel(['--as', 'grace', 'inquiry', 'reply', inquiry, text])).code).toBe(0)
  expect(await state(inquiry)).toBe('done')
  await home.satchel(['send'])
  const sent = home.letters(asked.email).at(-1)
  expect(sent?.text).toContain('un sac coûte 4 000.')
  expect(sent?.html).toContain('un sac coûte 4 000.')
  expect(sent?.headers.get('auto-submitted')).toBe('no')
  // what was asked is not sent to an address that anybody can name
  expect(`${sent?.text}${sent?.html}`).not.toContain('maize')
  const shown = await home.satchel(['--as', 'grace', 'inquiry', 'show', inquiry])
  expect(shown.out).toMatch(/answer 1 by grace, .*\(sent\):\nChère Halima/)
})

test('the same answer twice, or from two at once, is one letter; another one after it is refused', async () => {
  const inquiry = await ask({ ...asked, message: 'Twice?' })
  const reply = { do: 'reply', text: 'Yes, twice.', subject: '' }
  const posted = await Promise.all([1, 2, 3].map(() => grace.post(`/inquiries/${inquiry}`, reply)))
  expect(posted.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(await letters(inquiry)).toHaveLength(1)
  expect((await grace.press(`/inquiries/${inquiry}`, reply)).words).toContain('This answer was there already')
  const other = await grace.post(`/inquiries/${inquiry}`, { ...reply, text: 'No.' })
  expect([other.status, other.words.includes('A colleague is done with') && other.words.includes('No.')]).toEqual([
    422,
    true,
  ])
  expect(await letters(inquiry)).toHaveLength(1)
})

test('an answer that cannot be sent opens the inquiry again and is among the failed letters; sent again, it closes it', async () => {
  const inquiry = await ask({ ...asked, message: 'Will it arrive?' })
  await home.satchel(['--as', 'grace', 'inquiry', 'reply', inquiry, 'We hope so.'])
  const fail = (set: string) => home.rows(`update letter set ${set} where letter_hid = $1`, [`answer-${inquiry}-1`])
  await fail("letter_status = 'failed', letter_problem = 'smtp/refused'")
  expect(await state(inquiry)).toBe('new')
  const failed = await grace.get('/letters/failed')
  const letter = /name="letter" value="([^"]+)"/.exec(failed.text)?.[1] ?? ''
  expect(failed.words).toContain('smtp/refused')
  expect((await grace.get(`/inquiries/${inquiry}`)).words).toContain('could not be sent')
  await grace.post('/letters', { letter, do: 'again' })
  expect(await state(inquiry)).toBe('done')
  await home.satchel(['send'])
  // it comes back
  await fail("letter_bounced = now(), letter_bounce = '5.1.1'")
  expect(await state(inquiry)).toBe('new')
  expect((await grace.press(`/inquiries/${inquiry}`, { do: 'reply', text: 'Once more.' })).words).toContain('Answered.')
  expect((await letters(inquiry)).map(({ hid }) => hid)).toEqual([`answer-${inquiry}-1`, `answer-${inquiry}-2`])
})

test('without an address it says what can be done; wrong input keeps what was typed', async () => {
  const inquiry = await ask({ name: 'Nobody', phone: '+255700000999', message: 'Call me' })
  const page = await grace.get(`/inquiries/${inquiry}`)
  expect(page.words).toContain('no address came with it')
  expect(page.words).toContain('Call them where a telephone number is known')
  const command = await home.satchel(['--as', 'grace', 'inquiry', 'reply', inquiry, 'Hello'])
  expect([command.code, command.err]).toEqual([2, expect.stringContaining('satchel inquiry done')])
  const other = await ask({ ...asked, message: 'x' })
  const wrong = await grace.post(`/inquiries/${other}`, { do: 'reply', text: 'kept "words"', subject: 's'.repeat(151) })
  expect([wrong.status, wrong.text.includes('kept &quot;words&quot;')]).toEqual([422, true])
  expect(await letters(other)).toEqual([])
})

test('the letter is looked at as it leaves, in a frame that runs nothing', async () => {
  const inquiry = await ask({ ...asked, language: 'en', message: '<script>alert(1)</script>' })
  const page = await grace.get(`/inquiries/${inquiry}`)
  expect(page.text).toContain('&lt;script&gt;alert(1)')
  expect(page.text).toMatch(/<iframe class="paper paper-s" sandbox="" name="letter"/)
  const letter = await grace.post(`/inquiries/${inquiry}/letter`, {
    text: 'Look <script>alert(2)</script>',
    subject: '',
  })
  expect(letter.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'; /)
  expect([letter.text.includes('Look'), letter.text.includes('<script>')]).toEqual([true, false])
  expect([await letters(inquiry), await state(inquiry)]).toEqual([[], 'new'])
})

test('words beside a packet are answered where the packet went, protected as it was; behind a phrase, not at all', async () => {
  await home.satchel(['--as', 'grace', 'dispatch', 'P1', '--to', 'anna'])
  await home.satchel(['send'])
  await home.rows(
    `with kept as (insert into item (item_hid, item_channel, item_trust, item_size, item_received, item_state, item_pulled_run, item_ended_run, item_ended)
        select repeat('ab', 32), item_channel, item_trust, 1, item_received, item_state, item_pulled_run, item_ended_run, item_ended from item limit 1 returning item_id)
      insert into inquiry (inquiry_hid, inquiry_item, inquiry_received, inquiry_email, inquiry_message, inquiry_packet)
      select 'inquiry-beside', item_id, now(), 'mallory@example.net', 'What now?', packet_id from kept, packet order by packet_id desc limit 1`,
  )
  expect((await grace.get('/inquiries/inquiry-beside')).words).toContain(`To ${mails.anna}`)
  for (const args of [
    ['phrase', 'new', 'anna'],
    ['protection', 'anna', 'passphrase'],
  ])
    expect((await home.satchel(['staff', ...args])).code).toBe(0)
  expect((await grace.get('/inquiries/inquiry-beside')).words).toContain('locked with a phrase')
  expect((await grace.post('/inquiries/inquiry-beside', { do: 'reply', text: 'Secret' })).status).toBe(422)
  expect(await letters('inquiry-beside')).toEqual([])
  await home.rows("update staff set staff_protection = 'plain' where staff_hid = 'anna'")
  expect((await grace.press('/inquiries/inquiry-beside', { do: 'reply', text: 'Open' })).words).toContain('Answered.')
  await home.satchel(['send'])
  expect(home.letters(mails.anna).at(-1)?.text).toContain('Open')
  expect(home.letters('mallory@example.net')).toEqual([])
})

test('it becomes a person once, checked against doubles, who has the question and its answer on their page; then a lead and a ticket', async () => {
  const inquiry = await ask({
    name: 'Neema Mushi',
    email: 'neema@example.net',
    message: 'Seed for two acres?\nIn March.',
  })
  const people = () => home.rows("select 1 from person where person_family = 'Mushi'")
  const tried = await home.satchel(['--as', 'grace', 'inquiry', 'to-person', inquiry, '--dry-run'])
  expect([tried.code, (await people()).length]).toEqual([0, 0])
  const pressed = await Promise.all(
    [1, 2].map(() =>
      grace.post(`/inquiries/${inquiry}`, {
        do: 'person',
        'given-name': 'Neema',
        'family-name': 'Mushi',
        email: 'neema@example.net',
        phone: '',
        anyway: 'yes',
      }),
    ),
  )
  expect(pressed.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 422])
  expect(await people()).toHaveLength(1)
  const [person] = await home.rows<{ hid: string; by: string }>(
    `select person_hid as hid, audit_by as by from inquiry join person on person_id = inquiry_entity
      join audit on audit_entity = person_id and audit_table = 'person' where inquiry_hid = $1`,
    [inquiry],
  )
  expect(person?.by).toMatch(/staff_grace$/)
  await grace.post(`/inquiries/${inquiry}`, { do: 'reply', text: 'Yes, in March.' })
  expect((await grace.get(`/records/${person?.hid}`)).words).toMatch(
    /Questions 1 .*Seed for two acres.*→ Yes, in March\./,
  )
  // the same person asks again: who may be meant is named, and the question is given to them
  const again = await ask({ name: 'Neema Mushi', email: 'neema@example.net', message: 'And in April?' })
  const there = await grace.post(`/inquiries/${again}`, {
    do: 'person',
    'given-name': 'Neema',
    'family-name': 'Mushi',
    email: 'neema@example.net',
    phone: '',
  })
  expect([there.status, there.text.includes(`name="same" value="${person?.hid}"`)]).toEqual([409, true])
  expect(await people()).toHaveLength(1)
  expect((await grace.press(`/inquiries/${again}`, { same: person?.hid ?? '' })).words).toContain(
    'The question is theirs.',
  )
  const early = await grace.post(`/inquiries/${again}`, { do: 'lead' })
  expect([early.status, early.words.includes('This installation has no process of leads.')]).toEqual([422, true])
  await home.satchel(['process', 'add', 'lead'])
  expect((await grace.press(`/inquiries/${again}`, { do: 'lead' })).words).toContain('They are a lead now')
  expect(
    await home.rows(
      `select 1 from development_tracking join development_stage on development_stage_id = development_tracking_stage
        join person on person_id = development_tracking_entity where person_hid = $1 and development_tracking_finished is null`,
      [person?.hid],
    ),
  ).toHaveLength(1)
  const ticket = await home.satchel(['--as', 'grace', '--json', 'inquiry', 'to-ticket', again])
  expect([ticket.code, ticket.err]).toEqual([0, ''])
  expect(await home.rows('select ticket_name as name, ticket_description as text from ticket')).toEqual([
    { name: 'And in April?', text: 'And in April?' },
  ])
  const twice = await home.satchel(['--as', 'grace', 'inquiry', 'to-ticket', again])
  expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('already')])
})

test('only the office answers: others see no question, and forced posts change nothing', async () => {
  const inquiry = await ask({ ...asked, message: 'Only for the office' })
  const before = await home.rows('select count(*) as n from letter')
  for (const staff of ['anna', 'baraka']) {
    const browser = await served.as(staff)
    for (const path of [`/inquiries/${inquiry}`, '/inquiries'])
      expect([staff, path, (await browser.get(path)).status]).toEqual([staff, path, 403])
    for (const what of ['reply', 'person', 'lead', 'ticket', 'link']) {
      const posted = await browser.post(`/inquiries/${inquiry}`, {
        do: what,
        text: 'x',
        record: 'P1',
        anyway: 'yes',
        name: 'x',
      })
      expect([staff, what, posted.status, posted.words.includes('Only for the office')]).toEqual([
        staff,
        what,
        403,
        false,
      ])
    }
    expect((await browser.post(`/inquiries/${inquiry}/letter`, { text: 'x' })).status).toBe(403)
    expect((await browser.get('/records/P1')).words).not.toContain('Questions 1')
  }
  expect([await home.rows('select count(*) as n from letter'), await state(inquiry)]).toEqual([before, 'new'])
})

test('an erased person takes question and answer along', async () => {
  const inquiry = await ask({ name: 'Erased One', email: 'gone@example.net', message: 'Forget me' })
  expect((await home.satchel(['--as', 'grace', 'inquiry', 'to-person', inquiry])).code).toBe(0)
  await home.satchel(['--as', 'grace', 'inquiry', 'reply', inquiry, 'We will.'])
  const [person] = await home.rows<{ hid: string }>("select person_hid as hid from person where person_family = 'One'")
  const data = await home.satchel([
    '--as',
    'grace',
    'my-data',
    person?.hid ?? '',
    '--out',
    `${home.home.folder}/../data`,
  ])
  expect(data.code).toBe(0)
  expect((await home.satchel(['erase', person?.hid ?? '', '--sure'])).code).toBe(0)
  expect(
    await home.rows(
      `select inquiry_answer_text as text, letter_to as to, letter_bytes as bytes, inquiry_status as status from inquiry_answer
        join letter on letter_id = inquiry_answer_letter join inquiry on inquiry_id = inquiry_answer_inquiry where inquiry_hid = $1`,
      [inquiry],
    ),
  ).toEqual([{ text: 'erased', to: 'erased', bytes: null, status: 'done' }])
})
