// A reference tells nothing of rows that its writer does not see: pointing at one is refused as pointing at nothing is.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'
import { openLogins } from '../helpers/staff-logins.ts'

let stage: Stage
let logins: Awaited<ReturnType<typeof openLogins<'anna' | 'baraka' | 'olga'>>>
const nobody = 999_999_999
let rows: Record<string, { mine: number; theirs: number }>

const idOf = async (text: string, values: unknown[] = []) =>
  Number((await stage.one<{ id: string }>(`${text} returning ${text.split(' ')[2]}_id as id`, values)).id)

/** One row of each table that can be pointed at, for anna and for baraka. */
async function make(owner: 'anna' | 'baraka') {
  const own = async (id: number) => {
    await stage.rows(
      'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
      [id, owner],
    )
    return id
  }
  const person = await stage.person(owner)
  return {
    entity: person,
    person,
    activity: await idOf(
      "insert into activity (activity_entity, activity_kind) values ($1, lookup_find('activity-kind', 'note'))",
      [person],
    ),
    staff: Number(
      (await stage.one<{ id: string }>('select staff_id as id from staff where staff_hid = $1', [owner])).id,
    ),
    grp: await own(
      await idOf("insert into grp (grp_name, grp_kind) values ('A group', lookup_find('grp-kind', 'list'))"),
    ),
    deal: await own(
      await idOf("insert into deal (deal_name, deal_kind) values ('A deal', lookup_find('deal-kind', 'order'))"),
    ),
    // queries that are shipped are for everybody, an own one is its owner's
    query: await idOf(
      "insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner, query_shipped) values ($1, 'x', 'many', 'people', 'select 1', 'satchel', $2)",
      [`test/${owner}`, owner === 'anna'],
    ),
  }
}

beforeAll(async () => {
  stage = await openStage()
  logins = await openLogins(stage, { anna: 'sales', baraka: 'sales', olga: 'office' })
  const [mine, theirs] = [await make('anna'), await make('baraka')]
  rows = Object.fromEntries(
    Object.keys(mine).map(table => [table, { mine: mine[table as 'grp'], theirs: theirs[table as 'grp'] }]),
  )
})
afterAll(async () => {
  await logins.close()
  await stage.close()
})

/** Every reference that a salesperson may write into a table with row security: from the catalog, so that none is forgotten. */
const references = () =>
  stage.rows<{ source: string; field: string; target: string }>(
    `select c.relname as source, attname as field, f.relname as target
     from pg_constraint join pg_class c on c.oid = conrelid join pg_class f on f.oid = confrelid
     join pg_attribute on attrelid = c.oid and attnum = conkey[1]
     where contype = 'f' and f.relrowsecurity and c.relnamespace = 'public'::regnamespace
       and has_column_privilege('satchel_sales', c.oid, attnum, 'insert') order by 1, 2`,
  )

describe('a salesperson', () => {
  test("is refused in the same words, whether a colleague's row is meant or none", async () => {
    const found = await references()
    expect(found.length).toBeGreaterThan(20)
    const told: string[] = []
    for (const { source, field, target } of found) {
      if (target === 'product') continue // goods are for everybody to see
      if (field === 'entity_merged') continue // a trigger empties it, whatever it says
      // an owner is a colleague
      const { mine, theirs } = rows[field === 'entity_owner' ? 'staff' : target] ?? { mine: 0, theirs: 0 }
      const must = await stage.rows<{ name: string; type: string; domain: string | null }>(
        `select attname as name, format_type(atttypid, null) as type,
           (select meta_fields_value from meta_fields where meta_fields_field = attname and meta_fields_attribute = 'domain') as domain from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and attnotnull and not atthasdef and attidentity = '' and attname not in ($2, $1::text || '_id')`,
        [source, field],
      )
      const say = async (value: number) => {
        const names = [field, ...must.map(column => column.name)]
        const values = [
          String(value),
          ...must.map(column => {
            const points = found.find(one => one.source === source && one.field === column.name)
            if (points !== undefined) return String(rows[points.target]?.mine)
            if (column.name.endsWith('_kind')) return '(select lookup_id from lookup limit 1)'
            if (column.type.startsWith('timestamp')) return 'now()'
            return /int|numeric/.test(column.type)
              ? '1'
              : column.type === 'bytea'
                ? "'x'::bytea"
                : `'x'::text::${column.type}`
          }),
        ]
        return logins
          .as('anna')
          .query(`insert into ${source} (${names.join(', ')}) values (${values.join(', ')})`)
          .then(
            () => 'written',
            (error: { code: string; message: string; constraint?: string; detail?: string }) =>
              [error.code, error.message, error.constraint, error.detail].join(' | '),
          )
      }
      const [unseen, missing] = [await say(theirs || nobody - 1), await say(nobody)]
      if (unseen !== missing) told.push(`${source}.${field}: ${unseen} / ${missing}`)
      expect(unseen, `${source}.${field}`).not.toBe('written')
      // the value is all that is in the way: a row of one's own is taken; a record of one's own has its row already
      if (field !== `${source}_id`) expect(await say(mine), `${source}.${field} of one's own`).not.toBe(unseen)
    }
    expect(told).toEqual([])
  })

  test('gives a record below themselves to nobody whom they do not see, in the same words', async () => {
    const give = (owner: number | undefined) =>
      logins
        .as('anna')
        .query(
          "insert into entity (entity_type, entity_name, entity_parent, entity_owner) select entity_type_id, 'x', $1, $2 from entity_type where entity_type_hid = 'deal'",
          [rows.staff?.mine, owner],
        )
        .then(
          () => 'written',
          (error: { message: string }) => error.message,
        )
    const unseen = await give(rows.staff?.theirs)
    expect(unseen).toMatch(/entity_given/)
    expect(await give(nobody)).toBe(unseen)
    expect(await give(rows.staff?.mine)).not.toBe(unseen)
  })

  test('points at what is seen, and leaves what stands as it is', async () => {
    const deal = rows.deal?.mine
    const anna = logins.as('anna')
    await anna.query('update deal set deal_party = $2, deal_contact = $2 where deal_id = $1', [deal, rows.person?.mine])
    // the office gives the deal a contact that anna does not see: she goes on with the rest of it
    await logins.as('olga').query('update deal set deal_contact = $2 where deal_id = $1', [deal, rows.person?.theirs])
    const { rowCount } = await anna.query("update deal set deal_name = 'Renamed' where deal_id = $1", [deal])
    expect(rowCount).toBe(1)
    await expect(
      anna.query('update deal set deal_party = $2 where deal_id = $1', [deal, rows.person?.theirs]),
    ).rejects.toMatchObject({ code: '42501', constraint: 'deal_deal_party_fkey' })
  })
})
