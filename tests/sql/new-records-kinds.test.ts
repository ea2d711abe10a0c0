// Records of a packet's set that are new: odd values, odd orders, other ways of being joined. And one on file, which no reply removes.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FormPacket, publishText, sendForm } from '../helpers/form-stage.ts'
import { asks, heldOf, joy, openHouseholds, resolve } from '../helpers/households.ts'

const parents = `(satchel-form (name "parents") (version 1) (entity person)
  (title (en "Parents")) (intro (en "Please check the parents."))
  (field given-name (column "person_given") (type text) (required true) (label (en "Given name")))
  (collection parents (through "relationship") (kind "parent-of") (end left) (entity person) (add true) (change true)
    (label (en "Parent"))
    (field given-name (column "person_given") (type text) (label (en "first name")))
    (field family-name (column "person_family") (type text) (label (en "family name")))))`
const births = `(satchel-form (name "births") (version 1) (entity grp)
  (title (en "Births")) (intro (en "Please check the days."))
  (field name (column "grp_name") (type text) (required true) (label (en "Name")))
  (collection members (through "member") (entity person) (change true) (label (en "Member"))
    (field born (column "person_born") (type date) (label (en "born")))))`

let world: Awaited<ReturnType<typeof openHouseholds>>
beforeAll(async () => {
  world = await openHouseholds()
  await publishText(world.stage, parents)
  await publishText(world.stage, births)
})
afterAll(() => world.close())
beforeEach(() => world.make())

describe('a new record', () => {
  test('of a reply that stands apart is made once, and what else is said of it is compared with it', async () => {
    const packet = await world.send()
    const said = asks(1, joy)
    await world.stage.reply(packet, said)
    // the same number on another content
    const other = { ...said, ...asks(1, { ...joy, 'given-name': 'Joyce' }), id: said.id ?? null }
    expect((await world.stage.reply(packet, other)).slots).toEqual({
      'row/members/new-1': 'held same-id-other-content',
    })
    const [, apart] = await heldOf(world.olga, packet)
    expect(await resolve(world.olga, apart)).toMatchObject({ status: 'imported' })
    expect((await world.made()).map(({ given }) => given)).toEqual(['Joyce'])
    expect(await heldOf(world.olga, packet)).toMatchObject([{ now: { 'given-name': 'Joyce' }, wanted: joy }])
    // its sender does not know that there is a record by now
    expect((await world.stage.reply(packet, asks(2, { ...joy, born: '2020-04-04' }))).slots).toEqual({
      'row/members/new-1': 'held changed-meanwhile',
    })
    await world.accept(packet)
    expect(await world.made()).toMatchObject([{ given: 'Joy', born: '2020-04-04' }])
  })

  test('of a packet that was withdrawn is refused', async () => {
    const packet = await world.send()
    await world.stage.rows("update packet set packet_status = 'revoked' where packet_id = $1", [packet.id])
    expect((await world.stage.reply(packet, asks(1, joy))).slots).toEqual({ 'row/members/new-1': 'refused revoked' })
    expect(await world.made()).toEqual([])
  })

  test('that does not fit waits as it was written, and is made with the corrected value', async () => {
    const packet = await world.send()
    expect((await world.stage.reply(packet, asks(1, { ...joy, born: 'last spring' }))).slots).toEqual({
      'row/members/new-1': 'held not-a-date',
    })
    const [held] = await heldOf(world.olga, packet)
    expect(await resolve(world.olga, held)).toEqual({ problem: 'change/value-needed' })
    expect(await world.made()).toEqual([])
    expect(await resolve(world.olga, held, 'accepted', { ...joy, born: '2020-03-01' })).toMatchObject({
      status: 'imported',
    })
    expect(await world.made()).toMatchObject([{ given: 'Joy', born: '2020-03-01' }])
    expect((await world.stage.reply(packet, asks(2, { ...joy, born: '2020-03-02' }))).slots).toEqual({
      'row/members/new-1': 'applied',
    })
    expect(await world.made()).toMatchObject([{ given: 'Joy', born: '2020-03-02' }])
  })

  test('is told with those that it may be: records on file, and others that wait', async () => {
    const [one, two] = [await world.send(), await world.send()]
    await world.stage.reply(one, asks(1, { 'given-name': 'Zawadi' }))
    await world.stage.reply(two, asks(1, { 'given-name': 'zawadi' }))
    const doubles = async (packet: FormPacket) => {
      const [held] = await heldOf(world.olga, packet)
      return (await world.olga.query('select name, why from held_doubles($1)', [held?.change])).rows
    }
    const [waits] = await heldOf(world.olga, two)
    expect(await doubles(one)).toEqual([{ name: 'zawadi', why: `waits, too, as ${waits?.change}` }])
    await world.accept(one)
    expect(await doubles(two)).toEqual([{ name: 'Zawadi', why: 'same name' }])
  })

  test('who was erased is gone from what was said', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    await world.accept(packet)
    const [record] = await world.made()
    await world.olga.query('select erase_record($1)', [record?.id])
    expect(
      await world.stage.rows('select change_new as said from change where change_packet = $1', [packet.id]),
    ).toEqual([{ said: null }])
  })

  test('is joined as the form says: a parent is to the left of a pupil', async () => {
    const packet = await sendForm(world.stage, `P${world.ids().first}`, 'parents')
    const told = await world.stage.reply(packet, {
      rows: [
        { collection: 'parents', row: 'new-1', fields: { 'given-name': 'Grace' } },
        { collection: 'parents', row: 'new-2', fields: { 'family-name': 'Otieno' } },
      ],
    })
    expect(told.slots).toEqual({ 'row/parents/new-1': 'held new-record', 'row/parents/new-2': 'held new-record' })
    await world.accept(packet)
    await world.accept(packet)
    expect(
      await world.stage.rows(
        `select entity_name as name, relationship_type_hid as kind from relationship
         join relationship_type on relationship_type_id = relationship_kind join entity on entity_id = relationship_left
         where relationship_right = $1 order by entity_id`,
        [world.ids().first],
      ),
    ).toEqual([
      { name: 'Grace', kind: 'parent-of' },
      { name: 'Otieno', kind: 'parent-of' },
    ])
  })

  test('is not made by the steps of the decision themselves', async () => {
    const packet = await world.send()
    await world.stage.reply(packet, asks(1, joy))
    const [held] = await heldOf(world.olga, packet)
    // also no record of their own
    const { rows } = await world.olga.query<{ id: string }>(
      "insert into person (person_given) values ('Joy') returning person_id as id",
    )
    const wrong = () => world.olga.query('select resolve_made($1, $2)', [held?.change, rows[0]?.id])
    await expect(wrong()).rejects.toMatchObject({ code: '42501' })
    await world.olga.query('begin')
    await world.olga.query('select resolve_begin($1, $2, true)', [held?.change, held?.stamp])
    await expect(wrong()).rejects.toMatchObject({ code: '42501' })
    await world.olga.query('rollback')
  })
})

describe('a record on file', () => {
  test('of whom everything is taken out that the form shows stays a record', async () => {
    const { first } = world.ids()
    const packet = await world.send('anna', 'births')
    const draft = 'b'.repeat(32)
    const day = (born: string | null, sequence: number) => ({
      draft,
      sequence,
      rows: [{ collection: 'members', row: `p${first}`, fields: { born } }],
    })
    const now = async () =>
      (
        await world.stage.one<{ v: string | null }>('select person_born::text as v from person where person_id = $1', [
          first,
        ])
      ).v
    for (const [nth, born] of ['1990-01-01', null, '1991-01-01', null, null].entries()) {
      await world.stage.reply(packet, day(born, nth + 1))
      expect(await now()).toBe(born)
    }
    // and one that shows nothing from the beginning gets its first value
    const again = await world.send('anna', 'births')
    expect((await world.stage.reply(again, day('1992-01-01', 1))).slots).toEqual({
      [`row/members/p${first}`]: 'applied',
    })
    expect(await now()).toBe('1992-01-01')
  })

  test('that its sender does not see any more is held, alone; and goes in when they see it again', async () => {
    const { stage } = world
    const { first } = world.ids()
    const owned = (owner: string) =>
      stage.rows(
        'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
        [first, owner],
      )
    const packet = await world.send()
    const says = (sequence: number) => ({
      draft: 'b'.repeat(32),
      sequence,
      set: { name: `Okello ${sequence}` },
      rows: [{ collection: 'members', row: `p${first}`, fields: { 'given-name': `Joy ${sequence}` } }],
    })
    const lost = { 'field/name': 'applied', [`row/members/p${first}`]: 'held access-lost' }
    await owned('baraka')
    expect((await stage.reply(packet, says(1))).slots).toEqual(lost)
    expect(await stage.given(first)).toBe('Jimmy')
    // what is said later replaces what waits, and the office may let it in
    expect((await stage.reply(packet, says(2))).slots).toEqual(lost)
    expect(await world.accept(packet)).toMatchObject({ status: 'imported' })
    expect(await stage.given(first)).toBe('Joy 2')
    expect((await stage.reply(packet, says(3))).slots).toEqual(lost)
    await owned('anna')
    expect((await stage.reply(packet, says(4))).slots).toEqual({ ...lost, [`row/members/p${first}`]: 'applied' })
    expect(await stage.given(first)).toBe('Joy 4')
    expect(await heldOf(world.olga, packet)).toEqual([])
  })

  test('that its sender sees and may not change is refused', async () => {
    const { stage } = world
    const { first } = world.ids()
    await stage.rows('update entity set entity_owner = null where entity_id = $1', [first])
    await stage.rows("select add_staff('sipho', 'Sipho', 'sipho@kilimo.example', 'support', 'en', 'plain')")
    const packet = await world.send('sipho')
    const told = await stage.reply(packet, {
      rows: [{ collection: 'members', row: `p${first}`, fields: { 'given-name': 'Joy' } }],
    })
    expect(told.slots).toEqual({ [`row/members/p${first}`]: 'refused not-allowed' })
  })
})
