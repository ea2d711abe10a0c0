// Which records a member of staff sees, by owner, place and kind, in every table that follows them; and that the server finds them by
// indexes, however many others there are.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readQueries } from '@satchel/core/db/sql-files'
import { openStage, type Stage } from '../helpers/stage.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const staff = {
  anna: 'sales',
  baraka: 'sales',
  mona: 'manager',
  musa: 'manager',
  grace: 'office',
  tina: 'admin',
  sam: 'support',
  mark: 'marketing',
  abel: 'analyst',
  ina: 'sales',
} as const
type Name = keyof typeof staff

let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<Name>>>
beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, staff)
  const place = (hid: Name, under: Name) =>
    stage.rows(
      'update entity set entity_parent = (select staff_id from staff where staff_hid = $2) where entity_id = (select staff_id from staff where staff_hid = $1)',
      [hid, under],
    )
  await place('musa', 'mona')
  await place('anna', 'musa')
  await place('ina', 'mona')
  await stage.rows("update staff set staff_active = false where staff_hid = 'ina'")
  // of each kind one for each owner, and for nobody; people below some of them
  await stage.rows("insert into product (product_name) values ('Seed'), ('Pump')")
  await stage.rows("insert into organization (organization_name) select 'Farm ' || n from generate_series(1, 12) n")
  await stage.rows(
    "insert into person (person_given, person_family) select 'Given ' || n, 'Family' from generate_series(1, 60) n",
  )
  await stage.rows(
    'update entity set entity_owner = (select staff_id from staff order by staff_id offset entity_id % 11 limit 1) where entity_id in (select person_id from person union select organization_id from organization)',
  )
  await stage.rows(
    "update entity set entity_parent = (select organization_id from organization order by 1 offset entity_id % 12 limit 1) where entity_name like 'Given 1%'",
  )
  await stage.rows(
    "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select person_id, lookup_find('contact-kind', 'web'), 'https://' || person_id || '.example' from person",
  )
  await stage.rows("update entity set entity_deleted = now() where entity_name like 'Given 2_ %'")
  // a copy that has no row security
  await stage.rows(
    'create table everything as select entity_id as id, entity_owner as owner, entity_path as path, entity_type_hid as kind from entity join entity_type on entity_type_id = entity_type',
  )
  await stage.rows('grant select on everything to public')
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

/** What the rule says in words. */
async function due(name: Name): Promise<readonly string[]> {
  const all = staff[name] !== 'sales' && staff[name] !== 'manager'
  const { rows } = await logins
    .as(name)
    .query<{ id: string }>(
      `select id from everything where my_staff() is not null and (${String(all)} or owner = my_staff() or owner = any (my_people()) or path like my_path() || '%' or kind = 'product') order by id`,
    )
  return rows.map(({ id }) => id)
}

async function seen(name: Name, table: string, key: string): Promise<readonly string[]> {
  const { rows } = await logins.as(name).query<{ id: string }>(`select distinct ${key} as id from ${table} order by 1`)
  return rows.map(({ id }) => id)
}

describe.each(Object.keys(staff) as Name[])('%s', name => {
  test('sees exactly the own, what stands below, and goods', async () => {
    const ids = await due(name)
    expect(await seen(name, 'entity', 'entity_id')).toEqual(ids)
    for (const [table, key] of [
      ['person', 'person_id'],
      ['organization', 'organization_id'],
      ['product', 'product_id'],
      ['contact_point', 'contact_point_entity'],
    ] as const) {
      const [may] = (
        await logins
          .as(name)
          .query<{ read: boolean }>("select has_table_privilege($1::text, 'select') as read", [table])
      ).rows
      if (may?.read !== true) continue
      const there = await stage.rows<{ id: string }>(`select distinct ${key} as id from ${table} order by 1`)
      expect([table, await seen(name, table, key)]).toEqual([
        table,
        there.map(({ id }) => id).filter(id => ids.includes(id)),
      ])
    }
  })
})

test('the kinds of staff differ in what they see', async () => {
  const counts = Object.fromEntries(
    await Promise.all((Object.keys(staff) as Name[]).map(async name => [name, (await due(name)).length] as const)),
  ) as Record<Name, number>
  expect(counts.ina).toBe(0)
  expect(counts.anna).toBeGreaterThan(2)
  expect(counts.musa).toBeGreaterThan(counts.anna)
  expect(counts.mona).toBeGreaterThan(counts.musa)
  expect(counts.grace).toBeGreaterThan(counts.mona)
})

const mine = readQueries().get('people/mine')?.text ?? ''
const personPage = 'select * from person_list order by meta_sort limit 20'
const entityPage = 'select * from entity_list order by meta_sort limit 20'

/** People of somebody's, or of all staff by turns. */
async function add(count: number, owner: string) {
  await stage.rows(
    `insert into entity (entity_type, entity_name, entity_owner) select entity_type_id, 'One of many ' || n, ${owner} from generate_series(1, ${count}) n, entity_type where entity_type_hid = 'person'`,
  )
  await stage.rows(
    "insert into person (person_id, person_family) select entity_id, entity_name from entity left join person on person_id = entity_id where person_id is null and entity_name like 'One of many%'",
  )
  for (const table of ['entity', 'person']) await stage.rows(`analyze ${table}`)
}
const called = (name: Name) => `(select staff_id from staff where staff_hid = '${name}')`

describe('among many records', () => {
  beforeAll(() => add(3000, '(select staff_id from staff order by staff_id offset n % 50 limit 1)'), 60_000)

  test.each([
    ['baraka', 'a page of people', personPage],
    ['baraka', 'a page of records', entityPage],
    ['musa', 'a page of people', personPage],
    ['musa', 'a page of records', entityPage],
  ] as const)('%s: %s reads no table of records through', async (name, _, text) => {
    const client = logins.as(name)
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${text}`)
    const plan = rows.map(row => row['QUERY PLAN'])
    expect(plan.filter(line => /Seq Scan on (entity|person)\b(?!_)/.test(line))).toEqual([])
    // who asks is found once for a query, not once for each row
    expect(plan.filter(line => /(Filter|Cond): /.test(line) && !/One-Time/.test(line)).join('\n')).not.toMatch(
      /my_(people|staff|path)\(/,
    )
    expect((await client.query(text)).rowCount).toBeGreaterThan(19)
  })

  test('pages of the own list are the list, also where many have the same name', async () => {
    await stage.rows(
      `update entity set entity_name = 'Same name' where entity_owner = ${called('baraka')} and entity_name like 'One of many 1%'`,
    )
    const list = async (limit: number, after: string | undefined) =>
      (await logins.as('baraka').query<{ entity: string; name: string }>(mine, [limit, after ?? '0'])).rows
    const whole = await list(10_000, '0')
    expect(whole.filter(({ name }) => name === 'Same name').length).toBeGreaterThan(7)
    const pages: { entity: string; name: string }[] = []
    for (;;) {
      const page = await list(7, pages.at(-1)?.entity)
      if (page.length === 0) break
      pages.push(...page)
    }
    expect(pages).toEqual(whole)
    // somebody else's record does not tell between which names its own is
    const [other] = await stage.rows<{ id: string }>(
      `select entity_id as id from entity where entity_name like 'One of many%' and entity_owner = ${called('sam')} limit 1`,
    )
    expect(await list(3, other?.id)).toEqual(whole.slice(0, 3))
  })

  const lists: Readonly<Record<string, { readonly who: Name; readonly text: string; readonly params: string }>> = {
    'the own list': { who: 'baraka', text: mine, params: '(10000, 0)' },
    'its first page': { who: 'baraka', text: mine, params: '(20, 0)' },
    'a page of people': { who: 'baraka', text: personPage, params: '' },
    'a page of records': { who: 'baraka', text: entityPage, params: '' },
    "a manager's page of people": { who: 'musa', text: personPage, params: '' },
    "a manager's page of records": { who: 'musa', text: entityPage, params: '' },
  }
  /** Pages of memory that the server looks at for each list: planned for its values, and once for all values. */
  async function blocks(): Promise<Readonly<Record<string, number>>> {
    const found: Record<string, number> = {}
    for (const [name, { who, text, params }] of Object.entries(lists)) {
      for (const mode of ['custom', 'generic']) {
        const client = logins.as(who)
        // once before, so that what is read to make the plan does not count
        await client.query(`set plan_cache_mode = force_${mode}_plan; prepare asked as ${text}; execute asked${params}`)
        const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Record<string, number> }[] }>(
          `explain (analyze, buffers, timing off, format json) execute asked${params}`,
        )
        const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
        found[`${name}, ${mode} plan`] = (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
        await client.query('deallocate asked; reset plan_cache_mode')
      }
    }
    return found
  }

  test("ten times the colleagues' records make no list longer to read, and ten times the own ones no first page", async () => {
    const few = await blocks()
    await add(27_000, called('grace'))
    const many = await blocks()
    await add(3000, called('baraka'))
    const own = await blocks()
    for (const [name, before] of Object.entries(few)) expect(many[name], name).toBeLessThan(before * 1.5 + 100)
    for (const mode of ['custom', 'generic']) expect(own[`its first page, ${mode} plan`]).toBeLessThan(300)
  }, 120_000)
})
