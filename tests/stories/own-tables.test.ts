// Tables, types and fields of one's own: made by one command, and reached by everything at once.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  const made = await home.satchel([
    'new-type',
    'parcel',
    'area:number',
    'crop:choice:maize,beans',
    'farmer:person',
    '--under',
    'person',
    '--stages',
    'sown,growing,harvested',
  ])
  expect(made.err).toContain('satchel add parcel')
}, 120_000)
afterAll(() => home.close())

const added = async (words: readonly string[], as = 'office') =>
  (await home.satchel(['--as', as, '--json', 'add', ...words])).json<{ record: string }>().record

describe('a type of record', () => {
  test('is a file of the installation, and a row of its history', async () => {
    const [file = ''] = readdirSync(join(home.home.folder, 'sql'))
    expect(file).toBe('0001-new-type-parcel.sql')
    const text = readFileSync(join(home.home.folder, 'sql', file), 'utf8')
    expect(text).toContain('create table own_parcel')
    // tables and columns alone: the rest is made on each migrate
    expect(text).not.toMatch(/grant|policy|trigger|view|function/)
    expect(await home.rows('select added_file_text as text, added_file_by as by from added_file')).toEqual([
      { text, by: expect.stringContaining('office') },
    ])
  })

  test('is added, changed, listed, found, shown and moved as any other', async () => {
    const parcel = await added(['parcel', 'name=North field', 'area=3.5', 'crop=maize'])
    expect(parcel).toMatch(/^PA[0-9]+$/)
    expect((await home.satchel(['set', parcel, 'area=4', 'crop=beans'])).code).toBe(0)
    expect((await home.satchel(['list', 'parcels'])).out).toContain('North field')
    expect((await home.satchel(['find', 'north fie'])).out).toContain(parcel)
    expect((await home.satchel(['process', 'enter', 'own-parcel-sown', parcel])).code).toBe(0)
    const shown = (await home.satchel(['show', parcel])).out
    for (const word of ['parcel', 'North field', 'Beans']) expect(shown).toContain(word)
    expect((await home.satchel(['history', parcel])).out).toContain('maize -> beans')
  })

  test('refuses what its fields cannot hold', async () => {
    const refused = async (words: readonly string[]) => (await home.satchel(['add', 'parcel', ...words])).err
    expect(await refused(['name=Hill', 'area=much'])).toContain('record/bad-value')
    expect(await refused(['name=Hill', 'crop=gold'])).toContain('record/bad-value')
    expect(await refused(['name=Hill', 'colour=red'])).toContain('record/no-field')
  })
})

describe('a table of rows, and fields of a shipped type', () => {
  test('belong to records from the first minute', async () => {
    expect(
      (await home.satchel(['new-table', 'soil-test', 'day:date:required', 'ph:number', '--of', 'parcel'])).code,
    ).toBe(0)
    expect((await home.satchel(['new-field', 'person', 'shoe-size:number', 'twitter:web'])).code).toBe(0)
    const fields = (await home.satchel(['fields', 'parcel'])).out
    expect(fields).toMatch(/soil-test\.day/)
    const person = await added(['person', 'given-name=Amina', 'shoe-size=41'])
    const [row] = await home.rows('select person_own_shoe_size::text as size from person where person_hid = $1', [
      person,
    ])
    expect(row).toEqual({ size: '41' })
  })

  test('rows are added, changed and taken away as lines of a deal are', async () => {
    const parcel = await added(['parcel', 'name=Low field', 'soil-test/new.day=2026-11-01', 'soil-test/new.ph=6.5'])
    const rows = () =>
      home.rows(
        'select own_soil_test_day::text as day, own_soil_test_ph::text as ph from own_soil_test join own_parcel on own_parcel_id = own_soil_test_parcel where own_parcel_hid = $1',
        [parcel],
      )
    expect(await rows()).toEqual([{ day: '2026-11-01', ph: '6.5' }])
    expect((await home.satchel(['set', parcel, 'soil-test.ph=7'])).out).toContain('replaced')
    expect(await rows()).toEqual([{ day: '2026-11-01', ph: '7' }])
    expect((await home.satchel(['show', parcel])).out).toMatch(/Soil test\n.*DAY/)
    expect((await home.satchel(['set', parcel, 'soil-test-=1'])).out).toContain('removed')
    expect(await rows()).toEqual([])
  })
})

describe('what cannot be made', () => {
  test.each([
    [['new-type', 'parcel'], 'already'],
    [['new-type', 'person'], 'already'],
    [['new-type', 'price-list'], 'list'],
    [['new-type', 'Parcel!'], 'small letters'],
    [['new-type', 'goat', 'identity:text'], 'begins with id'],
    [['new-type', 'goat', 'name:text'], 'every record has it'],
    [['new-type', 'goat', 'colour:paint'], 'no type of field'],
    [['new-type', 'goat', 'colour:text', 'colour:number'], 'twice'],
    [['new-type', 'goat', 'breed:choice'], 'no list'],
    [['new-type', 'goat', '--under', 'cow'], 'no type of record'],
    [['new-field', 'cow', 'milk:number'], 'no type or table'],
    [['new-field', 'person', 'born:date'], 'already'],
    [['new-field', 'staff', 'desk:text'], 'no further fields'],
    [['new-field', 'person', 'pet:person:required'], 'cannot be required'],
    [['new-field', 'person', 'pet'.repeat(20)], 'longer than'],
  ])('%j is refused, and nothing is there', async (words, why) => {
    const before = await home.rows('select count(*) from added_file')
    const ended = await home.satchel(words)
    expect(ended.code).toBe(2)
    expect(ended.err).toContain(why)
    expect(await home.rows('select count(*) from added_file')).toEqual(before)
  })

  test('a salesperson makes none', async () => {
    const ended = await home.satchel(['--as', 'anna', 'new-type', 'goat'])
    expect(ended.err).toContain('staff/admin-only')
  })

  test('a dry run shows the file and leaves nothing', async () => {
    const ended = await home.satchel(['new-type', 'goat', 'milk:number', '--dry-run'])
    expect(ended.out).toContain('create table own_goat')
    expect(await home.rows("select to_regclass('own_goat') as goat")).toEqual([{ goat: null }])
    expect(existsSync(join(home.home.folder, 'sql', '0004-new-type-goat.sql'))).toBe(false)
  })
})

test('killed after the database has it, the file is written by the next migrate', async () => {
  const killed = await home.process(['new-field', 'organisation', 'floor:integer'], {
    env: { SATCHEL_CRASH_AT: 'own/committed' },
  })
  expect(killed.signal).toBe('SIGKILL')
  const file = join(home.home.folder, 'sql', '0004-new-field-organisation-floor.sql')
  expect(existsSync(file)).toBe(false)
  expect((await home.satchel(['fields', 'organisation'])).out).toContain('floor')
  expect((await home.satchel(['db', 'migrate'])).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('organization_own_floor')
})

describe('a file that somebody else put there', () => {
  const put = (text: string) => writeFileSync(join(home.home.folder, 'sql', '0009-odd.sql'), text)
  test.each([
    ['reset role', 'none that makes tables'],
    ['create table own_x (own_x_id bigint); select pg_sleep(1)', 'none that makes tables'],
    ['create table own_x (own_x_id bigint default pg_backend_pid())', '"pg_backend_pid"'],
    ['create table own_x as table person', 'as'],
    ['alter table person drop column person_given', "not one's own"],
    ['alter table own_parcel add own_parcel_x text; drop table person', 'none that makes tables'],
    ['insert into added_table (added_table_hid) select entity_name from entity', 'has the word'],
    ['create table own_x (own_x_id text default $$a$$)', 'none that makes tables'],
    ['grant all on person to public', 'none that makes tables'],
  ])('%s does not run', async (text, why) => {
    put(`${text};\n`)
    const ended = await home.satchel(['db', 'migrate'])
    expect(ended.err).toContain('schema/added-refused')
    expect(ended.err).toContain(why)
    expect(await home.rows("select to_regclass('own_x') as x")).toEqual([{ x: null }])
  })

  test('runs where it makes tables alone, and never with another text', async () => {
    put(
      "-- from another installation\nalter table person add column person_own_hat text;\ncomment on column person.person_own_hat is 'Hat';\n",
    )
    expect((await home.satchel(['db', 'migrate'])).code).toBe(0)
    expect((await home.satchel(['fields', 'person'])).out).toContain('hat')
    put('alter table person add column person_own_glove text;\n')
    expect((await home.satchel(['db', 'migrate'])).err).toContain('schema/changed')
  })
})
