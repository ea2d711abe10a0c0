// The folder of a record in the office console: its fields, and what two people do to one of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, TestConsole } from '../helpers/console.ts'
import type { TestHome } from '../helpers/home.ts'
import { formWith, openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
let home: TestHome
let served: TestConsole
let anna: Browser
let grace: Browser
beforeAll(async () => {
  world = await openRecordWorld()
  ;({ home, served, anna, grace } = world)
})
afterAll(() => world.close())

const added = (type: string, ...words: readonly string[]) => world.added(type, ...words)
const one = <T>(sql: string) => world.one<T>(sql)

const person = (hid: string) =>
  one<Record<string, unknown>>(`select *, person_born::text as born from person where person_hid = '${hid}'`)

const lastAudit = (hid: string) =>
  one<{ by: string; reply: string | null }>(
    `select audit_by as by, audit_reply as reply from audit where audit_entity = find_entity('${hid}') order by audit_id desc limit 1`,
  )

describe('a field', () => {
  test('is opened in place, changed, and audited as an edit of its writer through a reply', async () => {
    const hid = await added('person', 'given-name=Rehema', 'family-name=Moshi', 'born=1980-05-01')
    const page = await anna.get(`/records/${hid}`)
    expect([page.status, page.words]).toEqual([200, expect.stringContaining('Rehema Moshi')])
    const form = formWith(page.text, 'f.born')
    expect(form).toEqual({ 'was.born': '1980-05-01', 'f.born': '1980-05-01' })
    const saved = await anna.press(`/records/${hid}`, { ...form, 'f.born': '1981-06-02' })
    expect(saved.words).toContain('Saved. The history keeps the earlier value.')
    expect((await person(hid)).born).toBe('1981-06-02')
    expect(await lastAudit(hid)).toEqual({ by: expect.stringMatching(/_staff_anna$/), reply: expect.any(String) })
  })

  test('that nobody changed is written by no edit', async () => {
    const hid = await added('person', 'given-name=Same')
    const before = await lastAudit(hid)
    const said = await anna.press(`/records/${hid}`, { 'was.given-name': 'Same', 'f.given-name': 'Same' })
    expect(said.words).toContain('Nothing was different')
    expect(await lastAudit(hid)).toEqual(before)
  })

  test('with a value that it cannot hold keeps what was typed, with the sentence beside it', async () => {
    const hid = await added('person', 'given-name=Typed')
    const wrong = await anna.post(`/records/${hid}`, { 'was.born': '', 'f.born': '31 <b>June' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="31 &lt;b&gt;June"')
    expect(wrong.text).toMatch(/id="err-born" role="alert">The field born of a person is a day/)
    const all = await anna.post(`/records/${hid}`, {
      all: '1',
      'was.note': '',
      'f.note': 'kept',
      'was.born': '',
      'f.born': 'x',
    })
    expect([all.status, all.text]).toEqual([422, expect.stringContaining('>\nkept</textarea>')])
    expect(await person(hid)).toMatchObject({ born: null, person_note: null })
  })

  test('several in one form are saved together', async () => {
    const hid = await added('person', 'given-name=All', 'source=referral')
    const form = formWith((await anna.get(`/records/${hid}/edit`)).text, 'f.note')
    await anna.press(`/records/${hid}`, {
      ...form,
      'f.note': 'line one\nline two',
      'f.family-name': 'Fields',
      'f.source': 'visit',
    })
    expect(await person(hid)).toMatchObject({ person_note: 'line one\nline two', person_family: 'Fields' })
  })
})

describe('two people at one record', () => {
  test('a field that another changed comes back as a slip, and the others are saved', async () => {
    const hid = await added('person', 'given-name=Two', 'note=first')
    const form = formWith((await anna.get(`/records/${hid}/edit`)).text, 'f.note')
    await grace.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'of the office' })
    const slip = await anna.post(`/records/${hid}`, { ...form, 'f.note': 'of sales', 'f.family-name': 'Saved' })
    expect(slip.status).toBe(409)
    expect(slip.words).toMatch(/You saw first It is now of the office You wrote of sales/)
    expect(slip.words).toContain('Saved beside it: Family')
    expect(await person(hid)).toMatchObject({ person_note: 'of the office', person_family: 'Saved' })
    expect(
      await home.rows(`select from change where change_entity = find_entity('${hid}') and change_outcome = 'held'`),
    ).toEqual([])
    // mine after all: said with what stands
    const kept = await anna.press(`/records/${hid}`, formWith(slip.text, 'was.note'))
    expect(kept.words).toContain('Saved.')
    expect(await person(hid)).toMatchObject({ person_note: 'of sales' })
  })

  test('the slip never overwrites what came after it', async () => {
    const hid = await added('person', 'given-name=Later', 'note=first')
    await grace.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
    const slip = await anna.post(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'mine' })
    await grace.press(`/records/${hid}`, { 'was.note': 'second', 'f.note': 'third' })
    const again = await anna.post(`/records/${hid}`, formWith(slip.text, 'was.note'))
    expect([again.status, again.words]).toEqual([409, expect.stringContaining('It is now third You wrote mine')])
    expect(await person(hid)).toMatchObject({ person_note: 'third' })
  })

  test('it can be left to the office, which is said, and shown to the office alone', async () => {
    const hid = await added('person', 'given-name=Office', 'note=first')
    await grace.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'second' })
    const held = await anna.press(`/records/${hid}`, { 'was.note': 'first', 'f.note': 'mine', decide: 'office' })
    expect(held.words).toContain('It is held: the office decides')
    expect(held.words).not.toContain('Held for you to decide')
    const folder = await grace.get(`/records/${hid}`)
    expect(folder.words).toMatch(/Held for you to decide 1 .{0,300}Decide/)
    // and its way leads to the change
    const way = /href="(\/review\?change=[0-9]+)"/.exec(folder.text)?.[1] ?? ''
    expect((await grace.get(way)).words).toMatch(/mine/)
    expect(await person(hid)).toMatchObject({ person_note: 'second' })
  })
})

describe('ways to reach, addresses and lines', () => {
  test('are added, changed and taken away', async () => {
    const hid = await added('person', 'given-name=Reach')
    const rows = () =>
      home.rows<{ value: string }>(
        `select contact_point_value as value from contact_point where contact_point_entity = find_entity('${hid}') order by contact_point_id`,
      )
    await anna.press(`/records/${hid}/reach`, { kind: 'phone', value: '+255700000901' })
    await anna.press(`/records/${hid}/reach`, { kind: 'phone', value: '+255700000902' })
    expect((await anna.post(`/records/${hid}/reach`, { kind: 'email', value: 'no address' })).text).toContain(
      'value="no address"',
    )
    await anna.press(`/records/${hid}`, { form: 'contact', 'was.phone': '+255700000902', 'f.phone': '+255700000903' })
    expect((await rows()).map(({ value }) => value)).toEqual(['+255700000901', '+255700000903'])
    await anna.press(`/records/${hid}`, { 'f.phone': '+255700000901', 'how.phone': '-=' })
    expect((await rows()).map(({ value }) => value)).toEqual(['+255700000903'])
  })

  test('two addresses of one kind are told apart', async () => {
    const hid = await added('person', 'given-name=Places', 'address.kind=home', 'address.city=Moshi')
    await anna.press(`/records/${hid}`, {
      'f.address/0.kind': 'home',
      'f.address/0.city': 'Arusha',
      'f.address/0.line1': '',
    })
    const rows = () =>
      home.rows<{ id: number; city: string }>(
        `select address_id as id, address_city as city from address where address_entity = find_entity('${hid}') order by address_id`,
      )
    const [, second] = await rows()
    await anna.press(`/records/${hid}`, {
      [`was.address/${second?.id}.city`]: 'Arusha',
      [`f.address/${second?.id}.city`]: 'Tanga',
    })
    expect((await rows()).map(({ city }) => city)).toEqual(['Moshi', 'Tanga'])
    await anna.press(`/records/${hid}`, {
      [`was.address/${second?.id}.city`]: 'Tanga',
      [`f.address/${second?.id}.city`]: '',
    })
    expect((await rows()).map(({ city }) => city)).toEqual(['Moshi'])
    const gone = await anna.post(`/records/${hid}`, {
      form: 'x',
      [`was.address/${second?.id}.city`]: 'Tanga',
      [`f.address/${second?.id}.city`]: 'Dodoma',
    })
    expect([gone.status, gone.words]).toEqual([
      422,
      expect.stringMatching(/took this address away meanwhile.*You typed: Dodoma/),
    ])
  })

  test('the lines of a deal', async () => {
    await world.addedBy('grace', 'product', 'name=Maize of the test')
    const hid = await added('deal', 'name=Twenty bags', 'kind=quote')
    await anna.press(`/records/${hid}`, {
      'f.line/new.product': 'Maize of the test',
      'f.line/new.quantity': '20',
      'f.line/new.price': '30',
    })
    const rows = () =>
      home.rows<{ id: number; quantity: string }>(
        `select deal_line_id as id, trim_scale(deal_line_quantity)::text as quantity from deal_line where deal_line_deal = find_entity('${hid}')`,
      )
    const [line] = await rows()
    expect(line?.quantity).toBe('20')
    expect((await anna.get(`/records/${hid}`)).words).toContain('Maize of the test')
    await anna.press(`/records/${hid}`, {
      [`was.line/d${line?.id}.quantity`]: '20',
      [`f.line/d${line?.id}.quantity`]: '25',
    })
    expect((await rows())[0]?.quantity).toBe('25')
    await anna.press(`/records/${hid}`, { 'f.line': `d${line?.id}`, 'how.line': '-=' })
    expect(await rows()).toEqual([])
  })
})

test('what people wrote is shown as text, however it is written', async () => {
  const awkward = `<script>alert("1")</script> 'x' עברית ${'ẞ'.repeat(3900)}`
  const hid = await added('person', 'given-name=<b>"Bold"', `note=${awkward}`)
  await anna.press(`/records/${hid}/note`, {
    kind: 'note',
    outcome: '',
    text: awkward,
    next: '<img src=x onerror=1>',
    due: '',
  })
  for (const path of [`/records/${hid}`, `/records/${hid}/edit`]) {
    const { text, words } = await anna.get(path)
    expect(text).not.toMatch(/<script>alert|<b>"|<img src=x/)
    expect(words).toContain('<b>"Bold"')
    expect(formWith(text, 'f.note')['f.note']).toBe(awkward)
  }
})

test('every type of record has its folder', async () => {
  const made = [
    await added('organization', 'name=Typed Traders'),
    await added('group', 'name=Typed group', 'kind=team'),
    await added('deal', 'name=Typed deal', 'kind=quote'),
    await added('ticket', 'name=Typed ticket'),
  ]
  for (const hid of [...made, 'baraka', 'anna']) {
    const { status, words } = await grace.get(`/records/${hid}`)
    expect([hid, status, words.includes('Details')]).toEqual([hid, 200, true])
  }
  expect(served.bugs).toEqual([])
})
