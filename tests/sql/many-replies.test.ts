// One transaction works for many replies: what is written to a record counts as its own reply's, and a person writes to their own record
// only, however many of them answer in it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  // what the functions of the import do before they write, for this test to call
  await stage.rows(`create function work_for(p_replies bigint[], p_writes jsonb) returns void language sql security definer
    as $$ select acting_for_replies(p_replies); select state_writes((w ->> 'reply')::bigint, jsonb_build_array(w)) from jsonb_array_elements(p_writes) w $$`)
  await stage.rows(
    'create function work_ends() returns void language sql security definer as $$ delete from acting; select unstate_writes() $$; grant execute on function work_for(bigint[], jsonb), work_ends() to satchel_import',
  )
})
afterAll(() => stage.close())

const client = () => stage.as('satchel_import')
const as = (role: string) => client().query("select set_config('role', $1, true)", [role])
const staffRole = async () => (await stage.one<{ role: string }>("select staff_role_of('anna') as role")).role
/** A record with a reply to it that came in before. */
const answered = async (own: boolean) => {
  const person = await stage.person()
  const packet = own ? await stage.ownPacket(person) : await stage.packet(person)
  await stage.reply(packet, { set: { 'given-name': 'James' }, evidence: 'weak' })
  const { id, hid } = await stage.one<{ id: string; hid: string }>(
    'select reply_id as id, reply_hid as hid from reply where reply_packet = $1',
    [packet.id],
  )
  return { person, reply: Number(id), hid }
}
type Answered = Awaited<ReturnType<typeof answered>>
const family = ({ person, reply }: Answered, value: string) => ({
  reply,
  table: 'person',
  verb: 'update',
  entity: person,
  row: person,
  fields: [{ column: 'person_family', value }],
})
const phone = ({ person, reply }: Answered, value: string) => ({
  reply,
  table: 'contact_point',
  verb: 'insert',
  entity: person,
  fields: [
    { column: 'contact_point_kind', value: 'phone', domain: 'contact-kind' },
    { column: 'contact_point_value', value },
  ],
})
const addPhones =
  "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select id, lookup_find('contact-kind', 'phone'), value from unnest($1::bigint[], $2::text[]) v (id, value)"
const inTransaction = async (work: () => Promise<void>) => {
  await client().query('begin')
  try {
    await work()
    await client().query('commit')
  } finally {
    await client().query('rollback')
  }
}
/** Has the sender's role write, for these replies and what they state, and sees it refused as a fault of the program. */
const refused = async (
  replies: readonly Answered[],
  stated: readonly unknown[],
  text: string,
  values: readonly unknown[],
) => {
  const role = await staffRole()
  await expect(
    inTransaction(async () => {
      await client().query('select work_for($1, $2)', [replies.map(({ reply }) => reply), JSON.stringify(stated)])
      await as(role)
      await client().query(text, [...values])
    }),
  ).rejects.toMatchObject({ code: 'XX000' })
}
const authors = async (people: readonly Answered[], since: string) =>
  (
    await stage.rows<{ v: string }>(
      "select concat_ws(' ', audit_entity, audit_table, audit_verb, reply_hid) as v from audit left join reply on reply_id = audit_reply where audit_entity = any ($1) and audit_id > $2 order by 1",
      [people.map(({ person }) => person), since],
    )
  ).map(row => row.v)
const lastAudit = async () => (await stage.one<{ n: string }>('select max(audit_id) as n from audit')).n
const versions = (people: readonly Answered[]) =>
  stage.rows<{ version: number; changed: Date }>(
    'select entity_version as version, entity_changed as changed from entity where entity_id = any ($1) order by entity_id',
    [people.map(({ person }) => person)],
  )

describe('one transaction for many replies', () => {
  test('each record has its own reply in its history, and one version more', async () => {
    const people = [await answered(false), await answered(false), await answered(false)] as const
    const [one, two, besides] = people
    const ids = people.map(({ person }) => person)
    const since = await lastAudit()
    const before = await versions(people)
    await inTransaction(async () => {
      const stated = [one, two].flatMap(its => [family(its, 'Mushi'), phone(its, `+255 700 100 ${its.person}`)])
      await client().query('select work_for($1, $2)', [[one.reply, two.reply], JSON.stringify(stated)])
      await as(await staffRole())
      await client().query("update person set person_family = 'Mushi' where person_id = any ($1)", [ids.slice(0, 2)])
      await client().query(addPhones, [ids.slice(0, 2), ids.slice(0, 2).map(id => `+255 700 100 ${id}`)])
      await as('none')
      await client().query('select work_ends()')
    })
    await stage.rows("update person set person_family = 'Swai' where person_id = $1", [besides.person])
    const ofReply = ({ person, hid }: Answered) => [
      `${person} contact_point insert ${hid}`,
      `${person} entity update ${hid}`,
      `${person} person update ${hid}`,
    ]
    expect(await authors(people, since)).toEqual(
      [
        ...ofReply(one),
        ...ofReply(two),
        `${besides.person} entity update`,
        `${besides.person} person update`,
      ].toSorted(),
    )
    const after = await versions(people)
    expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version + 1))
    expect(new Set(after.map(({ changed }) => changed.getTime())).size).toBeGreaterThan(1)
  })

  test('two replies to one record take their turns', async () => {
    const person = await stage.person()
    const packets = [await stage.packet(person), await stage.packet(person)]
    for (const packet of packets) await stage.reply(packet, { set: { note: `Note ${packet.id}` } })
    const both = await stage.rows<{ id: string }>('select reply_id as id from reply where reply_packet = any ($1)', [
      packets.map(({ id }) => id),
    ])
    await expect(stage.rows('select acting_for_replies($1)', [both.map(({ id }) => id)])).rejects.toMatchObject({
      code: '23505',
    })
  })

  test('a person reaches their own record only, and nobody is that person but while they write', async () => {
    const [one, two, report] = [await answered(true), await answered(true), await answered(false)]
    const people = [one, two, report]
    const seen = async () => {
      await as('satchel_subject')
      const { rows } = await client().query<{ id: string }>('select person_id as id from person')
      await as('none')
      return rows.map(({ id }) => Number(id))
    }
    const found: number[][] = []
    await inTransaction(async () => {
      const stated = people.map(its => family(its, `Of ${its.person}`))
      await client().query('select work_for($1, $2)', [people.map(({ reply }) => reply), JSON.stringify(stated)])
      found.push(await seen())
      for (const { reply, person } of people) {
        await client().query('select act_as_subject($1)', [reply])
        found.push(await seen())
        await as('satchel_subject')
        // whatever the statement asks for, the rows of the others are not there
        await client().query('update person set person_family = $1', [`Of ${person}`])
        await as('none')
      }
      await client().query('select work_ends()')
    })
    expect(found).toEqual([[], [one.person], [two.person], []])
    expect(
      await stage.rows('select person_family as v from person where person_id = any ($1) order by person_id', [
        people.map(({ person }) => person),
      ]),
    ).toEqual([{ v: `Of ${one.person}` }, { v: `Of ${two.person}` }, { v: 'Okello' }])
  })

  test('at no moment are there two such persons', async () => {
    const people = [await stage.person(), await stage.person()]
    const acts = (ids: readonly number[]) =>
      stage.rows(
        'insert into acting (acting_work, acting_entity, acting_subject) select 0, id, id from unnest($1::bigint[]) id',
        [ids],
      )
    await expect(acts(people)).rejects.toMatchObject({ code: '23505' })
    // one alone is let in
    await acts(people.slice(0, 1))
    await stage.rows('delete from acting where acting_work = 0')
  })

  test("an address counts as the person's where they gave it themselves, and not where staff reported it", async () => {
    const [own, report] = [await answered(true), await answered(false)]
    const number = ({ person }: Answered) => `+255 700 200 ${person}`
    await inTransaction(async () => {
      const stated = [own, report].map(its => phone(its, number(its)))
      await client().query('select work_for($1, $2)', [[own.reply, report.reply], JSON.stringify(stated)])
      await client().query('select act_as_subject($1)', [own.reply])
      await as('satchel_subject')
      await client().query(addPhones, [[own.person], [number(own)]])
      // the one is still there who wrote before
      await as(await staffRole())
      await client().query(addPhones, [[report.person], [number(report)]])
      await as('none')
      await client().query('select work_ends()')
    })
    const verified = await stage.rows(
      "select contact_point_verified is not null as v from contact_point where contact_point_entity = any ($1) and contact_point_value like '+255 700 200%' order by contact_point_entity",
      [[own.person, report.person]],
    )
    expect(verified).toEqual([{ v: true }, { v: false }])
  })
})

describe('one statement for many replies', () => {
  const renames =
    'update person set person_family = v.name from unnest($1::bigint[], $2::text[]) v (id, name) where person_id = v.id'
  const stand = (people: readonly Answered[]) =>
    stage.rows(
      'select person_family as family, contact_point_value as value from person left join contact_point on contact_point_entity = person_id where person_id = any ($1) order by person_id, contact_point_id',
      [people.map(({ person }) => person)],
    )

  test("writes no record's values to another, of two that were exchanged", async () => {
    const people = [await answered(false), await answered(false)] as const
    const ids = people.map(({ person }) => person)
    const before = await stand(people)
    const names = people.map(({ person }) => `Of ${person}`)
    await refused(
      people,
      people.map(its => family(its, `Of ${its.person}`)),
      renames,
      [ids, names.toReversed()],
    )
    const numbers = people.map(({ person }) => `+255 700 300 ${person}`)
    await refused(
      people,
      people.map((its, at) => phone(its, numbers[at] ?? '')),
      addPhones,
      [ids, numbers.toReversed()],
    )
    expect(await stand(people)).toEqual(before)
  })

  test('writes no row of a record beside those that were stated', async () => {
    const people = [await answered(false), await answered(false)] as const
    const [one, other] = people
    const ids = people.map(({ person }) => person)
    const before = await stand(people)
    const note = { ...family(other, 'Mushi'), fields: [{ column: 'person_note', value: 'Mushi' }] }
    for (const stated of [[family(one, 'Mushi')], [family(one, 'Mushi'), note]])
      await refused(people, stated, renames, [ids, ['Mushi', 'Mushi']])
    await refused(people, [phone(one, '+255 700 400 001')], addPhones, [ids, ['+255 700 400 001', '+255 700 400 001']])
    const gone = { ...family(one, ''), table: 'contact_point', verb: 'delete', row: 0 }
    for (const at of [0, 1]) {
      const { row } = await stage.one<{ row: string }>(
        'select max(contact_point_id) as row from contact_point where contact_point_entity = $1',
        [people[at]?.person],
      )
      // of the other record's rows, as if they were this one's
      await refused(
        people,
        [{ ...gone, row: Number(row) }],
        'delete from contact_point where contact_point_entity = any ($1)',
        [ids],
      )
    }
    expect(await stand(people)).toEqual(before)
  })

  test("writes nothing that another record's reply states", async () => {
    const people = [await answered(false), await answered(false)] as const
    const [one, other] = people
    const before = await stand(people)
    await refused(people, [{ ...family(one, 'Mushi'), reply: other.reply }], renames, [[one.person], ['Mushi']])
    await refused(people, [{ ...phone(one, '+255 700 500 001'), reply: other.reply }], addPhones, [
      [one.person],
      ['+255 700 500 001'],
    ])
    expect(await stand(people)).toEqual(before)
  })

  test('two equal rows of a record are two statements', async () => {
    const one = await answered(false)
    const kind = "lookup_find('activity-kind', 'call')"
    const report = {
      reply: one.reply,
      table: 'activity',
      verb: 'insert',
      entity: one.person,
      fields: [{ column: 'activity_body', value: 'Called' }],
    }
    const add = `insert into activity (activity_entity, activity_kind, activity_body) select $1, ${kind}, 'Called' from generate_series(1, 2)`
    await refused([one], [report], add, [one.person])
    const role = await staffRole()
    await inTransaction(async () => {
      await client().query('select work_for($1, $2)', [[one.reply], JSON.stringify([report, report])])
      await as(role)
      await client().query(add, [one.person])
      await as('none')
      await client().query('select work_ends()')
    })
    expect(await stage.rows('select from activity where activity_entity = $1', [one.person])).toHaveLength(2)
  })
})
