// The folder of a record in the office console: relations, groups, files, work and stages, whose it is, and who does not see it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, TestConsole } from '../helpers/console.ts'
import type { TestHome } from '../helpers/home.ts'
import { formWith, openRecordWorld, type RecordWorld } from '../helpers/record-world.ts'

let world: RecordWorld
let home: TestHome
let served: TestConsole
let anna: Browser
let baraka: Browser
let grace: Browser
beforeAll(async () => {
  world = await openRecordWorld()
  ;({ home, served, anna, baraka, grace } = world)
})
afterAll(() => world.close())

const added = (type: string, ...words: readonly string[]) => world.added(type, ...words)
const one = <T>(sql: string) => world.one<T>(sql)

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
    const theirs = await world.addedBy('baraka', 'person', 'given-name=Theirs')
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
    const made = await world.addedBy('grace', 'product', 'name=Seed')
    const goods = await anna.get(`/records/${made}`)
    expect([goods.status, goods.text.includes('name="f.name"')]).toEqual([200, false])
  })
})
