// Tables and fields of one's own in the console, once there are some: rows and fields of every type, filled there; renamed, retyped, given
// other rights and dropped; and lists of choices.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, openTestConsole, type TestConsole } from '../helpers/console.ts'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { field, hidden, make, shownFile } from '../helpers/own-pages.ts'

let home: TestHome
let served: TestConsole
let tina: Browser
let anna: Browser
beforeAll(async () => {
  home = await makeHome()
  await home.person('K-001', 'anna')
  await home.rows("select add_staff('tina', 'Tina Otieno', 'tina@kilimo.example', 'admin', 'en', 'plain')")
  served = await openTestConsole(home)
  tina = await served.as('tina')
  anna = await served.as('anna')
  for (const words of [
    ['new-type', 'parcel', 'area:number', 'crop:choice:maize,beans'],
    ['add', 'parcel', 'name=North field', 'id=F-1', '--owner', 'anna'],
  ])
    expect(await home.satchel(['--as', 'tina', ...words])).toMatchObject({ code: 0 })
}, 120_000)
afterAll(async () => {
  expect(served.bugs).toEqual([])
  await served.close()
  await home.close()
})

const files = () => readdirSync(join(home.home.folder, 'sql')).toSorted()

describe('tables and fields', () => {
  test('of every type of field are made at once, and filled in the console', async () => {
    const offered = [
      ...(await tina.get('/own/new/table')).text.matchAll(/<select[^>]*name="f0.type">([^]*?)<\/select>/g),
    ]
    const types = [...(offered[0]?.[1] ?? '').matchAll(/value="([^"]*)"/g)].map(([, type = '']) => type)
    expect(types).toEqual(
      expect.arrayContaining(['text', 'money', 'choice', 'web', 'place', 'record', 'person', 'own_parcel']),
    )
    const fields = types.map((type, row) =>
      field(
        row,
        `v-${type.replaceAll('_', '-')}`,
        type,
        type === 'choice' ? { list: 'own-parcel-crop' } : { label: `Of: ${type} = "x"` },
      ),
    )
    const { preview, page } = await make(tina, '/own/new/table', {
      name: 'visit-sheet',
      of: 'own_parcel',
      rights: 'record',
      ...Object.assign({}, ...fields),
    })
    expect(preview.words).toContain('v-money-currency')
    expect(page.words).toContain('Of: place = "x"')
    const record = await anna.get('/records/F-1')
    expect(record.status).toBe(200)
    const add = await anna.get('/add/own_parcel')
    expect(add.text).toContain('visit-sheet/new.v-money')
    const values = {
      'f.name': 'East field',
      'f.visit-sheet/new.v-money': '12.50',
      'f.visit-sheet/new.v-money-currency': 'TZS',
      'f.visit-sheet/new.v-email': 'josé@münchen.example',
      'f.visit-sheet/new.v-web': 'www.example.org/a',
      'f.visit-sheet/new.v-phone': '+255 700 000 123',
      'f.visit-sheet/new.v-choice': 'beans',
    }
    const east = (await anna.post('/add/own_parcel', values)).location?.replace(/\?.*/, '') ?? ''
    expect(east).toMatch(/^\/records\/PA\d+$/)
    // the record shows its rows, and they are changed there
    const shown = await anna.get(east)
    expect(shown.words).toContain('Visit-sheet 1')
    const slot = /name="f\.(visit-sheet\/[a-z]\d+)\.v-integer"/.exec(shown.text)?.[1] ?? 'none'
    const changed = { form: slot, [`was.${slot}.v-integer`]: '', [`f.${slot}.v-integer`]: '7' }
    expect((await anna.press(east, changed)).words).toContain('Saved.')
    expect(await home.rows('select own_visit_sheet_v_integer::int as n from own_visit_sheet')).toEqual([{ n: 7 }])
    const [row] = await home.rows<Record<string, string>>(
      'select own_visit_sheet_v_money::text as money, own_visit_sheet_v_email as email, own_visit_sheet_v_web as web from own_visit_sheet',
    )
    expect(row).toMatchObject({ money: '12.5', email: 'josé@münchen.example' })
    // the keyboard fits, and no browser refuses or rewrites what the database takes
    const input = (name: string) =>
      new RegExp(`<input[^>]*name="f.visit-sheet/new.${name}"[^>]*>`).exec(add.text)?.[0] ?? ''
    for (const [name, type, keyboard] of [
      ['v-email', 'text', 'email'],
      ['v-phone', 'tel', 'tel'],
      ['v-web', 'text', 'url'],
      ['v-money', 'text', 'decimal'],
      ['v-number', 'text', 'decimal'],
    ])
      expect([name, input(name ?? '')]).toEqual([
        name,
        expect.stringMatching(new RegExp(`type="${type}".*inputmode="${keyboard}"`)),
      ])
  })

  test('of a shipped type are renamed, retyped after a look at every value, given rights, and dropped while nothing uses them', async () => {
    const { page } = await make(tina, '/own/new/field', {
      of: 'person',
      ...field(0, 'shoe-size', 'text', { label: 'Shoe size' }),
    })
    expect(page.words).toContain('Shoe size')
    expect(await home.satchel(['set', 'K-001', 'shoe-size=large'])).toMatchObject({ code: 0 })
    const path = '/own/of/person/shoe-size'
    expect((await tina.get(path)).words).toContain('person.shoe-size')
    const misfit = await tina.post(path, { act: 'retype', 'f0.type': 'integer', do: 'try' })
    expect([misfit.status, misfit.words]).toEqual([422, expect.stringContaining('1 value does not fit: K-001 "large"')])
    expect(await home.satchel(['set', 'K-001', 'shoe-size=42'])).toMatchObject({ code: 0 })
    const retyped = await make(tina, path, { act: 'retype', 'f0.type': 'integer' })
    expect([retyped.made.location, retyped.page.words]).toEqual([
      `${path}?done=own-changed`,
      expect.stringContaining('whole number'),
    ])
    const renamed = await make(tina, path, { act: 'rename', word: 'shoes', label: 'Size of shoes' })
    expect(renamed.made.location).toBe('/own/of/person/shoes?done=own-changed')
    expect(renamed.page.words).toContain('Size of shoes')
    expect((await home.satchel(['fields', 'person'])).out).toMatch(/shoes +.*integer/)
    const used = await tina.post('/own/of/person/shoes', { act: 'drop', do: 'try' })
    expect([used.status, used.words]).toEqual([422, expect.stringContaining('1 row has a value')])
    expect(await home.satchel(['set', 'K-001', 'shoes='])).toMatchObject({ code: 0 })
    const dropped = await make(tina, '/own/of/person/shoes', { act: 'drop' })
    expect(dropped.made.location).toBe('/own/of/person?done=own-dropped')
    expect((await home.satchel(['fields', 'person'])).out).not.toContain('shoes')
    await make(tina, '/own/of/visit-sheet', { act: 'rights', rights: 'office' })
    expect((await home.satchel(['own', 'list'])).out).toMatch(/visit-sheet .*office/)
    // each change is a file, and what ran is what the folder has
    expect(files().map(name => name.slice(0, 4))).toEqual(files().map((_, at) => String(at + 1).padStart(4, '0')))
    expect(await home.satchel(['verify'])).toMatchObject({ code: 0 })
  }, 120_000)

  test('that another changed in between are refused by what there is then', async () => {
    const preview = await tina.post('/own/new/field', { of: 'person', ...field(0, 'hat', 'text'), do: 'try' })
    expect(await home.satchel(['--as', 'tina', 'new-field', 'person', 'hat:number'])).toMatchObject({ code: 0 })
    const late = await tina.post('/own/new/field', { ...hidden(preview.text), do: 'make' })
    expect([late.status, late.words]).toEqual([422, expect.stringContaining('there is a field called "hat" already')])
  })
})

describe('lists of choices', () => {
  test("of one's own begin in the console, and a field takes its values from one", async () => {
    const begun = await tina.press('/lookups', { list: 'own-soil', title: 'Clay', word: 'clay' })
    expect(begun.words).toContain('The choice is in the list now.')
    const wrong = await tina.post('/lookups', { list: 'soil', title: 'Sand', word: 'sand' })
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('value="sand"')])
    const { preview } = await make(tina, '/own/new/field', {
      of: 'parcel',
      ...field(0, 'soil', 'choice', { list: 'own-soil' }),
    })
    expect(shownFile(preview.text)).toContain('own-soil')
    expect((await tina.get('/own/of/parcel')).text).toContain('href="/lookups/own-soil"')
    expect((await anna.get('/add/own_parcel')).text).toMatch(/<select[^>]*name="f.soil"[^]*?value="clay"/)
  })
})
