// What a file says against a record of another type than people: asked of the office, written where the loader says so, or only told.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'

let base: TestHome
let home: TestHome
beforeAll(async () => {
  base = await makeHome()
})
afterAll(() => base?.close())
beforeEach(async () => {
  home = await makeHome({ from: base })
  await load(
    'organization',
    'id,name,industry,staffcount,website\nO-1,Soko,trade,4,https://soko.example\nO-2,Maji,,,\n',
  )
  await load('product', 'id,name,price,currency,active\nP-1,Maize,12.50,USD,yes\n')
  await load(
    'deal',
    'id,name,kind,party,amount,currency,expected,note\nD-1,Maize for Soko,order,O-1,30,USD,2027-03-31,By lorry\n',
  )
  return () => home.close()
})

interface File {
  readonly new: number
  readonly filled: number
  readonly same: number
  readonly kept: readonly unknown[]
  readonly held: readonly unknown[]
  readonly faults: readonly unknown[]
}

async function load(type: string, text: string, ...options: readonly string[]) {
  const path = join(home.home.folder, `${type}.csv`)
  writeFileSync(path, text)
  const as = options.includes('--as') ? [] : ['--as', 'grace']
  const ended = await home.satchel([...as, '--json', 'load', path, '--type', type, ...options])
  expect([0, 3], ended.err).toContain(ended.code)
  const { done, files } = ended.json<{ readonly done: boolean; readonly files: readonly File[] }>()
  return { code: ended.code, done, ...files[0] }
}

interface Held {
  readonly id: string
  readonly slot: string
  readonly now: string | null
  readonly wants: string | null
  readonly reason: string
}
const held = async () => (await home.satchel(['--as', 'grace', '--json', 'review', 'list'])).json<Held[]>()
const decide = async (word: 'accept' | 'refuse', slot: string) => {
  const id = (await held()).find(one => one.slot === slot)?.id ?? ''
  expect(await home.satchel(['--as', 'grace', 'review', word, id])).toMatchObject({ code: 0, err: '' })
}
const deal = () =>
  home.rows(
    `select deal_amount::float as amount, deal_expected::text as expected, deal_note as note, organization_hid as party, lookup_value as kind
     from deal join organization on organization_id = deal_party join lookup on lookup_id = deal_kind`,
  )
const stands = { amount: 30, expected: '2027-03-31', note: 'By lorry', party: 'O-1', kind: 'order' }
const sound = async () => {
  expect(await home.rows('select * from verify_states()')).toEqual([])
  expect(await home.rows('select 1 from letter')).toEqual([])
}

const other = 'id,name,party,amount,expected,note,kind\nD-1,Maize for Soko,Maji,35.5,30.04.2027,By train,quote\n'

test('every kind of value is held, shown as it is and as the file wants it, and asked once', async () => {
  const columns = ['amount', 'expected', 'kind', 'note', 'party']
  const dry = await load('deal', other, '--dry-run')
  expect(dry).toMatchObject({ code: 3, done: false, kept: [] })
  expect(await held()).toEqual([])
  const first = await load('deal', other)
  expect(first).toMatchObject({ code: 3, done: true, same: 1, kept: [], faults: [] })
  expect(first.held).toEqual([{ line: 2, columns: expect.arrayContaining(columns) }])
  expect(await deal()).toEqual([stands])
  const asked = await held()
  const wants = (slot: string, now: string, wanted: string) =>
    expect.objectContaining({ slot: `field/${slot}`, now, wants: wanted, reason: 'file-differs' })
  expect(asked).toHaveLength(5)
  expect(asked).toEqual(
    expect.arrayContaining([
      wants('amount', '30', '35.5'),
      wants('expected', '2027-03-31', '2027-04-30'),
      wants('kind', 'order', 'quote'),
      wants('note', 'By lorry', 'By train'),
      wants('party', 'O-1', 'O-2'),
    ]),
  )
  expect(await load('deal', other)).toMatchObject({ held: first.held })
  expect(await held()).toEqual(asked)
  await sound()
})

test('what the office accepts is written, what it refuses stays and is not asked again', async () => {
  await load('deal', other)
  for (const slot of ['field/amount', 'field/expected', 'field/party', 'field/kind']) await decide('accept', slot)
  await decide('refuse', 'field/note')
  expect(await deal()).toEqual([
    { amount: 35.5, expected: '2027-04-30', note: 'By lorry', party: 'O-2', kind: 'quote' },
  ])
  expect(await load('deal', other)).toMatchObject({
    code: 3,
    same: 1,
    held: [],
    kept: [{ line: 2, columns: ['note'] }],
  })
  expect(await held()).toEqual([])
  await sound()
})

test('products and organisations too; a place and an owner are kept and told', async () => {
  const organization = 'id,name,industry,staffcount,website\nO-1,Soko,farming,5,https://soko.example\n'
  expect(await load('organization', organization)).toMatchObject({
    kept: [],
    held: [{ line: 2, columns: ['industry', 'staffcount'] }],
  })
  expect(await load('product', 'id,name,price,currency,active\nP-1,Maize,13,USD,no\n')).toMatchObject({
    held: [{ line: 2, columns: ['price', 'active'] }],
  })
  await decide('accept', 'field/active')
  expect(await home.rows('select product_active as active, product_price::float as price from product')).toEqual([
    { active: false, price: 12.5 },
  ])
  await load('organization', 'id,name,parent\nO-1,Soko,O-2\n')
  expect(await load('organization', 'id,name,owner\nO-1,Soko,anna\n')).toMatchObject({
    held: [],
    kept: [{ line: 2, columns: ['owner'] }],
  })
  await sound()
})

test('a salesperson asks about records of their own, and learns nothing of others', async () => {
  await load('organization', 'id,name,note\nO-7,Shamba,Old\n', '--as', 'anna')
  expect(await load('organization', 'id,name,note\nO-7,Shamba,New\n', '--as', 'anna')).toMatchObject({
    code: 3,
    held: [{ line: 2, columns: ['note'] }],
  })
  expect(await load('organization', 'id,name,note\nO-1,Soko,New\n', '--as', 'anna')).toMatchObject({
    done: false,
    held: [],
    faults: [{ line: 2, column: 'id' }],
  })
  expect(await held()).toMatchObject([{ slot: 'field/note', now: 'Old', wants: 'New' }])
  await sound()
})

test('keep only tells, and overwrite writes; neither asks', async () => {
  const file = 'id,name,note\nD-1,Maize for Soko,By train\n'
  expect(await load('deal', file, '--on-conflict', 'keep')).toMatchObject({
    held: [],
    kept: [{ line: 2, columns: ['note'] }],
  })
  expect(await load('deal', file, '--on-conflict', 'overwrite')).toMatchObject({ filled: 1, held: [], kept: [] })
  expect(await held()).toEqual([])
  expect(await deal()).toEqual([{ ...stands, note: 'By train' }])
})

test('a load that is undone takes its questions along', async () => {
  await load('deal', other)
  const [run] = await home.rows<{ id: string }>('select max(load_run_id) as id from load_run')
  expect(await home.satchel(['--as', 'grace', 'load', '--undo', run?.id ?? ''])).toMatchObject({ code: 0, err: '' })
  expect(await held()).toEqual([])
  expect(await deal()).toEqual([stands])
})
