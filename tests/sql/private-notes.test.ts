// A private note is its writer's, wherever it was written down again: the audit, the packet that brought it, my-data, its files.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { openLogins } from '../helpers/staff-logins.ts'

const staff = { anna: 'sales', mona: 'manager', olga: 'office', ada: 'admin', aud: 'auditor' } as const
let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<keyof typeof staff>>>
let person: number
let note: string
let file: string

const secret = 'Secret 4711'
const count = async (name: keyof typeof staff, text: string, values: unknown[] = []) =>
  (await logins.as(name).query<{ n: number }>(`select count(*)::int as n from ${text}`, values)).rows[0]?.n

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, staff)
  // mona's own people: anna stands under her
  await stage
    .rows(
      "update entity set entity_parent = (select staff_id from staff where staff_hid = 'mona') where entity_id = (select staff_id from staff where staff_hid = 'anna')",
    )
    .catch(() => undefined)
  person = await stage.person()
  await stage.rows('insert into person_private (person_private_id, person_private_note) values ($1, $2)', [
    person,
    secret,
  ])
  const anna = logins.as('anna')
  const made = await anna.query<{ id: string }>(
    "insert into activity (activity_entity, activity_kind, activity_body, activity_private) values ($1, lookup_find('activity-kind', 'note'), $2, true) returning activity_id as id",
    [person, secret],
  )
  note = made.rows[0]?.id ?? ''
  await anna.query('update activity set activity_subject = $2 where activity_id = $1', [note, `${secret} again`])
  const attached = await anna.query<{ id: string }>(
    "insert into attachment (attachment_entity, attachment_activity, attachment_filename, attachment_data) values ($1, $2, $3, 'x') returning attachment_id as id",
    [person, note, `${secret}.txt`],
  )
  file = attached.rows[0]?.id ?? ''
  await anna.query('insert into participant (participant_activity, participant_entity) values ($1, $2)', [note, person])
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

test('its writer reads it, with its files and who took part', async () => {
  expect(await count('anna', 'activity where activity_id = $1', [note])).toBe(1)
  expect(await count('anna', 'attachment where attachment_activity = $1', [note])).toBe(1)
  expect(await count('anna', 'participant where participant_activity = $1', [note])).toBe(1)
})

test('nobody else does, in its tables', async () => {
  for (const name of ['mona', 'olga', 'ada'] as const) {
    expect(await count(name, 'activity where activity_id = $1', [note])).toBe(0)
    expect(await count(name, 'attachment where attachment_activity = $1', [note])).toBe(0)
    expect(await count(name, 'participant where participant_activity = $1', [note])).toBe(0)
  }
})

test('nobody else does in the audit, also after it was removed', async () => {
  const contents = (field: string) =>
    `audit join audit_content on audit_content_id = audit_id where coalesce(audit_content_new, audit_content_old) ->> '${field}' like 'Secret%'`
  for (const name of ['olga', 'ada', 'aud'] as const) {
    for (const field of ['activity_body', 'activity_subject', 'attachment_filename']) {
      expect(await count(name, contents(field)), `${name} ${field}`).toBe(0)
    }
    expect(
      await count(
        name,
        "audit join audit_content on audit_content_id = audit_id where audit_content_new ->> 'activity_private' = 'true'",
      ),
    ).toBe(0)
  }
  const told = async () => (await logins.as('olga').query('select file_told($1) as told', [file])).rows[0]
  expect(await told()).toEqual({ told: null })
  await stage.rows('delete from attachment where attachment_id = $1', [file])
  expect(await told()).toEqual({ told: null })
  for (const name of ['olga', 'aud'] as const) expect(await count(name, contents('attachment_filename'))).toBe(0)
  // what is not private is there to be audited, and that something was done is no secret
  expect(
    await count(
      'aud',
      "audit join audit_content on audit_content_id = audit_id where audit_entity = $1 and audit_content_new ->> 'person_family' = 'Okello'",
      [person],
    ),
  ).toBe(1)
  expect(await count('aud', "audit where audit_table = 'activity' and audit_row = $1", [note])).toBe(2)
})

test('what only the office sees of a person the auditor does not read in the audit', async () => {
  const contents =
    "audit join audit_content on audit_content_id = audit_id where audit_content_new ->> 'person_private_note' like 'Secret%'"
  expect(await count('aud', contents)).toBe(0)
  expect(await count('olga', contents)).toBe(1)
})

test("an own query is its owner's, in the audit too", async () => {
  await logins
    .as('olga')
    .query(
      "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner) values ('own/secret', $1, 'many', 'people', 'select 1', session_user)",
      [secret],
    )
  const contents =
    "audit join audit_content on audit_content_id = audit_id where audit_content_new ->> 'query_about' like 'Secret%'"
  expect([await count('olga', contents), await count('ada', contents), await count('aud', contents)]).toEqual([1, 0, 0])
  await logins.as('olga').query("delete from query where query_hid = 'own/secret'")
  expect([await count('olga', contents), await count('ada', contents), await count('aud', contents)]).toEqual([1, 0, 0])
})

test('my-data has the notes that everybody reads and what the office keeps, not the private notes of others', async () => {
  await stage.rows(
    "insert into activity (activity_entity, activity_kind, activity_body) values ($1, lookup_find('activity-kind', 'note'), 'An open note')",
    [person],
  )
  const all = async (name: 'olga' | 'ada') =>
    JSON.stringify((await logins.as(name).query('select my_data($1) as r', [person])).rows[0]?.r)
  for (const name of ['olga', 'ada'] as const) {
    const text = await all(name)
    expect(text).toContain('An open note')
    expect(text.split(secret).length - 1, 'in person_private and in its history').toBe(2)
  }
})

test('a report that its sender made private since is not read in its packet either', async () => {
  const packet = await stage.packet(person)
  await stage.reply(packet, { report: { when: '2026-11-20', outcome: 'reached', note: secret } })
  const reported = "change where change_packet = $1 and change_new::text like '%Secret%'"
  expect(await count('olga', reported, [packet.id])).toBe(1)
  const { id } = await stage.one<{ id: string }>(
    "select change_row as id from change where change_packet = $1 and change_table = 'activity'",
    [packet.id],
  )
  await logins.as('anna').query('update activity set activity_private = true where activity_id = $1', [id])
  for (const name of ['olga', 'aud'] as const) expect(await count(name, reported, [packet.id])).toBe(0)
})

test('what only the office keeps of a person does not give the record its name', async () => {
  const other = await stage.person()
  const name = () => stage.one('select entity_name as name from entity where entity_id = $1', [other])
  await stage.rows('insert into person_private (person_private_id, person_private_note) values ($1, $2)', [other, 'x'])
  expect(await name()).toEqual({ name: 'Jimmy Okello' })
  await stage.rows("update person_private set person_private_note = 'y' where person_private_id = $1", [other])
  expect(await name()).toEqual({ name: 'Jimmy Okello' })
})
