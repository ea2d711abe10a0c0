// A load is taken back as a whole while nothing of it was changed since, by who loaded the file or by the office.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  // Jimmy Okello, 1980-05-01, +255 700 000 001, Plot 7 in Moshi, note "Grows maize"
  await home.person('P900')
  return () => home.close()
})

const { sheet, load } = sheetsOf(() => home)

/** P900 gets a title, a region and a number, is asked about the note; two are new. */
const file = () =>
  sheet(
    'id,given name,family name,phone,academic title,note,city,region\n' +
      'P900,Jimmy,Okello,0700 000 002,Dr,Sells beans,Moshi,Kilimanjaro\nK-1,Ann,Lee,0700 000 003,,,Moshi,\n,Bo,Dean,,,,,\n',
  )
const standing = () =>
  home.rows(
    // a new record has a new number
    `select nullif(person_hid, 'P' || person_id) as hid, person_given as given, person_title as title, person_note as note,
       array(select contact_point_value from contact_point where contact_point_entity = person_id order by contact_point_id) as contacts,
       array(select concat_ws('|', address_line1, address_city, address_region) from address where address_entity = person_id order by address_id) as places
     from person join entity on entity_id = person_id where entity_deleted is null order by person_id`,
  )
const run = async () => {
  const [last] = await home.rows<{ id: string }>('select max(load_run_id) as id from load_run')
  return String(last?.id)
}
interface Undone {
  readonly state: string
  readonly blocked: readonly unknown[]
  readonly problem?: { readonly code: string }
}
const undo = async (...args: readonly string[]) => {
  const ended = await home.satchel(['--json', ...args.slice(1), 'load', '--undo', args[0] ?? (await run())])
  return { code: ended.code, ...ended.json<Undone>() }
}

describe('a load', () => {
  test('leaves everything as it was, and the same file makes its people anew', async () => {
    const before = await standing()
    expect(await load(file())).toMatchObject({ new: 2, filled: 1, held: [{ line: 2 }] })
    const loaded = await standing()
    const dry = await home.satchel(['--json', 'load', '--undo', await run(), '--dry-run'])
    expect(dry.json()).toMatchObject({ state: 'free', removed: 2, restored: 1, asked: 1 })
    expect(await standing()).toEqual(loaded)
    expect(await undo()).toMatchObject({ code: 0, state: 'done', removed: 2, restored: 1, asked: 1 })
    expect(await standing()).toEqual(before)
    expect(await home.rows("select from change where change_outcome = 'held'")).toEqual([])
    expect(await home.rows('select * from verify_states()')).toEqual([])
    const runs = await home.satchel(['--json', 'query', 'load/runs'])
    expect(runs.json()).toMatchObject([{ file: 'people.csv', undone: expect.any(String) }])
    expect(await undo()).toMatchObject({ code: 2, problem: { code: 'load/undone' } })
    expect(await load(file())).toMatchObject({ new: 2, filled: 1, faults: [], held: [{ line: 2 }], told: [] })
    expect(await standing()).toEqual(loaded)
  })

  test('that overwrote puts back what stood', async () => {
    const before = await standing()
    expect(await load(file(), '--on-conflict', 'overwrite')).toMatchObject({ new: 2, filled: 1 })
    expect(await undo()).toMatchObject({ code: 0, state: 'done' })
    expect(await standing()).toEqual(before)
  })

  test.each([
    ['changed', "update person set person_note = 'x' where person_hid = 'K-1'", 'K-1'],
    ['changed', "update person set person_title = 'Prof' where person_hid = 'P900'", 'P900'],
    ['changed', "delete from contact_point where contact_point_value = '0700 000 002'", 'P900'],
    [
      'changed',
      "insert into address (address_entity, address_kind, address_city) select person_id, lookup_find('address-kind', 'home'), 'x' from person where person_hid = 'K-1'",
      'K-1',
    ],
    [
      'gone',
      "update entity set entity_deleted = now() from person where person_id = entity_id and person_hid = 'P900'",
      'P900',
    ],
    [
      'referred',
      "update entity set entity_parent = (select person_id from person where person_hid = 'K-1') from person where person_id = entity_id and person_hid = 'P900'",
      'K-1',
    ],
  ])('is not taken back where something was %s since', async (why, sql, record) => {
    await load(file())
    await home.rows(sql)
    const loaded = await standing()
    const told = await undo()
    expect(told).toMatchObject({ code: 3, state: 'blocked' })
    expect(told.blocked).toContainEqual({ record, why })
    expect(await standing()).toEqual(loaded)
  })

  test('is not taken back where a record went out, nor where a question was accepted', async () => {
    await load(file(), '--owner', 'anna')
    expect((await home.satchel(['dispatch', 'K-1', '--to', 'anna'])).code).toBe(0)
    expect(await undo()).toMatchObject({ code: 3, blocked: [{ record: 'K-1', why: 'packet' }] })
    const held = await home.satchel(['--as', 'grace', '--json', 'review', 'list'])
    const id = held.json<{ id: string }[]>()[0]?.id ?? ''
    expect((await home.satchel(['--as', 'grace', 'review', 'accept', id])).code).toBe(0)
    expect((await undo()).blocked).toContainEqual({ record: 'P900', why: 'changed' })
  })

  test('is taken back by who loaded it or the office, and is nothing to others', async () => {
    await load(file(), '--owner', 'anna')
    const office = await run()
    expect(await undo(office, '--as', 'anna')).toMatchObject({ code: 2, problem: { code: 'load/no-run' } })
    expect(await undo('999')).toMatchObject({ code: 2, problem: { code: 'load/no-run' } })
    await home.satchel(['--as', 'anna', 'load', sheet('name\nHer Own\n', 'anna.csv')])
    const hers = await run()
    expect(await undo(hers, '--as', 'baraka')).toMatchObject({ code: 2, problem: { code: 'load/no-run' } })
    expect(await undo(hers, '--as', 'anna')).toMatchObject({ code: 0, state: 'done', removed: 1 })
    expect(await undo(office, '--as', 'grace')).toMatchObject({ code: 0, state: 'done' })
  })

  test('is taken back in one transaction', async () => {
    await load(file())
    const loaded = await standing()
    const killed = await home.process(['load', '--undo', await run()], { env: { SATCHEL_CRASH_AT: 'load/undone' } })
    expect(killed.signal).toBe('SIGKILL')
    expect(await standing()).toEqual(loaded)
    expect(await undo()).toMatchObject({ state: 'done' })
  })
})
