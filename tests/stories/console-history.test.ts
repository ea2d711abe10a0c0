// The history of a record in the office console, and what puts a field back; a record on paper; all that is kept of a person as a file.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { formWith, openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
beforeAll(async () => {
  world = await openRecordWorld()
})
afterAll(() => world.close())

const noteOf = (hid: string) =>
  world.one<{ note: string | null; by: string }>(
    `select person_note as note, (select audit_by from audit where audit_entity = person_id order by audit_id desc limit 1) as by
    from person where person_hid = '${hid}'`,
  )

/** The forms that put something back, newest change first. */
const backs = (text: string) =>
  [...text.matchAll(/<form class="noprint"[^]*?<\/form>/g)].map(([form]) =>
    formWith(form, /name="(f\.[^"]+)"/.exec(form)?.[1] ?? ''),
  )

test('says who changed what, when and through which answer, and puts a field back as an edit of the office', async () => {
  const { anna, grace, added } = world
  const hid = await added('person', 'given-name=Past', 'note=first <b>', 'source=referral')
  await anna.press(`/records/${hid}`, {
    'was.note': 'first <b>',
    'f.note': 'second',
    'was.source': 'referral',
    'f.source': 'visit',
  })
  const page = await grace.get(`/records/${hid}/history`)
  expect(page.status).toBe(200)
  expect(page.words).toMatch(/anna packet [0-9A-Z-]{14}/)
  expect(page.text).toContain('<del>first &lt;b&gt;</del>')
  expect(page.words).toMatch(/Before: referral After: visit/)
  const back = backs(page.text).find(form => 'f.note' in form)
  expect(back).toEqual({ 'was.note': 'second', 'f.note': 'first <b>' })
  expect(backs(page.text).find(form => 'f.source' in form)).toEqual({ 'was.source': 'visit', 'f.source': 'referral' })
  const put = await grace.press(`/records/${hid}/history`, back ?? {})
  expect(put.words).toContain('Put back, as an edit of yours.')
  expect(await noteOf(hid)).toEqual({ note: 'first <b>', by: expect.stringMatching(/_staff_grace$/) })
})

test('never puts an earlier value over a change that came after the page', async () => {
  const { anna, grace, added, home } = world
  const hid = await added('person', 'given-name=Newer', 'note=first')
  await anna.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
  const [back] = backs((await grace.get(`/records/${hid}/history`)).text)
  await anna.press(`/records/${hid}`, { 'was.note': 'second', 'f.note': 'third' })
  const late = await grace.post(`/records/${hid}/history`, back ?? {})
  expect([late.status, late.words]).toEqual([409, expect.stringContaining('This field has changed again since')])
  expect(await noteOf(hid)).toMatchObject({ note: 'third' })
  expect(
    await home.rows(`select from change where change_entity = find_entity('${hid}') and change_outcome = 'held'`),
  ).toEqual([])
})

test('puts back what was empty, a number, an address and a reference', async () => {
  const { anna, grace, added } = world
  const party = await added('organization', 'name=Earlier Traders')
  const deal = await added('deal', 'name=Past deal', 'kind=quote', `party=${party}`)
  await anna.press(`/records/${deal}`, {
    'was.party': party,
    'f.party': '',
    'was.probability': '',
    'f.probability': '50',
  })
  const hid = await added('person', 'given-name=Ways', 'phone=+255700000801', 'address.city=Moshi')
  const { id } = await world.one<{ id: number }>(
    `select address_id as id from address where address_entity = find_entity('${hid}')`,
  )
  await anna.press(`/records/${hid}`, { 'was.phone': '+255700000801', 'f.phone': '+255700000802' })
  await anna.press(`/records/${hid}`, { [`was.address/${id}.city`]: 'Moshi', [`f.address/${id}.city`]: 'Tanga' })
  expect((await grace.get(`/records/${deal}/history`)).words).toContain('Before: Earlier Traders')
  for (const record of [deal, hid])
    for (const back of backs((await grace.get(`/records/${record}/history`)).text))
      expect((await grace.press(`/records/${record}/history`, back)).words).toContain('Put back')
  expect(
    await world.one(
      `select deal_party = find_entity('${party}') as party, deal_probability as probability from deal where deal_hid = '${deal}'`,
    ),
  ).toEqual({
    party: true,
    probability: null,
  })
  expect(
    await world.one(`select (select contact_point_value from contact_point where contact_point_entity = person_id) as phone,
      (select address_city from address where address_entity = person_id) as city from person where person_hid = '${hid}'`),
  ).toEqual({ phone: '+255700000801', city: 'Moshi' })
})

test('is the office’s: others read none of it and put nothing back, of their own records either', async () => {
  const { anna, baraka, added } = world
  const hid = await added('person', 'given-name=Mine', 'note=first')
  await anna.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
  const read = await anna.get(`/records/${hid}/history`)
  expect([read.status, /first|second/.test(read.words)]).toEqual([403, false])
  expect((await anna.post(`/records/${hid}/history`, { 'was.note': 'second', 'f.note': 'first' })).status).toBe(403)
  expect((await baraka.get(`/records/${hid}/history`)).status).toBe(404)
  expect((await baraka.post(`/records/${hid}/history`, { 'was.note': 'second', 'f.note': 'first' })).status).toBe(404)
  expect(await noteOf(hid)).toMatchObject({ note: 'second' })
})

test('all that is kept of a person is handed over by the office as a page and as a file', async () => {
  const { anna, baraka, grace, added } = world
  const hid = await added('person', 'given-name=Whole', 'phone=+255700000803')
  const page = await grace.post(`/records/${hid}/my-data`, { kind: 'page' })
  expect([page.headers.get('content-disposition'), page.words.includes('+255700000803')]).toEqual([
    `attachment; filename*=UTF-8''${hid}.html`,
    true,
  ])
  const data = JSON.parse((await grace.post(`/records/${hid}/my-data`, { kind: 'data' })).text) as {
    data: { person: unknown[] }
  }
  expect(data.data.person).toHaveLength(1)
  const refused = await anna.post(`/records/${hid}/my-data`, { kind: 'data' })
  expect([refused.status, refused.text.includes('+255700000803')]).toEqual([403, false])
  expect((await baraka.post(`/records/${hid}/my-data`, { kind: 'data' })).status).toBe(404)
})

test('a record on paper says what is known, without a form', async () => {
  const { anna, baraka, added } = world
  const hid = await added('person', 'given-name=Paper', 'phone=+255700000804')
  await anna.press(`/records/${hid}/note`, { kind: 'call', outcome: '', text: 'On paper', next: '', due: '' })
  const { status, words, text } = await anna.get(`/records/${hid}/print`)
  expect([status, words]).toEqual([200, expect.stringMatching(/Paper.*\+255700000804.*On paper/)])
  expect(text.slice(text.indexOf('<main'))).not.toMatch(/<form|<input|<select/)
  expect((await baraka.get(`/records/${hid}/print`)).status).toBe(404)
  expect(world.served.bugs).toEqual([])
})

test('puts an earlier owner and parent back, by the same merge', async () => {
  const { grace, added } = world
  const above = await added('organization', 'name=Above')
  const hid = await added('organization', 'name=Below')
  const place = () =>
    world.one<{ owner: string | null; parent: string | null }>(
      `select (select staff_hid from staff where staff_id = entity_owner) as owner, record_hid(entity_parent) as parent
      from entity where entity_id = find_entity('${hid}')`,
    )
  const before = await place()
  await grace.press(`/records/${hid}`, { form: 'owner', 'was.owner': before?.owner ?? '', 'f.owner': 'baraka' })
  await grace.press(`/records/${hid}`, { form: 'parent', 'was.parent': '', 'f.parent': above })
  expect(await place()).toEqual({ owner: 'baraka', parent: above })
  const page = await grace.get(`/records/${hid}/history`)
  for (const field of ['owner', 'parent']) {
    const form = formWith(page.text, `f.${field}`)
    expect((await grace.press(`/records/${hid}/history`, form)).words).toContain('Put back')
  }
  expect(await place()).toEqual(before)
})
