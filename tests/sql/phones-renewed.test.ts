// A database whose numbers have their normal forms by the rule of an earlier version, with two spellings of one number, a packet that is
// out and a change that waits, is migrated. Then the answers come.

import { withDatabase } from '@satchel/core/db/database'
import { migrate } from '@satchel/core/db/migrate'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** As it was until numbers were read by the plans of their countries. */
const earlier = `create or replace function normal_phone(p_value text, p_calling_code text) returns text language plpgsql immutable as $$
declare
  digits text := regexp_replace(public.normal_text(p_value), '[^0-9+*#]|(?<=.)\\+', '', 'g');
begin
  return case
    when digits like '+%' then digits
    when digits like '00%' then '+' || substr(digits, 3)
    when digits like '0%' and p_calling_code <> '' then p_calling_code || substr(digits, 2)
    else digits end;
end $$`

let stage: Stage
let person: number
let packet: SentPacket
let own: Awaited<ReturnType<Stage['ownPacket']>>
let number: (value: string, primary?: boolean) => Promise<string>
beforeAll(async () => {
  stage = await openStage()
  await stage.rows("update instance set instance_calling_code = '+1'")
  await stage.rows(earlier)
  await stage.rows("update instance set instance_phones = 'earlier'")
  person = await stage.person()
  number = async (value, primary = false) =>
    (
      await stage.one<{ id: string }>(
        `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_primary, contact_point_verified)
         values ($1, lookup_find('contact-kind', 'phone'), $2, $3, '2026-01-05') returning contact_point_id as id`,
        [person, value, primary],
      )
    ).id
  await number('202-456-1111')
  await number('+1 202 456 1111', true)
  await number('(202) 456-2222')
  await number('behind the mill, ask for Joe')
  await number('07911 123456 07911 123457')
  // an address whose normal form was another one, too
  await stage.rows('alter table contact_point disable trigger a_keep')
  await stage.rows(
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value, contact_point_normal, contact_point_verified)
     values ($1, lookup_find('contact-kind', 'email'), 'Jimmy@MÜNCHEN.example', 'earlier', '2026-01-05')`,
    [person],
  )
  await stage.rows('alter table contact_point enable trigger a_keep')
  packet = await stage.packet(person)
  own = await stage.ownPacket(person)
  // waits for the office: the number as the record has it by now, in another spelling
  await stage.reply(own, {
    rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '2024563333' } }],
    evidence: 'weak',
  })
  await number('+1 (202) 456-3333')
})
afterAll(() => stage.close())

const proven = '2026-01-05'
const standing = () =>
  stage.rows(
    `select contact_point_value as value, contact_point_normal as normal, contact_point_primary as primary, contact_point_verified::date::text as proven
     from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone' order by contact_point_id`,
    [person],
  )

test('two spellings become one row, which is the preferred one; what is no number stays as it is', async () => {
  expect(await standing()).toHaveLength(7)
  await withDatabase(stage.database.url('satchel'), database => migrate(database))
  expect((await standing()).map(({ value, normal }) => [value, normal])).toEqual([
    ['+255 700 000 001', '+255700000001'],
    ['+1 202 456 1111', '+12024561111'],
    ['(202) 456-2222', '+12024562222'],
    ['behind the mill, ask for Joe', 'behind the mill, ask for joe'],
    ['07911 123456 07911 123457', '07911 123456 07911 123457'],
    ['+1 (202) 456-3333', '+12024563333'],
  ])
  expect(await standing()).toContainEqual(expect.objectContaining({ value: '+1 202 456 1111', primary: true, proven }))
  expect(
    await stage.rows(
      `select contact_point_normal = normal_value('contact', 'email', contact_point_value, '') as fits, contact_point_verified::date::text as proven
       from contact_point where contact_point_value = 'Jimmy@MÜNCHEN.example'`,
    ),
  ).toEqual([{ fits: true, proven }])
  // it is the number that it was: nobody has to prove it anew
  expect(await standing()).toContainEqual(expect.objectContaining({ value: '(202) 456-2222', proven }))
})

test('what was joined is in the audit, and the office can list it', async () => {
  const asStaff = async (hid: string) => {
    await stage.rows('begin')
    try {
      await stage.rows("select set_config('role', staff_role_of($1), true)", [hid])
      return await stage.rows('select name, stays, joined from joined_phones()')
    } finally {
      await stage.rows('rollback')
    }
  }
  expect(await asStaff('office')).toEqual([{ name: 'Jimmy Okello', stays: '+1 202 456 1111', joined: '202-456-1111' }])
  await expect(asStaff('anna')).rejects.toMatchObject({ code: '42501' })
})

test('a change that waited, and asks for what stands by the new rule, waits no longer', async () => {
  expect(await stage.held(person)).toEqual([])
})

test('the answer to a packet that was out sees no change where there is none', async () => {
  const before = await standing()
  // the form as it went out: both spellings, and one of them written in yet another way
  const rows = [0, 1, 2, 3].map(index => ({ collection: 'contact-point', row: packet.row('contact-point', index) }))
  const fields = (value: string) => ({ kind: 'phone', value })
  const told = await stage.reply(packet, {
    draft: 'a',
    rows: [
      { collection: 'contact-point', row: rows[2]?.row ?? '', fields: fields('(202) 456 1111') },
      { collection: 'contact-point', row: rows[3]?.row ?? '', fields: fields('+1 202-456-1111') },
    ],
  })
  expect([told.problem, new Set(Object.values(told.slots))]).toEqual([undefined, new Set(['untouched'])])
  expect(await standing()).toEqual(before)
})

test('what an answer changes of a row that was joined is added, and what it takes away of one stays in the other', async () => {
  await stage.reply(packet, {
    draft: 'a',
    sequence: 2,
    rows: [
      {
        collection: 'contact-point',
        row: packet.row('contact-point', 2),
        fields: { kind: 'phone', value: '202 456 4444' },
      },
    ],
  })
  const values = (await standing()).map(({ value }) => value)
  expect(values).toContain('+1 202 456 1111')
  expect(values).toContain('202 456 4444')
})

test('a form with two numbers in one field waits as it was written, and is never one long number', async () => {
  const two = '202 456 5551 / 202 456 5552'
  const told = await stage.reply(packet, {
    draft: 'b',
    rows: [{ collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: two } }],
  })
  expect(Object.values(told.slots)).toEqual(['held two-phones'])
  expect((await standing()).map(({ value }) => value)).not.toContain(two)
})

test('another migrate does nothing; another calling code works them out again', async () => {
  const entries = () => stage.rows("select count(*) as entries from audit where audit_table = 'contact_point'")
  const before = await entries()
  await withDatabase(stage.database.url('satchel'), database => migrate(database))
  expect(await entries()).toEqual(before)
  await stage.rows("update instance set instance_calling_code = '+44'")
  expect(await standing()).toContainEqual(
    expect.objectContaining({ value: '07911 123456 07911 123457', normal: '07911 123456 07911 123457' }),
  )
  expect(await standing()).toContainEqual(
    expect.objectContaining({ value: '(202) 456-2222', normal: '+442024562222', proven }),
  )
})
