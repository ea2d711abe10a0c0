// A deal's amount and its lines agree, or the deal says why not: whoever writes them, in whatever order, one or two at a time.

import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let deal: number
const clients: pg.Client[] = []
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  for (const client of clients) await client.end()
  await stage.close()
})

let count = 0
const made = async (currency = 'EUR', kind = 'order') =>
  Number(
    (
      await stage.one<{ id: string }>(
        "insert into deal (deal_hid, deal_name, deal_kind, deal_currency) values ($1, 'Bags', lookup_find('deal-kind', $2), $3) returning deal_id as id",
        [`L-${++count}`, kind, currency],
      )
    ).id,
  )
beforeEach(async () => {
  deal = await made()
})

const line = (id: number, quantity: string, price: string, discount = '0') =>
  `insert into deal_line (deal_line_deal, deal_line_text, deal_line_quantity, deal_line_price, deal_line_discount) values (${id}, 'Bag', ${quantity}, ${price}, ${discount})`
const amount = (id: number, value: string) => `update deal set deal_amount = ${value} where deal_id = ${id}`
const client = async () => {
  const one = new pg.Client({ connectionString: stage.database.url('satchel') })
  await one.connect()
  clients.push(one)
  return one
}
/** Runs statements in one transaction. @returns why it was refused, or null. */
async function together(...statements: readonly string[]): Promise<string | null> {
  await stage.rows('begin')
  try {
    for (const statement of statements) await stage.rows(statement)
    await stage.rows('commit')
    return null
  } catch (error) {
    await stage.rows('rollback')
    return (error as Error).message
  }
}
const worth = async (id = deal) =>
  (
    await stage.one<{ worth: string }>(
      'select deal_worth(deal_id, deal_amount, deal_currency) as worth from deal where deal_id = $1',
      [id],
    )
  ).worth

describe('an amount and lines that differ', () => {
  test('are refused with both figures, and with what to do', async () => {
    expect(await together(amount(deal, '500'), line(deal, '10', '48'))).toBe(
      `the amount of L-${count} is 500 EUR, and its lines make 480 EUR: change one of them, leave the amount empty, or say in the field "difference" why`,
    )
  })

  test('are taken where they change in one transaction, in either order', async () => {
    expect(await together(line(deal, '10', '48'), amount(deal, '480'))).toBeNull()
    expect(await together(amount(deal, '490'), line(deal, '1', '10'))).toBeNull()
    expect(await together(`delete from deal_line where deal_line_deal = ${deal} and deal_line_price = 10`)).toContain(
      'its lines make 480',
    )
    expect(await together(amount(deal, '490.01'))).toContain('its lines make 490 EUR')
    expect(
      await together(
        `update deal_line set deal_line_quantity = 11 where deal_line_deal = ${deal} and deal_line_price = 48`,
      ),
    ).toContain('its lines make 538')
  })

  test('are taken where the deal says why, and no longer when it does not', async () => {
    expect(
      await together(
        line(deal, '10', '48'),
        amount(deal, '450'),
        `update deal set deal_difference = 'A friend''s price' where deal_id = ${deal}`,
      ),
    ).toBeNull()
    expect(await together(`update deal set deal_difference = null where deal_id = ${deal}`)).toContain('is 450 EUR')
    expect(await together(`update deal set deal_difference = '' where deal_id = ${deal}`)).toContain(
      'deal_difference_check',
    )
  })

  test('are found for both deals when a line moves from one to the other', async () => {
    const other = await made()
    expect(
      await together(line(deal, '1', '10'), amount(deal, '10'), line(other, '1', '20'), amount(other, '20')),
    ).toBeNull()
    const moved = `update deal_line set deal_line_deal = ${other} where deal_line_deal = ${deal}`
    expect(await together(moved)).toContain('its lines make 30 EUR')
    // the one that has no lines any more has nothing to differ from
    expect(await together(moved, amount(other, '30'))).toBeNull()
  })
})

describe('an amount that nobody gave', () => {
  test('is what the lines make, as they change one by one', async () => {
    expect(await together(line(deal, '3', '9.99', '10'))).toBeNull()
    expect(await worth()).toBe('26.97')
    expect(await together(line(deal, '1', '0.03'))).toBeNull()
    expect(await worth()).toBe('27.00')
  })

  test('of lines with prices and no currency is taken, and told by the check of the installation', async () => {
    await stage.rows('update deal set deal_currency = null where deal_id = $1', [deal])
    expect(await together(line(deal, '1', '10'))).toBeNull()
    expect(await stage.rows('select record, fault from wrong_values(20)')).toEqual([
      { record: `L-${count}`, fault: 'its lines have prices, and it has no currency' },
    ])
    await stage.rows("update deal set deal_currency = 'EUR' where deal_id = $1", [deal])
    expect(await stage.rows('select record, fault from wrong_values(20)')).toEqual([])
  })
})

describe('rounding', () => {
  test.each([
    // each line to the cent, as an invoice has it; or the sum alone, as some programs do
    [
      'EUR',
      [
        ['1', '0.335'],
        ['1', '0.335'],
      ],
      '0.68',
      '0.67',
      '0.66',
    ],
    [
      'UGX',
      [
        ['1', '1000.5'],
        ['1', '1000.5'],
      ],
      '2002',
      '2001',
      '2000',
    ],
    [
      'KWD',
      [
        ['1', '0.0005'],
        ['1', '0.0005'],
      ],
      '0.002',
      '0.001',
      '0',
    ],
    ['EUR', [['3', '10', '33.3333']], '20', '20', '20.01'],
  ] as const)('in %s goes to its smallest coin: %s', async (currency, lines, each, sum, wrong) => {
    deal = await made(currency)
    const all = lines.map(([quantity, price, discount]) => line(deal, quantity, price, discount))
    expect(await together(...all, amount(deal, wrong))).toContain('its lines make')
    expect(await together(...all, amount(deal, each))).toBeNull()
    expect(await together(amount(deal, sum))).toBeNull()
  })
})

describe('two people at once', () => {
  test('cannot both be right with what the other one has not seen', async () => {
    expect(await together(line(deal, '1', '10'), amount(deal, '10'))).toBeNull()
    const [one, two] = [await client(), await client()]
    await one.query('begin')
    await two.query('begin')
    await one.query(line(deal, '1', '5'))
    await one.query(amount(deal, '15'))
    // the second one waits for the first at its first write
    const second = (async () => {
      await two.query(line(deal, '1', '7'))
      await two.query(amount(deal, '17'))
      await two.query('commit')
    })()
    const ended = second.then(
      () => null,
      (error: Error) => error.message,
    )
    await one.query('commit')
    expect(await ended).toContain('is 17 EUR, and its lines make 22 EUR')
    await two.query('rollback')
    expect(
      await stage.rows('select deal_line_price::int as price from deal_line where deal_line_deal = $1 order by 1', [
        deal,
      ]),
    ).toEqual([{ price: 5 }, { price: 10 }])
  })
})

describe('records that become one', () => {
  const inOne = async (lost: number) => {
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('grace'), true)")
    const { merged } = await stage.one<{ merged: { merge: number } }>('select merge_records($1, $2) as merged', [
      deal,
      lost,
    ])
    await stage.rows('commit')
    return merged.merge
  }
  beforeAll(async () => {
    await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
  })

  test('keep the amount that was given, and say why it differs from the lines of both; undone, each is as it was', async () => {
    const lost = await made()
    expect(
      await together(line(deal, '1', '10'), amount(deal, '10'), line(lost, '1', '20'), amount(lost, '20')),
    ).toBeNull()
    const merge = await inOne(lost)
    const now = () =>
      stage.one('select deal_amount::text as amount, deal_difference as why from deal where deal_id = $1', [deal])
    expect(await now()).toEqual({ amount: '10', why: `merged with L-${count}` })
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('grace'), true)")
    await stage.one('select undo_merge($1)', [merge])
    await stage.rows('commit')
    expect(await now()).toEqual({ amount: '10', why: null })
    expect([await worth(deal), await worth(lost)]).toEqual(['10', '20'])
  })

  test('are in one currency', async () => {
    const lost = await made('USD')
    await expect(inOne(lost)).rejects.toThrow('the two deals are in different currencies')
    await stage.rows('rollback')
  })
})

test('sums of deals count a credit note as paid back, and no two currencies together', async () => {
  await stage.rows('delete from deal_line')
  await stage.rows('update deal set deal_closed = own_today()')
  for (const [currency, kind, value] of [
    ['EUR', 'order', '100'],
    ['EUR', 'credit', '30'],
    ['USD', 'order', '7'],
  ] as const) {
    const id = await made(currency, kind)
    expect(
      await together(
        `update deal set deal_amount = ${value}, deal_expected = '2027-01-10', deal_probability = 50 where deal_id = ${id}`,
      ),
    ).toBeNull()
  }
  const lined = await made()
  expect(
    await together(line(lined, '2', '4'), `update deal set deal_expected = '2027-01-11' where deal_id = ${lined}`),
  ).toBeNull()
  expect(
    await stage.rows(
      'select forecast_currency as currency, forecast_amount::text as amount, forecast_deals::int as deals from forecast_rep order by 1',
    ),
  ).toEqual([
    { currency: 'EUR', amount: '78.00', deals: 3 },
    { currency: 'USD', amount: '7', deals: 1 },
  ])
})
