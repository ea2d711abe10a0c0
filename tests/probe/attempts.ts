// What a role can do with each column of each table, found by trying it: every attempt is rolled back. Which columns there are, and
// of which type, stands in the catalog.

import type { Stage } from '../helpers/stage.ts'

export interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
  /** Table that it points into. */
  readonly target: string | null
  /** List that its value is from. */
  readonly domain: string | null
  /** It alone, or with others, tells rows apart. */
  readonly unique: 'alone' | 'together' | null
}

/**
 * denied: no right. none: no row could be reached. changed: another value stands there now. kept: the statement went through, and
 * the value did not stay. refused SQLSTATE: a rule of the table stood in the way of this value.
 */
export type Result = string

export interface Attempt {
  readonly role: string
  readonly sql: string
  /** Run as the owner after it, where rows were reached; says what became of it. `:n` is how many rows. */
  readonly check: string
}

export const readColumns = (stage: Stage) =>
  stage.rows<Column & Record<string, unknown>>(
    `select c.relname as table, attname as name, format_type(atttypid, null) as type,
       (select f.relname from pg_constraint join pg_class f on f.oid = confrelid where contype = 'f' and conrelid = c.oid and conkey = array[attnum]) as target,
       (select meta_fields_value from meta_fields where meta_fields_table = c.relname and meta_fields_field = attname and meta_fields_attribute = 'domain') as domain,
       (select case when count(*) = 0 then null when bool_or(indnkeyatts = 1) then 'alone' else 'together' end from pg_index where indrelid = c.oid and indisunique and attnum = any (indkey)) as unique
     from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname, attnum`,
  )

/** Makes the function that tries one statement under a role. On the stage's own connection, so that roles can be taken. */
export async function prepareAttempts(stage: Stage): Promise<void> {
  await stage.rows(`
    create or replace function pg_temp.attempt(p_role name, p_sql text, p_check text) returns text language plpgsql as $$
    declare
      touched bigint;
      result text;
    begin
      perform set_config('role', p_role, true);
      execute p_sql;
      get diagnostics touched = row_count;
      perform set_config('role', 'none', true);
      if touched > 0 then execute replace(p_check, ':n', touched::text) into result; end if;
      raise exception '%', coalesce(result, 'none') using errcode = 'PB001';
    exception
      when sqlstate 'PB001' then return sqlerrm;
      when insufficient_privilege then return 'denied';
      when others then return 'refused ' || sqlstate;
    end $$`)
  // what a member of staff sees: the records; how many rows of a table, null without the right
  await stage.rows(`
    create or replace function pg_temp.seen(p_staff text) returns setof bigint language plpgsql as $$
    begin
      perform set_config('role', staff_role_of(p_staff), true);
      return query select entity_id from entity;
      perform set_config('role', 'none', true);
    end $$;
    create or replace function pg_temp.seen_rows(p_staff text, p_table name, p_where text) returns integer language plpgsql as $$
    declare
      seen integer;
    begin
      perform set_config('role', staff_role_of(p_staff), true);
      execute format('select count(*) from %I where %s', p_table, p_where) into seen;
      perform set_config('role', 'none', true);
      return seen;
    exception when insufficient_privilege then
      return null;
    end $$`)
}

export async function tryAll(stage: Stage, attempts: readonly Attempt[]): Promise<readonly Result[]> {
  const rows = await stage.rows<{ result: string }>(
    'select pg_temp.attempt(role, sql, "check") as result from rows from (jsonb_to_recordset($1) as (role name, sql text, "check" text)) with ordinality t (role, sql, "check", at) order by at',
    [JSON.stringify(attempts)],
  )
  return rows.map(row => row.result)
}

/** An SQL expression that gives another value than the column has, which its type takes. */
export function forged(column: Column): string {
  const { name, type, target, domain } = column
  if (domain !== null) {
    return `(select lookup_id from lookup where lookup_domain = '${domain}' and lookup_id is distinct from ${name} limit 1)`
  }
  if (target === 'entity') {
    return `(select max(entity_id) from entity where entity_id is distinct from ${name} and entity_merged is null
      and entity_type = coalesce((select entity_type from entity where entity_id = ${name}), 1))`
  }
  if (target !== null) return `(select max(${target}_id) from ${target} where ${target}_id is distinct from ${name})`
  if (type.endsWith('[]')) return `'{1}'::${type}`
  if (type === 'boolean') return `not coalesce(${name}, false)`
  if (type.startsWith('timestamp')) return `coalesce(${name}, now()) - interval '3 days'`
  if (type === 'date') return `coalesce(${name}, current_date) - 3`
  if (/int|numeric|double/.test(type)) return `coalesce(${name}, 0) + 1`
  if (type === 'jsonb') return `'{"probe": 1}'::jsonb`
  if (type === 'bytea') return `'probe'::bytea`
  if (type === 'name') return `'satchel_probe'::name`
  return `coalesce(${name}, '') || 'p'`
}
