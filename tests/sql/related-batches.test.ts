// Replies to packets whose sets of records meet, together and one by one: random ones, with the members merged, deleted, given away and edited
// in the meantime.

import * as fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type FormPacket, publishText, sendForm } from '../helpers/form-stage.ts'
import { replyData, type Said } from '../helpers/reply-data.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const form = `(satchel-form (name "household") (version 1) (entity grp)
  (title (en "Household")) (intro (en "Please check the members."))
  (field name (column "grp_name") (type text) (required true) (label (en "Name")))
  (collection members (through "member") (entity person) (add true) (change true) (label (en "Member"))
    (field given-name (column "person_given") (type text) (required true) (label (en "given name")))
    (field born (column "person_born") (type date) (label (en "born")))))`

let stage: Stage
let session: pg.Client
beforeAll(async () => {
  stage = await openStage()
  await publishText(stage, form)
  const address = new URL(inject('cluster').superUrl)
  address.pathname = `/${stage.database.name}`
  session = new pg.Client({ connectionString: address.href })
  await session.connect()
})
afterAll(async () => {
  await session.end()
  await stage.close()
})

const names = ['Jimmy', 'Joy', 'James']
const happenings = ['edited', 'deleted', 'merged', 'given away', 'left'] as const
const worlds = fc.record({
  // which of four people are in which of two households
  households: fc.tuple(...[0, 1].map(() => fc.subarray([0, 1, 2, 3], { minLength: 1 }))),
  meantime: fc.array(fc.record({ at: fc.nat(3), what: fc.constantFrom(...happenings) }), { maxLength: 2 }),
  replies: fc.array(
    fc.record({
      packet: fc.nat(3),
      person: fc.nat(3),
      other: fc.nat(3),
      given: fc.constantFrom(...names),
      born: fc.constantFrom('1980-05-01', '1990-01-01', null),
      name: fc.constantFrom('Okello', 'Kamau'),
      asks: fc.boolean(),
      sequence: fc.integer({ min: 1, max: 2 }),
    }),
    { minLength: 2, maxLength: 9 },
  ),
})
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never

async function make(world: World) {
  const people = [await stage.person(), await stage.person(), await stage.person(), await stage.person()]
  const packets: (FormPacket & { own: boolean })[] = []
  for (const members of world.households) {
    const { id, hid } = await stage.one<{ id: string; hid: string }>(
      "insert into grp (grp_name, grp_kind) values ('Okello', lookup_find('grp-kind', 'household')) returning grp_id as id, grp_hid as hid",
    )
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'anna') where entity_id = $1",
      [id],
    )
    for (const member of members)
      await stage.rows('insert into member (member_grp, member_entity) values ($1, $2)', [id, people[member]])
    packets.push({ ...(await sendForm(stage, hid, 'household')), own: false })
  }
  for (const person of people.slice(0, 2)) packets.push({ ...(await stage.packet(person)), slots: {}, own: true })
  for (const { at, what } of world.meantime) await happen(people, at, what)
  const calls = []
  for (const [nth, said] of world.replies.entries()) {
    const packet = packets[said.packet] as (typeof packets)[number]
    const fields = { 'given-name': said.given, born: said.born }
    const rows = [...new Set([said.person, said.other])].map(index => ({
      collection: 'members',
      row: `p${people[index]}`,
      fields,
    }))
    if (said.asks) rows.push({ collection: 'members', row: 'new-1', fields })
    const says: Said = packet.own ? { set: { 'given-name': said.given } } : { set: { name: said.name }, rows }
    const draft = String(said.person).repeat(32)
    calls.push({
      item: (await stage.item('folder')).id,
      reply: replyData(packet, { ...says, id: String(nth).padStart(32, '0'), draft, sequence: said.sequence }),
      evidence: 'strong',
      received: new Date(Date.now() - 60_000 + nth),
    })
  }
  await stage.rows("update packet set packet_issued = packet_issued - interval '1 hour' where packet_id = any ($1)", [
    packets.map(({ id }) => id),
  ])
  return { people, packets, calls }
}

async function happen(people: readonly number[], at: number, what: (typeof happenings)[number]) {
  const person = people[at] as number
  if (what === 'edited') await stage.office(person, 'Jim')
  else if (what === 'deleted')
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [person])
  else if (what === 'given away')
    await stage.rows(
      "update entity set entity_owner = (select staff_id from staff where staff_hid = 'baraka') where entity_id = $1",
      [person],
    )
  else if (what === 'left') await stage.rows('delete from member where member_entity = $1', [person])
  else {
    const [other] = await stage.rows<{ id: string }>(
      'select entity_id as id from entity where entity_id = any ($1) and entity_id <> $2 and entity_deleted is null and entity_merged is null limit 1',
      [people, person],
    )
    const [free] = await stage.rows('select from entity where entity_id = $1 and entity_deleted is null', [person])
    if (other === undefined || free === undefined) return
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('office'), true)")
    await stage.rows('select merge_records($1, $2)', [other.id, person])
    await stage.rows('commit')
  }
}

async function ended(client: pg.Client, made: Awaited<ReturnType<typeof make>>) {
  const people = await client.query(
    'select person_id, person_given, person_born, entity_version, entity_owner from person join entity on entity_id = person_id where person_id = any ($1) order by 1',
    [made.people],
  )
  const changes = await client.query(
    `select packet_hid, reply_hid, change_slot, case when new then 0 else change_entity end as entity,
       case when new then 0 else change_row end as row, new, change_new, change_outcome, change_reason, change_taken
     from change join reply on reply_id = change_reply join packet on packet_id = change_packet,
       lateral (select change_slot like '%/new-%' and change_entity <> entity_survivor(packet_entity) as new) n
     where change_packet = any ($1) order by packet_hid, reply_hid collate "C", change_slot collate "C"`,
    [made.packets.map(({ id }) => id)],
  )
  const audit = await client.query(
    `select entity, audit_table, audit_verb, case when entity > 0 then audit_row end as row, reply_hid, packet_hid
     from audit join reply on reply_id = audit_reply join packet on packet_id = reply_packet, lateral (select case when exists (select
       from packet_record where packet_record_entity = audit_entity and packet_record_slot like '%/new-%') then 0 else audit_entity end) n (entity)
     where packet_id = any ($1) order by 1, packet_hid, reply_hid collate "C", 2, 3, 4`,
    [made.packets.map(({ id }) => id)],
  )
  const added = await client.query(
    `select packet_hid, packet_record_slot, person_given, person_born, entity_version, entity_owner, count(member_id)::int as times
     from packet_record join packet on packet_id = packet_record_packet join entity on entity_id = packet_record_entity
     join person on person_id = entity_id left join member on member_entity = person_id and member_grp = packet_entity
     where packet_id = any ($1) and packet_record_slot like '%/new-%' group by 1, 2, 3, 4, 5, 6 order by 1, 2`,
    [made.packets.map(({ id }) => id)],
  )
  for (const { times } of added.rows as { times: number }[]) expect(times).toBe(1)
  return JSON.stringify([people.rows, changes.rows, audit.rows, added.rows])
}

/** The office makes every new member that waits. */
async function acceptAll(client: pg.Client) {
  // what is asked when a decision ends is asked here at the end of it: the transaction goes on
  await client.query('set constraints c_ended deferred')
  await client.query('set session authorization satchel')
  await client.query("select set_config('role', staff_role_of('office'), true)")
  const { rows } = await client.query<{ r: { problem?: string } }>(
    "select resolve_change(change, 'accepted', stamp, null) as r from held_changes() where reason = 'new-record'",
  )
  for (const { r } of rows) expect(r.problem).toBeUndefined()
  await client.query('reset role')
  await client.query('reset session authorization')
  await client.query('set constraints c_ended immediate')
}

test('replies whose sets meet end together as they do one by one, each with its own version and audit', async () => {
  const seed = Number(process.env.SATCHEL_HISTORY_SEED ?? String(Date.now() % 1_000_000))
  await fc.assert(
    fc.asyncProperty(worlds, async world => {
      const made = await make(world)
      const half = Math.ceil(made.calls.length / 2)
      const importing = async (groups: readonly (readonly object[])[]) => {
        await session.query('begin')
        try {
          let count = 0
          for (const group of groups) {
            // between the two halves, what was asked for is made
            if (count === half) await acceptAll(session)
            count += group.length
            await session.query('set session authorization satchel_import')
            const { rows } = await session.query<{ outcome: unknown }>('select outcome from apply_replies($1)', [
              JSON.stringify(group),
            ])
            for (const { outcome } of rows) expect(outcome, 'a fault of the program').not.toBeNull()
            await session.query('reset session authorization')
          }
          return await ended(session, made)
        } finally {
          await session.query('rollback')
        }
      }
      const together = await importing([made.calls.slice(0, half), made.calls.slice(half)])
      expect(together).toEqual(await importing(made.calls.map(call => [call])))
    }),
    { numRuns: Math.ceil(Number(process.env.SATCHEL_HISTORIES ?? '100') / 12), seed },
  )
}, 300_000)
