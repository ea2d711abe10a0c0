// Numbers of rows, and what rows say about when and by whom they were made, merged or removed, are nobody's to choose who logs in:
// tried by each role in each table that it may write to, as the catalog has them.

import { roles } from '@satchel/core/staff/roles'
import { Client, DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const logins = new Map<string, Client>()
const as = (role: string) => logins.get(role) as Client
/** Rows that each role's own rows may refer to. */
const theirs = new Map<string, Record<string, string>>()

beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_process('lead'), add_process('support-case')")
  const made = async (text: string, values: unknown[] = []) =>
    (await stage.one<{ id: string }>(`${text} as id`, values)).id
  for (const role of roles) {
    await stage.one("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [`x_${role}`, role])
    const { login } = await stage.one<{ login: string }>('select staff_role_of($1) as login', [`x_${role}`])
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const client = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await client.connect()
    logins.set(role, client)
    const person = String(await stage.person(`x_${role}`))
    const grp = await made(
      "insert into grp (grp_name, grp_kind) values ('Team', (select min(lookup_id) from lookup where lookup_domain = 'grp-kind')) returning grp_id",
    )
    const deal = await made(
      "insert into deal (deal_name, deal_kind) values ('Seed', (select min(lookup_id) from lookup where lookup_domain = 'deal-kind')) returning deal_id",
    )
    const own =
      'update entity set entity_owner = (select entity_owner from entity where entity_id = $1) where entity_id'
    await stage.rows(`${own} in ($2, $3)`, [person, grp, deal])
    theirs.set(role, {
      person,
      // support moves tickets, and nothing else
      placed:
        role === 'support'
          ? await made("insert into ticket (ticket_name) values ('Broken') returning ticket_id")
          : person,
      stage: `'${role === 'support' ? 'support-case' : 'lead'}-new'`,
      other: String(await stage.person(`x_${role}`)),
      grp,
      deal,
      activity: await made(
        "insert into activity (activity_entity, activity_kind) values ($1, lookup_find('activity-kind', 'call')) returning activity_id",
        [person],
      ),
    })
  }
  await stage.rows(
    "insert into duplicate (duplicate_left, duplicate_right, duplicate_score, duplicate_reason) select min(person_id), max(person_id), 0.5, 'x' from person",
  )
})
afterAll(async () => {
  for (const client of logins.values()) await client.end()
  await stage.close()
})

/** What a row of a table needs, in SQL; $name is one of the role's own rows. */
const samples: Record<string, Record<string, string>> = {
  entity: { type: "(select entity_type_id from entity_type where entity_type_hid = 'person')", name: "'x'" },
  person: { given: "'Neema'" },
  person_private: { id: '$other', note: "'x'" },
  organization: { name: "'Shule'" },
  product: { name: "'Seed'" },
  grp: { name: "'List'", kind: "(select min(lookup_id) from lookup where lookup_domain = 'grp-kind')" },
  deal: { name: "'Ten bags'", kind: "(select min(lookup_id) from lookup where lookup_domain = 'deal-kind')" },
  deal_line: { deal: '$deal', text: "'Bag'", price: '1' },
  ticket: { name: "'Broken'" },
  contact_point: { entity: '$person', kind: "lookup_find('contact-kind', 'web')", value: "'https://x.example'" },
  address: { entity: '$person', kind: "lookup_find('address-kind', 'home')", city: "'Moshi'" },
  activity: { entity: '$person', kind: "lookup_find('activity-kind', 'call')" },
  attachment: { entity: '$person', filename: "'a.txt'", data: "'a'::bytea" },
  participant: { activity: '$activity', entity: '$other' },
  member: { grp: '$grp', entity: '$person' },
  relationship: {
    left: '$person',
    kind: "(select relationship_type_id from relationship_type where relationship_type_hid = 'knows')",
    right: '$other',
  },
  development_tracking: {
    entity: '$placed',
    stage: '(select development_stage_id from development_stage where development_stage_hid = $stage)',
  },
  lookup: { hid: "'source/fair'", domain: "'source'", value: "'fair'", name: "'Fair'" },
  relationship_type: { hid: "'x'", forward: "'x'", backward: "'x'" },
  development_type: { hid: "'x'", name: "'x'" },
  development_process: {
    hid: "'x'",
    name: "'x'",
    type: '(select min(development_type_id) from development_type)',
  },
  development_stage: {
    hid: "'x'",
    name: "'x'",
    sort: '99',
    process: '(select min(development_process_id) from development_process)',
  },
  entity_type: { hid: "'client'", name: "'Client'", table: "'person'" },
  entity_rule: { hid: "'x'", type: '(select min(entity_type_id) from entity_type)', top: 'true' },
  query: { hid: "'own/x'", about: "'x'", returns: "'many'", use: "'people'", sql: "'select 1'", owner: 'session_user' },
  consent: { mark: "'m'", given: 'true', basis: "'x'" },
}
/** What nobody may have said about a row, by the end of the column's name. */
const lies: Record<string, string> = {
  id: '987654321',
  uuid: "'11111111-1111-4111-8111-111111111111'",
  version: '77',
  created: "'2001-01-01'",
  changed: "'2001-01-01'",
  deleted: "'2001-01-01'",
  creator: "'satchel_owner'",
  merged: '$other',
  level: '9',
  path: "'/987/'",
}
const kept = async (table: string) =>
  (
    await stage.rows<{ field: string }>(
      `select attname as field from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
         and attname = any (select $1 || '_' || kept from unnest($2::text[]) kept) order by attnum`,
      [table, Object.keys(lies)],
    )
  ).map(({ field }) => field)
const tablesFor = async (role: string, right: 'insert' | 'update') =>
  (
    await stage.rows<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and has_any_column_privilege('satchel_' || $1, oid, $2) order by 1",
      [role, right],
    )
  ).map(({ name }) => name)
const drawn = async (table: string) =>
  (
    await stage.one<{ drawn: boolean }>("select pg_get_serial_sequence($1::text, $1 || '_id') is not null as drawn", [
      table,
    ])
  ).drawn
/** One of the role's rows in place of its $name. */
const filled = (role: string, text: string) =>
  text.replace(/\$([a-z]+)/g, (_, name: string) => theirs.get(role)?.[name] ?? '')

/** Adds the sample to a table, with these columns set to lies; gives the row as it came out. */
async function add(role: string, table: string, wrong: readonly string[]): Promise<Record<string, string>> {
  const sample = samples[table]
  if (sample === undefined) throw new Error(`the table ${table} needs a sample here`)
  const given = {
    ...Object.fromEntries(Object.entries(sample).map(([field, value]) => [`${table}_${field}`, value])),
    ...Object.fromEntries(wrong.map(field => [field, lies[field.slice(table.length + 1)] as string])),
  }
  const told = (await kept(table)).map(field => `${field}::text`)
  const { rows } = await as(role).query<Record<string, string>>(
    filled(
      role,
      `insert into ${table} (${Object.keys(given).join(', ')}) ${(await drawn(table)) ? 'overriding system value' : ''}
       values (${Object.values(given).join(', ')}) returning ${table}_id::text as id, ${told.join(', ')}`,
    ),
  )
  const [row] = rows
  if (row === undefined) throw new Error('nothing came back')
  return row
}
/** Columns that are as the lie has them. */
const believed = async (role: string, table: string, row: Record<string, unknown>) => {
  const found = []
  for (const field of await kept(table)) {
    const lie = filled(role, lies[field.slice(table.length + 1)] as string).replaceAll("'", '')
    if (row[field] === lie || String(row[field]).startsWith('2001-')) found.push(`${role}: ${table}.${field}`)
  }
  return found
}
const undone = async <T>(role: string, work: () => Promise<T>): Promise<T> => {
  await as(role).query('begin')
  try {
    return await work()
  } finally {
    await as(role).query('rollback')
  }
}

describe.each(roles)('%s', role => {
  test('adds a row to each table that it may add to, and is told its number at once', async () => {
    for (const table of await tablesFor(role, 'insert')) {
      expect(await undone(role, () => add(role, table, []))).toMatchObject({ id: expect.stringMatching(/^[0-9]+$/) })
    }
  })

  test('chooses no number and no stamp of a row that it adds', async () => {
    for (const table of await tablesFor(role, 'insert')) {
      // a subtype's number is its record's, and an imported record brings its uuid along
      const wrong = (await kept(table)).filter(field => field !== 'entity_uuid')
      const tried = (await drawn(table)) ? wrong : wrong.filter(field => field !== `${table}_id`)
      const row = await undone(role, () => add(role, table, tried))
      const told = await believed(role, table, row)
      expect(told.filter(field => !field.endsWith('person_private_id'))).toEqual([])
    }
  })

  test('changes no number and no stamp of a row that stands', async () => {
    const open: string[] = []
    for (const table of await tablesFor(role, 'update')) {
      for (const field of await kept(table)) {
        await undone(role, async () => {
          const adds = (await tablesFor(role, 'insert')).includes(table)
          const row = adds ? (await add(role, table, [])).id : undefined
          const id = row ?? (await as(role).query(`select min(${table}_id) as id from ${table}`)).rows[0]?.id
          expect([table, id]).not.toEqual([table, null])
          const lie = filled(role, lies[field.slice(table.length + 1)] as string)
          try {
            const { rows } = await as(role).query(
              `update ${table} set ${field} = ${lie} where ${table}_id = $1 returning ${field}::text`,
              [id],
            )
            open.push(...(await believed(role, table, rows[0] ?? {})))
          } catch (error) {
            expect([table, field, (error as DatabaseError).code]).toEqual([table, field, '42501'])
          }
        })
      }
    }
    expect(open).toEqual([])
  })

  test('draws no number and moves no sequence', async () => {
    const sequences = await stage.rows<{ name: string }>(
      "select oid::regclass::text as name from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace",
    )
    expect(sequences.length).toBeGreaterThan(20)
    for (const { name } of sequences) {
      for (const text of [`select nextval('${name}')`, `select setval('${name}', 1)`, `select from ${name}`]) {
        await expect(as(role).query(text)).rejects.toMatchObject({ code: '42501' })
      }
    }
  })
})

test('each table that draws its numbers draws them for every login', async () => {
  const without = await stage.rows(
    `select relname from pg_class c join pg_attribute on attrelid = c.oid and attname = relname || '_id'
     where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_get_serial_sequence(relname, attname) is not null
       and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'a_id' and tgenabled = 'O')`,
  )
  expect(without).toEqual([])
})
