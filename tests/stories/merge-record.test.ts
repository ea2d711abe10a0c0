// What became of the record since its packet left, through the real import: merged, erased; and a phone changed to one that
// the record has already.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { mails, makeHome, replyTo, type TestHome } from '../helpers/home.ts'
import { outcomeIn } from '../helpers/letters.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  for (const hid of ['M1', 'M2', 'E1', 'A1']) await home.person(hid)
  expect(await home.satchel(['dispatch', 'M1', 'E1', 'A1', '--to', 'anna'])).toMatchObject({ code: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
})
afterAll(() => home.close())

const entityOf = (hid: string) => `(select person_id from person where person_hid = '${hid}')`

async function packetFor(hid: string) {
  const [row] = await home.rows<{ hid: string }>(
    `select packet_hid as hid from packet where packet_entity = ${entityOf(hid)}`,
  )
  const packet = home.packets(mails.anna).find(({ id }) => id === row?.hid)
  if (packet === undefined) throw new Error(`no packet of ${hid}`)
  return packet
}

const givenOf = async (hid: string) =>
  (await home.rows<{ v: string }>('select person_given as v from person where person_hid = $1', [hid]))[0]?.v

test("a reply for a merged record goes to the survivor, with the loser's snapshot as what was believed", async () => {
  await home.rows(`update entity set entity_merged = ${entityOf('M2')} where entity_id = ${entityOf('M1')}`)
  home.drop('merged.sexp', replyTo(await packetFor('M1'), { set: { 'given-name': 'James' } }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, balanced: true })
  expect([await givenOf('M1'), await givenOf('M2')]).toEqual(['Jimmy', 'James'])
})

test('a reply for an erased record is put aside, and nothing of what it says is kept in the database', async () => {
  const packet = await packetFor('E1')
  await home.rows("update packet set packet_status = 'erased', packet_snapshot = null where packet_hid = $1", [
    packet.id,
  ])
  home.drop('erased.sexp', replyTo(packet, { set: { 'given-name': 'Canary' } }))
  const imported = await home.satchel(['import', '--json'])
  expect([imported.code, imported.json()]).toMatchObject([3, { quarantined: 1, balanced: true }])
  expect(await home.rows('select item_problem as v from item where item_state = $1', ['quarantined'])).toEqual([
    { v: 'packet/erased' },
  ])
  expect(await home.rows("select 1 from change where change_new::text like '%Canary%'")).toEqual([])
  expect(await givenOf('E1')).toBe('Jimmy')
})

test('a phone changed to one that the record has already becomes that one, and its sender is told', async () => {
  await home.rows(
    `insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value)
     values (${entityOf('A1')}, lookup_find('contact-kind', 'phone'), '+255 700 000 002')`,
  )
  const packet = await packetFor('A1')
  const row = packet.record.rows.get('contact-point')?.[0]?.id ?? 'none'
  const rows = [{ collection: 'contact-point', row, fields: { value: '+255 700 000 002' } }]
  home.drop('there.sexp', replyTo(packet, { set: { 'given-name': 'James' }, rows }))
  expect((await home.satchel(['import', '--json'])).json()).toMatchObject({ imported: 1, quarantined: 0 })
  expect(await home.satchel(['send'])).toMatchObject({ code: 0 })
  expect(await givenOf('A1')).toBe('James')
  const told = home
    .letters(mails.anna)
    .filter(letter => letter.file.includes('outcome'))
    .map(outcomeIn)
  expect(told.find(outcome => outcome.packet === packet.id)?.slots).toMatchObject({
    'field/given-name': 'applied',
    [`row/contact-point/${row}`]: 'applied',
  })
  const phones = await home.rows(
    `select contact_point_value as v from contact_point where contact_point_entity = ${entityOf('A1')} and lookup_value(contact_point_kind) = 'phone'`,
  )
  expect(phones).toEqual([{ v: '+255 700 000 002' }])
})
