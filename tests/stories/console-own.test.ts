// Tables and fields of one's own in the console: from nothing to a filled record by HTTP alone. It ends in the same rows as the commands,
// to the letter of the files; what is wrong is said at its field; and nobody but an administrator makes or changes anything.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { field, hidden, parcel, plain, shownFile, type Fields } from '../helpers/own-pages.ts'

let home: TestHome
let served: TestConsole
let tina: Browser
let grace: Browser
let anna: Browser
/** The parcel that Anna added. */
let north = ''
beforeAll(async () => {
  home = await makeHome()
  await home.person('K-001', 'anna')
  await home.rows("select add_staff('tina', 'Tina Otieno', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  served = await openTestConsole(home)
  tina = await served.as('tina')
  grace = await served.as('grace')
  anna = await served.as('anna')
}, 120_000)
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const files = () => readdirSync(join(home.home.folder, 'sql')).toSorted()
const fileText = (name: string) => readFileSync(join(home.home.folder, 'sql', name), 'utf8')
const added = () => home.rows('select added_file_hid as name, added_file_digest as digest from added_file order by 1')

describe('a type of record', () => {
  test('is tried first: the page shows the file and what there would be, and nothing is there', async () => {
    const preview = await tina.post('/own/new/type', { ...parcel, do: 'try' })
    expect(preview.status).toBe(200)
    for (const said of ['number', 'own-parcel-crop', 'maize, beans', 'sown, growing, harvested', 'Area', 'planted'])
      expect(preview.words).toContain(said)
    const dry = await home.satchel([
      'new-type',
      'parcel',
      'area:number',
      'crop:choice:maize,beans',
      'planted:date',
      'farmer:person',
      '--under',
      'person',
      '--stages',
      'sown,growing,harvested',
      '--dry-run',
      '--as',
      'tina',
    ])
    expect(shownFile(preview.text)).toContain('create table own_parcel')
    expect(dry.out).toContain(shownFile(preview.text))
    expect(await added()).toEqual([])
    expect(await home.rows("select to_regclass('own_parcel') as there")).toEqual([{ there: null }])
    // what was typed is there again
    const again = await tina.post('/own/new/type', { ...hidden(preview.text), do: 'edit' })
    expect(again.text).toContain('value="maize, beans"')
    expect(again.text).toMatch(/name="under" value="person" checked/)
  })

  test('is made exactly as shown, once for two presses, and in the name of who pressed', async () => {
    const preview = await tina.post('/own/new/type', { ...parcel, do: 'try' })
    const press = { ...hidden(preview.text), do: 'make' }
    const presses = await Promise.all([tina.post('/own/new/type', press), tina.post('/own/new/type', press)])
    const led = presses.map(({ location }) => location).find(to => to?.startsWith('/own/')) ?? ''
    expect(led).toBe('/own/of/parcel?done=own-made')
    expect((await tina.get(led)).words).toContain('It is there.')
    expect(files()).toEqual(['0001-new-type-parcel.sql'])
    expect(fileText('0001-new-type-parcel.sql')).toBe(`${shownFile(preview.text)}\n`)
    const [made] = await home.rows<{ by: string; rule: string; word: string }>(
      `select added_file_by as by, (select audit_by from audit where audit_table = 'entity_rule' order by audit_id desc limit 1) as rule,
        (select audit_by from audit where audit_table = 'lookup' order by audit_id desc limit 1) as word from added_file`,
    )
    for (const by of [made?.by, made?.rule, made?.word]) expect(by).toMatch(/_tina$/)
  })

  test('is in the lists, the column and the forms of a console that goes on', async () => {
    for (const browser of [tina, grace, anna]) {
      expect((await browser.get('/')).text).toContain('href="/list/own_parcel"')
      expect((await browser.get('/add')).text).toContain('href="/add/own_parcel"')
      expect((await browser.get('/list/own_parcel')).status).toBe(200)
    }
    const form = await anna.get('/add/own_parcel')
    for (const name of ['f.name', 'f.area', 'f.crop', 'f.planted', 'f.farmer'])
      expect(form.text).toContain(`name="${name}"`)
    expect((await tina.get('/own')).text).toContain('href="/own/of/parcel"')
  })

  test('is filled by the next request, and its row and history are as those of a command', async () => {
    const values = { 'f.name': 'North field', 'f.area': '3.5', 'f.crop': 'maize', 'f.farmer': 'K-001', under: 'K-001' }
    const { location } = await anna.post('/add/own_parcel', values)
    north = /^\/records\/(PA\d+)\?done=added$/.exec(location ?? '')?.[1] ?? 'none'
    const command = [
      '--as',
      'anna',
      '--json',
      'add',
      'parcel',
      'name=South field',
      'area=3.5',
      'crop=maize',
      'farmer=K-001',
    ]
    expect(await home.satchel([...command, '--under', 'K-001'])).toMatchObject({ code: 0 })
    const rows = await home.rows(
      `select own_parcel_area::text as area, lookup_value as crop, own_parcel_farmer is not null as farmer, entity_level as level,
        (select array_agg(audit_verb || ' ' || audit_fields || ' ' || audit_by order by audit_id) from audit
          where audit_table = 'own_parcel' and audit_row = own_parcel_id) as audit
      from own_parcel join entity on entity_id = own_parcel_id join lookup on lookup_id = own_parcel_crop order by own_parcel_id`,
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual(rows[1])
    expect(rows[0]).toMatchObject({ area: '3.5', crop: 'maize', farmer: true })
    expect((await anna.get(`/records/${north}`)).words).toContain('North field')
    expect((await anna.get('/list/own_parcel')).words).toContain('South field')
    expect((await anna.get('/board/own-parcel')).status).toBe(200)
  })
})

describe('what cannot be made', () => {
  test('is said at its field, with all that was typed, and nothing is tried', async () => {
    const wrong = await tina.post('/own/new/type', {
      name: 'Goat!',
      label: '<b>Goat',
      rights: 'office',
      stages: 'in, Out!',
      ...field(0, 'tag', 'text', { required: 'yes' }),
      ...field(1, 'breed', 'choice'),
      ...field(2, '', 'text', { label: 'No name' }),
      ...field(4, 'tag', 'number'),
      do: 'try',
    })
    expect(wrong.status).toBe(422)
    const at = (id: string) => plain(new RegExp(`id="err-o-${id}"[^>]*>([^<]*)<`).exec(wrong.text)?.[1] ?? '')
    expect(at('name')).toContain('"Goat!" cannot be a name')
    expect(at('stages')).toContain('"Out!" cannot be a stage')
    expect(at('f0-name')).toBe('')
    expect(at('f1-name')).toContain('there is no list "own-Goat!-breed" yet')
    expect(at('f2-name')).toContain('cannot be a name')
    expect(at('f4-name')).toContain('the field "tag" is there twice')
    for (const kept of ['value="Goat!"', 'value="&lt;b&gt;Goat"', 'value="No name"', 'value="in, Out!"'])
      expect(wrong.text).toContain(kept)
    expect(wrong.text).toMatch(/name="f0.required" value="yes" checked/)
    expect(await added()).toHaveLength(1)
  })

  test('is said in the language of the reader', async () => {
    await home.rows("update staff set staff_language = 'de' where staff_hid = 'tina' returning staff_hid")
    const wrong = await tina.post('/own/new/type', { name: 'parcel', ...field(0, 'x', 'paint'), do: 'try' })
    expect(wrong.words).toContain('eine Art von Datensatz namens „parcel“ gibt es schon')
    expect(wrong.words).toContain('„paint“ ist keine Art von Feld')
    const dropped = await tina.post('/own/of/parcel', { act: 'drop', do: 'try' })
    expect([dropped.status, dropped.words]).toEqual([422, expect.stringContaining('2 Datensätze sind da')])
    await home.rows("update staff set staff_language = 'en' where staff_hid = 'tina' returning staff_hid")
  })

  test('rows for fields are added without script', async () => {
    const more = await tina.post('/own/new/table', { name: 'soil-test', ...field(0, 'ph', 'number'), do: 'more' })
    expect(more.status).toBe(200)
    expect(more.text).toContain('name="f3.name"')
    expect(more.text).toContain('value="ph"')
    expect((await tina.post('/own/new/field', { of: 'person', do: 'try' })).words).toContain('Give one field a name.')
  })
})

test('while it is tried and made others read and write, and its page may be closed', async () => {
  const busy = await openTestConsole(home, undefined, {}, { answerMs: 0 })
  try {
    const maker = await busy.as('tina')
    const other = await busy.as('anna')
    const over = async (path: string) => {
      for (;;) {
        const page = await maker.get(path)
        if (!page.text.includes('data-work=')) return page
        // each look is a request of its own; the work is at the database
        expect((await other.get('/list/own_parcel')).status).toBe(200)
      }
    }
    const tried = await maker.post('/own/new/field', { of: 'parcel', ...field(0, 'slope', 'number'), do: 'try' })
    expect([tried.status, tried.location]).toEqual([303, expect.stringMatching(/^\/work\/\d+$/)])
    const preview = await over(tried.location ?? '')
    expect(preview.words).toContain('Nothing is made yet.')
    const made = await maker.post('/own/new/field', { ...hidden(preview.text), do: 'make' })
    // others add records all the time
    const state = { isOver: false }
    const became: unknown[] = []
    const writer = async () => {
      for (let n = 0; !state.isOver; n++) {
        const { status, location } = await other.post('/add/own_parcel', { 'f.name': `Busy ${n}`, anyway: '1' })
        became.push([status, location?.replace(/.*\?/, '')])
      }
    }
    const writers = [writer(), writer(), writer()]
    const page = await over(made.location ?? '')
    state.isOver = true
    await Promise.all(writers)
    expect(busy.bugs).toEqual([])
    expect(became).toEqual(became.map(() => [303, 'done=added']))
    expect(page.location).toBe('/own/of/parcel?done=own-made')
    expect((await other.get('/add/own_parcel')).text).toContain('name="f.slope"')
    expect(busy.bugs).toEqual([])
  } finally {
    await busy.close()
  }
}, 60_000)

describe('nobody but an administrator', () => {
  const posts: readonly (readonly [string, Fields])[] = [
    ['/own/new/type', { ...parcel, name: 'forced', do: 'make' }],
    ['/own/new/table', { name: 'forced', ...field(0, 'x', 'text'), do: 'make' }],
    ['/own/new/field', { of: 'person', ...field(0, 'forced', 'text'), do: 'make' }],
    ['/own/of/parcel', { act: 'rights', rights: 'everybody', do: 'make' }],
    ['/own/of/parcel', { act: 'rename', word: 'forced', label: 'Forced', do: 'make' }],
    ['/own/of/parcel/area', { act: 'drop', do: 'make' }],
    ['/own/of/parcel/area', { act: 'retype', 'f0.type': 'text', do: 'try' }],
  ]

  test('sees a form or an act, and what the others force changes nothing', async () => {
    const before = await added()
    for (const browser of [grace, anna]) {
      for (const path of ['/own/new/type', '/own/new/field', '/own/of/parcel', '/own/of/parcel/area'])
        expect([path, (await browser.get(path)).status]).toEqual([path, 404])
      for (const [path, fields] of posts) expect([path, (await browser.post(path, fields)).status]).toEqual([path, 404])
    }
    expect(await added()).toEqual(before)
    // the office reads the list
    const list = await grace.get('/own')
    expect([list.status, list.words]).toEqual([200, expect.stringContaining('parcel')])
    expect(list.text).not.toContain('/own/new/')
    expect((await anna.get('/own')).status).toBe(404)
    expect((await anna.get('/')).text).not.toContain('href="/own"')
  })

  test('makes anything by a role that was taken away after the preview', async () => {
    await home.rows("select add_staff('omar', 'Omar Otieno', 'omar@kilimo.example', 'admin', 'en', 'plain')")
    const omar = await served.as('omar')
    const preview = await omar.post('/own/new/field', { of: 'person', ...field(0, 'late', 'text'), do: 'try' })
    expect(preview.status).toBe(200)
    expect(await home.satchel(['--as', 'tina', 'staff', 'role', 'omar', 'office'])).toMatchObject({ code: 0 })
    const before = await added()
    expect((await omar.post('/own/new/field', { ...hidden(preview.text), do: 'make' })).status).toBe(404)
    expect(await added()).toEqual(before)
  })
})
