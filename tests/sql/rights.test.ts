// What the program's two logins may do by themselves, and what the catalog says about rights, function by function.

import { type Client, DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Runs a statement and tells what it did: rows touched, or the error's code. */
const outcome = async (client: Client, text: string): Promise<number | string> => {
  try {
    return (await client.query(text)).rowCount ?? 0
  } catch (error) {
    return error instanceof DatabaseError ? String(error.code) : Promise.reject(error)
  }
}

describe("the program's logins", () => {
  const readable = async (login: 'satchel_import' | 'satchel_dispatch') => {
    const tables = await stage.rows<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'p', 'm')",
    )
    const seen = []
    for (const { name } of tables) {
      if ((await outcome(stage.as(login), `select from ${name}`)) !== '42501') seen.push(name)
    }
    return seen
  }

  test('as themselves they read forms and nothing else', async () => {
    expect(await readable('satchel_import')).toEqual(['form'])
    expect(await readable('satchel_dispatch')).toEqual(['form'])
  })

  test('they are no superusers, inherit nothing, bypass nothing, make nothing', async () => {
    const roles = await stage.rows(
      "select rolsuper or rolinherit or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as more from pg_roles where rolname in ('satchel_import', 'satchel_dispatch')",
    )
    expect(roles).toEqual([{ more: false }, { more: false }])
  })

  test('they are members of staff roles only, and inherit none of them', async () => {
    const { rows } = await stage
      .as('satchel')
      .query<{ name: string; inherits: string }>(
        "select r.rolname as name, coalesce(to_jsonb(m) ->> 'inherit_option', 'false') as inherits from pg_auth_members m join pg_roles r on r.oid = roleid join pg_roles l on l.oid = member where l.rolname in ('satchel_import', 'satchel_dispatch')",
      )
    expect(rows.length).toBeGreaterThan(0)
    const staff = rows.filter(row => row.name !== 'satchel_subject')
    expect(rows.length - staff.length).toBe(rows.length > staff.length ? 2 : 0)
    for (const row of rows) expect(row.inherits).toBe('false')
    for (const row of staff) expect(row).toEqual({ name: expect.stringContaining('_staff_'), inherits: 'false' })
  })

  test('staff added while a login still inherits give it nothing either', async () => {
    const client = stage.as('satchel')
    await client.query('begin')
    try {
      await client.query('alter role satchel_import inherit')
      await client.query("select add_staff('late', 'Late', 'late@kilimo.example', 'office', 'en', 'plain')")
      await client.query('alter role satchel_import noinherit')
      const { rows } = await client.query<{ more: boolean }>(
        "select pg_has_role('satchel_import', staff_role_of('late'), 'usage') as more",
      )
      expect(rows).toEqual([{ more: false }])
    } finally {
      await client.query('rollback')
    }
  })

  test('the steps of an import and of dispatching refuse every other login', async () => {
    const steps = await stage.rows<{ call: string; login: 'satchel_import' | 'satchel_dispatch' }>(
      `select proname || '(' || coalesce((select string_agg('null::' || format_type(a, null), ', ' order by n)
           from unnest(proargtypes) with ordinality t (a, n)), '') || ')' as call, login
       from pg_proc, (values ('satchel_import'), ('satchel_dispatch')) l (login)
       where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege(login, oid, 'execute')
         and not has_function_privilege('satchel_sales', oid, 'execute')
         -- each of the program's logins waits at the gate
         and proname not in ('seal_audit', 'run_balance', 'own_gate')`,
    )
    expect(steps.length).toBeGreaterThan(15)
    for (const { call, login } of steps) {
      const other = login === 'satchel_import' ? 'satchel_dispatch' : 'satchel_import'
      const codes = [
        await outcome(stage.as('satchel'), `select ${call}`),
        await outcome(stage.as(other), `select ${call}`),
      ]
      expect([call, ...codes]).toEqual([call, '42501', '42501'])
    }
  })
})

describe('the catalog', () => {
  test('a trigger function that touches other tables is a definer of the owner with a fixed search path', async () => {
    const offenders = await stage.rows(
      `select proname from pg_proc join pg_roles o on o.oid = proowner
       where pronamespace = 'public'::regnamespace and prorettype = 'trigger'::regtype
         and exists (select from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
           and prosrc ~ ('\\m(from|join|update|into)\\s+(public\\.)?' || relname || '\\M'))
         and not (prosecdef and rolname = 'satchel_owner' and proconfig::text like '%search_path=public, pg_temp%')`,
    )
    expect(offenders).toEqual([])
  })

  test('every function that depends on more than its arguments, or has the rights of the owner, fixes its search path', async () => {
    const offenders = await stage.rows(
      `select proname from pg_proc join pg_roles o on o.oid = proowner
       where pronamespace = 'public'::regnamespace and rolname = 'satchel_owner'
         and (provolatile <> 'i' or prosecdef)
         -- a body written with RETURN had its names resolved when it was made
         and (prosqlbody is null or prosecdef) and coalesce(proconfig::text, '') not like '%search_path=public, pg_temp%'`,
    )
    expect(offenders).toEqual([])
  })

  test('what everybody may call with the rights of the owner is a short list', async () => {
    const found = await stage.rows<{ proname: string }>(
      `select proname from pg_proc, lateral aclexplode(coalesce(proacl, acldefault('f', proowner))) a
       -- trigger functions too: on a table of somebody's own they would do what the trigger's arguments say, as their owner
       where pronamespace = 'public'::regnamespace and (prosecdef or prorettype = 'trigger'::regtype)
         and a.grantee = 0 and a.privilege_type = 'EXECUTE' order by 1`,
    )
    expect(found.map(row => row.proname)).toEqual([
      'acting_subject',
      'confirmed_on',
      'lookup_find',
      'lookup_value',
      'must_be_stated',
      'my_path',
      'my_people',
      'my_staff',
      'no_letters',
      'own_same',
      'own_today',
      'own_value_fault',
      'own_zone',
      'reference_is',
      'reference_survivor',
      'reference_text',
      'restore_open',
    ])
  })

  test('every table that a staff role reads has row security with a policy, or holds nobody', async () => {
    const open = await stage.rows<{ name: string }>(
      `select relname as name from pg_class c
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and exists (select from pg_roles r where (rolname like 'satchel\\_%' and rolname not in ('satchel_owner', 'satchel_import', 'satchel_dispatch'))
           and has_table_privilege(r.oid, c.oid, 'select, insert, update, delete'))
         and not (relrowsecurity and exists (select from pg_policy where polrelid = c.oid)) order by 1`,
    )
    expect(open.map(row => row.name)).toEqual([
      'added_table',
      'audit_seal',
      'audit_sealed',
      'backup_run',
      'development_process',
      'development_stage',
      'development_type',
      'duplicate_rule',
      'duplicate_run',
      'duplicate_weight',
      'entity_rule',
      'entity_type',
      'form',
      'form_field',
      'instance',
      'lookup',
      'meta_fields',
      'relationship_type',
      'restore_run',
      'state_transition',
    ])
  })

  test('a shipped query is changed by nobody who logs in; the office keeps queries of its own', async () => {
    const client = stage.as('satchel')
    await client.query('begin')
    try {
      await client.query("select set_config('role', staff_role_of('office'), true)")
      const changed = await client.query("update query set query_sql = 'select 1' where query_hid = 'people/find'")
      expect(changed.rowCount).toBe(0)
      const own = `insert into query (query_hid, query_about, query_returns, query_use, query_sql, query_owner, query_shipped)
        values ('ours/some', 'Ours', 'many', 'people', 'select 1 as n', acting_role(), $1)`
      await client.query(own, [false])
      await client.query('savepoint before')
      await expect(client.query(own, [true])).rejects.toMatchObject({ code: '42501' })
    } finally {
      await client.query('rollback')
    }
  })

  test('everything belongs to the owner, who cannot log in', async () => {
    const others = await stage.rows(
      `select relname from pg_class c join pg_roles o on o.oid = relowner where relnamespace = 'public'::regnamespace
         and rolname <> 'satchel_owner' and relkind in ('r', 'v', 'S')`,
    )
    expect(others).toEqual([])
    expect(await stage.one("select rolcanlogin from pg_roles where rolname = 'satchel_owner'")).toEqual({
      rolcanlogin: false,
    })
  })

  test('views, where there are any, ask with the rights of whoever reads them', async () => {
    const offenders = await stage.rows(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
         and coalesce(reloptions::text, '') not like '%security_invoker=true%'`,
    )
    expect(offenders).toEqual([])
  })
})
