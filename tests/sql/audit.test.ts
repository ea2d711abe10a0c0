// The audit: everything that changed people's rows is in it, nobody can alter it, and what was altered behind its back is found.

import { setTimeout } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withClient } from '../helpers/database.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

interface Entry {
  readonly by: string
  readonly login: string
  readonly verb: string
  readonly source: string
  readonly fields: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
  readonly reply: string | null
}
const entries = (entity: number, source: string) =>
  stage.rows<Entry>(
    `select audit_by as by, audit_login as login, audit_verb as verb, audit_table as source, audit_fields as fields,
       audit_content_old as before, audit_content_new as after, reply_hid as reply
     from audit left join audit_content on audit_content_id = audit_id left join reply on reply_id = audit_reply
     where audit_entity = $1 and audit_table = $2 order by audit_id`,
    [entity, source],
  )
const unsealed = 'select 1 from audit where not exists (select from audit_sealed where audit_sealed_id = audit_id)'
/** Seals all there is. A transaction under way anywhere on the server, so in another test file, holds rows back for a while. */
const sealAll = async () => {
  let sealed = 0
  for (let attempt = 0; attempt < 2000 && (await stage.rows(unsealed)).length > 0; attempt++) {
    const { n } = await stage.one<{ n: number }>('select seal_audit() as n')
    sealed += n
    if (n === 0) await setTimeout(20)
  }
  return sealed
}
const faults = async (client?: pg.Client) =>
  client === undefined
    ? (await stage.rows<{ fault: string }>('select fault from verify_audit()')).map(row => row.fault)
    : (await client.query<{ fault: string }>('select fault from verify_audit()')).rows.map(row => row.fault)

/** Does something behind the audit's back, as the owner of the tables without triggers, looks, and undoes it. */
const tampered = async (text: string) =>
  withClient(stage.database.url('satchel'), async client => {
    await client.query('begin')
    await client.query('alter table audit disable trigger user; alter table audit_content disable trigger user')
    await client.query('alter table audit_seal disable trigger user; alter table audit_sealed disable trigger user')
    const { rowCount } = await client.query(text)
    expect(rowCount).toBeGreaterThan(0)
    const found = await faults(client)
    await client.query('rollback')
    return found
  })

describe('what is recorded', () => {
  test("a reply's change: acting role, login, reply, changed fields only, before and after", async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { id: 'a'.repeat(32), set: { 'given-name': 'James' } })
    const { role } = await stage.one<{ role: string }>("select staff_role_of('anna') as role")
    expect((await entries(packet.person, 'person')).at(-1)).toEqual({
      by: role,
      login: 'satchel_import',
      verb: 'update',
      source: 'person',
      fields: 'person_given',
      before: { person_given: 'Jimmy' },
      after: { person_given: 'James' },
      reply: 'a'.repeat(32),
    })
  })

  test('rows that a reply adds and drops', async () => {
    const packet = await stage.packet(await stage.person())
    const collection = 'contact-point'
    await stage.reply(packet, {
      rows: [{ collection, row: 'new-1', fields: { kind: 'phone', value: '+255 711 000 001' } }],
      drops: [{ collection, row: packet.row(collection) }],
    })
    const verbs = (await entries(packet.person, 'contact_point')).map(entry => `${entry.verb} ${entry.reply !== null}`)
    expect(verbs.slice(-2).toSorted()).toEqual(['delete true', 'insert true'])
  })

  test('the next change in a session that merged a reply does not count as the reply', async () => {
    const packet = await stage.packet(await stage.person())
    await stage.reply(packet, { set: { 'given-name': 'James' } })
    await stage.office(packet.person, 'Jacob')
    expect((await entries(packet.person, 'person')).at(-1)).toMatchObject({ reply: null, login: 'satchel' })
    expect(await stage.rows('select 1 from acting')).toEqual([])
  })

  test('a change that changes nothing leaves no entry, and neither do version, path and level by themselves', async () => {
    const person = await stage.person()
    const before = await entries(person, 'person')
    const records = await entries(person, 'entity')
    await stage.rows('update person set person_given = person_given where person_id = $1', [person])
    await stage.rows('update address set address_city = address_city where address_entity = $1', [person])
    expect(await entries(person, 'person')).toEqual(before)
    await stage.rows("update address set address_city = 'Arusha' where address_entity = $1", [person])
    expect(await entries(person, 'entity')).toEqual(records)
  })

  test('of many rows in one statement each that changed has its own entry', async () => {
    const people = [await stage.person(), await stage.person(), await stage.person()]
    await stage.rows("update address set address_city = 'Arusha' where address_entity = $1", [people[1]])
    const { last } = await stage.one<{ last: string }>('select max(audit_id) as last from audit')
    const added = async () => {
      const rows = await stage.rows<{ entity: string } & Pick<Entry, 'verb' | 'fields' | 'before' | 'after'>>(
        `select audit_entity as entity, audit_verb as verb, audit_fields as fields, audit_content_old as before, audit_content_new as after
         from audit join audit_content on audit_content_id = audit_id where audit_table = 'address' and audit_id > $1 order by audit_id`,
        [last],
      )
      return people.map(person =>
        rows
          .filter(({ entity }) => Number(entity) === person)
          .map(({ verb, fields, before, after }) => [verb, fields, before, after]),
      )
    }
    // in another order than their numbers, to a value of each one's own, and of one to what it holds
    await stage.rows(
      `update address set address_city = case when address_entity = $2 then 'Arusha' else 'City ' || address_entity end, address_line1 = 'Plot 8'
       from (select id from unnest($1::bigint[]) id order by id desc) p where address_entity = id`,
      [people, people[1]],
    )
    const line = [{ address_line1: 'Plot 7' }, { address_line1: 'Plot 8' }] as const
    const both = (person: number | undefined) => [
      'update',
      'address_city address_line1',
      { address_city: 'Moshi', ...line[0] },
      { address_city: `City ${person}`, ...line[1] },
    ]
    expect(await added()).toEqual([[both(people[0])], [['update', 'address_line1', ...line]], [both(people[2])]])
    await stage.rows('delete from address where address_entity = any ($1)', [people])
    expect((await added()).map(entry => entry.map(([verb]) => verb))).toEqual(people.map(() => ['update', 'delete']))
    expect((await added()).map(entry => entry[1]?.[2])).toMatchObject([
      { address_city: `City ${people[0]}`, address_entity: people[0] },
      { address_city: 'Arusha', address_entity: people[1] },
      { address_city: `City ${people[2]}`, address_entity: people[2] },
    ])
  })

  test('the number of a row does not change, by the owner of the tables neither', async () => {
    const person = await stage.person()
    await expect(
      stage.rows('update address set address_id = address_id + 100000 where address_entity = $1', [person]),
    ).rejects.toMatchObject({ code: '55000' })
  })

  test('every table of people is watched', async () => {
    const unwatched = await stage.rows(
      `select relname from pg_class c where relnamespace = 'public'::regnamespace and relkind = 'r'
         and (has_table_privilege('satchel_office', oid, 'insert') or has_table_privilege('satchel_sales', oid, 'insert'))
         and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'z_changed')
         and relname not in ('development_type') order by 1`,
    )
    expect(unwatched).toEqual([])
  })
})

describe('insert-only', () => {
  test.each([
    "update audit set audit_by = 'nobody'",
    'delete from audit',
    "update audit_content set audit_content_new = '{}'",
    "update audit_seal set audit_seal_digest = 'x'",
    'delete from audit_seal',
    'delete from audit_sealed',
    'truncate audit cascade',
  ])('even the owner of the tables is refused: %s', async text => {
    await stage.person()
    await stage.person()
    // rows of transactions that ended are sealed, so every table holds some
    await sealAll()
    await expect(stage.rows(text)).rejects.toMatchObject({ code: '42501' })
  })

  test('consent is answered anew, never changed', async () => {
    await stage.rows(
      "insert into consent (consent_mark, consent_given, consent_basis) values ('mark', true, 'asked on paper')",
    )
    await expect(stage.rows('update consent set consent_given = false')).rejects.toMatchObject({ code: '42501' })
    await expect(stage.rows('delete from consent')).rejects.toMatchObject({ code: '42501' })
  })
})

/** Number of the work that the transaction under way does. */
const ownWork = '(select work_id from work where work_tx = pg_current_xact_id()::text::bigint)'

describe('sealing', () => {
  test('a block takes all finished rows once, and the audit verifies', async () => {
    await stage.person()
    expect(await sealAll()).toBeGreaterThan(0)
    expect(await stage.one('select seal_audit() as n')).toEqual({ n: 0 })
    await stage.person()
    expect(await sealAll()).toBeGreaterThan(0)
    expect(await faults()).toEqual([])
  })

  test('rows of a transaction under way wait for the next block, and it still verifies', async () => {
    await withClient(stage.database.url('satchel'), async other => {
      await other.query('begin')
      await other.query("insert into person (person_hid, person_given) values ('P-open', 'Amani')")
      await stage.person()
      await stage.one('select seal_audit()')
      const mine = `select audit_sealed_id is not null as sealed from audit left join audit_sealed on audit_sealed_id = audit_id
        where audit_tx = ${ownWork}`
      const { rows } = await other.query<{ sealed: boolean }>(mine)
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.every(row => !row.sealed)).toBe(true)
      await other.query('commit')
    })
    expect(await sealAll()).toBeGreaterThan(0)
    expect(await faults()).toEqual([])
    expect(await stage.rows(unsealed)).toEqual([])
  })

  test('a transaction does not seal what it has not finished itself', async () => {
    await withClient(stage.database.url('satchel'), async client => {
      await client.query('begin')
      await client.query("insert into person (person_hid, person_given) values ('P-own', 'Amani')")
      await client.query('select seal_audit()')
      const { rows } = await client.query(
        `select 1 from audit_sealed join audit on audit_id = audit_sealed_id where audit_tx = ${ownWork}`,
      )
      expect(rows).toEqual([])
      await client.query('rollback')
    })
  })

  test('the time zone of a session changes nothing', async () => {
    await withClient(stage.database.url('satchel'), async client => {
      await client.query("set timezone = 'Africa/Dar_es_Salaam'")
      expect(await faults(client)).toEqual([])
    })
  })

  test('a changed row, a removed row and a moved time are found', async () => {
    const last = '(select max(audit_sealed_id) from audit_sealed)'
    expect(await tampered(`update audit set audit_by = 'nobody' where audit_id = ${last}`)).toContain('block changed')
    expect(
      await tampered(`update audit set audit_at = audit_at + interval '1 hour' where audit_id = ${last}`),
    ).toContain('block changed')
    expect(await tampered(`delete from audit_sealed where audit_sealed_id = ${last}`)).toContain('block changed')
  })

  test('a changed content is found, with the row named', async () => {
    expect(
      await tampered(
        `update audit_content set audit_content_new = '{"person_given": "Other"}' where audit_content_id = (select max(audit_sealed_id) from audit_sealed)`,
      ),
    ).toEqual(['contents changed'])
  })

  test('contents without their row, and a digest that is none, are found or refused', async () => {
    expect(
      await tampered("insert into audit_content (audit_content_id, audit_content_salt) values (1e12::bigint, 'x')"),
    ).toEqual(['contents of no row'])
    for (const digest of ['a'.repeat(63), 'a'.repeat(65), `${'a'.repeat(63)}A`, `${'a'.repeat(63)} `])
      await expect(tampered(`update audit set audit_digest = '${digest}'`)).rejects.toMatchObject({ code: '23514' })
  })

  test('a block that was sealed anew or removed breaks the chain', async () => {
    await stage.person()
    await sealAll()
    expect(
      await tampered(
        "update audit_seal set audit_seal_digest = repeat('0', 64) where audit_seal_id = (select min(audit_seal_id) from audit_seal)",
      ),
    ).toEqual(expect.arrayContaining(['block changed', 'chain broken']))
    expect(
      await tampered(
        'with gone as (delete from audit_sealed where audit_sealed_seal = (select min(audit_seal_id) from audit_seal)) delete from audit_seal where audit_seal_id = (select min(audit_seal_id) from audit_seal)',
      ),
    ).toContain('chain broken')
  })

  test('erasing the contents of a person keeps the seal valid', async () => {
    const person = await stage.person()
    await stage.office(person, 'James')
    await sealAll()
    const erased = await stage.rows(
      'delete from audit_content using audit where audit_id = audit_content_id and audit_entity = $1 returning audit_id',
      [person],
    )
    expect(erased.length).toBeGreaterThan(0)
    expect(await faults()).toEqual([])
  })
})
