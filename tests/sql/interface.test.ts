// What GeDaFe, a generic front end, does with a database, in plain SQL and as a salesperson's own login: it reads structure,
// labels and rights from the catalog, lists, chooses, adds a row with explicit nulls, edits it, and shows what is refused.

import { Client, DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const logins: Record<string, Client> = {}
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
  await stage.one("select add_process('lead')")
  for (const hid of ['anna', 'grace']) {
    const { login } = await stage.one<{ login: string }>(
      'select staff_login as login from staff where staff_hid = $1',
      [hid],
    )
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const client = new Client({
      connectionString: addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name),
    })
    await client.connect()
    logins[hid] = client
  }
})
afterAll(async () => {
  for (const client of Object.values(logins)) await client.end()
  await stage.close()
})
const ask = async <T extends Record<string, unknown>>(text: string, values: unknown[] = [], who = 'anna') =>
  (await logins[who]?.query<T>(text, values))?.rows ?? []
const refused = async (text: string, values: unknown[] = [], who = 'anna') => {
  try {
    await ask(text, values, who)
    return 'nothing was refused'
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return error.message
  }
}

interface Field {
  readonly [key: string]: unknown
  readonly name: string
  readonly type: string
  readonly label: string | null
}
/** As the reader finds a table's fields: names, types, labels. */
const fieldsOf = (table: string) =>
  ask<Field>(
    `select attname as name, typname as type, col_description(attrelid, attnum) as label
     from pg_class c join pg_attribute on attrelid = c.oid join pg_type t on t.oid = atttypid
     where relname = $1 and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )

describe('reading', () => {
  test('tables, views and labels', async () => {
    const tables = await ask<{ name: string; label: string | null }>(
      "select relname as name, obj_description(c.oid, 'pg_class') as label from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'v') and nspname = 'public'",
    )
    expect(tables.filter(({ label }) => label === null)).toEqual([])
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['person', 'person_list', 'person_combo', 'pipeline_rep', 'contact_kind_combo']),
    )
    expect((await fieldsOf('person')).find(({ name }) => name === 'person_given')?.label).toBe('Given')
  })

  test('every field has a way to be shown: a type that is known, or a widget', async () => {
    const known = [
      'date',
      'time',
      'timestamp',
      'timestamptz',
      'int2',
      'int4',
      'int8',
      'numeric',
      'float8',
      'bpchar',
      'varchar',
      'text',
      'name',
      'bool',
      'bytea',
    ]
    const widgets = new Set(
      (
        await ask<{ field: string }>(
          "select meta_fields_table || '.' || meta_fields_field as field from meta_fields where meta_fields_attribute = 'widget'",
        )
      ).map(({ field }) => field),
    )
    const tables = await ask<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')",
    )
    const lost: string[] = []
    for (const { name } of tables) {
      for (const field of await fieldsOf(name)) {
        if (!known.includes(field.type) && !widgets.has(`${name}.${field.name}`)) lost.push(`${name}.${field.name}`)
      }
    }
    expect(lost).toEqual([])
  })

  test('rights, from the lists of the tables themselves', async () => {
    const acl = async (table: string) =>
      (
        await ask<{ rights: string }>(
          `select string_agg(distinct privilege_type, ' ' order by privilege_type) as rights from pg_class, aclexplode(relacl)
           where relname = $1 and pg_has_role(current_user, grantee, 'usage')`,
          [table],
        )
      )[0]?.rights
    expect(await acl('person')).toBe('INSERT SELECT UPDATE')
    expect(await acl('person_list')).toBe('SELECT')
    expect(await acl('person_private')).toBeNull()
    expect(await acl('person_private_list')).toBeNull()
    expect(await acl('audit')).toBeNull()
  })
})

describe('working', () => {
  test('a list shows words for numbers, in order, page by page, and is searched', async () => {
    const person = await stage.person('anna')
    await stage.person('baraka')
    const page = await ask(
      "select person_id, person_hid, person_given, person_family from person_list where person_family ~* '.*okello.*' order by person_given, person_list.meta_sort limit 11 offset 0",
    )
    expect(page).toHaveLength(1)
    const [row] = await ask(
      'select contact_point_entity, contact_point_kind, contact_point_value from contact_point_list where contact_point_kind = $1',
      ['Phone'],
    )
    expect(row).toEqual({
      contact_point_entity: 'Jimmy Okello',
      contact_point_kind: 'Phone',
      contact_point_value: '+255 700 000 001',
    })
    expect(await ask('select count(*)::int as count from person_list')).toEqual([{ count: 1 }])
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [person])
    expect(await ask('select count(*)::int as count from person_list')).toEqual([{ count: 0 }])
    await stage.rows('update entity set entity_deleted = null where entity_id = $1', [person])
  })

  test('a choice gives numbers and texts', async () => {
    const [widget] = await ask<{ widget: string }>(
      "select meta_fields_value as widget from meta_fields where meta_fields_table = 'contact_point' and meta_fields_field = 'contact_point_kind' and meta_fields_attribute = 'widget'",
    )
    expect(widget?.widget).toBe('idcombo(combo=contact_kind_combo)')
    const choice = await ask<{ id: string; text: string }>('select id, text from contact_kind_combo order by meta_sort')
    expect(choice.map(({ text }) => text)).toEqual(['Phone', 'E-mail', 'Web page', 'Other'])
    expect(await ask("select id, text from person_combo where text ~* 'okello'")).toMatchObject([
      { text: 'Jimmy Okello' },
    ])
  })

  test('a row is added with a value or a null for every field, and what triggers keep is kept', async () => {
    for (const [table, given] of [
      ['person', { person_given: 'Amina', person_family: 'Said' }],
      ['organization', { organization_name: 'Shule' }],
      ['deal', { deal_name: 'Ten bags', deal_kind: "(select id from deal_kind_combo where text = 'Order')" }],
    ] as const) {
      const fields = (await fieldsOf(table)).filter(({ name }) => name !== `${table}_id`)
      const values = fields.map(({ name }) => {
        const value = (given as Record<string, string>)[name]
        if (value === undefined) return 'null'
        return value.startsWith('(') ? value : `'${value}'`
      })
      await ask(`insert into ${table} (${fields.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`)
      const [row] = await ask<{ id: string; hid: string }>(
        `select ${table}_id as id, ${table}_hid as hid from ${table} order by ${table}_id desc limit 1`,
      )
      expect(row?.hid).toBe(`${table[0]?.toUpperCase()}${row?.id}`)
      // it is theirs, who added it
      expect(
        await ask('select entity_owner, entity_creator from entity where entity_id = $1', [row?.id]),
      ).toMatchObject([{ entity_creator: expect.stringContaining('_staff_anna') }])
    }
    const [person] = await ask<{ id: string }>("select person_id as id from person where person_given = 'Amina'")
    const phone = (await fieldsOf('contact_point')).filter(({ name }) => name !== 'contact_point_id')
    const phoneValues = phone.map(({ name }) =>
      name === 'contact_point_entity'
        ? person?.id
        : name === 'contact_point_kind'
          ? "(select id from contact_kind_combo where text = 'Phone')"
          : name === 'contact_point_value'
            ? "'0700 000 002'"
            : 'null',
    )
    await ask(
      `insert into contact_point (${phone.map(({ name }) => name).join(', ')}) values (${phoneValues.join(', ')})`,
    )
    expect(
      await ask(
        'select contact_point_normal, contact_point_primary from contact_point where contact_point_entity = $1',
        [person?.id],
      ),
    ).toEqual([{ contact_point_normal: '+255700000002', contact_point_primary: false }])
  })

  test('a row is edited by writing all its fields back', async () => {
    const [row] = await ask<Record<string, unknown>>("select * from person where person_given = 'Amina'")
    const fields = Object.keys(row ?? {}).filter(name => name !== 'person_id')
    const values = fields.map(name => (name === 'person_given' ? 'Aminah' : row?.[name]))
    await ask(
      `update person set ${fields.map((name, index) => `${name} = $${index + 1}`).join(', ')} where person_id = $${fields.length + 1}`,
      [...values, row?.person_id],
    )
    expect(await ask("select entity_name from entity where entity_name like 'Aminah%'")).toEqual([
      { entity_name: 'Aminah Said' },
    ])
  })

  test('what is refused is said in words that a person understands', async () => {
    const [mine] = await ask<{ id: string }>("select person_id as id from person where person_given = 'Aminah'")
    expect(await refused('insert into member (member_grp, member_entity) values (0, $1)', [mine?.id])).toMatch(
      /is not there, or not yours to see/,
    )
    expect(
      await refused(
        "insert into deal (deal_name, deal_kind) values ('x', (select id from contact_kind_combo limit 1))",
      ),
    ).toBe('deal_kind takes a value of the list "deal-kind"')
    expect(
      await refused(
        "insert into development_tracking (development_tracking_entity, development_tracking_stage) select organization_id, development_stage_id from organization, development_stage where development_stage_hid = 'lead-new' limit 1",
      ),
    ).toBe('the process "lead" is not for this type of record')
    expect(await refused("update entity set entity_name = 'x'")).toMatch(/permission denied/)
    expect(
      await refused(
        'update entity set entity_parent = (select entity_id from entity where entity_name = $1) where entity_name = $2',
        ['Ten bags', 'Shule'],
        'grace',
      ),
    ).toBe('no rule lets "Shule" (Organisation) stand under "Ten bags"')
  })

  test('a report counts what the reader sees', async () => {
    const [mine] = await ask<{ id: string }>("select person_id as id from person where person_given = 'Aminah'")
    await ask(
      "insert into development_tracking (development_tracking_entity, development_tracking_stage) select $1, development_stage_id from development_stage where development_stage_hid = 'lead-new'",
      [mine?.id],
    )
    await stage.one("select enter_stage($1, 'lead-new', null)", [await stage.person('baraka')])
    const count = "select pipeline_records::int as records from pipeline_rep where pipeline_stage = 'New'"
    expect(await ask(count)).toEqual([{ records: 1 }])
    expect(await ask(count, [], 'grace')).toEqual([{ records: 2 }])
  })
})
