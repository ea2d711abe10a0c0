// Held changes and the person who decides them. The expected outcomes are those of docs/merge.md.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Said, type SentPacket, type Stage } from '../helpers/stage.ts'

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

describe('settling what is held', () => {
  const clash = async (said: Said = given('James')) => {
    const packet = await fresh()
    await stage.office(packet.person, 'Jacob')
    await stage.reply(packet, said)
    return packet
  }
  const changes = (packet: SentPacket) =>
    stage.rows(
      'select change_believed as e, change_current as t, change_new as m, change_outcome as outcome, change_reason as reason, change_decision as decision, change_decider as decider, change_note as note from change where change_packet = $1',
      [packet.id],
    )

  test('a held change keeps what was believed, what stood and what is wanted', async () => {
    const packet = await clash()
    expect(await changes(packet)).toMatchObject([{ e: 'Jimmy', t: 'Jacob', m: 'James', outcome: 'held' }])
  })

  test('accepting writes the value and records who and why', async () => {
    const packet = await clash()
    expect(await stage.settle(packet.person, 'accepted')).toEqual(['accepted'])
    expect(await stage.given(packet.person)).toBe('James')
    const { role } = await stage.one("select staff_role_of('office') as role")
    expect(await changes(packet)).toMatchObject([
      { outcome: 'applied', reason: 'accepted-by-office', decision: 'accepted', decider: role, note: 'test' },
    ])
  })

  test('accepting what another row has come to hold settles nothing and leaves no trace', async () => {
    const packet = await fresh()
    const [row = 0] = (
      await stage.rows<{ id: number }>(
        "select contact_point_id::int as id from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone'",
        [packet.person],
      )
    ).map(({ id }) => id)
    await stage.rows("update contact_point set contact_point_value = '+255 700 000 077' where contact_point_id = $1", [
      row,
    ])
    await stage.reply(packet, contact(`c${row}`, '+255 700 000 078'))
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select $1, contact_point_kind, '+255 700 000 078' from contact_point where contact_point_id = $2",
      [packet.person, row],
    )
    const before = await changes(packet)
    expect(before.filter(({ outcome }) => outcome === 'held')).toHaveLength(1)
    expect(await stage.settle(packet.person, 'accepted')).toEqual(['change/already-there'])
    expect(await changes(packet)).toEqual(before)
    expect(await stage.rows('select from acting')).toEqual([])
  })

  test('refusing leaves the value and records who and why', async () => {
    const packet = await clash()
    expect(await stage.settle(packet.person, 'refused')).toEqual(['refused'])
    expect(await stage.given(packet.person)).toBe('Jacob')
    const { role } = await stage.one("select staff_role_of('office') as role")
    expect(await changes(packet)).toMatchObject([
      { outcome: 'refused', reason: 'refused-by-office', decision: 'refused', decider: role, note: 'test' },
    ])
  })

  test('what was accepted is what the sender believes from then on', async () => {
    const packet = await fresh()
    const draft = draftOf('f')
    await stage.office(packet.person, 'Jacob')
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    await stage.settle(packet.person, 'accepted')
    expect((await stage.reply(packet, { draft, sequence: 2, ...given('Jim') })).slots).toEqual({ [slot]: 'applied' })
  })

  test('what was refused comes back to a person when it is said again with a new value', async () => {
    const packet = await fresh()
    const draft = draftOf('f')
    await stage.office(packet.person, 'Jacob')
    await stage.reply(packet, { draft, sequence: 1, ...given('James') })
    await stage.settle(packet.person, 'refused')
    expect((await stage.reply(packet, { draft, sequence: 2, ...given('Jim') })).slots).toEqual({
      [slot]: 'held changed-meanwhile',
    })
  })

  test('H5: a stale screen settles nothing', async () => {
    const packet = await clash()
    const { stamp } = await stage.one<{ stamp: string }>(
      "select change_stamp(change_id, to_jsonb('Jacob'::text)) as stamp from change where change_packet = $1",
      [packet.id],
    )
    await stage.office(packet.person, 'Joshua')
    expect(await stage.settle(packet.person, 'accepted', stamp)).toEqual(['change/stale'])
    expect(await stage.given(packet.person)).toBe('Joshua')
    expect(await stage.held(packet.person)).toEqual([`${slot} changed-meanwhile`])
  })

  /** Calls resolve_change as a staff member's role, in a transaction of its own. */
  const settleAs = async (staff: string, change: string, stamp: string, decision = 'accepted') => {
    const client = stage.as('satchel')
    await client.query('begin')
    try {
      await client.query("select set_config('role', staff_role_of($1), true)", [staff])
      const { rows } = await client.query<{ r: { problem?: string } }>('select resolve_change($1, $2, $3, null) as r', [
        change,
        decision,
        stamp,
      ])
      await client.query('commit')
      return rows[0]?.r.problem
    } catch (error) {
      await client.query('rollback')
      throw error
    }
  }
  const heldChange = async (packet: SentPacket) =>
    stage.one<{ change: string; stamp: string }>(
      'select change_id as change, change_stamp(change_id, change_current) as stamp from change where change_packet = $1',
      [packet.id],
    )

  test('the second of two who settle the same change is told that it is settled', async () => {
    const packet = await clash()
    const { change, stamp } = await heldChange(packet)
    expect(await settleAs('office', change, stamp)).toBeUndefined()
    expect(await settleAs('office', change, stamp, 'refused')).toBe('change/not-held')
    expect(await stage.given(packet.person)).toBe('James')
  })

  test('a salesperson settles nothing, not even for their own record', async () => {
    const packet = await clash()
    const { change, stamp } = await heldChange(packet)
    await expect(settleAs('anna', change, stamp)).rejects.toMatchObject({ code: '42501' })
    expect(await stage.held(packet.person)).toHaveLength(1)
  })

  test('a decision that is neither yes nor no is an error and changes nothing', async () => {
    const packet = await clash()
    const { change, stamp } = await heldChange(packet)
    await expect(settleAs('office', change, stamp, 'maybe')).rejects.toMatchObject({ code: '22023' })
    expect(await stage.held(packet.person)).toHaveLength(1)
  })

  test('settling counts as an edit of the person who settled, on behalf of the reply', async () => {
    const packet = await clash()
    await stage.settle(packet.person, 'accepted')
    const { role } = await stage.one("select staff_role_of('office') as role")
    const [newest] = await stage.rows(
      "select audit_by as by, reply_packet::integer as packet from audit join reply on reply_id = audit_reply where audit_entity = $1 and audit_table = 'person' order by audit_id desc limit 1",
      [packet.person],
    )
    expect(newest).toEqual({ by: role, packet: packet.id })
  })

  test('an added row that is held can be accepted and refused', async () => {
    for (const decision of ['accepted', 'refused'] as const) {
      const packet = await fresh()
      await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [packet.person])
      const told = await stage.reply(packet, contact('new-1', '+255 755 000 005'))
      expect(told.slots).toEqual({ 'row/contact-point/new-1': 'held record-deleted' })
      expect(await stage.settle(packet.person, decision)).toEqual([decision])
      expect(await stage.phones(packet.person)).toHaveLength(decision === 'accepted' ? 2 : 1)
    }
  })
})
