// A telephone number or an address whose kind was left out: it gets one by its shape, however it comes in, and before anything is
// compared.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const fresh = async () => stage.packet(await stage.person())
const contactsOf = async ({ person }: SentPacket) =>
  (
    await stage.rows<{ v: string }>(
      "select lookup_value(contact_point_kind) || ' ' || contact_point_value as v from contact_point where contact_point_entity = $1 order by contact_point_id offset 2",
      [person],
    )
  ).map(row => row.v)
const addressesOf = async ({ person }: SentPacket) =>
  (
    await stage.rows<{ v: string }>(
      "select lookup_value(address_kind) || ' ' || concat_ws(', ', address_line1, address_city) as v from address where address_entity = $1 order by address_id",
      [person],
    )
  ).map(row => row.v)
const added = (fields: Record<string, string | null>, row = 'new-1', collection = 'contact-point') => ({
  rows: [{ collection, row, fields }],
})

describe('a reply that adds a contact', () => {
  test.each([
    ['anna@example.org', 'email'],
    ['0700 111 222', 'phone'],
    ['+256 (700) 111-222', 'phone'],
    ['https://example.org/seed', 'web'],
    ['www.example.org', 'web'],
    ['example.org', 'web'],
    ['@jimmy on Telegram', 'other'],
    ['0700 111 222, in the evening', 'other'],
  ])('%s without a kind is kept as %s', async (value, kind) => {
    const packet = await fresh()
    expect((await stage.reply(packet, added({ value }))).slots).toEqual({ 'row/contact-point/new-1': 'applied' })
    expect(await contactsOf(packet)).toEqual([`${kind} ${value}`])
  })

  test('with a kind keeps the kind that it says, and a value that cannot be of it waits as it was written', async () => {
    const packet = await fresh()
    await stage.reply(packet, added({ kind: 'other', value: '0700 111 222' }))
    expect(await contactsOf(packet)).toEqual(['other 0700 111 222'])
    expect((await stage.reply(packet, added({ kind: 'email', value: '0700 111 223' }, 'new-2'))).slots).toEqual({
      'row/contact-point/new-2': 'held not-an-email',
    })
  })

  test('without a value is refused, with or without a kind', async () => {
    const packet = await fresh()
    for (const [row, fields] of [
      ['new-1', { kind: 'phone' }],
      ['new-2', { kind: '' }],
    ] as const) {
      const told = await stage.reply(packet, added(fields, row))
      expect(told.slots).toEqual({ [`row/contact-point/${row}`]: 'refused required' })
    }
    expect(await contactsOf(packet)).toEqual([])
  })

  test('the number that stands already is that number, and no second one', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, added({ value: '0700 000 001' }))
    expect(told.slots).toEqual({ 'row/contact-point/new-1': 'same' })
    expect(await contactsOf(packet)).toEqual([])
  })

  test('the same reply with the kind said comes as the same reply', async () => {
    const packet = await fresh()
    const plain = { id: null, draft: null, sequence: null }
    expect((await stage.reply(packet, { ...plain, ...added({ value: '0711 000 001' }) })).case).toBe('new')
    const again = { ...plain, ...added({ kind: 'phone', value: '0711 000 001' }) }
    expect((await stage.reply(packet, again)).case).toBe('repeat')
  })

  test('a row of the packet whose kind was emptied keeps the kind that it has', async () => {
    const packet = await fresh()
    const row = packet.row('contact-point')
    const told = await stage.reply(packet, added({ kind: null }, row))
    expect(told.slots).toEqual({ [`row/contact-point/${row}`]: 'untouched' })
    const other = await stage.reply(packet, added({ kind: null, value: 'jim@example.org' }, row))
    expect(other.slots).toEqual({ [`row/contact-point/${row}`]: 'applied' })
  })
})

describe('a reply that adds an address', () => {
  test('without a kind is kept as a home', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, added({ line1: 'Plot 9', city: 'Gulu' }, 'new-1', 'address'))
    expect(told.slots).toEqual({ 'row/address/new-1': 'applied' })
    expect(await addressesOf(packet)).toEqual(['home Plot 7, Moshi', 'home Plot 9, Gulu'])
  })

  test('without a kind, where the packet shows the same one as a farm, is that farm', async () => {
    const person = await stage.person()
    await stage.rows(
      "insert into address (address_entity, address_kind, address_city) values ($1, lookup_find('address-kind', 'farm'), 'Hai')",
      [person],
    )
    const packet = await stage.packet(person)
    const told = await stage.reply(packet, added({ city: 'Hai' }, 'new-1', 'address'))
    expect(told.slots).toEqual({ 'row/address/new-1': 'same' })
    expect(await addressesOf(packet)).toEqual(['home Plot 7, Moshi', 'farm Hai'])
  })
})

describe('the installation’s own list', () => {
  test('that tells mobile numbers apart does not make every number one; a kind that it does not use is not given', async () => {
    const shape = async (value: string, choices: string) =>
      (await stage.one<{ v: string | null }>("select kind_by_shape('contact_point', $1, $2) as v", [value, choices])).v
    await stage.rows(
      "insert into lookup (lookup_hid, lookup_domain, lookup_value, lookup_name) values ('contact-kind/mobile', 'contact-kind', 'mobile', 'Mobile')",
    )
    expect(await shape('0700 111 222', '')).toBe('phone')
    expect(await shape('0700 111 222', 'mobile email')).toBe('mobile')
    expect(await shape('www.example.org', 'phone other')).toBe('other')
    expect(await shape('www.example.org', 'phone email')).toBeNull()
    await stage.rows("update lookup set lookup_active = false where lookup_hid = 'contact-kind/web'")
    expect(await shape('www.example.org', '')).toBe('other')
    await stage.rows("update lookup set lookup_active = true where lookup_hid = 'contact-kind/web'")
  })
})

test('a colleague’s own interface may leave the kind out, too', async () => {
  const person = await stage.person()
  const { login } = await stage.one<{ login: string }>(
    "select staff_login as login from staff where staff_hid = 'anna'",
  )
  await stage.rows(`alter role ${login} password 'for-this-test'`)
  const url = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
  const anna = new Client({ connectionString: url })
  await anna.connect()
  try {
    const { rows } = await anna.query<{ kind: string; normal: string }>(
      'insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, null, $2) returning lookup_value(contact_point_kind) as kind, contact_point_normal as normal',
      [person, 'ANNA@example.org'],
    )
    expect(rows).toEqual([{ kind: 'email', normal: 'anna@example.org' }])
    const address = await anna.query<{ kind: string }>(
      "insert into address (address_entity, address_city) values ($1, 'Hai') returning lookup_value(address_kind) as kind",
      [person],
    )
    expect(address.rows).toEqual([{ kind: 'home' }])
    const note = await anna.query<{ kind: string }>(
      "insert into activity (activity_entity, activity_body) values ($1, 'Grows beans') returning lookup_value(activity_kind) as kind",
      [person],
    )
    expect(note.rows).toEqual([{ kind: 'note' }])
  } finally {
    await anna.end()
  }
})
