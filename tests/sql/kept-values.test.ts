// What tables keep for themselves holds against staff who log in with plain SQL: nobody vouches for an address, hides a note, says
// yes for next year or merges a record by writing a column.

import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressOf } from '../helpers/address.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
const staff = { anna: 'sales', baraka: 'sales', mona: 'manager', sam: 'support', olga: 'office' } as const
const logins = new Map<string, Client>()
const as = (name: keyof typeof staff) => logins.get(name) as Client

beforeAll(async () => {
  stage = await openStage()
  for (const [hid, role] of Object.entries(staff)) {
    const known = await stage.rows('select from staff where staff_hid = $1', [hid])
    if (known.length === 0)
      await stage.one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
    const { login } = await stage.one<{ login: string }>('select staff_role_of($1) as login', [hid])
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const address = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
    const client = new Client({ connectionString: address })
    await client.connect()
    logins.set(hid, client)
  }
})
afterAll(async () => {
  for (const client of logins.values()) await client.end()
  await stage.close()
})

describe('an address that was shown to be theirs', () => {
  const verified = async (id: string) =>
    (
      await stage.one<{ yes: boolean }>(
        'select contact_point_verified is not null as yes from contact_point where contact_point_id = $1',
        [id],
      )
    ).yes
  const email = async (person: number) => {
    const { id } = await stage.one<{ id: string }>(
      "select contact_point_id as id from contact_point where contact_point_entity = $1 and contact_point_kind = lookup_find('contact-kind', 'email')",
      [person],
    )
    return id
  }

  test('is not, once it was moved to another record', async () => {
    const id = await email(await stage.person())
    const other = await stage.person()
    await stage.rows('delete from contact_point where contact_point_entity = $1', [other])
    expect(await verified(id)).toBe(true)
    await as('anna').query('update contact_point set contact_point_entity = $2 where contact_point_id = $1', [
      id,
      other,
    ])
    expect(await verified(id)).toBe(false)
  })

  test('is not, once it counts as another kind', async () => {
    const id = await email(await stage.person())
    await as('anna').query(
      "update contact_point set contact_point_kind = lookup_find('contact-kind', 'web') where contact_point_id = $1",
      [id],
    )
    await as('anna').query(
      "update contact_point set contact_point_kind = lookup_find('contact-kind', 'email') where contact_point_id = $1",
      [id],
    )
    expect(await verified(id)).toBe(false)
  })

  test('is not said to be reached again by a salesperson; a new value is', async () => {
    const id = await email(await stage.person())
    await stage.rows('update contact_point set contact_point_bounced = now() where contact_point_id = $1', [id])
    const bounced = async () =>
      stage.one('select contact_point_bounced is not null as yes from contact_point where contact_point_id = $1', [id])
    await as('anna').query('update contact_point set contact_point_bounced = null where contact_point_id = $1', [id])
    expect(await bounced()).toEqual({ yes: true })
    await as('anna').query(
      "update contact_point set contact_point_value = 'new@example.org' where contact_point_id = $1",
      [id],
    )
    expect(await bounced()).toEqual({ yes: false })
  })

  test('stays so through a change of something else, a merge, and its undoing', async () => {
    const kept = await stage.person()
    const lost = await stage.person()
    await stage.rows('delete from contact_point where contact_point_entity = $1', [kept])
    const id = await email(lost)
    await as('anna').query('update contact_point set contact_point_primary = true where contact_point_id = $1', [id])
    expect(await verified(id)).toBe(true)
    const since = async () =>
      stage.one(
        'select contact_point_entity::int as of, contact_point_verified as at from contact_point where contact_point_id = $1',
        [id],
      )
    const before = await since()
    const { rows } = await as('olga').query<{ merge: string }>("select merge_records($1, $2) ->> 'merge' as merge", [
      kept,
      lost,
    ])
    expect(await since()).toEqual({ ...before, of: kept })
    await as('olga').query('select undo_merge($1)', [rows[0]?.merge])
    expect(await since()).toEqual(before)
  })
})

describe('a note', () => {
  const note = async (status: string) => {
    const { id } = await stage.one<{ id: string }>(
      "insert into activity (activity_entity, activity_kind, activity_body, activity_status) values ($1, lookup_find('activity-kind', 'note'), 'A note', $2) returning activity_id as id",
      [await stage.person(), status],
    )
    return id
  }

  test('is made private by its creator alone', async () => {
    const id = await note('done')
    for (const name of ['anna', 'sam', 'olga'] as const) {
      await expect(
        as(name).query(
          'update activity set activity_private = true, activity_staff = my_staff() where activity_id = $1',
          [id],
        ),
      ).rejects.toMatchObject({ code: '42501' })
    }
    const own = await as('anna').query<{ id: string }>(
      "insert into activity (activity_entity, activity_kind, activity_body) values ($1, lookup_find('activity-kind', 'note'), 'Mine') returning activity_id as id",
      [await stage.person()],
    )
    const hidden = await as('anna').query('update activity set activity_private = true where activity_id = $1', [
      own.rows[0]?.id,
    ])
    expect(hidden.rowCount).toBe(1)
  })

  test('that a colleague has is not taken over, nor after it was reopened; open work that nobody has is', async () => {
    const take = 'update activity set activity_staff = my_staff() where activity_id = $1'
    const held = await note('done')
    await stage.rows(
      "update activity set activity_staff = (select staff_id from staff where staff_hid = 'anna') where activity_id = $1",
      [held],
    )
    await expect(as('sam').query(take, [held])).rejects.toMatchObject({ code: '42501' })
    await as('sam').query("update activity set activity_status = 'open' where activity_id = $1", [held])
    await expect(as('sam').query(take, [held])).rejects.toMatchObject({ code: '42501' })
    await expect(as('sam').query(take, [await note('done')])).rejects.toMatchObject({ code: '42501' })
    expect((await as('sam').query(take, [await note('open')])).rowCount).toBe(1)
    expect((await as('olga').query(take, [held])).rowCount).toBe(1)
  })
})

test('a yes from the future does not outweigh a later no', async () => {
  await as('olga').query(
    "insert into consent (consent_mark, consent_given, consent_basis, consent_received) values ('m', true, 'test', '2099-01-01')",
  )
  const row = await stage.one(
    "select consent_received <= clock_timestamp() as past from consent where consent_mark = 'm'",
  )
  expect(row).toEqual({ past: true })
})

test('an own query gives 10,000 rows at the most, whatever its text says', async () => {
  const texts = [
    'select g from generate_series(1, 20000) g) own limit 20000 -- ',
    'select g from generate_series(1, 20000) g; select 1',
    'select g from generate_series(1, 20000) g -- ',
    'select 1 as one;',
  ]
  const counts = []
  for (const [number, text] of texts.entries()) {
    const name = `own/rows-${number}`
    await as('olga').query(
      "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner) values ($1, 'test', 'many', 'people', $2, session_user)",
      [name, text],
    )
    await as('olga').query("begin read only; set local statement_timeout = '30s'")
    try {
      const { rowCount } = await as('olga').query('select run_own($1, null)', [name])
      counts.push(rowCount)
    } catch (error) {
      counts.push((error as { code: string }).code)
    }
    await as('olga').query('rollback')
  }
  expect(counts).toEqual(['42601', '42P11', 10000, 1])
})

test('the office writes names of colleagues, and never whose rights somebody has', async () => {
  const fields = [
    "staff_login = 'x'",
    "staff_login = case staff_hid when 'anna' then (select staff_login from staff where staff_hid = 'baraka') else (select staff_login from staff where staff_hid = 'anna') end",
    'staff_role = staff_role',
    'staff_active = true',
    "staff_hid = 'x'",
    'staff_id = staff_id',
  ]
  for (const field of fields) {
    await expect(
      as('olga').query(`update staff set ${field} where staff_hid in ('anna', 'baraka')`),
    ).rejects.toMatchObject({ code: '42501' })
  }
  await expect(
    as('olga').query(
      "insert into staff (staff_hid, staff_name, staff_login, staff_role, staff_email) values ('new', 'New', 'satchel_import', lookup_find('staff-role', 'admin'), 'n@kilimo.example')",
    ),
  ).rejects.toMatchObject({ code: '42501' })
  const renamed = await as('olga').query("update staff set staff_name = 'Anna Auma' where staff_hid = 'anna'")
  expect(renamed.rowCount).toBe(1)
})

describe('a record', () => {
  test('is not put below one that its maker does not see, and no refusal names it', async () => {
    const theirs = await stage.person('baraka')
    await stage.rows("update person set person_given = 'Fatuma' where person_id = $1", [theirs])
    const below = (type: string, parent: number) =>
      as('anna').query(
        'insert into entity (entity_type, entity_name, entity_owner, entity_parent) select entity_type_id, $1, my_staff(), $3 from entity_type where entity_type_hid = $2',
        ['x', type, parent],
      )
    for (const type of ['person', 'deal', 'product']) {
      for (const parent of [theirs, 999_999_999]) {
        const refused = below(type, parent)
        await expect(refused).rejects.toMatchObject({ code: '42501', message: expect.not.stringContaining('Fatuma') })
      }
    }
    const mine = await stage.person()
    expect((await below('person', mine)).rowCount).toBe(1)
    await expect(below('product', mine)).rejects.toThrow('no rule lets this record stand there')
  })

  test('is not planted as one that was merged into another', async () => {
    const theirs = await stage.person('baraka')
    const { rows } = await as('anna').query(
      "insert into entity (entity_type, entity_name, entity_owner, entity_merged, entity_deleted) select entity_type_id, 'x', my_staff(), $1, now() from entity_type where entity_type_hid = 'person' returning entity_merged as merged, entity_deleted as deleted",
      [theirs],
    )
    expect(rows).toEqual([{ merged: null, deleted: null }])
  })

  test('does not become one of a type whose rows are in another table', async () => {
    const one = await stage.person()
    const become = (type: string) =>
      as('olga').query(
        'update entity set entity_type = (select entity_type_id from entity_type where entity_type_hid = $2) where entity_id = $1',
        [one, type],
      )
    await expect(become('organization')).rejects.toMatchObject({ code: '42501', constraint: 'entity_table' })
    expect((await become('person')).rowCount).toBe(1)
  })

  test('is merged by a merge alone, by the office too', async () => {
    const one = await stage.person()
    const other = await stage.person()
    for (const more of ['', ', entity_deleted = now()']) {
      await expect(
        as('olga').query(`update entity set entity_merged = $2 ${more} where entity_id = $1`, [one, other]),
      ).rejects.toMatchObject({ code: '42501' })
    }
  })
})
