// Money: which currencies, amounts, prices and quantities tables take, at each limit and past it, and that old rows stop nobody.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

let count = 0
/** Inserts a row and takes it back. @returns what stands against it, or null. */
async function refusal(text: string, values: unknown[] = []): Promise<string | null> {
  await stage.rows('begin')
  try {
    await stage.rows(text, values)
    await stage.rows('set constraints all immediate')
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    await stage.rows('rollback')
  }
}
const deal = (fields: Readonly<Record<string, string>>) => {
  const all = { hid: `'M-${++count}'`, name: "'Bags'", kind: "lookup_find('deal-kind', 'order')", ...fields }
  const names = Object.keys(all).map(name => `deal_${name}`)
  return `insert into deal (${names.join(', ')}) values (${Object.values(all).join(', ')}) returning deal_id as id`
}
const made = async (text: string) => Number((await stage.one<{ id: string }>(text)).id)
/** Writes past every check, as a row that was there before them. */
async function asBefore(table: string, text: string, values: unknown[] = []) {
  await stage.rows('begin')
  await stage.rows('set local role satchel_owner')
  await stage.rows(`alter table ${table} disable trigger user`)
  await stage.rows(text, values)
  await stage.rows(`alter table ${table} enable trigger user`)
  await stage.rows('commit')
}

describe('a currency', () => {
  test('is one of ISO 4217; the refusal names the nearest one', async () => {
    expect(await refusal(deal({ amount: '10', currency: "'UGX'" }))).toBeNull()
    expect(await refusal(deal({ amount: '10', currency: "'UGS'" }))).toBe(
      'UGS is no longer used since 1987: today it is UGX',
    )
    expect(await refusal(deal({ amount: '10', currency: "'UGY'" }))).toBe(
      '"UGY" is no currency of ISO 4217; the nearest one is UGX',
    )
    expect(await refusal(deal({ amount: '10', currency: "'ugx'" }))).toBe(
      '"ugx" is no currency of ISO 4217; the nearest one is UGX',
    )
    expect(
      await refusal("insert into product (product_name, product_price, product_currency) values ('Seed', 1, 'TZZ')"),
    ).toBe('"TZZ" is no currency of ISO 4217; the nearest one is TZS')
  })

  test('that was withdrawn is one of deals that were closed while it was used', async () => {
    const mark = { amount: '10', currency: "'DEM'" }
    expect(await refusal(deal({ ...mark, closed: "'2002-12-31'" }))).toBeNull()
    expect(await refusal(deal({ ...mark, closed: "'2003-01-01'" }))).toContain('today it is EUR')
    expect(await refusal(deal(mark))).toContain('today it is EUR')
  })

  test('is known to other lists of currencies, too, and each is there once', async () => {
    const rows = await stage.rows<{ code: string; places: number | null; ended: number | null }>(
      'select code, places, ended from currencies()',
    )
    expect(new Set(rows.map(row => row.code)).size).toBe(rows.length)
    const used = rows.filter(row => row.ended === null).map(row => row.code)
    const elsewhere = Intl.supportedValuesOf('currency')
    // units of account, metals and what is new there
    const rare = 'BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD XAG XAU XCG XPD XPT ZWG SLE'.split(' ')
    expect(used.filter(code => !elsewhere.includes(code) && !rare.includes(code))).toEqual([])
    // the unit of a regional bank is nobody's money
    expect(elsewhere.filter(code => code !== 'XSU' && !rows.some(row => row.code === code))).toEqual([])
  })
})

describe('an amount', () => {
  test.each([
    ['0', "'EUR'", null],
    ['-0.01', "'EUR'", 'an amount is not below 0: what is paid back is a deal of the kind "credit"'],
    ['999999999999999', "'EUR'", null],
    ['1000000000000000', "'EUR'", 'an amount has 15 digits at most'],
    ["'NaN'", "'EUR'", 'an amount has 15 digits at most'],
    ["'Infinity'", "'EUR'", 'an amount has 15 digits at most'],
    ['10.99', "'EUR'", null],
    ['10.990', "'EUR'", null],
    ['10.999', "'EUR'", 'EUR has 2 decimals: 10.999 is no amount in it'],
    ['1.234', "'KWD'", null],
    ['1.2345', "'KWD'", 'KWD has 3 decimals: 1.2345 is no amount in it'],
    ['250000', "'UGX'", null],
    ['250000.00', "'UGX'", null],
    ['250000.5', "'UGX'", 'UGX has no smaller unit: 250000.5 is no amount in it'],
    ['100.5', "'JPY'", 'JPY has no smaller unit: 100.5 is no amount in it'],
    ['1.23456', "'XAU'", null],
  ])('%s %s', async (amount, currency, refused) => {
    expect(await refusal(deal({ amount, currency }))).toBe(refused)
  })

  test('of three decimals is kept as it was written', async () => {
    const id = await made(deal({ amount: '1.234', currency: "'KWD'" }))
    expect(await stage.one('select deal_amount::text as amount from deal where deal_id = $1', [id])).toEqual({
      amount: '1.234',
    })
  })

  test('a credit note is a deal of its own kind, and its amount has no sign', async () => {
    const credit = { kind: "lookup_find('deal-kind', 'credit')", currency: "'EUR'" }
    expect(await refusal(deal({ ...credit, amount: '20' }))).toBeNull()
    expect(await refusal(deal({ ...credit, amount: '-20' }))).toContain('not below 0')
  })

  test.each([
    [
      "insert into grp (grp_name, grp_kind, grp_budget) values ('G', lookup_find('grp-kind', 'list'), $1)",
      'a budget is not below 0',
    ],
    ["insert into organization (organization_name, organization_revenue) values ('O', $1)", 'a revenue is not below 0'],
    [
      "insert into product (product_name, product_price, product_currency) values ('P', $1, 'EUR')",
      'a price is not below 0',
    ],
  ])('of other tables is not below 0 either: %s', async (text, refused) => {
    expect(await refusal(text, ['0'])).toBeNull()
    expect(await refusal(text, ['-0.01'])).toBe(refused)
    expect(await refusal(text, ['NaN'])).toContain('15 digits')
  })
})

test('a line has a price of 0 or more, and a quantity above 0', async () => {
  const id = await made(deal({ currency: "'EUR'" }))
  const line = (quantity: string, price: string) =>
    refusal(
      `insert into deal_line (deal_line_deal, deal_line_text, deal_line_quantity, deal_line_price) values (${id}, 'Bag', ${quantity}, ${price})`,
    )
  expect(await line('0.0001', '0')).toBeNull()
  expect(await line('1', '-0.0001')).toContain('a price is not below 0: take a discount')
  expect(await line('-1', '5')).toContain('a quantity is not below 0')
  expect(await line('0', '5')).toContain('deal_line_quantity_check')
  expect(await line("'NaN'", '5')).toContain('15 digits')
})

test('a row with old values that are wrong can be changed in every other column, and put right', async () => {
  const id = await made(deal({ amount: '10', currency: "'EUR'" }))
  await asBefore('deal', "update deal set deal_currency = 'QQQ', deal_amount = -5 where deal_id = $1", [id])
  expect(await refusal(`update deal set deal_note = 'x', deal_probability = 5 where deal_id = ${id}`)).toBeNull()
  expect(await refusal(`update deal set deal_amount = -6 where deal_id = ${id}`)).toContain('not below 0')
  expect(await refusal(`update deal set deal_amount = 5, deal_currency = 'EUR' where deal_id = ${id}`)).toBeNull()
})
