// What the database gives for the letters about a reply: names, places and kinds of faults, and never a value.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReplyOutcome } from '@satchel/core/statements/import'
import { openStage, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** The outcome of the packet's last reply. */
async function outcome(packet: { readonly id: number }): Promise<ReplyOutcome> {
  const { told } = await stage.one<{ told: ReplyOutcome }>(
    'select reply_outcome(max(reply_id)) as told from reply where reply_packet = $1',
    [packet.id],
  )
  return told
}
const phone = (packet: SentPacket, value: string) => ({
  collection: 'contact-point',
  row: packet.row('contact-point', 0),
  fields: { kind: 'phone', value },
})

describe('what a letter may say of a slot', () => {
  test('is where an entry stands in the form that was sent, not its number in the database', async () => {
    const packet = await stage.packet(await stage.person())
    const mail = {
      collection: 'contact-point',
      row: packet.row('contact-point', 1),
      fields: { value: 'new@example.org' },
    }
    const added = { collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 077' } }
    await stage.reply(packet, { rows: [phone(packet, '+255 700 000 066'), mail, added] })
    const { slots } = await outcome(packet)
    expect(slots.map(({ slot, entry }) => [slot, entry])).toEqual([
      [`row/contact-point/${packet.row('contact-point', 0)}`, 1],
      [`row/contact-point/${packet.row('contact-point', 1)}`, 2],
      ['row/contact-point/new-1', undefined],
    ])
  })

  test('is which field does not fit, and how, without what was written', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, {
      set: { born: '12 Mai 80', language: 'klingon', 'given-name': '', 'family-name': 'Zebedayo'.repeat(99) },
      rows: [
        phone(packet, 'by the mill'),
        { collection: 'contact-point', row: 'new-1', fields: { kind: 'pigeon', value: 'x' } },
      ],
    })
    const told = await outcome(packet)
    expect(Object.fromEntries(told.slots.map(({ slot, misfit }) => [slot, misfit]))).toEqual({
      'field/given-name': { field: 'given-name', fault: 'empty' },
      'field/family-name': { field: 'family-name', fault: 'too-long' },
      'field/born': { field: 'born', fault: 'form' },
      'field/language': { field: 'language', fault: 'form' },
      [`row/contact-point/${packet.row('contact-point', 0)}`]: { field: 'value', fault: 'form' },
      'row/contact-point/new-1': { field: 'kind', fault: 'form' },
    })
    expect(JSON.stringify(told)).not.toMatch(/Mai|klingon|Zebedayo|mill|pigeon/)
  })

  test('is nothing where the form came back as it was: odd values on file, and repeated below a later reply, are no faults', async () => {
    const person = await stage.person()
    await stage.rows("update person set person_family = repeat('x', 150) where person_id = $1", [person])
    const packet = await stage.packet(person)
    const shown = { 'family-name': 'x'.repeat(150), 'given-name': 'Jimmy' }
    const told = await stage.reply(packet, { set: { ...shown, language: 'sw' } })
    expect(told.slots).toEqual({
      'field/family-name': 'untouched',
      'field/given-name': 'untouched',
      'field/language': 'applied',
    })
    const again = await stage.packet(await stage.person())
    const now = Date.now()
    await stage.reply(again, { set: { 'given-name': 'James' }, received: new Date(now + 2000) })
    await stage.reply(again, {
      set: { 'given-name': 'Jimmy', 'family-name': 'Owino' },
      received: new Date(now - 5000),
    })
    expect((await outcome(again)).slots).toMatchObject([
      { slot: 'field/given-name', outcome: 'untouched' },
      { slot: 'field/family-name', outcome: 'applied' },
    ])
  })
})
