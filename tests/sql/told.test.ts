// What the database gives for the letters about a reply: names, places and kinds of faults, and never a value.

import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReplyOutcome } from '@satchel/core/db/shapes/import'
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

/** Asks as a role, in a transaction of its own. */
async function as<T extends pg.QueryResultRow>(role: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = stage.as('satchel')
  await client.query('begin')
  try {
    await client.query("select set_config('role', $1, true)", [role])
    const { rows } = await client.query<T>(text, values)
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
const office = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
  const { role } = await stage.one<{ role: string }>("select staff_role_of('office') as role")
  return as<T>(role, text, values)
}
const settle = (person: number, slot: string, decision: 'accepted' | 'refused') =>
  office("select resolve_change(change, $3, stamp, 'test') from held_changes() where entity = $1 and slot = $2", [
    person,
    slot,
    decision,
  ])

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

describe('a later letter', () => {
  const named = (told: ReplyOutcome) =>
    told.slots
      .filter(({ told: before, outcome: became }) => before !== true && became !== 'untouched')
      .map(({ slot }) => slot)
  /** As the program does after each outcome. */
  const tell = async (told: ReplyOutcome, letter: string) =>
    (
      await stage
        .as('satchel_import')
        .query<{ queued: number }>('select queue_answers($1)::integer as queued', [
          JSON.stringify([{ reply: told.reply_id, letter, digest: 'x', bytes: 'eA==' }]),
        ])
    ).rows[0]?.queued

  test('is about what waited and nothing else, each once', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.office(packet.person, 'Jacob')
    await stage.reply(packet, {
      set: { 'given-name': 'James', 'family-name': 'Owino', born: '1981-01-01', salary: '9' },
    })
    const first = await outcome(packet)
    expect([first.later, named(first)]).toEqual([
      false,
      ['field/given-name', 'field/family-name', 'field/born', 'field/salary'],
    ])
    expect(await tell(first, 'told-1')).toBe(1)
    expect(await tell(first, 'told-1')).toBe(0)
    await settle(packet.person, 'field/born', 'accepted')
    const second = await outcome(packet)
    expect([second.later, named(second)]).toEqual([true, ['field/given-name', 'field/born']])
    expect(await tell(second, 'told-2')).toBe(1)
    await settle(packet.person, 'field/given-name', 'refused')
    expect(named(await outcome(packet))).toEqual(['field/given-name'])
  })
})

describe('the question whether a change was meant', () => {
  interface Opened {
    readonly mailto: string
    readonly asked: readonly { slot: string; becomes: string; hint?: { kind: string; part: string } }[]
  }
  const open = async (reply: number, token: string) =>
    (
      await stage
        .as('satchel_import')
        .query<{ r: Opened | null }>('select open_confirmation($1, $2, 14) as r', [reply, token])
    ).rows[0]?.r

  test('names numbers by two digits and addresses by a letter, and goes to the address on file', async () => {
    const packet = await stage.ownPacket(await stage.person())
    const [number, mail] = [packet.row('contact-point', 0), packet.row('contact-point', 1)]
    const row = (key: string, kind: string, value: string) => ({
      collection: 'contact-point',
      row: key,
      fields: { kind, value },
    })
    await stage.reply(packet, {
      rows: [
        row(mail, 'email', 'Zawadi@secret-clinic.example'),
        row('new-1', 'phone', '+255 (0)784 555-131'),
        row('new-2', 'phone', '112'),
        row('new-3', 'email', 'me@example.org'),
        row('new-4', 'other', 'behind the mill'),
      ],
      drops: [{ collection: 'contact-point', row: number }],
      evidence: 'weak',
    })
    const told = await outcome(packet)
    const opened = await open(told.reply_id, 'a1'.repeat(32))
    expect(opened?.mailto).toBe('jimmy@example.org')
    expect(
      Object.fromEntries(
        (opened?.asked ?? []).map(({ slot, becomes, hint }) => [slot.slice(18), [becomes, hint?.kind, hint?.part]]),
      ),
    ).toEqual({
      [number]: ['removed', 'phone', '01'],
      [mail]: ['changed', 'email', 'z'],
      'new-1': ['new', 'phone', '31'],
      'new-2': ['new', undefined, undefined],
      'new-3': ['new', undefined, undefined],
      'new-4': ['new', undefined, undefined],
    })
    expect(JSON.stringify(opened)).not.toMatch(/awadi|clinic|555|112|me@|mill/)
    // once a reply
    expect(await open(told.reply_id, 'b2'.repeat(32))).toBeNull()
  })

  test('names a number by as many digits as tell it from the one that it replaces', async () => {
    const packet = await stage.ownPacket(await stage.person())
    const number = packet.row('contact-point', 0)
    const fields = { kind: 'phone', value: '+255 700 009 901' }
    await stage.reply(packet, { rows: [{ collection: 'contact-point', row: number, fields }], evidence: 'weak' })
    const opened = await open((await outcome(packet)).reply_id, 'c3'.repeat(32))
    expect(opened?.asked.map(({ becomes, hint }) => [becomes, hint])).toEqual([
      ['changed', { kind: 'phone', part: '901' }],
    ])
  })
})

describe('what was refused', () => {
  test('waits until somebody of the office has seen it, and is for the office alone', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { 'given-name': 'James', salary: '9', bonus: '10' } })
    const unseen = () =>
      office<{ id: string; slot: string }>(
        'select change as id, slot from refused_changes() where packet = $1 order by slot',
        [packet.hid],
      )
    const rows = await unseen()
    expect(rows.map(({ slot }) => slot)).toEqual(['field/bonus', 'field/salary'])
    const count = async () =>
      Number(
        (
          await stage.one<{ n: string }>(
            'select count(*) as n from change where change_packet = $1 and change_seen is not null',
            [packet.id],
          )
        ).n,
      )
    const see = async (ids: readonly (string | undefined)[]) =>
      (await office<{ n: number }>('select see_refused($1) as n', [ids]))[0]?.n
    expect([await see([rows[0]?.id]), await count()]).toEqual([1, 1])
    expect([await see([rows[0]?.id]), await count()]).toEqual([1, 1])
    expect((await unseen()).map(({ slot }) => slot)).toEqual(['field/salary'])
    // what was applied is nothing that can be seen away
    const { applied } = await stage.one<{ applied: string }>(
      "select change_id as applied from change where change_packet = $1 and change_outcome = 'applied'",
      [packet.id],
    )
    expect([await see([applied]), await count()]).toEqual([0, 1])
    const { sales } = await stage.one<{ sales: string }>("select staff_role_of('anna') as sales")
    for (const call of ['count(*) as n from refused_changes()', `see_refused(array[${rows[1]?.id}]) as n`])
      await expect(as(sales, `select ${call}`)).rejects.toMatchObject({ code: '42501' })
  })

  test('by a person is seen by that person', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { born: '1981-01-01' } })
    await settle(packet.person, 'field/born', 'refused')
    expect(await office('select 1 from refused_changes() where packet = $1', [packet.hid])).toEqual([])
  })
})

test('a word of a reply that came sealed goes into no letter in the clear, and into one that is encrypted', async () => {
  for (const [protection, sealed, told] of [
    ['plain', true, false],
    ['plain', false, true],
    ['pgp', true, true],
  ] as const) {
    const packet = await stage.packet(await stage.person())
    await stage.rows('update packet set packet_protection = $2 where packet_id = $1', [packet.id, protection])
    await stage.rows(
      "update staff set staff_protection = $1, staff_pgp_key = '-----BEGIN PGP PUBLIC KEY BLOCK-----', staff_pgp_fingerprint = repeat('A', 40), staff_pgp_confirmed = now() where staff_hid = 'anna'",
      [protection],
    )
    const rows = [
      phone(packet, '+255 700 000 055'),
      { collection: 'contact-point', row: 'new-1', fields: { kind: 'phone', value: '+255 700 000 077' } },
    ]
    const report = { when: '2026-11-20', outcome: 'reached', 'next-step': 'call again' }
    await stage.reply(packet, { sealed, rows, report })
    const { about, slots } = await outcome(packet)
    expect(about?.name).toBe('Jimmy Okello')
    expect(JSON.stringify({ about, slots }).includes('call again')).toBe(told)
    expect(JSON.stringify(slots).includes('+255 700 000 077')).toBe(told)
    // the packet itself went out in the clear with this one
    expect(JSON.stringify(slots)).toContain('+255 700 000 001')
    expect(JSON.stringify(slots)).not.toContain('+255 700 000 055')
  }
  await stage.rows(
    "update staff set staff_protection = 'plain', staff_pgp_key = null, staff_pgp_fingerprint = null, staff_pgp_confirmed = null where staff_hid = 'anna'",
  )
})
