// Telephone numbers of sheets and cards, loaded by the real command.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeHome, type TestHome } from '../helpers/home.ts'
import { sheetsOf } from '../helpers/sheets.ts'

let empty: TestHome
let home: TestHome
beforeAll(async () => {
  empty = await makeHome()
})
afterAll(() => empty.close())
beforeEach(async () => {
  home = await makeHome({ from: empty })
  return () => home.close()
})

const { sheet, load } = sheetsOf(() => home)
const sample = (name: string) => readFileSync(join(import.meta.dirname, '../samples', name), 'utf8')
const callingCode = (code: string) => home.rows('update instance set instance_calling_code = $1 returning 1', [code])
const numbers = () =>
  home.rows<{ name: string; value: string; normal: string }>(
    `select entity_name as name, contact_point_value as value, contact_point_normal as normal
     from contact_point join entity on entity_id = contact_point_entity order by contact_point_id`,
  )

test('two numbers in one cell are two', async () => {
  await callingCode('+49')
  expect(await load(sheet(sample('two-numbers.tsv'), 'two.tsv'))).toMatchObject({ new: 2, faults: [] })
  expect(await numbers()).toMatchObject([
    { name: 'Ann Slash', value: '0171 1234567', normal: '+491711234567' },
    { name: 'Ann Slash', value: '030 123456', normal: '+4930123456' },
    { name: 'Bob Space', value: '07911 123456', normal: '+497911123456' },
    { name: 'Bob Space', value: '07911 123457', normal: '+497911123457' },
  ])
})

test('where it is not clear whether they are two, it is asked', async () => {
  await callingCode('+44')
  expect(await load(sheet(sample('two-numbers.tsv'), 'two.tsv'))).toMatchObject({
    code: 3,
    faults: [{ line: 2, column: 'Phone', fault: expect.stringContaining('may be two telephone numbers') }],
  })
  expect(await load(sheet(sample('two-numbers.tsv'), 'two.tsv'), '--skip-faulty')).toMatchObject({ new: 1 })
  expect(await numbers()).toMatchObject([
    { name: 'Bob Space', value: '07911 123456', normal: '+447911123456' },
    { name: 'Bob Space', value: '07911 123457', normal: '+447911123457' },
  ])
})

test('two spellings of one number are one person', async () => {
  await callingCode('+1')
  expect(await load(sheet(sample('us-twice.tsv'), 'twice.tsv'))).toMatchObject({ new: 1, same: 1, faults: [] })
  expect(await numbers()).toMatchObject([{ value: '(202) 456-1111', normal: '+12024561111' }])
  for (const contact of ['202-456-1111', '1 202 456 1111', '+1 (202) 456-1111', '011 1 202 456 1111']) {
    const found = await home.satchel(['--json', 'query', 'people/by-phone', '--param', `contact=${contact}`])
    expect([contact, found.json()]).toEqual([contact, [expect.objectContaining({ name: 'Pat Smith' })]])
  }
})

test('an extension stays with its number', async () => {
  expect(await load(sheet(sample('phone-extensions.vcf'), 'cards.vcf'))).toMatchObject({ new: 2, faults: [] })
  expect(await numbers()).toMatchObject([
    { value: '+44 7911 123470;ext=1234', normal: '+447911123470;ext=1234' },
    { value: '+44 7911 123471;ext=5678', normal: '+447911123471;ext=5678' },
  ])
})

test('what is no number is refused with the reason', async () => {
  const text = [
    'given name;family name;phone',
    'Ann;Words;ask her son',
    'Bob;Short;0700 11',
    'Cid;Long;0700 111 222 33',
    'Dan;Day;31.05.1980',
    'Eve;Vanity;1-800-FLOWERS',
    'Fay;Nowhere;+999 12345678',
    'Gus;Emergency;112',
    'Hal;Unsure;"0700 111 222, 1234"',
  ].join('\n')
  const { faults } = await load(sheet(text))
  expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
    [2, 'is not a telephone number'],
    [3, expect.stringContaining('too short')],
    [4, expect.stringContaining('too long')],
    [5, 'is not a telephone number'],
    [6, expect.stringContaining('words or letters')],
    [7, expect.stringContaining('country code that no country has')],
    [9, expect.stringContaining('ext. before an extension')],
  ])
  // the code of the emergency services is kept as it was written
  expect(await load(sheet(text), '--skip-faulty')).toMatchObject({ new: 1 })
  expect(await numbers()).toMatchObject([{ name: 'Gus Emergency', value: '112', normal: '112' }])
})

test('db migrate joins two spellings that an earlier version took for two, says so, and lists them', async () => {
  await callingCode('+1')
  await home.rows(`create or replace function normal_phone(p_value text, p_calling_code text) returns text language sql immutable
    as $$ select regexp_replace(p_value, '[^0-9+]', '', 'g') $$`)
  await load(sheet('given name;phone;phone\nPat;202-456-1111;+1 202 456 1111\nSam;202-456-1112;\n'))
  await home.rows(`insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
    select contact_point_entity, contact_point_kind, '202-456-1111' from contact_point where contact_point_value = '+1 202 456 1111'
    on conflict do nothing`)
  await home.rows(`insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
    select contact_point_entity, contact_point_kind, '+1 (202) 456-1112' from contact_point where contact_point_value = '202-456-1112'`)
  await home.rows('update instance set instance_phones = null')
  const migrated = await home.satchel(['db', 'migrate'])
  expect([migrated.code, migrated.out]).toEqual([
    0,
    expect.stringMatching(/are one row now: [12]\.\nsatchel query people\/joined-numbers/),
  ])
  const listed = await home.satchel(['--as', 'grace', '--json', 'query', 'people/joined-numbers'])
  expect(listed.json()).toContainEqual(expect.objectContaining({ stays: '202-456-1112', joined: '+1 (202) 456-1112' }))
  expect(await numbers()).toMatchObject([{ normal: '+12024561111' }, { normal: '+12024561112' }])
})
