// Each role finds and counts what it sees, and nothing else; and half a name is found by an index, however many records there are.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Name, searchStaff, openSearchWorld } from '../helpers/search-world.ts'

let world: Awaited<ReturnType<typeof openSearchWorld>>
let { stage, ids, ask, find, refusal } = {} as typeof world
beforeAll(async () => {
  world = await openSearchWorld()
  ;({ stage, ids, ask, find, refusal } = world)
})
afterAll(() => world.close())

describe('each role finds what it sees', () => {
  const everything = 'okelo maize pump valve mbeya connor zebu okapi 678 payers growers'.split(' ')

  test.each(Object.keys(searchStaff) as Name[])('%s', async name => {
    if (['abel', 'otto'].includes(name)) {
      // who reads nobody's name finds nobody by it
      expect(await refusal(name, "select * from find_records('okel')")).toMatchObject({ code: '42501' })
      expect(await refusal(name, "select * from find_facets('okel')")).toMatchObject({ code: '42501' })
      return
    }
    const seen = new Set((await ask(name, 'select entity_id::int as id from entity')).map(({ id }) => Number(id)))
    const readsDeals = name !== 'mark'
    for (const words of everything) {
      const all = await ask('grace', 'select entity::int from find_records($1) where not near', [words])
      const found = await ask(name, 'select entity::int from find_records($1) where not near', [words])
      const due = all.map(({ entity }) => entity).filter(id => seen.has(Number(id)))
      // what stands in tables that marketing may not read tells it nothing
      const expected = !readsDeals && ['valve', 'okapi'].includes(words) ? [] : due
      expect([words, found.map(({ entity }) => entity)]).toEqual([words, expected])
      // and as many are counted as are found: nobody else's records, owners or groups come out in numbers
      const facets = await ask(name, 'select facet, name, records::int from find_facets($1)', [words])
      const types = facets.filter(({ facet }) => facet === 'type').map(({ records }) => Number(records))
      expect(types.reduce((sum, many) => sum + many, 0)).toBe(found.length)
      const groups = facets.filter(({ facet }) => facet === 'group').map(row => row.name)
      // of the groups of a member, those that one sees
      const isMember = found.some(({ entity }) => entity === ids.jürgen)
      expect(groups.includes('Late payers')).toBe(isMember && seen.has(Number(ids.hidden)))
    }
  })

  test('a salesperson: their own and goods; a manager: what the people below have; who left: nothing', async () => {
    expect(await find('anna', 'maize')).toEqual(['group', 'deal', 'product', 'jürgen'])
    expect(await find('baraka', 'maize')).toEqual(['other', 'product'])
    expect(await find('mona', 'maize')).toEqual(['other', 'product'])
    expect(await find('ina', 'maize')).toEqual([])
    expect(await find('anna', 'okel')).toEqual(['okello'])
  })

  test('marketing finds a deal by its name alone, without its id', async () => {
    expect(await ask('mark', "select hid, name, matched from find_records('seed order')")).toEqual([
      { hid: null, name: 'Maize seed order', matched: null },
    ])
    expect(await find('mark', `D${ids.deal}`)).toEqual([])
    expect(await refusal('mark', "select * from find_records('okel', p_stage => 'lead-new')")).toMatchObject({
      code: '42501',
    })
  })

  test('the name of a colleague or group that one does not see is no name', async () => {
    expect(await refusal('anna', "select * from find_records('maize', p_owner => 'baraka')")).toMatchObject({
      code: '22023',
      message: 'there is no colleague "baraka"',
    })
    const { hint = '' } = (await refusal('anna', "select * from find_records('maize', p_group => 'late payer')")) as {
      hint?: string
    }
    expect(hint).not.toContain('Late payers')
    expect(await refusal('grace', "select * from find_records('maize', p_group => 'late payer')")).toMatchObject({
      hint: 'did you mean "Late payers"?',
    })
  })

  test('an owner whom one does not see has no name, neither beside a record nor in a count', async () => {
    await stage.rows(
      "update entity set entity_parent = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [ids.theirs],
    )
    expect(await ask('anna', "select name, owner from find_records('okelo')")).toEqual([
      { name: 'Jimmy Okelo', owner: null },
    ])
    expect(await ask('anna', "select value, name from find_facets('okelo') where facet = 'owner'")).toEqual([
      { value: null, name: null },
    ])
    expect(await ask('grace', "select owner from find_records('okelo')")).toEqual([{ owner: 'baraka' }])
    await stage.rows('update entity set entity_parent = null where entity_id = $1', [ids.theirs])
  })

  test('row security of a role that comes later counts, too', async () => {
    await stage.rows(
      'create policy entity_late on entity as restrictive for select to satchel_support using (entity_name not like $$Pump%$$)',
    )
    expect(await find('sam', 'pump')).toEqual([])
    await stage.rows('drop policy entity_late on entity')
    expect(await find('sam', 'pump')).toEqual(['ticket'])
  })
})

describe('among many records', () => {
  test('half a name is found by the index, for the office and for a salesperson alike', async () => {
    await stage.rows(
      "insert into person (person_given, person_family) select 'Given' || n, 'Crowd' || n from generate_series(1, 1000) n",
    )
    for (const table of ['entity', 'person']) await stage.rows(`analyze ${table}`)
    for (const who of ['grace', 'anna'] as const) {
      const blocks = async () => {
        const [row] = await ask(
          who,
          "explain (analyze, buffers, timing off, format json) select * from find_records('okelo')",
        )
        const [plan] = (row?.['QUERY PLAN'] ?? []) as readonly { Plan: Readonly<Record<string, number>> }[]
        return (plan?.Plan['Shared Hit Blocks'] ?? 0) + (plan?.Plan['Shared Read Blocks'] ?? 0)
      }
      await blocks()
      const few = await blocks()
      const name = who === 'grace' ? 'Many' : 'Others'
      await stage.rows(
        `insert into person (person_given, person_family) select '${name}' || n, 'Crowd' || n from generate_series(1, 2500) n`,
      )
      for (const table of ['entity', 'person']) await stage.rows(`vacuum analyze ${table}`)
      await blocks()
      expect(await blocks()).toBeLessThan(few * 1.5 + 100)
    }
  }, 120_000)
})
