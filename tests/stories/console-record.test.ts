// The folder of a record in the office console: what is read and written there, by whom, and what two people do to one field.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let served: TestConsole
let anna: Browser
let baraka: Browser
let grace: Browser
beforeAll(async () => {
  home = await makeHome({ samples: true })
  served = await openTestConsole(home)
  anna = await served.as('anna')
  baraka = await served.as('baraka')
  grace = await served.as('grace')
})
afterAll(async () => {
  await served.close()
  await home.close()
})

const added = async (type: string, ...words: readonly string[]): Promise<string> => {
  const { out, err } = await home.satchel(['--as', 'anna', 'add', type, ...words, '--json'])
  if (err !== '') throw new Error(err)
  return (JSON.parse(out) as { record: string }).record
}

const one = async <T>(sql: string): Promise<T> => {
  const [row] = await home.rows<T & object>(sql)
  if (row === undefined) throw new Error(`no row: ${sql}`)
  return row
}

const person = (hid: string) =>
  one<Record<string, unknown>>(`select *, person_born::text as born from person where person_hid = '${hid}'`)

const lastAudit = (hid: string) =>
  one<{ by: string; reply: string | null }>(
    `select audit_by as by, audit_reply as reply from audit where audit_entity = find_entity('${hid}') order by audit_id desc limit 1`,
  )

/** The hidden fields and controls of the first form that holds this control. */
function formWith(text: string, control: string): Record<string, string> {
  const form = [...text.matchAll(/<form[^]*?<\/form>/g)]
    .map(([one]) => one)
    .find(one => one.includes(`name="${control}"`))
  if (form === undefined) throw new Error(`no form with ${control}`)
  const plain = (value: string) =>
    value.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
  const inputs = [...form.matchAll(/<input[^>]*? name="([^"]*)"[^>]*>/g)].map(([tag, name = '']) => [
    name,
    plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? ''),
  ])
  const areas = [...form.matchAll(/<textarea[^>]*? name="([^"]*)"[^>]*>\n([^]*?)<\/textarea>/g)].map(
    ([, name = '', value = '']) => [name, plain(value)],
  )
  return Object.fromEntries([...inputs, ...areas]) as Record<string, string>
}

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
    expect((await grace.get(`/records/${hid}`)).words).toMatch(/Held for you to decide 1 .{0,300}Decide/)
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
    const maize = await home.satchel(['--as', 'grace', 'add', 'product', 'name=Maize of the test', '--json'])
    const product = (JSON.parse(maize.out) as { record: string }).record
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
    expect(product).toMatch(/^P/)
  })
})

describe('what a record has to do with others', () => {
  test('relations and groups begin and end', async () => {
    const [one_, other] = [await added('person', 'given-name=One'), await added('organization', 'name=Other Traders')]
    const group = await added('group', 'name=Tuesday team', 'kind=team')
    await anna.press(`/records/${one_}/relate`, { kind: 'works-for', other: 'Other Traders', from: '2026-01-01' })
    await anna.press(`/records/${one_}/groups`, { group: 'Tuesday team' })
    const page = await anna.get(`/records/${one_}`)
    expect(page.words).toMatch(/works for Other Traders .*since 1 Jan/)
    expect(page.words).toContain('Tuesday team')
    expect((await anna.get(`/records/${other}`)).words).toContain('employs One')
    const team = await anna.get(`/records/${group}`)
    expect(team.words.slice(team.words.indexOf('Members'))).toMatch(/^Members 1 Members One/)
    const ended = await anna.press(`/records/${other}/relate`, {
      ...formWith((await anna.get(`/records/${other}`)).text, 'ends'),
    })
    expect(ended.words).toContain('Saved.')
    expect((await anna.press(`/records/${one_}/groups`, { group, leaves: '1' })).words).toContain('Saved.')
    const after = await anna.get(`/records/${one_}`)
    expect(after.words).not.toMatch(/Other Traders|Tuesday team/)
    const fault = await anna.post(`/records/${one_}/relate`, { kind: 'works-for', other: 'Nobody "of that"', from: '' })
    expect([fault.status, fault.text]).toEqual([422, expect.stringContaining('value="Nobody &quot;of that&quot;"')])
  })

  test('files are attached, and come back as a download whatever they are', async () => {
    const hid = await added('person', 'given-name=Files')
    const data = new FormData()
    data.append('file', new File(['<script>alert(1)</script>'], 'pa"ge.html', { type: 'text/html' }))
    const answer = await fetch(new URL(`/records/${hid}/files`, served.url), {
      method: 'POST',
      body: data,
      redirect: 'manual',
      headers: { Cookie: anna.cookie, Origin: served.url },
    })
    expect(answer.headers.get('location')).toContain('done=rec-file')
    const { id } = await one<{ id: number }>(
      `select attachment_id as id from attachment where attachment_entity = find_entity('${hid}')`,
    )
    const file = await anna.get(`/records/${hid}/files/${id}`)
    expect([file.text, file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      '<script>alert(1)</script>',
      'application/octet-stream',
      "attachment; filename*=UTF-8''pa%22ge.html",
    ])
    // not as a file of another record, and not for another colleague
    const other = await added('person', 'given-name=NoFiles')
    expect((await anna.get(`/records/${other}/files/${id}`)).status).toBe(404)
    expect((await baraka.get(`/records/${hid}/files/${id}`)).status).toBe(404)
  })
})

describe('the work on a record', () => {
  test('a call is noted with what is next, and the task is done', async () => {
    const hid = await added('person', 'given-name=Called')
    const noted = await anna.press(`/records/${hid}/note`, {
      kind: 'call',
      outcome: 'reached',
      text: 'Wants seed',
      next: 'Bring the list',
      due: '2026-12-24',
    })
    expect(noted.words).toMatch(/Noted\..*Bring the list due 24 Dec.*Call, Reached .*Wants seed/)
    const { id } = await one<{ id: number }>(
      `select activity_id as id from activity where activity_entity = find_entity('${hid}') and activity_status = 'open'`,
    )
    await anna.press(`/records/${hid}/done`, { task: String(id) })
    expect(await one(`select activity_status as status from activity where activity_id = ${id}`)).toEqual({
      status: 'done',
    })
    const [{ by } = { by: '' }] = await home.rows<{ by: string }>(
      `select audit_by as by from audit where audit_table = 'activity' and audit_row = ${id} order by audit_id desc limit 1`,
    )
    expect(by).toMatch(/_staff_anna$/)
  })

  test('of a call and its next step both are noted, or none', async () => {
    const hid = await added('person', 'given-name=Both')
    const wrong = await anna.post(`/records/${hid}/note`, {
      kind: 'call',
      outcome: '',
      text: 'Kept text',
      next: 'Kept step',
      due: 'never',
    })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('>\nKept text</textarea>')
    expect(wrong.text).toContain('value="Kept step"')
    expect(await home.rows(`select from activity where activity_entity = find_entity('${hid}')`)).toEqual([])
  })

  test('a stage is entered, and the path says where the record is', async () => {
    const hid = await added('person', 'given-name=Staged')
    await anna.press(`/records/${hid}/stage`, { stage: 'farmer-education', note: 'came along' })
    const page = await anna.get(`/records/${hid}`)
    expect(page.text).toMatch(/<li class="now" aria-current="step">Education/)
    expect(page.text).toContain('<option value="farmer-land-report" selected>')
    expect((await anna.post(`/records/${hid}/stage`, { stage: 'no-such', note: 'kept' })).text).toContain(
      'value="kept"',
    )
  })

  test('twenty activities stand on a page, and older ones behind a link', async () => {
    const hid = await added('person', 'given-name=Long')
    await home.rows(`insert into activity (activity_kind, activity_entity, activity_status, activity_body, activity_start)
      select (select lookup_id from lookup where lookup_hid = 'activity-kind/note'), find_entity('${hid}'), 'done', 'entry-' || n || '.', now() - n * interval '1 day'
      from generate_series(1, 45) n`)
    const entries = async (path: string) =>
      [...(await anna.get(path)).words.matchAll(/entry-(\d+)\./g)].map(([, n]) => Number(n))
    expect(await entries(`/records/${hid}`)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    expect(await entries(`/records/${hid}?from=40`)).toEqual([41, 42, 43, 44, 45])
  })
})

describe('whose record it is', () => {
  test('the office hands it over and removes it, and it comes back', async () => {
    const hid = await added('person', 'given-name=Handed')
    const form = formWith((await grace.get(`/records/${hid}`)).text, 'was.owner')
    await grace.press(`/records/${hid}`, { ...form, 'f.owner': 'baraka' })
    expect([(await anna.get(`/records/${hid}`)).status, (await baraka.get(`/records/${hid}`)).status]).toEqual([
      404, 200,
    ])
    await grace.press(`/records/${hid}/remove`)
    const removed = await grace.get(`/records/${hid}`)
    expect(removed.words).toContain('This record was removed on')
    expect(removed.text).not.toContain('name="f.given-name"')
    await grace.press(`/records/${hid}/restore`)
    expect((await grace.get(`/records/${hid}`)).text).toContain('name="f.given-name"')
  })

  test('what hangs on a record is told before it is removed', async () => {
    const hid = await added('person', 'given-name=Hangs')
    await added('person', 'given-name=Below', '--under', hid)
    const told = await grace.post(`/records/${hid}/remove`)
    expect([told.status, told.words]).toEqual([422, expect.stringContaining('1 records that stand under it')])
    await grace.press(`/records/${hid}/remove`, { anyway: '1' })
    expect(
      await one(`select entity_deleted is not null as gone from entity where entity_id = find_entity('${hid}')`),
    ).toEqual({ gone: true })
  })
})

describe('a colleague of the same rank', () => {
  test('sees nothing of it, by no address, and changes nothing by any post', async () => {
    const hid = await added('person', 'given-name=Hidden', 'family-name=Ofanna', 'phone=+255700000999')
    const other = await added('organization', 'name=Hidden Traders')
    await anna.press(`/records/${hid}/note`, { kind: 'call', outcome: '', text: 'secret words', next: '', due: '' })
    const before = await one<{ version: number }>(
      `select entity_version as version from entity where entity_id = find_entity('${hid}')`,
    )
    const { uuid } = await one<{ uuid: string }>(
      `select entity_uuid as uuid from entity where entity_id = find_entity('${hid}')`,
    )
    for (const path of [hid, hid.toLowerCase(), uuid, `${hid}/edit`, `${hid}/files/1`]) {
      const page = await baraka.get(`/records/${path}`)
      expect([path, page.status]).toEqual([path, 404])
      expect(page.words).not.toMatch(/Hidden|Ofanna|secret|999/)
    }
    const posts: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['', { 'was.given-name': 'Hidden', 'f.given-name': 'Taken' }],
      ['/reach', { kind: 'phone', value: '+255700000998' }],
      ['/relate', { kind: 'works-for', other, from: '' }],
      ['/groups', { group: 'any' }],
      ['/note', { kind: 'call', outcome: '', text: 'mine', next: '', due: '' }],
      ['/stage', { stage: 'farmer-education', note: '' }],
      ['/remove', { anyway: '1' }],
      ['/restore', {}],
    ]
    for (const [path, fields] of posts)
      expect([path, (await baraka.post(`/records/${hid}${path}`, fields)).status]).toEqual([path, 404])
    expect(await one(`select entity_version as version from entity where entity_id = find_entity('${hid}')`)).toEqual(
      before,
    )
    // nor as the other side of what is theirs
    const { out } = await home.satchel(['--as', 'baraka', 'add', 'person', 'given-name=Theirs', '--json'])
    const theirs = (JSON.parse(out) as { record: string }).record
    const related = await baraka.post(`/records/${theirs}/relate`, { kind: 'works-for', other, from: '' })
    expect([related.status, related.words.includes('Hidden Traders')]).toEqual([422, false])
  })

  test('is offered nothing that the role may not do', async () => {
    const hid = await added('person', 'given-name=Offered')
    const own = await anna.get(`/records/${hid}`)
    expect(own.text).not.toMatch(/name="f\.owner"|name="f\.parent"|\/remove"|\/history"|\/my-data"|id="packets"/)
    expect(
      (await anna.post(`/records/${hid}`, { form: 'owner', 'was.owner': 'anna', 'f.owner': 'baraka' })).status,
    ).toBe(422)
    expect((await anna.post(`/records/${hid}/remove`)).status).toBe(422)
    expect(
      await one(`select entity_deleted is null as there from entity where entity_id = find_entity('${hid}')`),
    ).toEqual({ there: true })
    const office = await grace.get(`/records/${hid}`)
    for (const part of ['name="f.owner"', '/remove"', '/history"', '/my-data"', 'id="packets"'])
      expect(office.text).toContain(part)
    const { out } = await home.satchel(['--as', 'grace', 'add', 'product', 'name=Seed', '--json'])
    const goods = await anna.get(`/records/${(JSON.parse(out) as { record: string }).record}`)
    expect([goods.status, goods.text.includes('name="f.name"')]).toEqual([200, false])
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
