// A deal's lines travel as rows of its packet. A line has no natural key: it is its number, and two that say the same are two.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FormPacket, publishText, sendForm } from '../helpers/form-stage.ts'
import { openStage, type Said, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "deal-lines") (version 1) (entity deal)
  (title (en "Deal")) (intro (en "Please check the lines."))
  (field name (column "deal_name") (type text) (required true) (label (en "What it is about")))
  (collection lines (table "deal_line") (add true) (change true) (drop true) (label (en "Line"))
    (field text (column "deal_line_text") (type text) (required true) (label (en "text")))
    (field quantity (column "deal_line_quantity") (type integer) (label (en "quantity")))
    (field price (column "deal_line_price") (type integer) (required true) (label (en "price")))))`

let stage: Stage
let deal: string
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('sita', 'Sita', 'sita@kilimo.example', 'support', 'en', 'plain')")
  await publishText(stage, form)
})
afterAll(() => stage.close())
beforeEach(async () => {
  deal = await dealOf([
    ['Hoe', '2', '9000'],
    ['Seed', '1', '500'],
  ])
})

async function dealOf(lines: readonly (readonly [string, string, string])[], owner = 'anna') {
  const { id, hid } = await stage.one<{ id: string; hid: string }>(
    "insert into deal (deal_name, deal_kind) values ('Tools', lookup_find('deal-kind', 'order')) returning deal_id as id, deal_hid as hid",
  )
  await stage.rows(
    'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
    [id, owner],
  )
  for (const line of lines)
    await stage.rows(
      'insert into deal_line (deal_line_deal, deal_line_text, deal_line_quantity, deal_line_price) values ($1, $2, $3, $4)',
      [id, ...line],
    )
  return hid
}
const packetOf = (record = deal, staff = 'anna') => sendForm(stage, record, 'deal-lines', staff)
const linesOf = async (record = deal) =>
  (
    await stage.rows<{ line: string }>(
      "select concat_ws(' ', trim_scale(deal_line_quantity), deal_line_text, trim_scale(deal_line_price)) as line from deal_line join deal on deal_id = deal_line_deal where deal_hid = $1 order by deal_line_id",
      [record],
    )
  ).map(({ line }) => line)
const collection = 'lines'
const draft = (letter: string) => letter.repeat(32)
const changed = (packet: FormPacket, index: number, fields: Record<string, string | null>): Said => ({
  rows: [{ collection, row: packet.row(collection, index), fields }],
})
const added = (text: string, fields: Record<string, string> = { price: '700' }): Said => ({
  rows: [{ collection, row: 'new-1', fields: { text, ...fields } }],
})
const office = (text: string, values: unknown[]) => stage.rows(text, values)
const number = (packet: FormPacket, index: number) => Number(packet.row(collection, index).slice(1))

describe('the lines of a deal', () => {
  test('are in its packet, each under its number', async () => {
    const packet = await packetOf()
    expect(packet.slots).toEqual({
      'field/name': 'Tools',
      [`row/lines/${packet.row(collection)}`]: { text: 'Hoe', quantity: '2', price: '9000' },
      [`row/lines/${packet.row(collection, 1)}`]: { text: 'Seed', quantity: '1', price: '500' },
    })
    expect(packet.row(collection)).toMatch(/^d[0-9]+$/)
  })

  test('are changed, added and dropped by one reply, once, with version and audit of the deal', async () => {
    const packet = await packetOf()
    const said: Said = {
      id: draft('1'),
      draft: draft('b'),
      rows: [
        { collection, row: packet.row(collection), fields: { quantity: '3' } },
        { collection, row: 'new-1', fields: { text: 'Rake', price: '700' } },
      ],
      drops: [{ collection, row: packet.row(collection, 1) }],
    }
    const told = await stage.reply(packet, said)
    expect(Object.values(told.slots)).toEqual(['applied', 'applied', 'applied'])
    expect((await stage.reply(packet, said)).case).toBe('repeat')
    expect(await linesOf()).toEqual(['3 Hoe 9000', '1 Rake 700'])
    expect(
      await office(
        "select audit_verb as verb from audit where audit_entity = $1 and audit_table = 'deal_line' and audit_reply is not null order by 1",
        [packet.person],
      ),
    ).toEqual([{ verb: 'delete' }, { verb: 'insert' }, { verb: 'update' }])
  })

  test('that a revision changes again, or takes back, stay one line', async () => {
    const packet = await packetOf()
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added('Rake') })
    await stage.reply(packet, { draft: draft('b'), sequence: 2, ...added('Rake', { price: '800', quantity: '4' }) })
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500', '4 Rake 800'])
    await stage.reply(packet, { draft: draft('b'), sequence: 3, drops: [{ collection, row: 'new-1' }] })
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500'])
  })

  test('are undone by their sender', async () => {
    const packet = await packetOf()
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...changed(packet, 0, { price: '8000' }) })
    await stage.reply(packet, { draft: draft('b'), sequence: 2, ...changed(packet, 0, { price: '9000' }) })
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500'])
  })

  test('of two packets that add the same one are two', async () => {
    const [first, second] = [await packetOf(), await packetOf()]
    for (const packet of [first, second]) await stage.reply(packet, added('Rake'))
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500', '1 Rake 700', '1 Rake 700'])
  })

  test('that say the same are each changed and dropped alone', async () => {
    const twins = await dealOf([
      ['Hoe', '1', '9000'],
      ['Hoe', '1', '9000'],
      ['Hoe', '1', '9000'],
    ])
    const packet = await packetOf(twins)
    const told = await stage.reply(packet, {
      ...changed(packet, 1, { quantity: '5' }),
      drops: [{ collection, row: packet.row(collection, 2) }],
    })
    expect(Object.values(told.slots)).toEqual(['applied', 'applied'])
    expect(await linesOf(twins)).toEqual(['1 Hoe 9000', '5 Hoe 9000'])
  })

  test('that two packets change in different ways: the first counts, the other waits and can be accepted', async () => {
    const [first, second] = [await packetOf(), await packetOf()]
    await stage.reply(first, changed(first, 0, { price: '8000' }))
    const told = await stage.reply(second, changed(second, 0, { price: '7000' }))
    expect(Object.values(told.slots)).toEqual(['held changed-meanwhile'])
    expect(await linesOf()).toEqual(['2 Hoe 8000', '1 Seed 500'])
    expect(await stage.settle(second.person, 'accepted')).toEqual(['accepted'])
    expect(await linesOf()).toEqual(['2 Hoe 7000', '1 Seed 500'])
  })

  test('that the office dropped are not brought back', async () => {
    const packet = await packetOf()
    await office('delete from deal_line where deal_line_id = $1', [number(packet, 0)])
    const told = await stage.reply(packet, changed(packet, 0, { price: '8000' }))
    expect(Object.values(told.slots)).toEqual(['held row-gone'])
    expect(await linesOf()).toEqual(['1 Seed 500'])
  })

  test('that the office changed are not dropped', async () => {
    const packet = await packetOf()
    await office('update deal_line set deal_line_price = 1 where deal_line_id = $1', [number(packet, 0)])
    const told = await stage.reply(packet, { drops: [{ collection, row: packet.row(collection, 0) }] })
    expect(Object.values(told.slots)).toEqual(['held changed-meanwhile'])
    expect(await linesOf()).toEqual(['2 Hoe 1', '1 Seed 500'])
  })

  test('go along when their deal is merged into another', async () => {
    const packet = await packetOf()
    const other = await dealOf([['Rope', '1', '50']])
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('office'), true)")
    await stage.rows('select merge_records((select deal_id from deal where deal_hid = $1), $2)', [other, packet.person])
    await stage.rows('commit')
    const told = await stage.reply(packet, changed(packet, 1, { price: '600' }))
    expect(Object.values(told.slots)).toEqual(['applied'])
    expect((await linesOf(other)).sort()).toEqual(['1 Rope 50', '1 Seed 600', '2 Hoe 9000'])
  })

  test('of another deal are none of a reply’s business', async () => {
    const packet = await packetOf()
    const theirs = await packetOf(await dealOf([['Cow', '1', '1']], 'baraka'), 'baraka')
    const told = await stage.reply(packet, {
      rows: [{ collection, row: theirs.row(collection), fields: { price: '2' } }],
    })
    expect(Object.values(told.slots)).toEqual(['refused other-record'])
  })

  test('are refused, each told, to a role that may not write them', async () => {
    const packet = await packetOf(deal, 'sita')
    const told = await stage.reply(packet, changed(packet, 0, { price: '2' }))
    expect(Object.values(told.slots)).toEqual(['refused not-allowed'])
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500'])
  })
})

describe('what a table fills in', () => {
  test('is part of a new line: a later change of it is no clash', async () => {
    const packet = await packetOf()
    await stage.reply(packet, { draft: draft('b'), sequence: 1, ...added('Rake') })
    const told = await stage.reply(packet, { draft: draft('b'), sequence: 2, ...added('Rake', { price: '701' }) })
    expect(Object.values(told.slots)).toEqual(['applied'])
    expect(await linesOf()).toEqual(['2 Hoe 9000', '1 Seed 500', '1 Rake 701'])
  })
})

describe('a form', () => {
  const faults = (lines: string) =>
    publishText(stage, form.replace('(version 1)', '(version 9)').replace(/\(collection[\s\S]*$/, `${lines})`)).then(
      () => null,
      (error: { hints?: readonly string[] }) => error.hints,
    )
  test.each([
    [
      'activity',
      '(collection lines (table "activity") (label (en "Line")) (field text (column "activity_body") (type text) (label (en "text"))))',
      'collection lines: the table activity holds no rows that a form for deal can list; these do: address, contact_point, deal_line, member, relationship',
    ],
    [
      'lines without a price',
      '(collection lines (table "deal_line") (add true) (label (en "Line")) (field text (column "deal_line_text") (type text) (label (en "text"))))',
      'collection lines: rows can be added, so one of its fields has to be of the column deal_line_price',
    ],
  ])('that lists %s is refused with the reason', async (_, lines, fault) => {
    expect(await faults(lines)).toEqual([expect.stringContaining(fault)])
  })
  test('for people lists no lines of deals', async () => {
    expect(
      await publishText(
        stage,
        '(satchel-form (name "people-lines") (version 1) (entity person) (title (en "T")) (intro (en "I")) (collection lines (table "deal_line") (label (en "Line")) (field text (column "deal_line_text") (type text) (label (en "text")))))',
      ).then(
        () => null,
        (error: { hints?: readonly string[] }) => error.hints,
      ),
    ).toEqual([expect.stringContaining('the table deal_line holds no rows that a form for person can list')])
  })
})
