// The lines of a deal by commands: added with it, changed one by one, taken away; the amount and the lines agree, or nothing is changed.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let home: TestHome
let deal: string
const run = async (...words: string[]) => home.satchel(['--as', 'anna', '--json', ...words])
const lines = () =>
  home.rows<Record<string, string | null>>(
    'select coalesce(product_hid, deal_line_text) as what, trim_scale(deal_line_quantity)::text as quantity, trim_scale(deal_line_price)::text as price, trim_scale(deal_line_discount)::text as discount from deal_line join deal on deal_id = deal_line_deal left join product on product_id = deal_line_product where deal_hid = $1 order by deal_line_id',
    [deal],
  )
beforeAll(async () => {
  home = await makeHome()
  const product = ['add', 'product', 'id=SEED', 'name=Seed maize', 'price=1200', 'currency=TZS']
  expect(await home.satchel(['--as', 'grace', ...product])).toMatchObject({ code: 0 })
  const added = await run(
    ...'add deal name=Maize kind=order amount=29000 currency=TZS line/new.quantity=20 line/new.price=1200'.split(' '),
    'line/new.product=Seed maize',
    'line/new2.text=Transport',
    'line/new2.price=5000',
  )
  expect(added).toMatchObject({ code: 0 })
  deal = added.json<{ record: string }>().record
})
afterAll(() => home.close())

test('a deal is added with its lines', async () => {
  expect(await lines()).toEqual([
    { what: 'SEED', quantity: '20', price: '1200', discount: '0' },
    { what: 'Transport', quantity: '1', price: '5000', discount: '0' },
  ])
})

test('a line is changed, and the amount with it: in one statement of what a reply states', async () => {
  const changed = await run('set', deal, 'line/1.quantity=25', 'amount=35000')
  expect(changed).toMatchObject({ code: 0 })
  expect((await lines())[0]).toEqual({ what: 'SEED', quantity: '25', price: '1200', discount: '0' })
  const told = await home.rows(
    "select change_slot like 'row/deal-line/d%' as line, change_outcome as outcome from change where change_entity = (select deal_id from deal where deal_hid = $1) order by change_id desc limit 2",
    [deal],
  )
  expect(told).toEqual(
    expect.arrayContaining([
      { line: true, outcome: 'applied' },
      { line: false, outcome: 'applied' },
    ]),
  )
})

test('a line that leaves the amount behind is refused, with both figures, and nothing is changed', async () => {
  const before = await lines()
  const refused = await run('set', deal, 'line/2.price=6000')
  expect([refused.code, await lines()]).toEqual([2, before])
  expect(refused.err).toMatch(/35000.*36000|36000.*35000/s)
})

test('a line is taken away by its number', async () => {
  expect(await run('set', deal, 'line-=2', 'amount=30000')).toMatchObject({ code: 0 })
  expect(await lines()).toHaveLength(1)
})

test('of one line no number is needed', async () => {
  expect(await run('set', deal, 'line.discount=10', 'amount=27000')).toMatchObject({ code: 0 })
  expect((await lines())[0]?.discount).toBe('10')
})

test.each([
  [['line/new.text=Sacks', 'line/new.quantity=2'], /A value is missing: price\. Nothing was changed\./],
  [['line/0.price=1'], /There is no line 0/],
  [['line/1.price=5', 'line-=1'], /said twice/],
  [['line/7.price=1'], /There is no line 7/],
  [['line-=4'], /There is no line 4/],
  [['line=5'], /line\/new\.FIELD=VALUE adds one/],
  [['line/1.qantity=5'], /line\.quantity/],
  [['line/new.quantity=-1', 'line/new.price=1', 'line/new.text=x'], /quantity/],
  [['line/new.product=Nothing', 'line/new.price=1'], /you see none of that id or name/],
])('%j is refused, and says what to write', async (words, message) => {
  const before = await lines()
  const refused = await run('set', deal, ...words)
  expect([refused.code, await lines()]).toEqual([2, before])
  expect(refused.err).toMatch(message)
})

test('two people who change one line at once: the first stands, the other waits', async () => {
  const words = 'line/1.price=1100 amount=24750 --was line/1.price=1250 --was amount=99'.split(' ')
  const other = await home.satchel(['--as', 'grace', '--json', 'set', deal, ...words])
  expect([other.code, (await lines())[0]?.price]).toEqual([3, '1200'])
})
