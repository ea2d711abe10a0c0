// A new record in the office console: its type, its form from the catalog, doubles before a second one is made.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
beforeAll(async () => {
  world = await openRecordWorld()
})
afterAll(() => world.close())

const count = async (sql: string) => (await world.home.rows(sql)).length

test('a person is added with ways to reach them, and belongs to who added them', async () => {
  const { anna } = world
  const types = await anna.get('/add?name=Zawadi+Maria+Otieno')
  expect(types.text).toContain('href="/add/person?name=Zawadi+Maria+Otieno"')
  const page = await anna.get('/add/person?name=Zawadi+Maria+Otieno')
  expect(page.text).toMatch(/name="f\.given-name"[^>]* value="Zawadi Maria"/)
  expect(page.text).toMatch(/name="f\.family-name"[^>]* value="Otieno"/)
  const added = await anna.press('/add/person', {
    'f.given-name': 'Zawadi',
    'f.family-name': 'Otieno',
    'f.born': '1990-02-03',
    'f.source': 'visit',
    'f.note': 'one\r\ntwo',
    'f.phone': '+255700000701',
    'f.address.city': 'Moshi',
    'f.address.line1': '',
    under: '',
  })
  expect([added.status, added.words]).toEqual([200, expect.stringMatching(/Added\..*Zawadi Otieno.*owner Anna Auma/)])
  expect(
    await world.one(`select person_note as note, (select staff_hid from staff where staff_id = entity_owner) as owner,
      (select contact_point_value from contact_point where contact_point_entity = entity_id) as phone,
      (select address_city from address where address_entity = entity_id) as city,
      (select audit_by from audit where audit_entity = entity_id order by audit_id limit 1) ~ '_staff_anna$' as by
      from entity join person on person_id = entity_id where entity_name = 'Zawadi Otieno'`),
  ).toEqual({ note: 'one\ntwo', owner: 'anna', phone: '+255700000701', city: 'Moshi', by: true })
})

test('who may be there already is shown first, and another one is made only when somebody says so', async () => {
  const { anna, baraka } = world
  const form = { 'f.given-name': 'Twice', 'f.family-name': 'Here', 'f.note': 'kept <i>' }
  await anna.press('/add/person', form)
  const told = await anna.post('/add/person', form)
  expect([told.status, told.words]).toEqual([
    409,
    expect.stringMatching(/It may be there already.*P\d+ Twice Here: same name/),
  ])
  expect(told.text).toContain('>\nkept &lt;i&gt;</textarea>')
  const all = "select from entity where entity_name = 'Twice Here'"
  expect(await count(all)).toBe(1)
  // whom a colleague may not see is no double of theirs
  const other = await baraka.post('/add/person', form)
  expect([other.status, other.location]).toEqual([303, expect.stringMatching(/^\/records\/P\d+\?done=added$/)])
  await anna.press('/add/person', { ...form, anyway: '1' })
  expect(await count(all)).toBe(3)
})

test('what is wrong is said at its field, and nothing that was typed is lost', async () => {
  const { anna } = world
  const wrong = await anna.post('/add/deal', {
    'f.name': 'Kept "name"',
    'f.kind': 'quote',
    'f.expected': 'soon',
    'f.note': 'kept',
    'f.line/new.text': 'kept line',
    'f.line/new.price': '5',
    under: '',
  })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toMatch(/aria-invalid="true" aria-describedby="err-f-expected"/)
  expect(wrong.text).toMatch(/id="err-f-expected" role="alert">The field expected of a deal is a day/)
  for (const kept of [
    'value="Kept &quot;name&quot;"',
    '<option value="quote" selected>',
    'value="soon"',
    'value="kept line"',
    '>\nkept</textarea>',
  ])
    expect(wrong.text).toContain(kept)
  const rule = await anna.post('/add/deal', { 'f.name': 'No currency', 'f.kind': 'quote', 'f.amount': '5' })
  expect([rule.status, rule.words]).toEqual([422, expect.stringContaining('an amount needs its currency')])
  expect(await count("select from deal where deal_name ~ 'Kept|No currency'")).toBe(0)
})

test('a deal with its first line, by the name of what it names, and another one after it', async () => {
  const { anna, grace } = world
  await grace.press('/add/product', {
    'f.name': 'Sorghum seed',
    'f.price': '3.50',
    'f.currency': 'TZS',
    'f.active': 'true',
  })
  const next = await anna.press('/add/deal', {
    'f.name': 'Seed',
    'f.kind': 'quote',
    'f.amount': '70',
    'f.currency': 'TZS',
    'f.probability': '40',
    'f.expected': '2027-01-05',
    'f.line/new.product': 'Sorghum seed',
    'f.line/new.quantity': '20',
    'f.line/new.price': '3.50',
    another: '1',
  })
  expect([next.status, next.words]).toEqual([200, expect.stringMatching(/Added\..*New: Deal/)])
  expect(
    await world.one(
      `select deal_amount::text as amount, (select count(*)::int from deal_line where deal_line_deal = deal_id) as lines from deal where deal_name = 'Seed'`,
    ),
  ).toEqual({ amount: '70', lines: 1 })
})

test('every type has its form, and a role is offered only what it may add', async () => {
  const { anna, grace } = world
  for (const type of ['person', 'organization', 'grp', 'deal', 'ticket', 'product', 'organisation'])
    expect([type, (await grace.get(`/add/${type}`)).status]).toEqual([type, 200])
  const offered = (await anna.get('/add')).text
  expect([offered.includes('/add/person'), offered.includes('/add/product'), offered.includes('/add/staff')]).toEqual([
    true,
    false,
    false,
  ])
  expect((await anna.get('/add/person')).text).not.toContain('name="owner"')
  expect([
    (await anna.get('/add/product')).status,
    (await anna.post('/add/product', { 'f.name': 'Forced' })).status,
  ]).toEqual([403, 403])
  // an owner that a role may not choose is not taken from a forced form
  await anna.press('/add/person', { 'f.given-name': 'Forced', owner: 'baraka' })
  expect(
    await world.one(
      "select (select staff_hid from staff where staff_id = entity_owner) as owner from entity where entity_name = 'Forced'",
    ),
  ).toEqual({ owner: 'anna' })
  expect((await grace.get('/add/unicorn')).status).toBe(422)
  expect(await count("select from product where product_name = 'Forced'")).toBe(0)
  expect(world.served.bugs).toEqual([])
})
