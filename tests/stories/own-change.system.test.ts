// Types, tables and fields of one's own: listed, dropped while nothing uses them, renamed, retyped, and given other rights.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await done(['new-type', 'parcel', 'area:text', 'crop:choice:maize,beans', 'farmer:person', '--stages', 'sown,cut'])
  await done(['new-table', 'soil-test', 'day:date:required', 'ph:number', '--of', 'parcel'])
}, 120_000)
afterAll(() => home.close())

async function done(words: readonly string[]) {
  const ended = await home.satchel(words)
  expect(ended.err).not.toMatch(/^[a-z]+\/[a-z-]+/m)
  expect([words.join(' '), ended.code, ended.code === 0 ? '' : ended.err]).toEqual([words.join(' '), 0, ''])
  return ended
}
const refused = async (words: readonly string[]) => {
  const ended = await home.satchel(words)
  expect(ended.code).not.toBe(0)
  return ended.err
}
const add = async (words: readonly string[]) =>
  (await done(['--json', 'add', ...words])).json<{ record: string }>().record
interface Own {
  readonly name: string
  readonly what: string
  readonly of: string | null
  readonly type: string | null
  readonly rights: string | null
  readonly file: string | null
  readonly n: number | null
}
const own = async () => (await done(['--json', 'own', 'list'])).json<{ own: readonly Own[] }>().own
const word = (name: string, rows: readonly Own[]) => rows.find(row => row.name === name)

test('the list says what there is, where it came from, and how many rows', async () => {
  const rows = await own()
  expect(word('parcel', rows)).toMatchObject({ what: 'type', rights: 'record', n: 0, file: '0001-new-type-parcel' })
  expect(word('soil-test', rows)).toMatchObject({ what: 'table', of: 'parcel', file: '0002-new-table-soil-test' })
  expect(word('crop', rows)).toMatchObject({ what: 'field', of: 'parcel', type: 'choice of own-parcel-crop' })
  expect(word('farmer', rows)).toMatchObject({ type: 'person' })
  expect(rows.map(row => row.name)).not.toContain('name')
})

describe('a field gets another type', () => {
  test('only where every value fits: those that do not are named by their record', async () => {
    const north = await add(['parcel', 'name=North', 'area=3.5', 'crop=maize'])
    const south = await add(['parcel', 'name=South', 'area=about two'])
    const err = await refused(['own', 'retype', 'parcel', 'area:number'])
    expect(err).toContain(`1 value does not fit: ${south} "about two"`)
    expect(err).not.toContain(north)
    expect(await refused(['own', 'retype', 'parcel', 'area:integer', '--dry-run'])).toContain('2 values do not fit')
    await done(['set', south, 'area=2'])
    const before = await home.rows('select count(*) from added_file')
    expect((await done(['own', 'retype', 'parcel', 'area:number', '--dry-run'])).out).toContain('numeric')
    expect(await home.rows('select count(*) from added_file')).toEqual(before)
    await done(['own', 'retype', 'parcel', 'area:number:required'])
    expect(await home.rows('select own_parcel_area::text as area from own_parcel order by 1')).toEqual([
      { area: '2' },
      { area: '3.5' },
    ])
    expect(await refused(['add', 'parcel', 'name=West'])).toContain('area')
    expect(await refused(['set', south, 'area=much'])).toContain('record/bad-value')
    expect((await done(['history', south])).out).toContain('about two -> 2')
  })

  test('a choice becomes text, and text a choice of words that its list gets', async () => {
    await done(['own', 'retype', 'parcel', 'crop:text'])
    expect(
      await home.rows('select own_parcel_crop as crop from own_parcel where own_parcel_crop <> $1', ['x']),
    ).toEqual([{ crop: 'maize' }])
    expect(await refused(['own', 'retype', 'parcel', 'crop:choice:rice,beans:list=own-crops'])).toContain('"maize"')
    await done(['own', 'retype', 'parcel', 'crop:choice:rice,maize:list=own-crops'])
    expect((await done(['list', 'parcels', '--columns', 'crop'])).out).toContain('maize')
  })

  test.each([
    [['own', 'retype', 'parcel', 'farmer:file'], 'a file '],
    [['own', 'retype', 'parcel', 'farmer:paint'], 'no type of field'],
    [['own', 'retype', 'parcel', 'colour:text'], 'no field "colour"'],
    [['own', 'retype', 'person', 'born:text'], 'came with the program'],
    [['own', 'retype', 'parcel', 'name:long-text'], 'every record has it'],
  ])('%j is refused', async (words, why) => {
    expect(await refused(words)).toContain(why)
  })
})

describe('a new word and label', () => {
  test('are what people type and read; the name in SQL stays', async () => {
    await done(['new-field', 'person', 'shoe-size:number'])
    await done(['own', 'rename', 'parcel', '--word', 'plot', '--label', 'Plot of land'])
    await done(['own', 'rename', 'plot', 'area', '--word', 'size', '--label', 'Acres'])
    await done(['own', 'rename', 'person', 'shoe-size', '--word', 'shoes'])
    const plot = await add(['plot', 'name=East', 'size=7', 'crop=rice'])
    expect(plot).toMatch(/^PA/)
    expect((await done(['fields', 'plot'])).out).toMatch(/size.*Acres/)
    expect((await done(['show', plot])).out).toContain('Plot of land')
    expect((await done(['list', 'plots', 'size>6'])).out).toContain('East')
    // what was written with the first word still works
    expect((await done(['list', 'parcels'])).out).toContain('East')
    await done(['add', 'person', 'given-name=Amina', 'shoes=41'])
    expect(
      await home.rows('select own_parcel_area::text as area from own_parcel where own_parcel_hid = $1', [plot]),
    ).toEqual([{ area: '7' }])
    expect(word('plot', await own())).toMatchObject({ what: 'type', label: 'Plot of land', n: 3 })
    expect(await refused(['new-type', 'plot'])).toContain('already')
    expect(await refused(['new-type', 'parcel'])).toContain('already')
    expect(await refused(['own', 'rename', 'plot', '--word', 'person'])).toContain('already')
    expect(await refused(['own', 'rename', 'plot'])).toContain('neither')
    expect(await refused(['own', 'rename', 'person', '--word', 'human'])).toContain('came with the program')
    await done(['own', 'rename', 'plot', '--word', 'parcel'])
    expect(word('parcel', await own())).toBeDefined()
  })
})

describe('rights', () => {
  test('are another pattern from then on', async () => {
    await done(['own', 'rights', 'parcel', 'office'])
    expect((await home.satchel(['--as', 'anna', 'list', 'parcels'])).out).not.toContain('East')
    await done(['own', 'rights', 'parcel', 'everybody'])
    expect((await home.satchel(['--as', 'anna', 'list', 'parcels'])).out).toContain('East')
    expect(await refused(['own', 'rights', 'parcel', 'nobody'])).toContain('everybody')
    expect(await refused(['--as', 'anna', 'own', 'rights', 'parcel', 'record'])).toContain('staff/admin-only')
  })
})

describe('dropped', () => {
  test('only while nothing uses it, and it is said what does', async () => {
    const err = await refused(['own', 'drop', 'parcel'])
    expect(err).toContain('3 records are there')
    expect(err).toContain('own/refused')
    expect(await refused(['own', 'drop', 'parcel', 'size'])).toContain('3 rows have a value')
    expect(await refused(['own', 'drop', 'person', 'born'])).toContain('came with the program')
    expect(await refused(['own', 'drop', 'goat'])).toContain('there is no type or table "goat"')
    const [stands] = await home.rows<{ n: string }>("select count(*) as n from pg_class where relname = 'own_parcel'")
    expect(stands?.n).toBe('1')
  })

  test('a field that is empty, a table without rows, and the history of its rows is still there', async () => {
    const [plot] = await home.rows<{ hid: string }>('select own_parcel_hid as hid from own_parcel limit 1')
    await home.rows(
      "insert into own_soil_test (own_soil_test_parcel, own_soil_test_day) select own_parcel_id, '2026-05-01' from own_parcel where own_parcel_hid = $1",
      [plot?.hid],
    )
    expect(await refused(['own', 'drop', 'soil-test'])).toContain('1 row is there')
    await home.rows('delete from own_soil_test')
    await done(['own', 'drop', 'soil-test', 'ph'])
    await done(['own', 'drop', 'soil-test'])
    await done(['own', 'drop', 'parcel', 'farmer'])
    expect(word('soil-test', await own())).toBeUndefined()
    expect((await done(['fields', 'parcel'])).out).not.toContain('farmer')
    await done(['show', plot?.hid ?? ''])
    await done(['history', plot?.hid ?? ''])
    await done(['verify'])
  })

  test('a type with its rules, process and lists; the word is free again', async () => {
    await done([
      'new-type',
      'goat',
      'milk:number',
      'breed:choice:alpine,boer',
      '--under',
      'person',
      '--stages',
      'kid,grown',
    ])
    await done(['new-field', 'person', 'goat:goat'])
    expect(await refused(['own', 'drop', 'goat'])).toContain('the field goat of person names it')
    await done(['own', 'drop', 'person', 'goat'])
    const dry = await done(['own', 'drop', 'goat', '--dry-run'])
    expect(dry.out).toContain('drop table own_goat')
    expect(word('goat', await own())).toBeDefined()
    await done(['own', 'drop', 'goat'])
    expect(
      await home.rows(
        `select (select count(*)::int from entity_type where entity_type_hid = 'own_goat') as types,
          (select count(*)::int from entity_rule where entity_rule_hid like 'own\\_goat%') as rules,
          (select count(*)::int from development_process where development_process_hid = 'own-goat') as processes,
          (select count(*)::int from lookup where lookup_domain = 'own-goat-breed') as words,
          (select count(*)::int from meta_fields where meta_fields_table = 'own_goat') as notes`,
      ),
    ).toEqual([{ types: 0, rules: 0, processes: 0, words: 0, notes: 0 }])
    await done(['new-type', 'goat', 'milk:integer'])
    expect(await add(['goat', 'name=Bella', 'milk=3'])).toMatch(/^GO/)
  })

  test('refused for a query that names it, kept by anybody', async () => {
    await done(['new-field', 'organisation', 'floor:integer'])
    await done(['list', 'organisations', 'floor>2', '--save', 'high'])
    expect(await refused(['own', 'drop', 'organisation', 'floor'])).toContain('the query user/high')
  })
})

test('what a form in use, a packet or a change that waits has is neither dropped nor retyped', async () => {
  await done(['form', 'new', 'parcel-check', '--type', 'parcel'])
  await done(['form', 'publish'])
  await done(['own', 'rights', 'parcel', 'record'])
  const hid = await add(['parcel', 'name=Hill', 'size=1', 'crop=rice', '--owner', 'anna'])
  await done(['dispatch', hid, '--to', 'anna', '--form', 'parcel-check'])
  await done(['send'])
  for (const words of [
    ['own', 'retype', 'parcel', 'crop:text'],
    ['own', 'drop', 'parcel', 'crop'],
  ]) {
    const err = await refused(words)
    expect(err).toContain('the form parcel-check/1 has it, and is in use; 1 packet is out with it')
  }
  // a new word changes nothing for whoever has the packet
  await done(['own', 'rename', 'parcel', 'crop', '--word', 'plant'])
  const [packet] = home.packets(mails.anna)
  if (packet === undefined) throw new Error('no packet')
  home.drop('reply', replyTo(packet, { set: { crop: 'maize' } }))
  await done(['import'])
  expect((await done(['list', 'parcels', 'plant=maize'])).out).toContain('Hill')
})

test('each change is a file that says by whom it ran, and which a restore runs again', async () => {
  const rows = await home.rows<{ name: string; by: string }>(
    'select added_file_hid as name, added_file_by as by from added_file order by 1',
  )
  const names = rows.map(row => row.name.slice(5))
  for (const name of [
    'retype-parcel-area',
    'required-retype-parcel-area',
    'rename-parcel',
    'rights-parcel',
    'drop-goat',
  ])
    expect(names).toContain(name)
  expect(rows.map(row => Number(row.name.slice(0, 4)))).toEqual(rows.map((_, at) => at + 1))
  for (const { name, by } of rows) {
    expect(by).toContain('office')
    expect(existsSync(join(home.home.folder, 'sql', `${name}.sql`))).toBe(true)
  }
  expect(readFileSync(join(home.home.folder, 'sql', `${rows.at(-1)?.name ?? ''}.sql`), 'utf8')).not.toMatch(/\$/)
})
