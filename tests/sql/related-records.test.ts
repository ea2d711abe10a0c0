// Other records of a packet's set: the members of a household, the parents of a pupil. The set is fixed at dispatch; each record is read
// under the recipient's role, and written under the sender's as a record of its own.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FormPacket, publishText, sendForm } from '../helpers/form-stage.ts'
import { replyData } from '../helpers/reply-data.ts'
import { openStage, type Said, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "household") (version 1) (entity grp)
  (title (en "Household")) (intro (en "Please check the members."))
  (field name (column "grp_name") (type text) (required true) (label (en "Name")))
  (collection members (through "member") (entity person) (change true) (label (en "Member"))
    (field given-name (column "person_given") (type text) (required true) (label (en "given name")))
    (field born (column "person_born") (type date) (label (en "born")))))`
const parents = `(satchel-form (name "parents") (version 1) (entity person)
  (title (en "Parents")) (intro (en "Please check the parents."))
  (field given-name (column "person_given") (type text) (required true) (label (en "Given name")))
  (collection parents (through "relationship") (kind "parent-of") (end left) (entity person) (change true) (label (en "Parent"))
    (field given-name (column "person_given") (type text) (required true) (label (en "first name")))))`

let stage: Stage
let ids: { household: string; grp: number; first: number; second: number; theirs: number }
beforeAll(async () => {
  stage = await openStage()
  await publishText(stage, form)
  await publishText(stage, parents)
})
afterAll(() => stage.close())
const collection = 'members'
const owned = (id: number | string, owner = 'anna') =>
  stage.rows(
    'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
    [id, owner],
  )
beforeEach(async () => {
  const { id, hid } = await stage.one<{ id: string; hid: string }>(
    "insert into grp (grp_name, grp_kind) values ('Okello', lookup_find('grp-kind', 'household')) returning grp_id as id, grp_hid as hid",
  )
  await owned(id)
  const [first, second, theirs] = [await stage.person(), await stage.person(), await stage.person('baraka')]
  for (const member of [first, second, theirs])
    await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [id, member])
  ids = { household: hid, grp: Number(id), first, second, theirs }
})
const send = (staff = 'anna') => sendForm(stage, ids.household, 'household', staff)
const slot = (person: number) => `row/members/p${person}`
const says = (person: number, fields: Record<string, string | null>): Said => ({
  rows: [{ collection, row: `p${person}`, fields }],
})
const asOffice = async (text: string, values: unknown[]) => {
  await stage.rows('begin')
  await stage.rows("select set_config('role', staff_role_of('office'), true)")
  await stage.rows(text, values)
  await stage.rows('commit')
}
const version = async (person: number) =>
  (await stage.one<{ v: number }>('select entity_version as v from entity where entity_id = $1', [person])).v
const apply = async (calls: readonly (readonly [FormPacket, Said])[]) => {
  const replies = []
  for (const [packet, said] of calls)
    replies.push({
      item: (await stage.item('folder')).id,
      reply: replyData(packet, said),
      evidence: 'strong',
      received: new Date(),
    })
  const { rows } = await stage
    .as('satchel_import')
    .query<{ outcome: { slots: { slot: string; outcome: string; reason: string | null }[] } | null }>(
      'select outcome from apply_replies($1)',
      [JSON.stringify(replies)],
    )
  return rows.map(({ outcome }) =>
    outcome === null
      ? null
      : Object.fromEntries(
          outcome.slots.map(each => [each.slot, [each.outcome, each.reason].filter(Boolean).join(' ')]),
        ),
  )
}

describe('the set of a packet', () => {
  test('is the members whom its recipient sees, at the time when it is made', async () => {
    const packet = await send()
    expect(packet.slots).toEqual({
      'field/name': 'Okello',
      [slot(ids.first)]: { 'given-name': 'Jimmy', born: '1980-05-01' },
      [slot(ids.second)]: { 'given-name': 'Jimmy', born: '1980-05-01' },
    })
    expect(
      await stage.rows(
        'select packet_record_entity::int as id from packet_record where packet_record_packet = $1 order by 1',
        [packet.id],
      ),
    ).toEqual([{ id: ids.first }, { id: ids.second }])
  })

  test('is the parents of a pupil, by kind and end of a relationship', async () => {
    await stage.rows(
      "insert into relationship (relationship_left, relationship_kind, relationship_right) select $1, relationship_type_id, $2 from relationship_type where relationship_type_hid = 'parent-of'",
      [ids.first, ids.second],
    )
    const { slots } = await sendForm(stage, `P${ids.second}`, 'parents')
    expect(Object.keys(slots).sort()).toEqual(['field/given-name', `row/parents/p${ids.first}`])
    expect(Object.keys((await sendForm(stage, `P${ids.first}`, 'parents')).slots)).toEqual(['field/given-name'])
  })

  test('stays as it was: who left is in it, who came is not', async () => {
    const packet = await send()
    const late = await stage.person()
    await stage.rows('delete from member where member_grp = $1 and member_entity = $2', [ids.grp, ids.first])
    await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [ids.grp, late])
    const told = await stage.reply(packet, {
      rows: [ids.first, late].map(person => ({ collection, row: `p${person}`, fields: { 'given-name': 'Joy' } })),
    })
    expect(told.slots).toEqual({ [slot(ids.first)]: 'applied', [slot(late)]: 'refused other-record' })
    expect([await stage.given(ids.first), await stage.given(late)]).toEqual(['Joy', 'Jimmy'])
  })

  test('holds nobody whom a forged reply names', async () => {
    const told = await stage.reply(await send(), says(ids.theirs, { 'given-name': 'Mine' }))
    expect(told.slots).toEqual({ [slot(ids.theirs)]: 'refused other-record' })
    expect(await stage.given(ids.theirs)).toBe('Jimmy')
  })
})

describe('a member', () => {
  test('is changed as a record of its own: version, audit and history are its, once', async () => {
    const packet = await send()
    const before = [await version(ids.first), await version(ids.second)]
    const said = { id: 'a'.repeat(32), draft: 'b'.repeat(32), ...says(ids.first, { 'given-name': 'Joy' }) }
    expect((await stage.reply(packet, said)).slots).toEqual({ [slot(ids.first)]: 'applied' })
    expect((await stage.reply(packet, said)).case).toBe('repeat')
    expect([await version(ids.first), await version(ids.second)]).toEqual([(before[0] ?? 0) + 1, before[1]])
    expect(
      await stage.rows(
        "select audit_table as source, audit_row::int as row, audit_reply is not null as by from audit where audit_entity = $1 and audit_verb = 'update' and audit_table = 'person' order by audit_id desc limit 1",
        [ids.first],
      ),
    ).toEqual([{ source: 'person', row: ids.first, by: true }])
    expect(
      await stage.rows(
        'select change_entity::int as entity, change_row::int as row from change where change_packet = $1',
        [packet.id],
      ),
    ).toEqual([{ entity: ids.first, row: ids.first }])
  })

  test('and the record itself and another member go in by one reply', async () => {
    const told = await stage.reply(await send(), {
      set: { name: 'Okello family' },
      rows: [ids.first, ids.second].map(person => ({ collection, row: `p${person}`, fields: { born: '1990-01-01' } })),
    })
    expect(told.slots).toEqual({
      'field/name': 'applied',
      [slot(ids.first)]: 'applied',
      [slot(ids.second)]: 'applied',
    })
  })

  test('is undone by its sender', async () => {
    const packet = await send()
    const draft = 'b'.repeat(32)
    await stage.reply(packet, { draft, sequence: 1, ...says(ids.first, { 'given-name': 'Joy' }) })
    await stage.reply(packet, { draft, sequence: 2, ...says(ids.first, { 'given-name': 'Jimmy' }) })
    expect(await stage.given(ids.first)).toBe('Jimmy')
  })

  test('whom somebody changed since is held, and accepted by the office as their own edit', async () => {
    const packet = await send()
    await stage.office(ids.first, 'Jim')
    expect((await stage.reply(packet, says(ids.first, { 'given-name': 'Joy' }))).slots).toEqual({
      [slot(ids.first)]: 'held changed-meanwhile',
    })
    expect(await stage.given(ids.first)).toBe('Jim')
    expect(await stage.settle(ids.first, 'accepted')).toEqual(['accepted'])
    expect(await stage.given(ids.first)).toBe('Joy')
  })

  test('of a held change that comes to say what stands is the same by itself', async () => {
    const packet = await send()
    await stage.office(ids.first, 'Jim')
    await stage.reply(packet, says(ids.first, { 'given-name': 'Joy' }))
    await stage.office(ids.first, 'Joy')
    expect(await stage.held(ids.first)).toEqual([])
  })

  test('who was deleted is held', async () => {
    const packet = await send()
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [ids.first])
    expect((await stage.reply(packet, says(ids.first, { 'given-name': 'Joy' }))).slots).toEqual({
      [slot(ids.first)]: 'held record-deleted',
    })
  })

  test('who was merged into another is that one', async () => {
    const packet = await send()
    const kept = await stage.person()
    await asOffice('select merge_records($1, $2)', [kept, ids.first])
    expect((await stage.reply(packet, says(ids.first, { 'given-name': 'Joy' }))).slots).toEqual({
      [slot(ids.first)]: 'applied',
    })
    expect(await stage.given(kept)).toBe('Joy')
  })

  test('who became one with another member is for a person to decide', async () => {
    const packet = await send()
    await asOffice('select merge_records($1, $2)', [ids.second, ids.first])
    const told = await stage.reply(packet, {
      rows: [ids.first, ids.second].map((person, nth) => ({
        collection,
        row: `p${person}`,
        fields: { 'given-name': `Joy ${nth}` },
      })),
    })
    expect(told.slots).toEqual({
      [slot(ids.first)]: 'held changed-meanwhile',
      [slot(ids.second)]: 'held changed-meanwhile',
    })
    expect(await stage.given(ids.second)).toBe('Jimmy')
  })

  test('who is erased is in no packet any more', async () => {
    const packet = await send()
    await asOffice('select erase_record($1)', [ids.first])
    const { snapshot } = await stage.one<{ snapshot: Record<string, unknown> }>(
      'select packet_snapshot as snapshot from packet where packet_id = $1',
      [packet.id],
    )
    expect(Object.keys(snapshot).sort()).toEqual(['field/name', slot(ids.second)])
    expect((await stage.reply(packet, says(ids.first, { 'given-name': 'Joy' }))).slots).toEqual({
      [slot(ids.first)]: 'refused other-record',
    })
    expect((await stage.reply(packet, says(ids.second, { 'given-name': 'Joy' }))).slots).toEqual({
      [slot(ids.second)]: 'applied',
    })
  })
})

describe('replies that go in together', () => {
  test('are in one wave only where no record is in two of their sets', async () => {
    const [one, two] = [await send(), await send()]
    const { id, hid } = await stage.one<{ id: string; hid: string }>(
      "insert into grp (grp_name, grp_kind) values ('Kamau', lookup_find('grp-kind', 'household')) returning grp_id as id, grp_hid as hid",
    )
    await owned(id)
    const apart = await sendForm(stage, hid, 'household')
    const calls = [one, await stage.packet(ids.first), apart, two, await stage.packet(ids.second)]
    const { rows } = await stage
      .as('satchel_import')
      .query<{ wave: { at: number }[] }>('select wave from batch_waves($1)', [
        JSON.stringify(calls.map((packet, item) => ({ item, reply: replyData(packet, {}) }))),
      ])
    expect(rows.map(({ wave }) => wave.map(({ at }) => at))).toEqual([[1, 3], [2], [4], [5]])
  })

  test('are locked before any of them is read, with all records of their sets', async () => {
    const packet = await send()
    const importing = stage.as('satchel_import')
    await importing.query('begin')
    try {
      await importing.query('select lock_batch($1)', [JSON.stringify([{ item: 1, reply: replyData(packet, {}) }])])
      for (const table of ['person', 'entity'])
        await expect(
          stage.rows(`select from ${table} where ${table}_id = $1 for update nowait`, [ids.first]),
        ).rejects.toMatchObject({ code: '55P03' })
    } finally {
      await importing.query('rollback')
    }
  })

  test('take their turns where their sets meet, also with packets of the member alone', async () => {
    const [one, two] = [await send(), await send()]
    const alone = await stage.packet(ids.first)
    const told = await apply([
      [one, says(ids.first, { 'given-name': 'One' })],
      [{ ...alone, slots: {} }, { set: { 'given-name': 'Alone' } }],
      [two, says(ids.first, { 'given-name': 'Two' })],
      [two, says(ids.second, { 'given-name': 'Second' })],
    ])
    expect(told).toEqual([
      { [slot(ids.first)]: 'applied' },
      { 'field/given-name': 'held changed-meanwhile' },
      { [slot(ids.first)]: 'held changed-meanwhile' },
      { [slot(ids.second)]: 'applied' },
    ])
    expect([await stage.given(ids.first), await stage.given(ids.second)]).toEqual(['One', 'Second'])
  })
})
