// The case of a packet, each part as far as the form shows it and the role of the recipient reads it.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let person: number
beforeAll(async () => {
  stage = await openStage()
  for (const [hid, role] of [
    ['grace', 'office'],
    ['salma', 'support'],
  ]) {
    await stage.one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
  }
  await stage.rows("select add_process('farmer')")
  await stage.rows("update form set form_shows = 'stages contacts promises tasks relations deals tickets files'")
})
beforeEach(async () => {
  person = await stage.person()
})
afterAll(() => stage.close())

type Part = readonly Record<string, unknown>[]
interface Case {
  readonly tasks?: Part
  readonly promises?: Part
  readonly processes?: readonly { readonly name: string; readonly stages: readonly Record<string, unknown>[] }[]
  readonly contacts?: Part
  readonly relations?: Part
  readonly deals?: Part
  readonly tickets?: Part
  readonly files?: Part
}

let made = 0
/** The case of a packet as the dispatcher's own login opens it. */
async function caseFor(staff: string, { zone = 'UTC', files = 1000 } = {}): Promise<Case> {
  const { rows } = await stage
    .as('satchel_dispatch')
    .query<{ r: { problem?: string; case: Case } }>(
      "select open_packet('P' || $1::bigint, $2, 'call-report', $3, $4, $5, $6, 30, 'work', true, 'grace', $7, $8) as r",
      [
        person,
        staff,
        `7QK2-M9XB-${String(++made).padStart(4, '0')}`,
        ...['a', 'b', 'c'].map(end => `${String(made).padStart(63, '0')}${end}`),
        zone,
        files,
      ],
    )
  const opened = rows[0]?.r
  if (opened === undefined || opened.problem !== undefined) throw new Error(`no packet: ${opened?.problem}`)
  return opened.case
}

/** An activity with the record; each value is SQL. */
async function activity(values: Readonly<Record<string, string>>): Promise<number> {
  const { kind = "'call'", outcome = 'null', staff = 'null', ...columns } = values
  const all: Readonly<Record<string, string>> = {
    entity: String(person),
    kind: `lookup_find('activity-kind', ${kind})`,
    outcome: `lookup_find('outcome', ${outcome})`,
    staff: `(select staff_id from staff where staff_hid = ${staff})`,
    status: "'done'",
    ...columns,
  }
  const { id } = await stage.one<{ id: string }>(
    `insert into activity (${Object.keys(all)
      .map(name => `activity_${name}`)
      .join(', ')}) values (${Object.values(all).join(', ')}) returning activity_id as id`,
  )
  return Number(id)
}

const texts = (part?: Part) => part?.map(({ text }) => text)
const dayFromNow = async (days: number) =>
  (await stage.one<{ d: string }>('select (now()::date + $1::integer)::text as d', [days])).d

describe('where the record stands', () => {
  test('is each process with the stages of this round, the days so far, and what comes next', async () => {
    await stage.rows(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_entered) select $1, development_stage_id, entered from development_stage join (values ('farmer-education', now() - interval '88 days'), ('farmer-land-report', now() - interval '34 days')) v (stage, entered) on stage = development_stage_hid order by entered",
      [person],
    )
    const { processes } = await caseFor('anna')
    expect(processes).toEqual([
      {
        name: 'Farmer',
        stages: [
          { name: 'Education', state: 'done', entered: await dayFromNow(-88), days: 54, planned: 60 },
          { name: 'Land report', state: 'now', entered: await dayFromNow(-34), days: 34, planned: 30 },
          { name: 'Exchange of goods', state: 'next', planned: 120 },
          { name: 'Season closed', state: 'next' },
        ],
      },
    ])
  })

  test('counts the days where the organisation is', async () => {
    // 22:30 of the first in Kampala, the second in Auckland
    await stage.rows(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_entered) select $1, development_stage_id, '2026-03-01 19:30+00' from development_stage where development_stage_hid = 'farmer-education'",
      [person],
    )
    const entered = async (zone: string) => (await caseFor('anna', { zone })).processes?.[0]?.stages[0]?.entered
    expect(await entered('Africa/Kampala')).toBe('2026-03-01')
    expect(await entered('Pacific/Auckland')).toBe('2026-03-02')
    expect(await entered('Nowhere/Unknown')).toBe('2026-03-01')
  })

  test('of an ending counts no days, and nothing comes next', async () => {
    await stage.rows(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_entered) select $1, development_stage_id, now() - interval '9 days' from development_stage where development_stage_hid = 'farmer-left'",
      [person],
    )
    const { processes } = await caseFor('anna')
    expect(processes?.[0]?.stages).toEqual([{ name: 'Left', state: 'now', entered: await dayFromNow(-9) }])
  })
})

describe('the last contacts', () => {
  test('say how it went and who it was, as the recipient sees it; the newest first', async () => {
    await activity({ start: "'2026-01-05'", outcome: "'reached'", staff: "'anna'", body: "'Wants seed'" })
    await activity({ start: "'2026-01-06'", outcome: "'not-reached'", staff: "'baraka'" })
    await activity({ start: "'2026-01-07'", kind: "'letter'", subject: "'It came back'" })
    // nothing happened yet, or nothing is said
    await activity({ start: "now() + interval '3 days'", status: "'open'", subject: "'Planned'" })
    await activity({ kind: "'task'", status: "'open'", subject: "'To do'" })
    await activity({ start: "'2026-01-08'", status: "'cancelled'", subject: "'Never was'" })
    await activity({ start: "'2026-01-09'" })
    expect((await caseFor('anna')).contacts).toEqual([
      { date: '2026-01-07', kind: 'letter', by: 'office', text: 'It came back' },
      { date: '2026-01-06', kind: 'call', outcome: 'not-reached', by: 'colleague' },
      { date: '2026-01-05', kind: 'call', outcome: 'reached', by: 'you', text: 'Wants seed' },
    ])
    expect((await caseFor('grace')).contacts?.map(({ by }) => by)).toEqual(['office', 'colleague', 'colleague'])
  })

  test('are ten at most', async () => {
    for (let day = 1; day <= 12; day++) await activity({ start: `'2026-01-${day}'`, body: `'Day ${day}'` })
    // a day is that day everywhere
    const { contacts } = await caseFor('anna', { zone: 'America/Lima' })
    expect(contacts?.[9]).toMatchObject({ date: '2026-01-03' })
    expect(contacts).toHaveLength(10)
    expect(texts(contacts)?.[9]).toBe('Day 3')
  })
})

test("what is private stays with its author: not the note, not its task, promise or file, in nobody else's packet", async () => {
  const own = "'anna'"
  const note = await activity({
    kind: "'note'",
    body: "'Secret note'",
    private: 'true',
    staff: own,
    start: "'2026-01-05'",
  })
  await activity({
    next: "'Secret promise'",
    due: 'now()::date + 5',
    private: 'true',
    staff: own,
    start: "'2026-01-05'",
  })
  await activity({ kind: "'task'", status: "'open'", subject: "'Secret task'", private: 'true', staff: own })
  await stage.rows(
    "insert into attachment (attachment_entity, attachment_activity, attachment_filename, attachment_data) values ($1, $2, 'Secret.txt', 'x')",
    [person, note],
  )
  for (const staff of ['grace', 'salma']) expect(JSON.stringify(await caseFor(staff))).not.toContain('Secret')
  const mine = await caseFor('anna')
  expect(texts(mine.contacts)).toEqual(['Secret note'])
  expect(texts(mine.promises)).toEqual(['Secret promise'])
  expect(texts(mine.tasks)).toEqual(['Secret task'])
  expect(mine.files).toMatchObject([{ name: 'Secret.txt' }])
})

describe('what was promised', () => {
  test('is a next step until its day; after that until somebody spoke with them', async () => {
    const due = (days: number) => `now()::date + ${days}`
    await activity({ start: "now() - interval '20 days'", next: "'Bring seed'", due: due(5) })
    await activity({ start: "now() - interval '19 days'", next: "'Call back'", due: due(-3) })
    await activity({ start: "now() - interval '18 days'", outcome: "'not-reached'" })
    await activity({ start: "now() - interval '17 days'", status: "'cancelled'", next: "'Nothing'", due: due(5) })
    expect((await caseFor('anna')).promises).toEqual([
      { text: 'Call back', due: await dayFromNow(-3), made: await dayFromNow(-19) },
      { text: 'Bring seed', due: await dayFromNow(5), made: await dayFromNow(-20) },
    ])
    await activity({ start: "now() - interval '2 days'", outcome: "'reached'" })
    expect(texts((await caseFor('anna')).promises)).toEqual(['Bring seed'])
  })

  test('is a visit with a day, too', async () => {
    await activity({ kind: "'visit'", status: "'open'", due: 'now()::date + 4' })
    expect((await caseFor('anna')).promises).toEqual([{ text: 'visit', due: await dayFromNow(4) }])
  })
})

test('tasks are those of the recipient, and that of the stage until something was done', async () => {
  await activity({ kind: "'task'", status: "'open'", subject: "'Mine'", staff: "'anna'", due: 'now()::date' })
  await activity({ kind: "'task'", status: "'open'", subject: "'Of the owner'" })
  await activity({ kind: "'task'", status: "'open'", subject: "'Of another'", staff: "'baraka'" })
  await activity({ kind: "'task'", subject: "'Done'", staff: "'anna'", start: "now() - interval '9 days'" })
  await stage.rows(
    "insert into development_tracking (development_tracking_entity, development_tracking_stage, development_tracking_entered) select $1, development_stage_id, now() - interval '4 days' from development_stage where development_stage_hid = 'farmer-land-report'",
    [person],
  )
  expect((await caseFor('anna')).tasks).toEqual([
    { text: 'Mine', due: await dayFromNow(0) },
    { text: 'Of the owner', due: await dayFromNow(0) },
    { text: 'Visit the plot', due: await dayFromNow(10) },
  ])
  await activity({ kind: "'visit'", start: "now() - interval '1 day'", outcome: "'reached'" })
  expect(texts((await caseFor('anna')).tasks)).toEqual(['Mine', 'Of the owner'])
})

describe('what belongs to the record', () => {
  const relate = (left: number, kind: string, right: number, end = 'null') =>
    stage.rows(
      `insert into relationship (relationship_left, relationship_kind, relationship_right, relationship_start, relationship_end) select $1, relationship_type_id, $3, '2024-02-01', ${end} from relationship_type where relationship_type_hid = $2`,
      [left, kind, right],
    )

  test('are its relations with a telephone, as far as the recipient sees them', async () => {
    const [mother, hidden, former] = [await stage.person(), await stage.person('baraka'), await stage.person()]
    await relate(mother, 'parent-of', person)
    await relate(person, 'knows', hidden)
    await relate(person, 'knows', former, "'2024-03-01'")
    await stage.rows("update person set person_given = 'Hidden' where person_id = $1", [hidden])
    const seen = { name: 'Jimmy Okello', kind: 'is a child of', since: '2024-02-01', phone: '+255 700 000 001' }
    expect((await caseFor('anna')).relations).toEqual([seen])
    expect((await caseFor('grace')).relations).toMatchObject([seen, { name: 'Hidden Okello', kind: 'knows' }])
  })

  test('are its open deals and tickets, as far as the recipient sees them', async () => {
    const owned = (hid: string) =>
      stage.rows(
        'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id in (select deal_id from deal where deal_party = $1 union select ticket_id from ticket where ticket_party = $1)',
        [person, hid],
      )
    await stage.rows(
      "insert into deal (deal_hid, deal_name, deal_kind, deal_party, deal_amount, deal_currency, deal_expected, deal_closed) select 'D-' || $1::bigint || n, 'Seed ' || n, lookup_find('deal-kind', 'quote'), $1, 250000, 'UGX', '2026-12-15', closed from (values (1, null), (2, '2026-01-01'::date)) v (n, closed)",
      [person],
    )
    await stage.rows(
      "insert into ticket (ticket_hid, ticket_name, ticket_party, ticket_priority, ticket_closed) select 'T-' || $1::bigint || n, 'Wet bags ' || n, $1, lookup_find('priority', 'high'), closed from (values (1, null), (2, now())) v (n, closed)",
      [person],
    )
    await owned('anna')
    const mine = await caseFor('anna')
    expect(mine.deals).toEqual([{ id: `D-${person}1`, name: 'Seed 1', amount: '250000 UGX', expected: '2026-12-15' }])
    expect(mine.tickets).toEqual([
      { id: `T-${person}1`, name: 'Wet bags 1', priority: 'high', opened: await dayFromNow(0) },
    ])
    await owned('baraka')
    expect(Object.keys(await caseFor('anna'))).not.toContain('deals')
  })

  test('are its files, the newest first, each as long as there is room; the others by name', async () => {
    for (const [name, size] of [
      ['old.txt', 3],
      ['fits.txt', 4],
      ['large.jpg', 8],
      ['new.txt', 6],
    ] as const) {
      await stage.rows(
        "insert into attachment (attachment_entity, attachment_filename, attachment_type, attachment_data) values ($1, $2, 'text/plain', repeat('x', $3)::bytea)",
        [person, name, size],
      )
    }
    const sent = async (files: number) =>
      Object.fromEntries(((await caseFor('anna', { files })).files ?? []).map(({ name, data }) => [name, data]))
    expect(await sent(10)).toEqual({
      'new.txt': 'eHh4eHh4',
      'large.jpg': undefined,
      'fits.txt': 'eHh4eA==',
      'old.txt': undefined,
    })
    expect(await sent(9)).toEqual({
      'new.txt': 'eHh4eHh4',
      'large.jpg': undefined,
      'fits.txt': undefined,
      'old.txt': 'eHh4',
    })
    expect(Object.values(await sent(0))).toEqual([undefined, undefined, undefined, undefined])
  })
})

test('a part that the form does not show is left out', async () => {
  await activity({ start: "'2026-01-05'", body: "'Wants seed'", next: "'Bring it'" })
  await stage.rows("update form set form_shows = 'promises'")
  expect(await caseFor('anna')).toEqual({
    name: 'Jimmy Okello',
    place: 'Moshi',
    promises: [{ text: 'Bring it', made: '2026-01-05' }],
  })
  await stage.rows("update form set form_shows = 'stages contacts promises tasks relations deals tickets files'")
})
