// The rules by which generic interfaces (GeDaFe above all) read structure and labels from the database, checked on the live
// catalog. docs/database.md says why each is there.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Tables and their columns, ours only. */
const columns = `
  select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as filled,
    c.relkind as kind, c.oid as relid, a.attnum
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')`
const names = async (text: string) => (await stage.rows<{ name: string }>(text)).map(row => row.name)

test('there are tables to check', async () => {
  expect((await stage.rows(columns)).length).toBeGreaterThan(150)
})

describe('names', () => {
  test('no table is named like one of the interface: meta..., ..._list, ..._combo, ..._rep', async () => {
    expect(
      await names(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and (relname ~ '^meta' or relname ~ '_(list|combo|rep)$') and relname not in ('meta_tables', 'meta_fields')`,
      ),
    ).toEqual([])
  })

  test('every column is named after its table', async () => {
    expect(
      await names(
        `select "column" as name from (${columns}) c where kind = 'r' and "column" not like replace("table", '_', '\\_') || '\\_%'`,
      ),
    ).toEqual([])
  })

  test('views are named after what they show: a list, a choice or a report, with columns to match', async () => {
    expect(
      await names(
        `select "table" || '.' || "column" as name from (${columns}) c where kind = 'v' and case
           when "table" ~ '_list$' then "column" <> 'meta_sort' and not exists (select from pg_attribute
             where attrelid = regexp_replace("table", '_list$', '')::regclass and attname = "column")
           when "table" ~ '_combo$' then "column" not in ('id', 'text', 'meta_sort')
           when "table" = 'own_consent' then "column" not like 'own_consent_%'
           when "table" ~ '_rep$' then "column" not like regexp_replace("table", 'rep$', '') || '%'
           else true end`,
      ),
    ).toEqual([])
    expect(
      (await names("select relname as name from pg_class where relname ~ '_(list|combo|rep)$'")).length,
    ).toBeGreaterThan(50)
  })

  test("views show rows with the caller's rights, and nothing of their own", async () => {
    expect(
      await names(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' and not coalesce('security_invoker=true' = any (reloptions), false)",
      ),
    ).toEqual([])
  })

  test('a table that is referred to has a choice, and a reference says where it leads', async () => {
    expect(
      await names(
        `select distinct confrelid::regclass::text as name from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
           and confrelid::regclass::text in (select source::text from shown_tables()) and to_regclass(confrelid::regclass::text || '_combo') is null`,
      ),
    ).toEqual([])
    expect(
      await names(
        `select attname as name from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
         where contype = 'f' and connamespace = 'public'::regnamespace and not exists (select from meta_fields where meta_fields_table = conrelid::regclass::text::name
           and meta_fields_field = attname and meta_fields_attribute = 'reference' and meta_fields_value = confrelid::regclass::text)`,
      ),
    ).toEqual([])
  })

  test('every table has its number TABLE_id as the primary key, alone', async () => {
    expect(
      await names(
        `select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and not exists (select from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
             where k.conrelid = c.oid and contype = 'p' and cardinality(conkey) = 1 and attname = relname || '_id'
             and atttypid = 'bigint'::regtype)`,
      ),
    ).toEqual([])
  })

  test('a human id TABLE_hid is filled, text, and unique; in a reply within its packet', async () => {
    const wrong = await names(
      `select "column" as name from (${columns}) c where "column" = "table" || '_hid' and not (filled and type = 'text'
         and exists (select from pg_index where indrelid = relid and indisunique and indkey::text = attnum::text))`,
    )
    expect(wrong).toEqual(['reply_hid'])
  })

  test('tables that people pick rows from have a human id', async () => {
    const without = await names(
      `select distinct relname as name from pg_class c join pg_constraint on confrelid = c.oid and contype = 'f'
       where relnamespace = 'public'::regnamespace
         and not exists (select from pg_attribute where attrelid = c.oid and attname = relname || '_hid') order by 1`,
    )
    // records are picked by their subtype's human id; activities, seals and runs by number
    expect(without).toEqual(['activity', 'audit', 'audit_seal', 'entity', 'import_run', 'load_run'])
  })

  test('no other column of a table contains the text TABLE_id', async () => {
    expect(
      await names(
        `select "column" as name from (${columns}) c where kind = 'r' and strpos("column", "table" || '_id') > 0 and "column" <> "table" || '_id'`,
      ),
    ).toEqual([])
  })

  test('no name needs quotes: lower case, no keyword', async () => {
    expect(
      await names(`select distinct name from (select "table" as name from (${columns}) t union select "column" from (${columns}) c) n
        where name <> quote_ident(name) or name ~ '[^a-z0-9_]'`),
    ).toEqual([])
  })

  test('no table name stands in two schemas', async () => {
    expect(
      await names(
        `select relname as name from pg_class c join pg_namespace n on n.oid = relnamespace
         where relkind in ('r', 'p', 'v', 'm', 'f') and nspname !~ '^pg_(toast|temp)' group by relname having count(*) > 1`,
      ),
    ).toEqual([])
  })
})

describe('types and relations', () => {
  test('a column of another type than interfaces know has a widget', async () => {
    expect(
      await names(
        `select "column" as name from (${columns}) c
         where regexp_replace(type, '\\([0-9,]+\\)', '') not in ('integer', 'bigint', 'numeric', 'real', 'double precision', 'text',
           'character varying', 'character', 'name', 'date', 'time without time zone', 'timestamp without time zone',
           'timestamp with time zone', 'boolean', 'cidr', 'bytea')
         and not exists (select from meta_fields where meta_fields_table = "table" and meta_fields_field = "column"
           and meta_fields_attribute = 'widget')`,
      ),
    ).toEqual([])
  })

  test('every foreign key is one column, to a primary key, and a column has one at the most', async () => {
    expect(
      await names(
        `select conname as name from pg_constraint k where contype = 'f' and connamespace = 'public'::regnamespace
           and (cardinality(conkey) <> 1 or not exists (select from pg_constraint p where p.conrelid = k.confrelid
             and p.contype = 'p' and p.conkey = k.confkey))`,
      ),
    ).toEqual([])
    expect(
      await names(
        `select min(conname) as name from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
         group by conrelid, conkey having count(*) > 1`,
      ),
    ).toEqual([])
  })

  test('a reference into lists says which list', async () => {
    expect(
      await names(
        `select attname as name from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
         where contype = 'f' and confrelid = 'lookup'::regclass and not exists (select from meta_fields join lookup
           on lookup_domain = meta_fields_value where meta_fields_field = attname and meta_fields_attribute = 'domain')`,
      ),
    ).toEqual([])
  })

  test('what is written about columns names columns that are there', async () => {
    expect(
      await names(
        `select meta_fields_field as name from meta_fields where not exists (select from (${columns}) c
           where "table" = meta_fields_table::name and "column" = meta_fields_field)`,
      ),
    ).toEqual([])
  })

  test('references from records to records are searched for, not listed', async () => {
    expect(
      await names(
        `select meta_fields_field as name from meta_fields where meta_fields_attribute = 'widget' and meta_fields_value = 'jsisearch' order by 1`,
      ),
    ).toEqual(expect.arrayContaining(['entity_owner', 'entity_parent']))
  })

  test('there are no partitions and no materialised views', async () => {
    expect(
      await names(
        "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('p', 'm', 'f')",
      ),
    ).toEqual([])
  })
})

describe('labels', () => {
  test('every table has a comment', async () => {
    expect(
      await names(
        "select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null",
      ),
    ).toEqual([])
  })

  test('every column has a comment, but meta_sort, which is not to be shown', async () => {
    expect(
      await names(
        `select distinct "column" as name from (${columns}) c where (col_description(relid, attnum) is null) <> ("column" = 'meta_sort')`,
      ),
    ).toEqual([])
  })
})
