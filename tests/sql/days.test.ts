// Days and tasks: which days tables take, at each limit and past it; that a task has somebody and a day; and by whose calendar.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let person: number
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('maria', 'Maria', 'maria@kilimo.example', 'manager', 'en', 'plain')")
  person = await stage.person()
})
afterAll(() => stage.close())

/** Runs a statement and takes it back. @returns what stands against it, or null. */
async function refusal(text: string, as?: string): Promise<string | null> {
  await stage.rows('begin')
  try {
    if (as !== undefined) await stage.rows("select set_config('role', staff_role_of($1), true)", [as])
    await stage.rows(text)
    return null
  } catch (error) {
    return (error as Error).message
  } finally {
    await stage.rows('rollback')
  }
}
const activity = (fields: Readonly<Record<string, string>>) => {
  const all = { entity: String(person), kind: "lookup_find('activity-kind', 'call')", status: "'done'", ...fields }
  return `insert into activity (${Object.keys(all)
    .map(name => `activity_${name}`)
    .join(
      ', ',
    )}) values (${Object.values(all).join(', ')}) returning activity_id as id, activity_due as due, activity_staff as staff`
}
const task = (fields: Readonly<Record<string, string>> = {}) =>
  activity({ kind: "lookup_find('activity-kind', 'task')", status: "'open'", subject: "'Call'", ...fields })
const deal = (column: string, value: string) =>
  `insert into deal (deal_name, deal_kind, deal_${column}) values ('D', lookup_find('deal-kind', 'order'), ${value})`
const ahead = (years: number, days = 0) => `(own_today() + interval '${years} years')::date + ${days}`
const staffOf = async (hid: string) =>
  (await stage.one<{ id: string }>('select staff_id as id from staff where staff_hid = $1', [hid])).id
const today = async () => (await stage.one<{ day: string }>('select own_today()::text as day')).day

describe('a day', () => {
  test.each([
    ['due', (value: string) => activity({ due: value }), 20],
    ['planned', (value: string) => activity({ start: `${value}::timestamptz`, status: "'open'" }), 20],
    ['of a reminder', (value: string) => activity({ remind: `${value}::timestamptz` }), 20],
    ['a deal is expected', (value: string) => deal('expected', value), 20],
    ['a deal is valid until', (value: string) => deal('valid', value), 100],
  ] as const)('%s is from 1900 on, and not absurdly far ahead', async (_, insert, years) => {
    expect(await refusal(insert("date '1900-01-01'"))).toBeNull()
    expect(await refusal(insert("date '1899-12-31'"))).toBe(
      `1899-12-31 is before 1900, or more than ${years} years ahead`,
    )
    expect(await refusal(insert(`(${ahead(years)})`))).toBeNull()
    expect(await refusal(insert(`(${ahead(years, 1)})`))).toContain(`more than ${years} years ahead`)
    expect(await refusal(insert("date '20261-01-01'"))).toContain('ahead')
  })

  test.each([
    ['was done', (value: string) => activity({ done: `${value}::timestamptz` })],
    ['a contact took place', (value: string) => activity({ start: `${value}::timestamptz` })],
    ['a deal was closed', (value: string) => deal('closed', value)],
    [
      'a ticket was closed',
      (value: string) => `insert into ticket (ticket_name, ticket_closed) values ('T', ${value}::timestamptz)`,
    ],
  ] as const)(
    'on which something %s is tomorrow at the latest: the day begins elsewhere earlier',
    async (_, insert) => {
      expect(await refusal(insert('(own_today() + 1)'))).toBeNull()
      expect(await refusal(insert('(own_today() + 2)'))).toMatch(/ is still to come: nothing was done on it$/)
    },
  )

  test('is that of the installation: where it is later, today is another day', async () => {
    const days: Record<string, string> = {}
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'Mars/Olympus', 'UTC']) {
      await stage.rows('update instance set instance_zone = $1', [zone])
      days[zone] = await today()
    }
    expect(days['Pacific/Kiritimati']).not.toBe(days['Pacific/Niue'])
    expect(days['Mars/Olympus']).toBe(days.UTC)
  })
})

describe('a task', () => {
  test('that names nobody and no day is that of whoever makes it, today', async () => {
    await stage.rows('begin')
    await stage.rows("select set_config('role', staff_role_of('anna'), true)")
    const made = await stage.one(`with made as (${task()}) select due::text, staff from made`)
    await stage.rows('rollback')
    expect(made).toEqual({ due: await today(), staff: await staffOf('anna') })
  })

  test('made by the program is that of the colleague who has the record', async () => {
    expect((await stage.one<{ staff: string }>(task())).staff).toBe(await staffOf('anna'))
  })

  test('on a record of nobody names somebody', async () => {
    const free = Number(
      (await stage.one<{ id: string }>("insert into person (person_given) values ('Free') returning person_id as id"))
        .id,
    )
    expect(await refusal(task({ entity: String(free) }))).toBe('a task has somebody who does it')
    expect(await refusal(task({ entity: String(free), staff: await staffOf('baraka') }))).toBeNull()
  })

  test('with a time of its own is due on that day', async () => {
    expect(
      await stage.one(`with made as (${task({ start: "'2026-12-24 10:00+00'" })}) select due::text from made`),
    ).toEqual({ due: '2026-12-24' })
  })

  test('loses neither, as long as it is open', async () => {
    const { id } = await stage.one<{ id: string }>(task())
    const set = (what: string) => refusal(`update activity set ${what} where activity_id = ${id}`)
    expect(await set('activity_staff = null')).toBe('a task has somebody who does it')
    expect(await set('activity_due = null')).toBe('a task has a day on which it is due')
    expect(await set("activity_status = 'done', activity_due = null, activity_staff = null")).toBeNull()
    await stage.rows(
      "update activity set activity_status = 'done', activity_due = null, activity_staff = null where activity_id = $1",
      [id],
    )
    await stage.rows("update activity set activity_status = 'open' where activity_id = $1", [id])
    // opened again, it is today's
    expect(
      await stage.one(
        'select activity_due::text as due, activity_staff as staff from activity where activity_id = $1',
        [id],
      ),
    ).toEqual({
      due: await today(),
      staff: await staffOf('anna'),
    })
  })

  test('of before the rule can be read, changed and done', async () => {
    const { id } = await stage.one<{ id: string }>(task())
    await stage.rows('begin')
    await stage.rows('set local role satchel_owner')
    await stage.rows('alter table activity disable trigger user')
    await stage.rows('update activity set activity_staff = null, activity_due = null where activity_id = $1', [id])
    await stage.rows('alter table activity enable trigger user')
    await stage.rows('commit')
    expect(await refusal(`update activity set activity_body = 'x' where activity_id = ${id}`)).toBeNull()
    expect(await refusal(`update activity set activity_status = 'done' where activity_id = ${id}`)).toBeNull()
    expect(await stage.rows('select record, fault, count::int from wrong_values(20)')).toEqual([
      { record: `P${person}`, fault: 'a task has somebody who does it', count: 2 },
      { record: `P${person}`, fault: 'a task has a day on which it is due', count: 2 },
    ])
  })
})
