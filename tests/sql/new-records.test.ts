// A new member of a household by packet: held for the office, whoever asks, and made once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asks, heldOf, joy, openHouseholds, resolve } from '../helpers/households.ts'

let world: Awaited<ReturnType<typeof openHouseholds>>
beforeAll(async () => {
  world = await openHouseholds()
})
afterAll(() => world.close())
beforeEach(() => world.make())

describe('a new member', () => {
  test('is held for the office, and nothing of it is written', async () => {
    const packet = await world.send()
    const told = await world.stage.reply(packet, asks(1, joy, { set: { name: 'Okello family' } }))
    expect(told.slots).toEqual({ 'field/name': 'applied', 'row/members/new-1': 'held new-record' })
    expect(await world.made()).toEqual([])
    expect(await heldOf(world.olga, packet)).toEqual([
      expect.objectContaining({ slot: 'row/members/new-1', reason: 'new-record', wanted: joy, now: null }),
    ])
  })

  test('is held, too, where the office itself sends it', async () => {
    await world.stage.rows("select add_staff('olivia', 'Olivia', 'olivia@kilimo.example', 'office', 'en', 'plain')")
    const packet = await world.send('olivia')
    expect((await world.stage.reply(packet, asks(1, joy))).slots).toEqual({ 'row/members/new-1': 'held new-record' })
    expect(await world.made()).toEqual([])
  })

  test('is made when it is accepted: it belongs to whom the household belongs to, and is joined to it', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    expect(await world.accept(packet)).toMatchObject({ status: 'imported' })
    const [record] = await world.made()
    expect(await world.made()).toEqual([{ id: record?.id, given: 'Joy', born: '2020-02-03', owner: 'anna' }])
    expect(
      await world.stage.rows('select entity_name as name, entity_version as version from entity where entity_id = $1', [
        record?.id,
      ]),
    ).toEqual([{ name: 'Joy', version: 1 }])
    // its history names the reply, and who accepted it
    expect(
      await world.stage.rows(
        `select audit_table as source, audit_by ~ 'olga' as by, audit_reply is not null as said from audit
         where audit_entity = $1 and audit_table <> 'entity' order by audit_id`,
        [record?.id],
      ),
    ).toEqual([
      { source: 'person', by: true, said: true },
      { source: 'member', by: true, said: true },
    ])
    expect(
      await world.stage.rows(
        'select change_entity::int as entity, change_row::int as row, change_outcome as outcome from change where change_packet = $1',
        [packet.id],
      ),
    ).toEqual([{ entity: record?.id, row: record?.id, outcome: 'applied' }])
  })

  test('is not made when it is refused', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const [held] = await heldOf(world.olga, packet)
    expect(await resolve(world.olga, held, 'refused')).toMatchObject({ status: 'refused' })
    expect(await world.made()).toEqual([])
    expect(await resolve(world.olga, held)).toEqual({ problem: 'change/not-held' })
  })

  test('is made once, when it is accepted twice', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const [held] = await heldOf(world.olga, packet)
    await resolve(world.olga, held)
    expect(await resolve(world.olga, held)).toEqual({ problem: 'change/not-held' })
    expect(await world.made()).toHaveLength(1)
  })

  test('is made once, when two people accept it at the same time', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const [held] = await heldOf(world.olga, packet)
    await world.olga.query('begin')
    await resolve(world.olga, held)
    const second = resolve(world.oscar, held)
    await world.olga.query('commit')
    expect(await second).toEqual({ problem: 'change/not-held' })
    expect(await world.made()).toHaveLength(1)
  })

  test('is not made by halves: who accepts is cut off, and accepts again', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const people = async () => (await world.stage.one<{ n: string }>('select count(*) as n from entity')).n
    const before = await people()
    const { client, cut } = await world.openOscar()
    const [held] = await heldOf(client, packet)
    await client.query('begin')
    await resolve(client, held)
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    await cut(rows[0]?.pid ?? 0)
    expect(await people()).toBe(before)
    expect(await world.accept(packet)).toMatchObject({ status: 'imported' })
    expect(await world.made()).toHaveLength(1)
  })
})

describe('a later reply of the draft', () => {
  test('that comes before the decision replaces what waits', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    expect((await world.stage.reply(packet, asks(2, { ...joy, 'given-name': 'Joyce' }))).slots).toEqual({
      'row/members/new-1': 'held new-record',
    })
    expect(await heldOf(world.olga, packet)).toHaveLength(1)
    await world.accept(packet)
    expect((await world.made()).map(({ given }) => given)).toEqual(['Joyce'])
  })

  test('that takes it back leaves nothing that waits', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const back = asks(2, joy, { rows: [], drops: [{ collection: 'members', row: 'new-1' }] })
    expect((await world.stage.reply(packet, back)).slots).toEqual({ 'row/members/new-1': 'untouched' })
    expect(await heldOf(world.olga, packet)).toEqual([])
  })

  test('that comes after the decision changes the record that was made, and makes no second one', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    await world.accept(packet)
    expect((await world.stage.reply(packet, asks(2, joy))).slots).toEqual({ 'row/members/new-1': 'untouched' })
    expect((await world.stage.reply(packet, asks(3, { ...joy, 'given-name': 'Joyce' }))).slots).toEqual({
      'row/members/new-1': 'applied',
    })
    expect((await world.made()).map(({ given }) => given)).toEqual(['Joyce'])
    expect((await world.stage.reply(packet, asks(4, { 'given-name': 'Joyce', born: null }))).slots).toEqual({
      'row/members/new-1': 'applied',
    })
    expect(await world.made()).toMatchObject([{ given: 'Joyce', born: null }])
  })

  test('is held where somebody changed the new record since', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    await world.accept(packet)
    const [record] = await world.made()
    await world.stage.office(record?.id ?? 0, 'Gioia')
    expect((await world.stage.reply(packet, asks(2, { ...joy, 'given-name': 'Joyce' }))).slots).toEqual({
      'row/members/new-1': 'held changed-meanwhile',
    })
    await world.accept(packet)
    expect((await world.made()).map(({ given }) => given)).toEqual(['Joyce'])
  })

  test('does not remove the record that was made', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    await world.accept(packet)
    const back = asks(2, joy, { rows: [], drops: [{ collection: 'members', row: 'new-1' }] })
    expect((await world.stage.reply(packet, back)).slots).toEqual({ 'row/members/new-1': 'refused not-allowed' })
    expect(await world.made()).toHaveLength(1)
  })

  test('that came first counts, and the earlier one asks for nothing', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(2, { ...joy, 'given-name': 'Joyce' }))
    await world.accept(packet)
    expect((await world.stage.reply(packet, asks(1, joy))).slots).toEqual({
      'row/members/new-1': 'superseded older-than-a-later-reply',
    })
    expect((await world.made()).map(({ given }) => given)).toEqual(['Joyce'])
  })
})
