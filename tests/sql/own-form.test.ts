// A person's own form: opened and merged under satchel_subject, which reaches one record and of that only what is theirs.

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const note =
  "insert into activity (activity_entity, activity_kind, activity_body) values ($1, lookup_find('activity-kind', 'note'), 'Pays late')"
const mailOf = async (person: number) =>
  (
    await stage.rows<{ v: string }>(
      "select contact_point_value as v from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'email' order by contact_point_id",
      [person],
    )
  ).map(row => row.v)

/** The row of the e-mail address in a packet. */
const mailRow = async (person: number) =>
  `c${(await stage.one<{ id: string }>("select contact_point_id as id from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'email'", [person])).id}`

describe('what it shows', () => {
  test('the record, and nothing that staff noted', async () => {
    const person = await stage.person()
    await stage.rows(note, [person])
    const packet = await stage.ownPacket(person)
    expect(packet.mailto).toBe('jimmy@example.org')
    expect(packet.slots).toMatchObject({ 'field/given-name': 'Jimmy', 'field/family-name': 'Okello' })
    expect(JSON.stringify(packet)).not.toMatch(/Pays late|Grows maize/)
    expect(packet.case).toEqual({ name: 'Jimmy Okello' })
  })

  test('nothing where there is no person, or no address that letters reach', async () => {
    const person = await stage.person()
    await stage.rows('update contact_point set contact_point_bounced = now() where contact_point_entity = $1', [person])
    expect(await stage.ownPacket(person)).toMatchObject({ problem: 'entity/no-address' })
    expect(await stage.ownPacket(99_999_999)).toMatchObject({ problem: 'entity/not-known' })
  })

  test('the gate: not to an address that said no, unless it asks', async () => {
    const person = await stage.person()
    const item = await stage.item()
    await stage
      .as('satchel_import')
      .query('select note_unsubscribe($1, null, $2, $3, $4, now())', [
        item.id,
        'mark-jimmy',
        'jimmy@example.org',
        'test',
      ])
    expect(await stage.ownPacket(person, { mark: 'mark-jimmy' })).toMatchObject({ problem: 'consent/withdrawn' })
    expect((await stage.ownPacket(person, { mark: 'mark-jimmy', asked: true })).problem).toBeUndefined()
    // what staff work on is no letter to the customer
    expect((await stage.packet(person)).id).toBeGreaterThan(0)
  })
})

describe('the role', () => {
  test('without a person named, it sees and changes nobody', async () => {
    const person = await stage.person()
    const client = stage.as('satchel_import')
    await client.query('begin')
    await client.query("select set_config('role', 'satchel_subject', true)")
    for (const table of ['entity', 'person', 'contact_point', 'address']) {
      expect((await client.query(`select ${table}_id from ${table}`)).rows).toEqual([])
    }
    expect(
      (await client.query("update person set person_given = 'Mallory' where person_id = $1", [person])).rowCount,
    ).toBe(0)
    await client.query('rollback')
  })

  test.each([
    'select person_note from person',
    'select activity_id from activity',
    "update person set person_note = 'x'",
    'update person set person_source = null',
    'delete from person',
    "insert into person (person_given) values ('Mallory')",
    'select staff_id from staff',
    'select packet_id from packet',
    'insert into acting (acting_work, acting_subject) values (1, 1)',
  ])('may not: %s', async text => {
    const client = stage.as('satchel_dispatch')
    await client.query('begin')
    await client.query("select set_config('role', 'satchel_subject', true)")
    await expect(client.query(text)).rejects.toMatchObject({ code: '42501' })
    await client.query('rollback')
  })
})

describe('a reply to it', () => {
  test("changes the person's own record under satchel_subject, and says so in the audit", async () => {
    const person = await stage.person()
    const packet = await stage.ownPacket(person)
    const told = await stage.reply(packet, { set: { 'given-name': 'James' }, evidence: 'weak' })
    expect(told.slots).toEqual({ 'field/given-name': 'applied' })
    expect(await stage.given(person)).toBe('James')
    const audit = await stage.one<{ by: string; login: string }>(
      "select audit_by as by, audit_login as login from audit where audit_entity = $1 and audit_table = 'person' order by audit_id desc limit 1",
      [person],
    )
    expect(audit).toEqual({ by: 'satchel_subject', login: 'satchel_import' })
  })

  test('cannot reach a row of somebody else, or a field that the form does not have', async () => {
    const other = await stage.person()
    const packet = await stage.ownPacket(await stage.person())
    const told = await stage.reply(packet, {
      set: { note: 'I am a good payer' },
      rows: [{ collection: 'contact-point', row: await mailRow(other), fields: { value: 'mallory@example.org' } }],
    })
    expect(told.slots).toEqual({
      'field/note': 'refused not-in-form',
      [`row/contact-point/${await mailRow(other)}`]: 'refused other-record',
    })
    expect(await mailOf(other)).toEqual(['jimmy@example.org'])
  })

  test('with weak evidence leaves the e-mail address as it is until the old address confirms', async () => {
    const person = await stage.person()
    const packet = await stage.ownPacket(person)
    const row = await mailRow(person)
    const told = await stage.reply(packet, {
      set: { 'given-name': 'James' },
      rows: [{ collection: 'contact-point', row, fields: { value: 'new@example.org' } }],
      evidence: 'weak',
    })
    expect(told.slots).toEqual({ 'field/given-name': 'applied', [`row/contact-point/${row}`]: 'held weak-evidence' })
    const client = stage.as('satchel_import')
    const { id } = await stage.one<{ id: string }>('select max(reply_id) as id from reply')
    const open = async (token: string) =>
      (
        await client.query<{ made: boolean }>('select open_confirmation($1, $2, 14) is not null as made', [
          id,
          hash(token),
        ])
      ).rows[0]?.made
    expect(await open('one')).toBe(true)
    expect(await open('two')).toBe(false)
    const confirm = async (token: string) =>
      (await client.query<{ r: Record<string, unknown> }>('select apply_confirmation($1, now()) as r', [hash(token)]))
        .rows[0]?.r
    expect(await confirm('two')).toEqual({ problem: 'token/not-known' })
    expect(await mailOf(person)).toEqual(['jimmy@example.org'])
    expect(await confirm('one')).toMatchObject({ case: 'stronger', status: 'imported' })
    expect(await mailOf(person)).toEqual(['new@example.org'])
    expect(await confirm('one')).toMatchObject({ case: 'repeat' })
  })

  test('is strong when our mail server vouches for the address that the form went to, and for no other', async () => {
    for (const [sender, outcome, mails] of [
      ['JIMMY@example.org', 'applied', ['new@example.org']],
      ['mallory@example.org', 'held weak-evidence', ['jimmy@example.org']],
    ] as const) {
      const person = await stage.person()
      const row = await mailRow(person)
      const told = await stage.reply(await stage.ownPacket(person), {
        rows: [{ collection: 'contact-point', row, fields: { value: 'new@example.org' } }],
        evidence: 'weak',
        sender,
      })
      expect(told.slots).toEqual({ [`row/contact-point/${row}`]: outcome })
      expect(await mailOf(person)).toEqual(mails)
    }
  })

  test('a reply token confirms nothing, and a confirming token brings no reply', async () => {
    const packet = await stage.ownPacket(await stage.person())
    const client = stage.as('satchel_import')
    const { rows } = await client.query('select apply_confirmation($1, now()) as r', [hash(packet.token)])
    expect(rows).toEqual([{ r: { problem: 'token/not-known' } }])
    for (const token of [packet.tokens.unsubscribe, packet.tokens.bounce]) {
      expect(await stage.reply({ ...packet, token }, { set: { 'given-name': 'X' } })).toMatchObject({
        problem: 'token/not-known',
      })
    }
  })
})
