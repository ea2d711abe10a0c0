// A deal's amount and lines by packet: what a reply says of both goes in together or waits together, and each refusal is told by its reason.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FormPacket, publishText, sendForm } from '../helpers/form-stage.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "whole-deal") (version 1) (entity deal)
  (title (en "Deal")) (intro (en "Please check the deal."))
  (field name (column "deal_name") (type text) (required true) (label (en "What it is about")))
  (field amount (column "deal_amount") (type money) (label (en "Amount")))
  (field currency (column "deal_currency") (type currency) (label (en "Currency")))
  (field difference (column "deal_difference") (type text) (label (en "Why they differ")))
  (field expected (column "deal_expected") (type date) (label (en "Expected on")))
  (collection lines (table "deal_line") (add true) (change true) (drop true) (label (en "Line"))
    (field text (column "deal_line_text") (type text) (required true) (label (en "text")))
    (field quantity (column "deal_line_quantity") (type number) (label (en "quantity")))
    (field price (column "deal_line_price") (type number) (required true) (label (en "price")))))`

let stage: Stage
let hid: string
let packet: FormPacket
beforeAll(async () => {
  stage = await openStage()
  await publishText(stage, form)
  await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
})
afterAll(() => stage.close())
beforeEach(async () => {
  const made = await stage.one<{ id: string; hid: string }>(
    "insert into deal (deal_name, deal_kind, deal_amount, deal_currency) values ('Tools', lookup_find('deal-kind', 'order'), 20, 'EUR') returning deal_id as id, deal_hid as hid",
  )
  hid = made.hid
  await stage.rows(
    "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
    [made.id],
  )
  await stage.rows(
    "insert into deal_line (deal_line_deal, deal_line_text, deal_line_quantity, deal_line_price) values ($1, 'Hoe', 2, 10)",
    [made.id],
  )
  packet = await sendForm(stage, hid, 'whole-deal')
})

const added = (text: string, price: string) => ({ collection: 'lines', row: `new-1`, fields: { text, price } })
const now = async () =>
  stage.one<{ name: string; amount: string; currency: string; lines: string }>(
    "select deal_name as name, trim_scale(deal_amount)::text as amount, deal_currency as currency, (select string_agg(concat_ws(' ', trim_scale(deal_line_quantity), deal_line_text, trim_scale(deal_line_price)), ', ' order by deal_line_id) from deal_line where deal_line_deal = deal_id) as lines from deal where deal_hid = $1",
    [hid],
  )
const said = (packetSays: Parameters<Stage['reply']>[1]) =>
  stage.reply(packet, packetSays).then(told => Object.values(told.slots).sort())

describe('an amount and lines', () => {
  test('that agree go in together, also beside a value that is refused', async () => {
    expect(await said({ set: { amount: '25', expected: '2299-01-01' }, rows: [added('Rake', '5')] })).toEqual([
      'applied',
      'applied',
      'held not-that-day',
    ])
    expect(await now()).toEqual({ name: 'Tools', amount: '25', currency: 'EUR', lines: '2 Hoe 10, 1 Rake 5' })
  })

  test('that do not agree wait together, the lines too that would not change the sum; the rest goes in', async () => {
    const less = { collection: 'lines', row: packet.row('lines'), fields: { quantity: '1' } }
    expect(await said({ set: { name: 'Garden tools', amount: '26' }, rows: [less, added('Rake', '10')] })).toEqual([
      'applied',
      'held lines-differ',
      'held lines-differ',
      'held lines-differ',
    ])
    expect(await now()).toEqual({ name: 'Garden tools', amount: '20', currency: 'EUR', lines: '2 Hoe 10' })
  })

  test('that do not agree go in where the reply says why', async () => {
    expect(await said({ set: { amount: '24', difference: 'A friend’s price' }, rows: [added('Rake', '5')] })).toEqual([
      'applied',
      'applied',
      'applied',
    ])
    expect(await now()).toMatchObject({ amount: '24', lines: '2 Hoe 10, 1 Rake 5' })
  })

  test('of another deal in the same batch go in', async () => {
    const other = packet
    const first = hid
    const made = await stage.one<{ id: string; hid: string }>(
      "insert into deal (deal_name, deal_kind, deal_currency) values ('Seed', lookup_find('deal-kind', 'order'), 'EUR') returning deal_id as id, deal_hid as hid",
    )
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [made.id],
    )
    packet = await sendForm(stage, made.hid, 'whole-deal')
    hid = made.hid
    expect(await said({ set: { amount: '5' }, rows: [added('Bag', '5')] })).toEqual(['applied', 'applied'])
    packet = other
    hid = first
    expect(await said({ set: { amount: '21' } })).toEqual(['held lines-differ'])
  })
})

test('the letter has both figures, as the reply would leave them', async () => {
  const less = { collection: 'lines', row: packet.row('lines'), fields: { quantity: '1' } }
  await stage.reply(packet, { set: { amount: '26' }, rows: [less, added('Rake', '5.50')] })
  const { told } = await stage.one<{ told: { slots: { figures?: unknown }[] } }>(
    'select reply_outcome(max(reply_id)) as told from reply',
  )
  expect(told.slots.map(({ figures }) => figures)).toEqual(
    Array.from({ length: 3 }, () => ({ amount: '26 EUR', lines: '15.5 EUR' })),
  )
})

test('the office accepts both in one transaction; one alone is refused with both figures, and waits on', async () => {
  await said({ set: { amount: '26' }, rows: [added('Rake', '5')] })
  // what is said of the line is put right: the amount was
  const waiting = await stage.rows<{ id: string; slot: string }>(
    "select change_id as id, change_slot as slot from change where change_packet = $1 and change_outcome = 'held' order by change_slot",
    [packet.id],
  )
  expect(waiting.map(({ slot }) => slot.split('/')[1])).toEqual(['amount', 'lines'])
  const accept = async (...ids: readonly (readonly [string | undefined, unknown])[]) => {
    await stage.rows('begin')
    try {
      await stage.rows("select set_config('role', staff_role_of('grace'), true)")
      for (const [id, mended] of ids) {
        const { result } = await stage.one<{ result: { problem?: string } }>(
          "select resolve_change(change, 'accepted', stamp, 'seen', $2) as result from held_changes() where change = $1",
          [id, mended === null ? null : JSON.stringify(mended)],
        )
        expect(result.problem).toBeUndefined()
      }
      await stage.rows('commit')
      return null
    } catch (error) {
      await stage.rows('rollback')
      return (error as Error).message
    }
  }
  expect(await accept([waiting[0]?.id, null])).toContain('is 26 EUR, and its lines make 20 EUR')
  expect((await now()).amount).toBe('20')
  expect(await accept([waiting[0]?.id, null], [waiting[1]?.id, { text: 'Rake', quantity: '1', price: '6' }])).toBeNull()
  expect(await now()).toMatchObject({ amount: '26', lines: '2 Hoe 10, 1 Rake 6' })
})

test.each([
  [{ amount: '20.001' }, 'held too-many-decimals'],
  [{ currency: 'UGY' }, 'held not-a-currency'],
  [{ currency: 'DEM' }, 'held not-a-currency'],
  [{ expected: '0206-01-01' }, 'held not-that-day'],
])('what a table refuses is told by its reason: %j', async (set, told) => {
  expect(await said({ set })).toEqual([told])
})
