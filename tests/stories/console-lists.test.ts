// Lists of the console: records of a type with filters, kept views, and what is done with chosen rows. Each record's outcome is told.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'

const hostile = `<script>alert("x")</script> O'Brien & "quoted" שלום`

let home: TestHome
let served: TestConsole
let grace: Browser
let anna: Browser
let baraka: Browser
beforeAll(async () => {
  home = await makeHome()
  for (const [hid, role] of [
    ['mona', 'manager'],
    ['sam', 'support'],
    ['mark', 'marketing'],
    ['abel', 'analyst'],
    ['audit', 'auditor'],
  ])
    await home.rows("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
  // a manager of one of two salespeople
  await home.rows(
    "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
  )
  for (const number of [1, 2, 3]) await home.person(`A${number}`, 'anna')
  for (const number of [1, 2]) await home.person(`B${number}`, 'baraka')
  await home.rows("update person set person_family = 'Ofbaraka' where person_hid like 'B%'")
  await home.rows("update person set person_given = $1, person_note = $2 where person_hid = 'A3'", [
    hostile,
    'x'.repeat(4000),
  ])
  await home.satchel(['add', 'group', 'name=Market', 'kind=list', 'id=G-1', '--owner', 'anna'])
  served = await openTestConsole(home)
  grace = await served.as('grace')
  anna = await served.as('anna')
  baraka = await served.as('baraka')
})
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const hids = (text: string) => [...text.matchAll(/name="record" value="([^"]*)"/g)].map(([, hid]) => hid ?? '')
const born = async (hid: string) =>
  (
    await home.rows<{ born: string | null }>('select person_born::text as born from person where person_hid = $1', [
      hid,
    ])
  )[0]?.born
const ownerOf = async (hid: string) =>
  (
    await home.rows<{ owner: string }>(
      'select staff_hid as owner from entity join person on person_id = entity_id join staff on staff_id = entity_owner where person_hid = $1',
      [hid],
    )
  )[0]?.owner

describe('a list', () => {
  test('is narrowed by a filter that becomes part of its address', async () => {
    const typed = await grace.get('/list/person?field=family-name&operator=%3D&value=ofbaraka')
    expect([typed.status, typed.location]).toEqual([303, '/list/person?filter=family-name%3Dofbaraka'])
    const shown = await grace.get(typed.location ?? '')
    expect(hids(shown.text).sort()).toEqual(['B1', 'B2'])
    expect(shown.words).toContain('Family is ofbaraka')
    expect(hids((await grace.get('/list/person?owner=anna')).text).sort()).toEqual(['A1', 'A2', 'A3'])
  })

  test('is called as people call the type, and names the fields of the catalog', async () => {
    expect((await grace.get('/list/organisation')).words).toContain('Organisations')
    const { status, words } = await grace.get('/list/nosuch')
    expect([status, words]).toEqual([422, expect.stringContaining('There is no type of record "nosuch".')])
    const narrow = await grace.get('/list/person?column=born&column=language')
    expect(narrow.text).toMatch(/<th scope="col"[^>]*><a [^>]*>Born</)
    expect(narrow.text).not.toMatch(/<th scope="col"[^>]*><a [^>]*>Prefers</)
  })

  test('is sorted by a heading, in either direction', async () => {
    await home.rows(
      "update person set person_born = v.day::date from (values ('A1', '1980-01-01'), ('A2', '1970-01-01'), ('A3', '1960-01-01')) v (hid, day) where person_hid = v.hid",
    )
    const rising = await anna.get('/list/person?sort=born')
    expect(hids(rising.text).slice(0, 3)).toEqual(['A3', 'A2', 'A1'])
    expect(rising.text).toMatch(/aria-sort="ascending"><a href="\/list\/person\?sort=-born"/)
    expect(hids((await anna.get('/list/person?sort=-born')).text).slice(0, 3)).toEqual(['A1', 'A2', 'A3'])
  })

  test('a page at a time, every record once', async () => {
    await home.rows(
      "insert into grp (grp_hid, grp_name, grp_kind) select 'L' || n, 'List ' || lpad(n::text, 3, '0'), lookup_find('grp-kind', 'list') from generate_series(1, 120) n",
    )
    const seen: string[] = []
    let path: string | undefined = '/list/grp?filter=name~List'
    while (path !== undefined) {
      const { text } = await grace.get(path)
      seen.push(...hids(text))
      path = /href="([^"]*)"[^>]*data-key="n"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => `L${at + 1}`))
  })

  test('keeps what was typed where a filter cannot be used', async () => {
    const { status, text, words } = await grace.get('/list/person?field=born&operator=%3C&value=%3Cb%3Esoon')
    expect([status, words]).toEqual([422, expect.stringContaining('Born takes a day, not "<b>soon"')])
    expect(text).toContain('value="&lt;b&gt;soon"')
    expect(text).toContain('<option value="born" selected>')
    expect((await grace.get('/list/person?filter=nosuch%3D1')).status).toBe(422)
  })

  test("shows people's values as text", async () => {
    const { text, words } = await grace.get('/list/person?owner=anna&column=note')
    expect(text).not.toContain('<script>alert')
    expect(words).toContain(hostile)
    expect(text).toContain('x'.repeat(4000))
  })

  test('is a file with the same rows, where no cell is a formula', async () => {
    await home.rows("update person set person_note = '=1+1' where person_hid = 'A1'")
    const file = await anna.get('/list/person/csv?column=note&sort=-name')
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = file.text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('id,name,owner,note')
    expect(lines).toHaveLength(4)
    expect(file.text).toContain(",'=1+1")
    expect(file.text).not.toContain('Ofbaraka')
    expect((await grace.get('/list/grp/csv')).text.trimEnd().split('\r\n')).toHaveLength(122)
    expect((await anna.get('/list/person/csv?filter=nosuch%3D1')).status).toBe(422)
  })
})

describe('a saved list', () => {
  test('is opened by its tab and forgotten, by the one who keeps it', async () => {
    const saved = await anna.press('/list/person?filter=born%3E1975-01-01', { do: 'save', name: 'younger' })
    expect(saved.words).toContain('The list is saved.')
    const tab = /<a href="([^"]*)"[^>]*>younger</.exec((await anna.get('/list/person')).text)?.[1] ?? ''
    expect(hids((await anna.get(tab.replaceAll('&amp;', '&'))).text)).toEqual(['A1'])
    expect((await baraka.get('/list/person')).text).not.toContain('younger')
    expect((await baraka.post('/list/person', { do: 'forget', name: 'younger' })).status).toBe(422)
    expect((await anna.press('/list/person', { do: 'forget', name: 'younger' })).words).toContain('is forgotten')
    expect((await anna.get('/list/person')).text).not.toContain('younger')
  })

  test('with a name that cannot be is refused, and nothing is kept', async () => {
    const { status, words } = await anna.post('/list/person', { do: 'save', name: 'No Name!' })
    expect([status, words]).toEqual([422, expect.stringContaining('is no name of a query')])
    expect(await home.rows('select from query where query_search is not null')).toHaveLength(0)
  })
})

describe('chosen rows', () => {
  test('get a value, by the role of the one who chose them', async () => {
    const before = await home.rows<{ id: string }>('select max(audit_id)::text as id from audit')
    const done = await anna.post('/list/person', {
      do: 'set',
      record: ['A1', 'A2'],
      field: 'born',
      value: '1991-02-03',
    })
    expect([done.status, done.words]).toEqual([
      200,
      expect.stringContaining('2 done, 0 wait for the office, 0 refused.'),
    ])
    expect([await born('A1'), await born('A2')]).toEqual(['1991-02-03', '1991-02-03'])
    const audit = await home.rows<{ by: string }>(
      "select distinct audit_by as by from audit where audit_table = 'person' and audit_id > $1::bigint",
      [before[0]?.id],
    )
    expect(audit).toEqual([{ by: expect.stringMatching(/_staff_anna$/) }])
  })

  test('are told one by one: what is refused stops nothing else, and tells nothing of others', async () => {
    const done = await anna.post('/list/person', {
      do: 'set',
      record: ['A1', 'B1', 'P-none'],
      field: 'born',
      value: '1992-01-01',
    })
    expect(done.words).toContain('1 done, 0 wait for the office, 2 refused.')
    expect(done.words).not.toContain('Ofbaraka')
    expect([await born('A1'), await born('B1')]).toEqual(['1992-01-01', '1980-05-01'])
    const bad = await anna.post('/list/person', { do: 'set', record: ['A1', 'A2'], field: 'born', value: 'soon' })
    expect(bad.words).toContain('0 done, 0 wait for the office, 2 refused.')
  })

  test('join a group and are handed over', async () => {
    const joined = await anna.post('/list/person', { do: 'join', record: ['A1', 'A2'], group: 'Market' })
    expect(joined.words).toContain('2 done')
    expect((await anna.post('/list/person', { do: 'join', record: ['A1'], group: 'Market' })).words).toContain(
      'was so already',
    )
    expect(hids((await anna.get('/list/person?group=G-1')).text).sort()).toEqual(['A1', 'A2'])
    const handed = await grace.post('/list/person', { do: 'hand', record: ['A1', 'B1'], to: 'baraka' })
    expect(handed.words).toContain('2 done')
    expect(await ownerOf('A1')).toBe('baraka')
    await grace.post('/list/person', { do: 'hand', record: ['A1'], to: 'anna' })
    expect((await grace.post('/list/person', { do: 'hand', record: ['A1'], to: 'nobody' })).words).toContain(
      '1 refused',
    )
  })

  test('stay chosen with what was typed, where something is missing', async () => {
    const { status, text, words } = await anna.post('/list/person', {
      do: 'set',
      record: 'A2',
      field: '',
      value: 'kept',
    })
    expect([status, words]).toEqual([422, expect.stringContaining('Say which field shall be set.')])
    expect(text).toMatch(/value="A2"[^>]* checked/)
    expect(text).toContain('value="kept"')
    expect((await anna.post('/list/person', { do: 'hand' })).words).toContain('Choose at least one record')
  })

  test('go to the page of dispatch', async () => {
    expect((await anna.post('/list/person', { do: 'dispatch', record: ['A1', 'A2'] })).location).toBe(
      '/dispatch?records=A1%2CA2',
    )
  })
})

describe('each role', () => {
  test.each([
    ['anna', ['A1', 'A2', 'A3']],
    ['baraka', ['B1', 'B2']],
    ['mona', ['A1', 'A2', 'A3']],
    ['grace', ['A1', 'A2', 'A3', 'B1', 'B2']],
    ['sam', ['A1', 'A2', 'A3', 'B1', 'B2']],
    ['mark', ['A1', 'A2', 'A3', 'B1', 'B2']],
  ] as const)('%s sees the people that are theirs to see', async (staff, expected) => {
    const browser = await served.as(staff)
    expect(hids((await browser.get('/list/person')).text).sort()).toEqual(expected)
    const csv = (await browser.get('/list/person/csv')).text
    expect(csv.includes('Ofbaraka')).toBe((expected as readonly string[]).includes('B1'))
  })

  test.each(['abel', 'audit'])('%s, who reads no names, gets no list and no place for it', async staff => {
    const browser = await served.as(staff)
    const { status, text } = await browser.get('/list/person')
    expect([status, hids(text)]).toEqual([403, []])
    expect(text).not.toContain('href="/list/person"')
    expect((await browser.get('/list/person/csv')).status).toBe(403)
  })

  test('a salesperson cannot hand over, by a forced post either', async () => {
    expect((await anna.get('/list/person')).text).not.toContain('value="hand"')
    const forced = await anna.post('/list/person', { do: 'hand', record: ['A2', 'B2'], to: 'anna' })
    expect(forced.words).toContain('0 done, 0 wait for the office, 2 refused')
    expect([await ownerOf('A2'), await ownerOf('B2')]).toEqual(['anna', 'baraka'])
    await anna.post('/list/person', { do: 'hand', record: ['A2'], to: 'baraka' })
    expect(await ownerOf('A2')).toBe('anna')
  })
})
