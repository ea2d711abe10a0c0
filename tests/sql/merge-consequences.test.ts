// What follows from the merge table, told as situations. The expected outcomes are those of docs/merge.md; nothing in here
// looks at how a verdict is reached.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const slot = 'field/given-name'
const given = (value: string | null) => ({ set: { 'given-name': value } })
const contact = (row: string, value: string, kind = 'phone') => ({
  rows: [{ collection: 'contact-point', row, fields: { kind, value } }],
})
const draftOf = (letter: string) => letter.repeat(32)
const fresh = async () => stage.packet(await stage.person())
const slotOf = (packet: SentPacket, index = 0) => `row/contact-point/${packet.row('contact-point', index)}`
const rowNumber = (packet: SentPacket, index = 0) => packet.row('contact-point', index).slice(1)

describe('several replies of one sender', () => {
  test("O4: a sender's own undo works", async () => {
    const packet = await fresh()
    const draft = draftOf('a')
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    const told = await stage.reply(packet, { draft, sequence: 2, ...given('Jimmy') })
    expect(told.slots).toEqual({ [slot]: 'applied' })
    expect(await stage.given(packet.person)).toBe('Jimmy')
  })

  test('O4: a value that the office put back is not applied again by a later revision that still carries it', async () => {
    const packet = await fresh()
    const draft = draftOf('a')
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    await stage.office(packet.person, 'Jimmy')
    const told = await stage.reply(packet, {
      draft,
      sequence: 2,
      set: { 'given-name': 'James', 'family-name': 'Okelo' },
    })
    expect(told.slots).toEqual({ [slot]: 'untouched', 'field/family-name': 'applied' })
    expect(await stage.given(packet.person)).toBe('Jimmy')
  })

  test('a value that the office put back is held when a later revision changes it further', async () => {
    const packet = await fresh()
    const draft = draftOf('a')
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    await stage.office(packet.person, 'Jimmy')
    const told = await stage.reply(packet, { draft, sequence: 2, ...given('Jim') })
    expect(told.slots).toEqual({ [slot]: 'held changed-meanwhile' })
  })

  test('H1: a new row is corrected by its key in a later sequence of the same draft', async () => {
    const packet = await fresh()
    const draft = draftOf('b')
    await stage.reply(packet, { draft, sequence: 1, ...contact('new-7f3a', '+255 711 000 001') })
    const told = await stage.reply(packet, { draft, sequence: 2, ...contact('new-7f3a', '+255 711 000 002') })
    expect(told.slots).toEqual({ 'row/contact-point/new-7f3a': 'applied' })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001', '+255 711 000 002'])
  })

  test('the same new-row key in another draft is another row', async () => {
    const packet = await fresh()
    await stage.reply(packet, { ...contact('new-1', '+255 711 000 001') })
    await stage.reply(packet, { ...contact('new-1', '+255 711 000 002') })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001', '+255 711 000 001', '+255 711 000 002'])
  })

  test('two plain forms that each add a first new row add two rows', async () => {
    const packet = await fresh()
    const plain = { id: null, draft: null, sequence: null }
    await stage.reply(packet, { ...plain, ...contact('new-1', '+255 711 000 001') })
    await stage.reply(packet, { ...plain, ...contact('new-1', '+255 711 000 002') })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001', '+255 711 000 001', '+255 711 000 002'])
  })

  test('an added row can be dropped again by a later sequence of its draft', async () => {
    const packet = await fresh()
    const draft = draftOf('c')
    await stage.reply(packet, { draft, sequence: 1, ...contact('new-1', '+255 711 000 001') })
    const told = await stage.reply(packet, {
      draft,
      sequence: 2,
      drops: [{ collection: 'contact-point', row: 'new-1' }],
    })
    expect(told.slots).toEqual({ 'row/contact-point/new-1': 'applied' })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001'])
  })

  test('a row that is dropped before it was ever seen leaves nothing behind, in either order', async () => {
    const packet = await fresh()
    const draft = draftOf('c')
    const received = (second: number) => new Date(Date.now() - 60_000 + second * 1000)
    await stage.reply(packet, {
      draft,
      sequence: 2,
      received: received(2),
      drops: [{ collection: 'contact-point', row: 'new-1' }],
    })
    await stage.reply(packet, { draft, sequence: 1, received: received(1), ...contact('new-1', '+255 711 000 001') })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001'])
  })

  test('a number given twice in one reply, written in two ways, is one row and no fault', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, {
      rows: [
        { collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '0711 000 001' } },
        { collection: 'contact-point', row: 'new-2', fields: { kind: 'phone', value: '+255-711-000-001' } },
      ],
    })
    expect(Object.values(told.slots).toSorted()).toEqual(['applied', 'same'])
    expect(await stage.phones(packet.person)).toHaveLength(2)
  })
})

describe('rows that others changed', () => {
  test('a row that the office removed is not resurrected by a reply that shows it unchanged', async () => {
    const packet = await fresh()
    await stage.rows('delete from contact_point where contact_point_id = $1', [rowNumber(packet)])
    const told = await stage.reply(packet, contact(packet.row('contact-point'), '+255 700 000 001'))
    expect(told.slots).toEqual({ [slotOf(packet)]: 'untouched' })
    expect(await stage.phones(packet.person)).toEqual([])
  })

  test('a row that a sender added and the office removed is not resurrected by the next revision', async () => {
    const packet = await fresh()
    const draft = draftOf('d')
    await stage.reply(packet, { draft, sequence: 1, ...contact('new-1', '+255 711 000 001') })
    await stage.rows("delete from contact_point where contact_point_normal = '+255711000001'")
    const told = await stage.reply(packet, {
      draft,
      sequence: 2,
      ...contact('new-1', '+255 711 000 001'),
      ...given('James'),
    })
    expect(told.slots).toEqual({ 'row/contact-point/new-1': 'untouched', [slot]: 'applied' })
    expect(await stage.phones(packet.person)).toEqual(['+255 700 000 001'])
  })

  test('dropping a row that nobody touched removes it', async () => {
    const packet = await fresh()
    const drops = [{ collection: 'contact-point', row: packet.row('contact-point') }]
    expect((await stage.reply(packet, { drops })).slots).toEqual({ [slotOf(packet)]: 'applied' })
    expect(await stage.phones(packet.person)).toEqual([])
  })

  test('dropping a row that changed since is held', async () => {
    const packet = await fresh()
    await stage.rows("update contact_point set contact_point_value = '+255 722 000 002' where contact_point_id = $1", [
      rowNumber(packet),
    ])
    const drops = [{ collection: 'contact-point', row: packet.row('contact-point') }]
    expect((await stage.reply(packet, { drops })).slots).toEqual({ [slotOf(packet)]: 'held changed-meanwhile' })
    expect(await stage.phones(packet.person)).toEqual(['+255 722 000 002'])
  })

  test('dropping a row that is gone already is the same', async () => {
    const packet = await fresh()
    await stage.rows('delete from contact_point where contact_point_id = $1', [rowNumber(packet)])
    const drops = [{ collection: 'contact-point', row: packet.row('contact-point') }]
    expect((await stage.reply(packet, { drops })).slots).toEqual({ [slotOf(packet)]: 'same' })
  })

  test('dropping where the form does not allow it is refused', async () => {
    const packet = await fresh()
    const row = packet.row('address')
    expect((await stage.reply(packet, { drops: [{ collection: 'address', row }] })).slots).toEqual({
      [`row/address/${row}`]: 'refused not-allowed',
    })
  })

  test('changing a row that is gone is held, and accepting it adds the row', async () => {
    const packet = await fresh()
    await stage.rows('delete from contact_point where contact_point_id = $1', [rowNumber(packet)])
    const told = await stage.reply(packet, contact(packet.row('contact-point'), '+255 733 000 003'))
    expect(told.slots).toEqual({ [slotOf(packet)]: 'held row-gone' })
    expect(await stage.settle(packet.person, 'accepted')).toEqual(['accepted'])
    expect(await stage.phones(packet.person)).toEqual(['+255 733 000 003'])
  })

  test('two packets adding one phone in two formats make one row', async () => {
    const person = await stage.person()
    const [first, second] = [await stage.packet(person), await stage.packet(person)]
    expect((await stage.reply(first, contact('new-1', '0711 000 001'))).slots).toEqual({
      'row/contact-point/new-1': 'applied',
    })
    expect((await stage.reply(second, contact('new-2', '+255 (711) 000-001'))).slots).toEqual({
      'row/contact-point/new-2': 'same',
    })
    expect(await stage.phones(person)).toEqual(['+255 700 000 001', '0711 000 001'])
  })
})

describe('fields on their own', () => {
  test('clearing a field empties it', async () => {
    const packet = await fresh()
    const told = await stage.reply(packet, { set: { note: null } })
    expect(told.slots).toEqual({ 'field/note': 'applied' })
    const { note } = await stage.one('select person_note as note from person where person_id = $1', [packet.person])
    expect(note).toBeNull()
  })

  test('a value that a rule of the database refuses waits alone, the others go in', async () => {
    const packet = await fresh()
    const row = packet.row('address')
    const told = await stage.reply(packet, {
      ...given('James'),
      rows: [{ collection: 'address', row, fields: { country: 'tz' } }],
    })
    expect(told).toMatchObject({
      status: 'partly-held',
      slots: { [slot]: 'applied', [`row/address/${row}`]: 'held invalid' },
    })
    expect(await stage.given(packet.person)).toBe('James')
  })

  test('a refused write leaves what the sender said before as the ground of what they say next', async () => {
    const packet = await fresh()
    const row = packet.row('address')
    const draft = draftOf('e')
    const at = (fields: Record<string, string>) => ({ draft, rows: [{ collection: 'address', row, fields }] })
    await stage.reply(packet, { sequence: 1, ...at({ city: 'Arusha' }) })
    await stage.reply(packet, { sequence: 2, ...at({ city: 'Arusha', country: 'tz' }) })
    const told = await stage.reply(packet, { sequence: 3, ...at({ city: 'Dodoma' }) })
    expect(told.slots).toEqual({ [`row/address/${row}`]: 'applied' })
  })

  test('a refused write does not take away the hold that stood before it', async () => {
    const packet = await fresh()
    const row = packet.row('address')
    const draft = draftOf('e')
    const at = (fields: Record<string, string>) => ({ draft, rows: [{ collection: 'address', row, fields }] })
    await stage.rows("update address set address_city = 'Tanga' where address_entity = $1", [packet.person])
    await stage.reply(packet, { sequence: 1, ...at({ city: 'Arusha' }) })
    await stage.rows("update address set address_city = 'Moshi' where address_entity = $1", [packet.person])
    await stage.rows(`create function no() returns trigger language plpgsql as $$
      begin raise exception 'no' using errcode = '42501'; end $$`)
    await stage.rows('create trigger no before update on address for each row execute function no()')
    const told = await stage.reply(packet, { sequence: 2, ...at({ country: 'UG' }) })
    await stage.rows('drop function no() cascade')
    expect(told.slots).toEqual({ [`row/address/${row}`]: 'refused not-allowed' })
    expect(await stage.held(packet.person)).toEqual([`row/address/${row} changed-meanwhile`])
  })
})
