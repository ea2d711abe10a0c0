// The day of an office and of a school, wholly in the console, by a clerk without a terminal: what tests/stories/day-sales.test.ts and
// day-school.test.ts do by commands. Both ways end in the same rows. Letters leave and answers come as everywhere: by the program that runs, and
// by colleagues outside.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { mails, replyTo, type Said, type TestHome } from '../helpers/home.ts'
import { type Day, openDay } from '../helpers/office-day.ts'

const customers = 'id,name,industry\nMT,Moshi Traders,trade\nKS,Kilele School,school\n'
const pupils = 'hid,given name,family name,owner\nS1,Juma,Said,anna\nS2,Neema,Said,anna\nS3,Baraka,Moshi,anna\n'
const tom = 'tom@kilimo.example'

/** The same day by commands, for what it ends in. */
let byCommands: Day
let day: Day
let served: TestConsole
let grace: Browser
let anna: Browser
let baraka: Browser
const made: Record<string, string> = {}

beforeAll(async () => {
  byCommands = await openDay()
  day = await openDay()
  for (const { home } of [byCommands, day])
    if ((await home.rows("select from staff where staff_hid = 'tina'")).length === 0)
      await home.rows("select add_staff('tina', 'Tina Temu', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  served = await openTestConsole(day.home)
  grace = await served.as('grace')
  anna = await served.as('anna')
  baraka = await served.as('baraka')
}, 60_000)
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await day.close()
  await byCommands.close()
})

/** A form is filled in and sent; it leads where all is well. @returns the page that follows. */
async function sent(browser: Browser, path: string, fields: Readonly<Record<string, string | readonly string[]>>) {
  const page = await browser.press(path, fields)
  expect([path, page.status, page.words]).toEqual([path, 200, expect.not.stringContaining('That did not work')])
  return page
}
/** Adds a record by its form. @returns its human id. */
async function added(browser: Browser, type: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const { status, location, words } = await browser.post(`/add/${type}`, fields)
  expect([type, status, words]).toEqual([type, 303, ''])
  return /^\/records\/([^?]+)/.exec(location ?? '')?.[1] ?? ''
}
/** A sheet is sent, looked at and loaded, as a browser does it. */
async function loaded(sheet: string, type: string): Promise<string> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ type, owner: '', conflict: 'hold' })) body.append(name, value)
  body.append('file', new Blob([sheet]), 'sheet.csv')
  const headers = { Cookie: grace.cookie, Origin: served.url, 'Sec-Fetch-Site': 'same-origin' }
  const answer = await fetch(new URL('/load', served.url), { method: 'POST', redirect: 'manual', body, headers })
  // every heading is known, so the changes are shown at once
  const at = answer.headers.get('location') ?? ''
  expect(at).toMatch(/^\/load\/[0-9a-f]{32}\/try$/)
  return (await grace.press(at, { do: 'load' })).words
}
/** What came is answered outside, and imported by the button of the page. */
async function answered(address: string, said: (packet: Awaited<ReturnType<Day['packet']>>) => Said): Promise<void> {
  const packet = await day.packet(address)
  day.home.drop(packet.id, replyTo(packet, said(packet)))
  const { words } = await sent(grace, '/imports', {})
  expect(words).toMatch(/1 went in It adds up\./)
}
const hids = (text: string) => [...text.matchAll(/name="record" value="([^"]*)"/g)].map(([, hid]) => hid ?? '')

test('in the morning customers are loaded from a sheet, once', async () => {
  expect(await loaded(customers, 'organization')).toContain('2')
  await loaded(customers, 'organization')
  expect(hids((await grace.get('/list/organization')).text)).toEqual(['KS', 'MT'])
})

test('a branch and its contact are added, related, and put into a group', async () => {
  made.branch = await added(grace, 'organization', { 'f.name': 'Moshi Traders Arusha', under: 'MT' })
  const amina = { 'f.given-name': 'Amina', 'f.family-name': 'Otieno', 'f.phone': '+255700000201', owner: 'anna' }
  made.amina = await added(grace, 'person', amina)
  await sent(grace, `/records/${made.amina}/relate`, { kind: 'works-for', other: made.branch, from: '2026-01-01' })
  made.group = await added(grace, 'group', { 'f.name': 'Big buyers', 'f.kind': 'list' })
  await sent(grace, `/records/${made.amina}/groups`, { group: 'Big buyers' })
  expect((await grace.get('/find?q=otien+0201')).text).toContain(`href="/records/${made.amina}"`)
})

test('a deal with its lines goes to the salesperson, who changes a line and the amount', async () => {
  made.seed = await added(grace, 'product', {
    'f.name': 'Seed maize',
    'f.price': '1200',
    'f.currency': 'TZS',
    'f.active': 'true',
  })
  made.deal = await added(grace, 'deal', {
    'f.name': 'Maize',
    'f.kind': 'quote',
    'f.party': made.branch ?? '',
    'f.contact': made.amina ?? '',
    'f.amount': '24000',
    'f.currency': 'TZS',
    'f.line/new.product': made.seed,
    'f.line/new.quantity': '20',
    'f.line/new.price': '1200',
    owner: 'anna',
  })
  await sent(grace, `/records/${made.deal}/note`, { next: 'Bring the offer', for: 'anna' })
  expect((await anna.get('/due')).words).toContain('Bring the offer')
  expect((await sent(grace, '/dispatch', { records: made.deal, to: 'anna' })).words).toContain('1 of 1 are queued')
  await answered(mails.anna, packet => ({
    set: { amount: '30000', kind: 'order' },
    rows: [{ collection: 'lines', row: packet.record.rows.get('lines')?.[0]?.id ?? '', fields: { quantity: '25' } }],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They take 25 bags.' },
  }))
  expect((await grace.get('/list/deal?column=amount&column=kind')).words).toMatch(/30,000 Order/)
})

test('a ticket goes to a technician who is new here, and comes back solved', async () => {
  const tina = await served.as('tina')
  await sent(tina, '/staff', {
    do: 'add',
    hid: 'tom',
    manager: '',
    name: 'Tom Technician',
    email: tom,
    role: 'support',
    language: 'en',
    protection: 'plain',
  })
  await day.home.rows("update staff set staff_packet_file = true where staff_hid = 'tom'")
  made.ticket = await added(grace, 'ticket', {
    'f.name': 'Pump leaks',
    'f.party': made.branch ?? '',
    'f.priority': 'high',
    owner: 'tom',
  })
  await sent(grace, '/dispatch', { records: made.ticket, to: 'tom', why: 'They wait for water.' })
  await answered(tom, () => ({
    set: { resolution: 'A new seal', closed: '2026-11-30' },
    report: { when: '2026-11-30', note: 'Changed the seal.' },
  }))
  expect((await grace.get(`/records/${made.ticket}`)).words).toContain('A new seal')
})

test('two clerks who change one field at once lose nothing: the second one sees both, the office decides', async () => {
  const here = `/records/${made.branch}`
  await sent(grace, here, { 'was.taxcode': '', 'f.taxcode': 'TZ-1' })
  const slip = await grace.post(here, { 'was.taxcode': '', 'f.taxcode': 'TZ-3' })
  expect([slip.status, slip.words]).toEqual([409, expect.stringMatching(/It is now TZ-1 You wrote TZ-3/)])
  await sent(grace, here, { 'was.taxcode': '', 'f.taxcode': 'TZ-3', decide: 'office' })
  const review = await grace.get('/review')
  const id = /name="id" value="([^"]*)"/.exec(review.text)?.[1]?.replaceAll('&quot;', '"') ?? ''
  expect((await sent(grace, '/review', { id, why: '', decision: 'accepted' })).words).toContain('Accepted.')
  expect(hids((await grace.get('/list/organization?filter=taxcode%3DTZ-3')).text)).toEqual([made.branch])
})

test('a salesperson sees and changes their own records alone', async () => {
  expect((await baraka.get('/find?q=otieno')).text).not.toContain(`/records/${made.amina}`)
  expect((await baraka.post(`/records/${made.amina}`, { 'was.born': '', 'f.born': '1990-01-01' })).status).toBe(404)
  expect((await baraka.post(`/records/${made.amina}/note`, { text: 'Not mine', kind: 'note' })).status).toBe(404)
  expect(hids((await baraka.get('/list/deal')).text)).toEqual([])
})

test('a school gets its process, a class and its pupils from a sheet', async () => {
  await sent(grace, '/processes', { process: 'pupil' })
  made.class = await added(grace, 'group', { 'f.name': 'Class 1', 'f.kind': 'class' })
  await loaded(pupils, 'person')
  for (const pupil of ['S1', 'S2', 'S3']) await sent(grace, `/records/${pupil}/groups`, { group: made.class })
  expect(hids((await grace.get(`/list/person?group=${made.class}`)).text)).toHaveLength(3)
})

test('a mother is added, related, visited by packet, and her name corrected', async () => {
  const fatuma = { 'f.given-name': 'Fatuma', 'f.family-name': 'Said', 'f.phone': '+255700000301', owner: 'anna' }
  made.mother = await added(grace, 'person', fatuma)
  for (const child of ['S1', 'S2'])
    await sent(grace, `/records/${made.mother}/relate`, { kind: 'parent-of', other: child })
  expect((await grace.get('/records/S1')).words).toContain('Fatuma Said')
  await sent(grace, '/records/S1/stage', { stage: 'pupil-parents-visit' })
  await sent(grace, '/dispatch', { records: 'S1', to: 'anna', form: 'parents-visit' })
  await answered(mails.anna, packet => ({
    rows: [
      {
        collection: 'parents',
        row: packet.record.rows.get('parents')?.[0]?.id ?? '',
        fields: { 'given-name': 'Fatma' },
      },
    ],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They want to come to the meeting.' },
  }))
  const history = await grace.get(`/records/${made.mother}/history`)
  expect(history.words).toMatch(/anna.*Fatma/)
})

test('a pupil leaves the class, another is removed and comes back', async () => {
  await sent(grace, '/records/S3/groups', { group: made.class ?? '', leaves: '1' })
  expect(hids((await grace.get(`/list/person?group=${made.class}`)).text)).toHaveLength(2)
  await grace.post('/records/S3/remove', { anyway: '1' })
  expect((await grace.get('/find?q=moshi')).text).not.toContain('href="/records/S3"')
  await sent(grace, '/records/S3/restore', {})
  expect((await grace.get('/find?q=moshi')).text).toContain('href="/records/S3"')
})

test('everything adds up, and the day by commands ended in the same rows', async () => {
  await sameByCommands(byCommands)
  const [here, there] = [await rowsOf(day.home), await rowsOf(byCommands.home)]
  expect(here.length).toBeGreaterThan(30)
  expect(here).toEqual(there)
  await day.run('verify')
}, 60_000)

/** What people see of every row: names in place of numbers, without ids and moments. */
async function rowsOf(home: TestHome): Promise<readonly string[]> {
  const tables =
    'organization person grp product deal ticket deal_line contact_point member relationship activity development_tracking entity'
  const kept =
    '_(id|hid|uuid|path|level|version|created|creator|changed|start|done|since|entered|finished|verified|normal)$|^meta_'
  const all: string[] = []
  for (const table of tables.split(' '))
    all.push(
      ...(
        await home.rows<{ line: string }>(
          `select $1 || ' ' || string_agg(key || '=' || value, ', ' order by key) as line from ${table}_list l
            cross join lateral jsonb_each_text(to_jsonb(l)) where value is not null and key !~ $2 group by l.${table}_id`,
          [table, kept],
        )
      ).map(({ line }) => line),
    )
  // a colleague is added by an administrator here, and by the one who runs the program there
  return all.filter(line => !line.includes('entity_type=Staff')).sort()
}

/** The steps of day-sales.test.ts and day-school.test.ts. */
async function sameByCommands(other: Day): Promise<void> {
  const { home, run, json, add } = other
  const sheet = join(home.home.folder, 'sheet.csv')
  writeFileSync(sheet, customers)
  await run(`--as grace load ${sheet} --type organization`)
  const branch = await add('organisation name="Moshi Traders Arusha" --under MT --as grace')
  const amina = await add('person given-name=Amina family-name=Otieno phone=+255700000201 --owner anna --as grace')
  await run(`--as grace relate ${amina} works-for ${branch} --from 2026-01-01`)
  await add('group name="Big buyers" kind=list --as grace')
  await run(`--as grace join ${amina} "Big buyers"`)
  await run('--as grace add product id=SEED name="Seed maize" price=1200 currency=TZS')
  const deal = await add(
    `deal name=Maize kind=quote party=${branch} contact=${amina} amount=24000 currency=TZS line/new.product=SEED line/new.quantity=20 line/new.price=1200 --owner anna --as grace`,
  )
  await run(`--as grace task ${deal} "Bring the offer" --for anna --due today`)
  await run(`--as grace dispatch ${deal} --to anna`)
  const lines = await other.packet(mails.anna)
  await other.answered(lines, {
    set: { amount: '30000', kind: 'order' },
    rows: [{ collection: 'lines', row: lines.record.rows.get('lines')?.[0]?.id ?? '', fields: { quantity: '25' } }],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They take 25 bags.' },
  })
  await run(`staff add tom --name "Tom Technician" --email ${tom} --role support --protection plain`)
  await home.rows("update staff set staff_packet_file = true where staff_hid = 'tom'")
  const ticket = await add(`ticket name="Pump leaks" party=${branch} priority=high --owner tom --as grace`)
  await run(`--as grace dispatch ${ticket} --to tom --why "They wait for water."`)
  await other.answered(await other.packet(tom), {
    set: { resolution: 'A new seal', closed: '2026-11-30' },
    report: { when: '2026-11-30', note: 'Changed the seal.' },
  })
  await run(`--as grace set ${branch} taxcode=TZ-1`)
  await run(`--as grace set ${branch} taxcode=TZ-3 --was taxcode=TZ-0`, 3)
  const [held] = await json<{ id: string }[]>('--as grace review list')
  await run(`--as grace review accept ${held?.id}`)
  await run('process add pupil')
  await add('group id=C1 name="Class 1" kind=class --as grace')
  writeFileSync(sheet, pupils)
  await run(`--as grace load ${sheet}`)
  await run('--as grace join S1 S2 S3 C1')
  const mother = await add('person given-name=Fatuma family-name=Said phone=+255700000301 --owner anna --as grace')
  for (const child of ['S1', 'S2']) await run(`--as grace relate ${mother} parent-of ${child}`)
  await run('--as grace process enter pupil-parents-visit S1')
  await run('--as grace dispatch S1 --to anna --form parents-visit')
  const visit = await other.packet(mails.anna)
  const parent = visit.record.rows.get('parents')?.[0]?.id ?? ''
  await other.answered(visit, {
    rows: [{ collection: 'parents', row: parent, fields: { 'given-name': 'Fatma' } }],
    report: { when: '2026-11-30', outcome: 'reached', note: 'They want to come to the meeting.' },
  })
  await run('--as grace leave S3 C1')
  await run('--as grace remove S3')
  await run('--as grace restore S3')
}
