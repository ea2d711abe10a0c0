// The questions that come with the program, asked of a small world where every answer is known.

import { readQueries } from '@satchel/core/db/sql-files'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let amina: number
let school: number
let order: number
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
  await stage.one("select add_process('opportunity'), add_process('support-case')")
  const made = async (text: string) => Number((await stage.one<{ id: string }>(text)).id)
  amina = await stage.person('anna')
  school = await made(
    "insert into organization (organization_hid, organization_name) values ('O-1', 'Mlimani School') returning organization_id as id",
  )
  const group = await made(
    "insert into grp (grp_hid, grp_name, grp_kind) values ('G-1', 'Market day', lookup_find('grp-kind', 'list')) returning grp_id as id",
  )
  const seed = await made(
    "insert into product (product_hid, product_name, product_price, product_currency) values ('S-1', 'Seed', 10, 'TZS') returning product_id as id",
  )
  order = await made(
    "insert into deal (deal_hid, deal_name, deal_kind, deal_party, deal_amount, deal_currency, deal_probability, deal_expected) values ('D-1', 'Ten bags', lookup_find('deal-kind', 'order'), $1, 500, 'TZS', 40, '2027-01-15') returning deal_id as id".replace(
      '$1',
      String(school),
    ),
  )
  await stage.rows(
    'insert into deal_line (deal_line_deal, deal_line_product, deal_line_quantity, deal_line_price) values ($1, $2, 10, 50)',
    [order, seed],
  )
  await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [group, amina])
  await stage.rows(
    "insert into relationship (relationship_left, relationship_kind, relationship_right) select $1, relationship_type_id, $2 from relationship_type where relationship_type_hid = 'works-for'",
    [amina, school],
  )
  await made(
    `insert into ticket (ticket_hid, ticket_name, ticket_party, ticket_priority) values ('T-1', 'Pump', ${amina}, lookup_find('priority', 'high')) returning ticket_id as id`,
  )
})
afterAll(() => stage.close())

const ask = async (name: string, ...values: unknown[]) => {
  const query = readQueries().get(name)
  if (query === undefined) throw new Error(`no query ${name}`)
  return stage.rows<Record<string, unknown>>(query.text, values)
}

describe('asked and answered', () => {
  test('who belongs with whom, from either side', async () => {
    expect(await ask('people/organizations', `P${amina}`)).toMatchObject([
      { hid: 'O-1', name: 'Mlimani School', relation: 'works for' },
    ])
    expect(await ask('people/relations', 'O-1')).toMatchObject([{ hid: `P${amina}`, relation: 'employs' }])
    expect(await ask('people/relations', 'nobody')).toEqual([])
  })

  test('a folder has everything about a record', async () => {
    const parts = (await ask('people/folder', `P${amina}`)).map(
      ({ part, what, value }) => `${String(part)} ${String(what)}: ${String(value)}`,
    )
    expect(parts).toEqual([
      'contact email: jimmy@example.org',
      'contact phone: +255 700 000 001',
      'address home: Plot 7, Moshi, TZ',
      'relation works for: Mlimani School',
      'group list: Market day',
    ])
  })

  test('birthdays from today on, over the end of a year', async () => {
    // forty years: the year then has a 29th of February where this one has
    const bornOn = (day: string) =>
      stage.rows(`update person set person_born = (${day} - interval '40 years')::date where person_id = $1`, [amina])
    await bornOn('now()::date')
    expect(await ask('people/birthdays', 0)).toMatchObject([{ hid: `P${amina}` }])
    await bornOn('(now()::date - 1)')
    expect(await ask('people/birthdays', 0)).toEqual([])
    expect(await ask('people/birthdays', 366)).toHaveLength(1)
  })

  test('who was left alone, and who cannot be reached', async () => {
    expect(await ask('people/quiet', 30, 10)).toMatchObject([{ hid: `P${amina}`, last: null, owner: 'anna' }])
    await stage.rows(
      "insert into activity (activity_kind, activity_entity, activity_status) values (lookup_find('activity-kind', 'call'), $1, 'done')",
      [amina],
    )
    expect(await ask('people/quiet', 30, 10)).toEqual([])
    expect(await ask('people/unreachable', 10)).toEqual([])
    await stage.rows('update contact_point set contact_point_bounced = now() where contact_point_entity = $1', [amina])
    expect(await ask('people/unreachable', 10)).toMatchObject([{ hid: `P${amina}` }])
    await stage.rows('update contact_point set contact_point_bounced = null where contact_point_entity = $1', [amina])
  })

  test('what changed last, and what stands under a record', async () => {
    expect((await ask('people/recent', 1)).length).toBe(1)
    await stage.rows('update entity set entity_parent = $1 where entity_id = $2', [school, amina])
    expect(await ask('people/under', 'O-1')).toMatchObject([{ hid: `P${amina}`, depth: 1 }])
  })

  test('groups and their members', async () => {
    expect(await ask('groups/list')).toMatchObject([{ hid: 'G-1', kind: 'list', members: '1' }])
    expect(await ask('groups/members', 'G-1', 10)).toMatchObject([{ hid: `P${amina}` }])
  })

  test('deals: open, forecast, won and lost', async () => {
    expect(await ask('deals/open', 10)).toMatchObject([{ hid: 'D-1', party: 'Mlimani School', amount: '500' }])
    expect(await ask('deals/forecast')).toMatchObject([
      { currency: 'TZS', deals: '1', amount: '500', weighted: '200.00' },
    ])
    // an ending stage closes it
    await stage.rows("select enter_stage($1, 'opportunity-won', null)", [order])
    expect(await ask('deals/outcomes')).toMatchObject([
      { process: 'Opportunity', outcome: 'won', records: '1', amount: '500' },
    ])
    expect([await ask('deals/open', 10), await ask('deals/forecast')]).toEqual([[], []])
  })

  test('goods, tickets, what was done', async () => {
    expect(await ask('goods/list')).toMatchObject([{ hid: 'S-1', sold: '10.0000' }])
    expect(await ask('tickets/open', 10)).toMatchObject([
      { hid: 'T-1', party: 'Jimmy Okello', priority: 'high', stage: null },
    ])
    expect(await ask('activities/done', '2026-01-01')).toMatchObject([{ kind: 'call', activities: '1' }])
    expect(await ask('activities/done', '2999-01-01')).toEqual([])
  })
})

describe('every question for people', () => {
  const questions = [...readQueries().values()].filter(query => query.use === 'people')
  const example: Readonly<Record<string, unknown>> = { integer: 5, bigint: 1, date: '2026-01-01', text: 'x' }
  const office =
    /^(changes|consents|duplicates|inquiries|items|letters|packets|replies|runs)\/|^people\/(history|joined-numbers)$|^privacy\/reads$/

  test('there are at least 25', () => {
    expect(questions.length).toBeGreaterThanOrEqual(25)
  })

  test.each(questions.map(query => [query.name, query] as const))(
    '%s is answered for the office, and for sales where it is theirs to ask',
    async (name, query) => {
      // as somebody asks who leaves out what may be left out
      const values = query.params.map(param =>
        param.name === 'type' ? 'person' : (param.standard ?? example[param.type]),
      )
      for (const hid of ['grace', 'anna']) {
        await stage.rows('begin read only')
        await stage.rows("select set_config('role', staff_role_of($1), true)", [hid])
        const said = await stage.rows(query.text, values).then(
          () => 'answered',
          (error: { code: string }) => error.code,
        )
        await stage.rows('rollback')
        expect([hid, said]).toEqual([hid, hid === 'anna' && office.test(name) ? '42501' : 'answered'])
      }
    },
  )
})
