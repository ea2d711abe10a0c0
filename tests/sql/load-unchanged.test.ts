// A file that is loaded again: rows that say just what stands take a short way, which must lead where the long one leads.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../helpers/doubles.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.rows("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
})
afterAll(() => stage.close())

interface Row {
  line: number
  digest: string
  [field: string]: unknown
}
type Way = 'short' | 'long'

const client = () => stage.as('satchel')
const act = async (hid: string) => {
  await client().query("select set_config('role', staff_role_of($1), true)", [hid])
}

/** Loads pages as the program does, rows that wait again with the next page. @returns what it said of each row, by line. */
async function load(rows: readonly Row[], conflict: string): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {}
  let page = rows
  for (let turn = 0; page.length > 0 && turn < 20; turn++) {
    const { rows: said } = await client().query<{ line: number; outcome: string; told: string[] | null }>(
      'select * from load_people($1, $2) order by line',
      [JSON.stringify(page), conflict],
    )
    for (const { line, ...rest } of said) told[line] = { ...rest, told: rest.told ?? [] }
    const waiting = new Set(said.filter(({ outcome }) => outcome === 'wait').map(({ line }) => line))
    page = page.filter(({ line }) => waiting.has(line))
  }
  return told
}

/** Everything that a load writes of people, without numbers and times. */
const world = async () =>
  (
    await client().query(
      `select case when person_hid like 'P-%' then person_hid end as hid, person_given, person_family, person_title, person_born, person_note, entity_deleted is not null as gone,
        entity_owner, (select array_agg(contact_point_value order by contact_point_normal) from contact_point
          where contact_point_entity = person_id) as contacts,
        (select array_agg(concat_ws('/', address_line1, address_city, address_region) order by address_id) from address
          where address_entity = person_id) as addresses, (select count(*) from change where change_entity = person_id) as asked,
        (select array_agg(load_key_value order by load_key_value) from load_key where load_key_entity = person_id) as keys
      from person join entity on entity_id = person_id order by person_id`,
    )
  ).rows

/** What becomes of a file on a way, and how much of the long way's work was done; nothing of it stays. */
async function tried(
  way: Way,
  who: string,
  rows: readonly Row[],
  conflict: string,
  prepare: (who: string) => Promise<void>,
) {
  await client().query('begin')
  try {
    await prepare(who)
    if (way === 'long')
      await client().query(
        "create or replace function load_unchanged(p_rows jsonb) returns table (line integer, entity bigint, hid text, name text, born date) language sql stable as $$ select 1, 1::bigint, '', '', null::date where false $$",
      )
    await act(who)
    await client().query("select begin_load('people.csv', repeat('2', 64), $1)", [rows.map(({ digest }) => digest)])
    const told = await load(rows, conflict)
    await client().query('reset role')
    return { told, world: await world() }
  } finally {
    await client().query('rollback')
  }
}

const pick = <T>(random: () => number, values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
const names = ['Amani', 'Neema', 'Juma', 'Asha']

function people(random: () => number, count: number): Row[] {
  return Array.from({ length: count }, (_, at) => ({
    line: at + 2,
    digest: `digest-${at}`,
    given: pick(random, names),
    family: `Mushi${Math.floor(random() * 8)}`,
    contacts:
      random() < 0.7
        ? [{ kind: 'phone', value: `0770 100 ${String(100 + Math.floor(random() * 40))}`, column: 3 }]
        : [],
    ...(random() < 0.5 ? { hid: `P-${at}` } : {}),
    ...(random() < 0.1 ? { uid: `card-${at}` } : {}),
    ...(random() < 0.5 ? { born: `19${String(50 + Math.floor(random() * 40))}-03-04` } : {}),
    ...(random() < 0.3 ? { title: pick(random, ['Dr', 'Prof']) } : {}),
    ...(random() < 0.5 ? { owner: pick(random, ['anna', 'baraka']) } : {}),
    ...(random() < 0.5
      ? { address: { city: pick(random, ['Moshi', 'Arusha']), line1: pick(random, ['Plot 1', 'Plot 2']) } }
      : {}),
  }))
}

/** What others did since then, to some of them. */
async function meanwhile(random: () => number): Promise<void> {
  const { rows } = await client().query<{ id: string }>('select person_id as id from person order by person_id')
  for (const { id } of rows) {
    const what = [
      "update person set person_title = 'Mr' where person_id = $1",
      "update person set person_given = 'Amani' where person_id = $1",
      "update person set person_born = '1999-09-09' where person_id = $1",
      'update entity set entity_deleted = now() where entity_id = $1',
      'delete from contact_point where contact_point_entity = $1',
      'delete from address where address_entity = $1',
      "insert into address (address_entity, address_kind, address_city) select $1, lookup_find('address-kind', 'home'), 'Moshi'",
      'update address set address_end = current_date - 1 where address_entity = $1',
      'update entity set entity_owner = null where entity_id = $1',
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
    ]
    if (random() < 0.3) await client().query(pick(random, what), [id])
  }
}

/** The file as somebody went on with it: some rows changed, some moved, some twice. */
function goneOn(random: () => number, rows: readonly Row[]): Row[] {
  return rows
    .flatMap(row => {
      const chance = random()
      if (chance < 0.1) return [{ ...row, digest: `${row.digest}-new`, title: 'Eng' }]
      if (chance < 0.2) return [{ ...row, digest: `${row.digest}-new`, title: 'Eng' }, row]
      if (chance < 0.25) return [{ ...row, digest: `${row.digest}-new`, given: 'Somebody', title: 'Dame' }, row, row]
      return [row]
    })
    .map((row, at) => ({ ...row, line: at + 2 }))
}

describe.each([1, 2, 3, 4, 5, 6])('world %s', seed => {
  test.each(['hold', 'overwrite', 'keep'])('ends the same on both ways (%s)', async conflict => {
    const rows = people(randomFrom(seed), 60)
    const prepare = async (loader: string) => {
      await act(loader)
      await client().query("select begin_load('people.csv', repeat('2', 64), $1)", [rows.map(({ digest }) => digest)])
      await load(rows, 'hold')
      await client().query('reset role')
      // as if it had been another transaction's
      await client().query('update load_run set load_run_tx = -load_run_tx')
      await meanwhile(randomFrom(seed + 100))
      await client().query("update staff set staff_active = false where staff_hid = 'baraka' and $1", [seed % 2 === 0])
    }
    const again = goneOn(randomFrom(seed + 200), rows)
    for (const who of ['grace', 'anna']) {
      const short = await tried('short', who, again, conflict, prepare)
      const long = await tried('long', who, again, conflict, prepare)
      expect(short.told).toEqual(long.told)
      expect(short.world).toEqual(long.world)
    }
  })
})

test('a file again that says what stands does nothing of the long way', async () => {
  await client().query('begin')
  try {
    // the planner knows the tables as they were before the file
    await client().query('analyze entity, person, contact_point, address, load_key')
    const rows = people(randomFrom(7), 200).filter(({ uid }) => uid === undefined)
    await act('grace')
    await client().query("select begin_load('people.csv', repeat('3', 64), $1)", [rows.map(({ digest }) => digest)])
    await load(rows, 'keep')
    const steps = async () => {
      const { rows: read } = await client().query<{ read: string }>(
        "select sum(seq_tup_read + idx_tup_fetch) as read from pg_stat_xact_user_tables where relname in ('entity', 'person', 'contact_point', 'address')",
      )
      return Number(read[0]?.read)
    }
    const known = rows.filter(({ hid, title }) => hid !== undefined && title === undefined)
    const before = await steps()
    const told = Object.values(await load(known, 'hold'))
    expect(told.length).toBeGreaterThan(20)
    for (const one of told) expect(one).toEqual({ outcome: 'same', kept: [], held: null, faults: [], told: [] })
    // its record, its person, each contact and address by its record
    expect((await steps()) - before).toBeLessThan(8 * known.length)
  } finally {
    await client().query('rollback')
  }
})

test('a namesake beside a row that says what is current is told of, in whatever letters, unless a birthday differs', async () => {
  await client().query('begin')
  try {
    const row = (line: number, given: string, born?: string) => ({
      line,
      digest: `namesake ${line}`,
      given,
      family: 'Mushi',
      contacts: [],
      owner: 'anna',
      ...(born === undefined ? {} : { born }),
    })
    const known = [row(2, 'Asha', '1980-01-01'), row(3, 'Omari', '1980-01-01')]
    await act('grace')
    await client().query("select begin_load('people.csv', repeat('4', 64))")
    await load(known, 'keep')
    expect(await load([...known, row(4, 'ASHA'), row(5, 'OMARI', '1990-02-02')], 'keep')).toMatchObject({
      2: { outcome: 'same', told: [] },
      3: { outcome: 'same', told: [] },
      4: { outcome: 'new', told: ['namesake'] },
      5: { outcome: 'new', told: [] },
    })
  } finally {
    await client().query('rollback')
  }
})
