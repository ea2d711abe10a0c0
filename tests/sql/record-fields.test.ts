// The catalog of fields says of each type what its table holds: kind, choices, references, rights. Commands, forms and files read it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('rita', 'Rita', 'rita@kilimo.example', 'analyst', 'en', 'plain')")
})
afterAll(() => stage.close())

interface Field extends Record<string, unknown> {
  readonly type: string
  readonly field: string
  readonly kind: string
  readonly choices: readonly string[] | null
  readonly refers: string | null
  readonly required: boolean
  readonly may_read: boolean
  readonly may_write: boolean
}
const fieldsOf = (type: string) => stage.rows<Field>('select * from record_fields($1)', [type])
const kinds = async (type: string) => Object.fromEntries((await fieldsOf(type)).map(field => [field.field, field.kind]))

describe('the fields of a type', () => {
  test('are the columns of its table, each with its kind', async () => {
    expect(await kinds('deal')).toMatchObject({
      id: 'text',
      name: 'text',
      kind: 'choice',
      party: 'record',
      contact: 'record',
      amount: 'money',
      probability: 'integer',
      expected: 'date',
      campaign: 'record',
      note: 'long-text',
      outcome: 'choice',
    })
    expect(await kinds('person')).toMatchObject({
      'given-name': 'text',
      'family-name': 'text',
      born: 'date',
      prefers: 'choice',
    })
    expect(await kinds('product')).toMatchObject({ price: 'money', active: 'boolean' })
    expect(await kinds('grp')).toMatchObject({ query: 'query', budget: 'number' })
  })

  test('every type has all columns of its table but its number', async () => {
    const counted = await stage.rows(
      `select entity_type_hid, count(*)::integer - 1 as columns, (select count(*)::integer from record_fields(entity_type_hid)) as fields
       from entity_type join pg_attribute on attrelid = entity_type_table::text::regclass and attnum > 0 and not attisdropped group by 1`,
    )
    expect(counted.length).toBeGreaterThan(5)
    for (const { columns, fields } of counted) expect(fields).toBe(columns)
  })

  test('choices come from the list of the column, or from its check', async () => {
    const deal = await fieldsOf('deal')
    const choices = (name: string) => deal.find(({ field }) => field === name)?.choices
    expect(choices('kind')).toEqual(expect.arrayContaining(['opportunity', 'quote', 'order']))
    expect(choices('outcome')).toEqual(['won', 'lost', 'done', 'stopped'])
    expect(choices('name')).toBeNull()
  })

  test('a reference names the table that it points into', async () => {
    const deal = await fieldsOf('deal')
    const refers = (name: string) => deal.find(({ field }) => field === name)?.refers
    expect([refers('party'), refers('contact'), refers('campaign'), refers('name')]).toEqual([
      'entity',
      'person',
      'grp',
      null,
    ])
  })

  test('what has no default must be given', async () => {
    const required = async (type: string) =>
      (await fieldsOf(type)).filter(field => field.required).map(({ field }) => field)
    expect(await required('deal')).toEqual(['name', 'kind'])
    expect(await required('organization')).toEqual(['name'])
    expect(await required('person')).toEqual([])
  })
})

describe('a type', () => {
  test.each([
    ['organisation', 'organization'],
    ['organizations', 'organization'],
    ['People', 'person'],
    ['groups', 'grp'],
    ['deals', 'deal'],
    ['nonsense', null],
  ])('%s is %s', async (word, type) => {
    expect(await stage.one('select record_type($1) as type', [word])).toEqual({ type })
  })
})

test('the rights are those of the caller', async () => {
  const seen = async (hid: string) => {
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of($1), true)", [hid])
    const rows = await fieldsOf('deal')
    await stage.rows('rollback')
    return (name: string) => {
      const field = rows.find(one => one.field === name)
      return [field?.may_read, field?.may_write]
    }
  }
  expect((await seen('anna'))('note')).toEqual([true, true])
  const analyst = await seen('rita')
  expect(analyst('amount')).toEqual([true, false])
  expect(analyst('note')).toEqual([false, false])
})

test('the fields of a table of rows are read the same way', async () => {
  const rows = await stage.rows<Field>("select * from table_fields('deal_line')")
  expect(rows.map(({ field, kind }) => [field, kind])).toEqual(
    expect.arrayContaining([
      ['product', 'record'],
      ['text', 'text'],
      ['quantity', 'number'],
      ['price', 'number'],
    ]),
  )
})
