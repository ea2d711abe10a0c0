// Fields of deals and other records: numbers with decimals, amounts with their currency, references to records by their human id.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishText, sendForm } from '../helpers/form-stage.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "offer") (version 1) (entity deal)
  (title (en "Offer")) (intro (en "Please check the offer."))
  (field amount (column "deal_amount") (type money) (label (en "Amount")))
  (field currency (column "deal_currency") (type currency) (label (en "Currency")))
  (field party (column "deal_party") (type record) (label (en "With")))
  (collection lines (table "deal_line") (add true) (change true) (label (en "Line"))
    (field product (column "deal_line_product") (type record) (required true) (label (en "product")))
    (field quantity (column "deal_line_quantity") (type number) (label (en "quantity")))
    (field price (column "deal_line_price") (type money) (required true) (label (en "price"))))
  (report (kind visit)
    (field when (column "activity_start") (type date) (required true) (label (en "Date")))
    (field said (column "activity_body") (type long-text) (label (en "Said")))
    (field with (column "activity_with") (type record) (label (en "Met")))))`
const household = `(satchel-form (name "groups") (version 1) (entity person)
  (title (en "Groups")) (intro (en "Please check the groups."))
  (collection groups (table "member") (add true) (drop true) (label (en "Group"))
    (field grp (column "member_grp") (type record) (required true) (label (en "group"))))
  (collection relations (table "relationship") (add true) (change true) (drop true) (label (en "Relation"))
    (field kind (column "relationship_kind") (type choice) (required true) (label (en "kind")) (choice parent-of (en "parent of")))
    (field right (column "relationship_right") (type record) (required true) (label (en "to")))
    (field start (column "relationship_start") (type date) (label (en "since")))))`

let stage: Stage
let ids: { deal: string; mine: string; theirs: string; product: string }
beforeAll(async () => {
  stage = await openStage()
  await publishText(stage, form)
  await publishText(stage, household)
})
afterAll(() => stage.close())
const hidOf = async (person: number) =>
  (await stage.one<{ v: string }>('select person_hid as v from person where person_id = $1', [person])).v
const insert = async (text: string, owner = 'anna') => {
  const { id, hid } = await stage.one<{ id: string; hid: string }>(text)
  await stage.rows(
    'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
    [id, owner],
  )
  return { id: Number(id), hid }
}
beforeEach(async () => {
  const { hid } = await insert(
    "insert into deal (deal_name, deal_kind) values ('Tools', lookup_find('deal-kind', 'order')) returning deal_id as id, deal_hid as hid",
  )
  const product = await insert(
    "insert into product (product_name) values ('Hoe') returning product_id as id, product_hid as hid",
  )
  ids = {
    deal: hid,
    mine: await hidOf(await stage.person()),
    theirs: await hidOf(await stage.person('baraka')),
    product: product.hid,
  }
})
const send = () => sendForm(stage, ids.deal, 'offer')
const dealNow = async () =>
  stage.one(
    `select deal_amount as amount, deal_currency as currency, (select person_hid from person where person_id = deal_party) as party
     from deal where deal_hid = $1`,
    [ids.deal],
  )
const linesNow = () =>
  stage.rows(
    `select product_hid as product, trim_scale(deal_line_quantity)::text as quantity, trim_scale(deal_line_price)::text as price
     from deal_line join deal on deal_id = deal_line_deal left join product on product_id = deal_line_product where deal_hid = $1`,
    [ids.deal],
  )

describe('a form of a deal', () => {
  test('takes an amount with its currency, decimals and records by their human id', async () => {
    const packet = await send()
    const told = await stage.reply(packet, {
      set: { amount: '1250.50', currency: 'TZS', party: ids.mine.toLowerCase() },
      rows: [{ collection: 'lines', row: 'new-1', fields: { product: ids.product, quantity: '2.5', price: '500.2' } }],
    })
    expect(Object.values(told.slots)).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect(await dealNow()).toEqual({ amount: '1250.50', currency: 'TZS', party: ids.mine })
    expect(await linesNow()).toEqual([{ product: ids.product, quantity: '2.5', price: '500.2' }])
    const { slots } = await send()
    expect(slots).toMatchObject({ 'field/amount': '1250.5', 'field/currency': 'TZS', 'field/party': ids.mine })
    expect(Object.values(slots)).toContainEqual({ product: ids.product, quantity: '2.5', price: '500.2' })
  })

  test('takes the same number in another writing as no change', async () => {
    await stage.reply(await send(), { set: { amount: '1250.5', currency: 'TZS', party: ids.mine } })
    const told = await stage.reply(await send(), {
      set: { amount: '1250.500', currency: 'tzs', party: ids.mine.toLowerCase() },
    })
    expect(new Set(Object.values(told.slots))).toEqual(new Set(['untouched']))
  })

  test.each([
    [{ amount: 'many' }, 'held not-a-decimal'],
    [{ amount: '-5' }, 'held negative'],
    [{ currency: 'SHILLING' }, 'held not-a-currency'],
    [{ party: 'P999999' }, 'held not-a-record'],
    [{ party: 'somebody I met' }, 'held not-a-record'],
  ] as const)('%o waits as it was written, and takes nothing else with it', async (wrong, outcome) => {
    const told = await stage.reply(await send(), {
      set: { ...wrong },
      rows: [{ collection: 'lines', row: 'new-1', fields: { product: ids.product, price: '1' } }],
    })
    expect(Object.values(told.slots).sort()).toEqual(['applied', outcome])
  })

  test('rounds nothing: more decimals than the column keeps wait', async () => {
    const told = await stage.reply(await send(), {
      rows: [{ collection: 'lines', row: 'new-1', fields: { product: ids.product, quantity: '1.23456', price: '1' } }],
    })
    expect(told.slots).toEqual({ 'row/lines/new-1': 'held too-many-decimals' })
  })

  test('tells of a record that its sender does not see no more than of one that is not there', async () => {
    const packet = await send()
    const told = await stage.reply(packet, {
      set: { party: ids.theirs },
      rows: [{ collection: 'lines', row: 'new-1', fields: { product: ids.product, price: '1' } }],
    })
    expect(told.slots).toEqual({ 'field/party': 'held not-a-record', 'row/lines/new-1': 'applied' })
    expect(await dealNow()).toMatchObject({ party: null })
    // a person of the office sees it, and may let it in
    expect(await stage.settle(packet.person, 'accepted')).toEqual(['accepted'])
    expect(await dealNow()).toMatchObject({ party: ids.theirs })
  })

  test('keeps a record that the row names already, though its sender does not see it', async () => {
    await stage.rows(
      `update deal set deal_party = (select person_id from person where person_hid = $2) where deal_hid = $1`,
      [ids.deal, ids.theirs],
    )
    const packet = await send()
    expect(packet.slots).toMatchObject({ 'field/party': ids.theirs })
    const told = await stage.reply(packet, { set: { party: ids.theirs, amount: '1', currency: 'TZS' } })
    expect(told.slots).toEqual({ 'field/party': 'untouched', 'field/amount': 'applied', 'field/currency': 'applied' })
  })

  test('means by the id of a merged record the one that it became', async () => {
    const [kept, lost] = [await stage.person(), await stage.person()]
    const lostId = await hidOf(lost)
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('office'), true)")
    await stage.rows('select merge_records($1, $2)', [kept, lost])
    await stage.rows('commit')
    const told = await stage.reply(await send(), { set: { party: lostId } })
    expect(told.slots).toEqual({ 'field/party': 'applied' })
    expect(await dealNow()).toMatchObject({ party: await hidOf(kept) })
  })

  test('keeps a report whose record is none, and lets that value alone wait', async () => {
    const told = await stage.reply(await send(), {
      report: { when: '2026-11-20', said: 'They want more.', with: 'P999999' },
    })
    expect(told.slots).toEqual({ report: 'applied', 'report/with': 'held not-a-record' })
    expect(
      await stage.rows(
        'select activity_body as said, activity_with as with from activity join deal on deal_id = activity_entity where deal_hid = $1',
        [ids.deal],
      ),
    ).toEqual([{ said: 'They want more.', with: null }])
  })
})

describe('a form of a person', () => {
  test('adds and drops groups and relations, under the rights of its sender', async () => {
    const group = await insert(
      "insert into grp (grp_name, grp_kind) values ('Choir', lookup_find('grp-kind', 'list')) returning grp_id as id, grp_hid as hid",
    )
    const child = await stage.person()
    const packet = await sendForm(stage, ids.mine, 'groups')
    const told = await stage.reply(packet, {
      rows: [
        { collection: 'groups', row: 'new-1', fields: { grp: group.hid } },
        { collection: 'relations', row: 'new-1', fields: { kind: 'parent-of', right: await hidOf(child) } },
        { collection: 'relations', row: 'new-2', fields: { kind: 'parent-of', right: ids.theirs } },
      ],
    })
    expect(told.slots).toEqual({
      'row/groups/new-1': 'applied',
      'row/relations/new-1': 'applied',
      'row/relations/new-2': 'held not-a-record',
    })
    const again = await sendForm(stage, ids.mine, 'groups')
    expect(Object.values(again.slots)).toEqual([{ grp: group.hid }, { kind: 'parent-of', right: await hidOf(child) }])
    // the same group once more is the same row
    const other = await sendForm(stage, ids.mine, 'groups')
    expect(
      (await stage.reply(other, { rows: [{ collection: 'groups', row: 'new-1', fields: { grp: group.hid } }] })).slots,
    ).toEqual({ 'row/groups/new-1': 'same' })
    const dropped = await stage.reply(again, {
      drops: [
        { collection: 'groups', row: again.row('groups') },
        { collection: 'relations', row: again.row('relations') },
      ],
    })
    expect(new Set(Object.values(dropped.slots))).toEqual(new Set(['applied']))
  })
})

describe('a definition is refused', () => {
  const faultsOf = (field: string) =>
    publishText(
      stage,
      `(satchel-form (name "wrong") (version 1) (entity deal) (title (en "T")) (intro (en "I")) ${field})`,
    ).then(
      () => null,
      (error: { hints?: readonly string[] }) => error.hints,
    )
  test.each([
    [
      '(field a (column "deal_party") (type text) (label (en "A")))',
      'the column deal_party names another record, so its type is record',
    ],
    [
      '(field a (column "deal_note") (type record) (label (en "A")))',
      'the column deal_note names no other record, which the type record needs',
    ],
    [
      '(field a (column "deal_note") (type money) (label (en "A")))',
      'the column deal_note holds text, which the type money cannot',
    ],
    [
      '(field a (column "deal_id") (type record) (label (en "A")))',
      'the column deal_id names no other record, which the type record needs',
    ],
  ])('%s', async (field, fault) => {
    expect(await faultsOf(field)).toEqual([expect.stringContaining(fault)])
  })
})
