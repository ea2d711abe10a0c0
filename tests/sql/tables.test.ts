// The tables of people, groups, organisations and goods: plain inserts work from anywhere, and what hangs on a record is kept.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../helpers/stage.ts'

let stage: Stage
let person: number
beforeAll(async () => {
  stage = await openStage()
  person = await stage.person()
})
afterAll(() => stage.close())

const kind = (domain: string, value: string) => `lookup_find('${domain}', '${value}')`
const record = async (id: number) =>
  stage.one<{ name: string; type: string; version: number; parent: string | null }>(
    'select entity_name as name, entity_type_hid as type, entity_version as version, entity_parent as parent from entity join entity_type on entity_type_id = entity_type where entity_id = $1',
    [id],
  )
const made = async (text: string) => Number((await stage.one<{ id: string }>(text)).id)

describe('a plain insert makes a record', () => {
  test.each([
    ['person', "insert into person (person_given) values ('Amina') returning person_id as id", 'Amina'],
    [
      'organization',
      "insert into organization (organization_name) values ('Shule') returning organization_id as id",
      'Shule',
    ],
    [
      'product',
      "insert into product (product_name, product_price, product_currency, product_active) values ('Seed', 12.5, 'TZS', null) returning product_id as id",
      'Seed',
    ],
    [
      'grp',
      `insert into grp (grp_name, grp_kind) values ('Village', ${kind('grp-kind', 'list')}) returning grp_id as id`,
      'Village',
    ],
    [
      'deal',
      `insert into deal (deal_name, deal_kind) values ('Ten bags', ${kind('deal-kind', 'order')}) returning deal_id as id`,
      'Ten bags',
    ],
    ['ticket', "insert into ticket (ticket_name) values ('Pump broken') returning ticket_id as id", 'Pump broken'],
  ])('%s', async (type, insert, name) => {
    const id = await made(insert)
    expect(await record(id)).toEqual({ name, type, version: 1, parent: null })
    await stage.rows(
      `update ${type} set ${type === 'person' ? 'person_given' : `${type}_name`} = 'Renamed' where ${type}_id = $1`,
      [id],
    )
    expect(await record(id)).toMatchObject({ name: 'Renamed', version: 2 })
    const { hid } = await stage.one<{ hid: string }>(`select ${type}_hid as hid from ${type} where ${type}_id = $1`, [
      id,
    ])
    expect(hid).toBe(`${type[0]?.toUpperCase()}${id}`)
  })

  test('of a type of one kind only: a row under the number of another type is refused', async () => {
    await expect(
      stage.rows("insert into product (product_id, product_name) values ($1, 'x')", [person]),
    ).rejects.toMatchObject({ code: '23503' })
  })
})

describe('what hangs on a record', () => {
  test('every table that points to a record is in the catalog, or is known not to hold its rows', async () => {
    const lost = await stage.rows<{ name: string }>(
      `select distinct conrelid::regclass::text || '.' || attname as name from pg_constraint
         join pg_attribute on attrelid = conrelid and attnum = conkey[1]
       where contype = 'f' and connamespace = 'public'::regnamespace
         and confrelid in ('entity'::regclass, 'person'::regclass, 'organization'::regclass, 'deal'::regclass, 'grp'::regclass)
         and (conrelid::regclass::text::name, attname) not in (select source, key from record_tables() union select source, key from record_references())
       order by 1`,
    )
    // owners and merges have rules of their own; packets and what came back are the exchange's
    expect(lost.map(row => row.name)).toEqual([
      'change.change_entity',
      'consent.consent_entity',
      'duplicate.duplicate_left',
      'duplicate.duplicate_right',
      'entity.entity_merged',
      'entity.entity_owner',
      'inquiry.inquiry_entity',
      'load_key.load_key_entity',
      'packet.packet_entity',
      'packet.packet_recipient',
      'packet_record.packet_record_entity',
      'private_read.private_read_entity',
      'record_merge.record_merge_kept',
      'record_merge.record_merge_lost',
      'token.token_entity',
    ])
  })

  test('a change of any of its rows is a new version and stands in the audit, without the file itself', async () => {
    const group = await made(
      `insert into grp (grp_name, grp_kind) values ('Tag', ${kind('grp-kind', 'tag')}) returning grp_id as id`,
    )
    const other = await stage.person()
    const changes: readonly (readonly [string, string, unknown[]])[] = [
      [
        'person_private',
        "insert into person_private (person_private_id, person_private_taxcode) values ($1, 'T')",
        [person],
      ],
      ['member', 'insert into member (member_grp, member_entity) values ($2, $1)', [person, group]],
      [
        'relationship',
        "insert into relationship (relationship_left, relationship_kind, relationship_right) select $1, relationship_type_id, $2 from relationship_type where relationship_type_hid = 'knows'",
        [person, other],
      ],
      [
        'attachment',
        "insert into attachment (attachment_entity, attachment_filename, attachment_data) values ($1, 'photo.jpg', 'secret bytes')",
        [person],
      ],
      [
        'activity',
        `insert into activity (activity_kind, activity_entity, activity_subject) values (${kind('activity-kind', 'note')}, $1, 'Note')`,
        [person],
      ],
    ]
    for (const [table, insert, values] of changes) {
      const before = await record(person)
      await stage.rows(insert, values)
      expect((await record(person)).version, table).toBe(before.version + 1)
      const { content } = await stage.one<{ content: string }>(
        'select audit_content_new::text as content from audit join audit_content on audit_content_id = audit_id where audit_table = $1 and audit_entity = $2 order by audit_id desc limit 1',
        [table, person],
      )
      expect(content).not.toContain('secret')
      expect(content).not.toContain(Buffer.from('secret bytes').toString('hex'))
    }
    // the other ends have changed, too
    expect((await record(group)).version).toBe(2)
    expect((await record(other)).version).toBeGreaterThan(1)
  })

  test('a file has its size and digest from the database', async () => {
    const { size, digest } = await stage.one<{ size: string; digest: string }>(
      "insert into attachment (attachment_entity, attachment_filename, attachment_size, attachment_digest, attachment_data) values ($1, 'a', 99, 'lie', 'abc') returning attachment_size as size, attachment_digest as digest",
      [person],
    )
    expect([Number(size), digest]).toEqual([3, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'])
    await expect(
      stage.rows(
        "insert into attachment (attachment_entity, attachment_filename, attachment_data) values ($1, '../a', 'abc')",
        [person],
      ),
    ).rejects.toMatchObject({ code: '23514' })
  })

  test('a relationship joins what its kind says, once, and not a record with itself', async () => {
    const other = await stage.person()
    const school = await made(
      "insert into organization (organization_name) values ('School') returning organization_id as id",
    )
    const join = (left: number, hid: string, right: number) =>
      stage.rows(
        'insert into relationship (relationship_left, relationship_kind, relationship_right) select $1, relationship_type_id, $3 from relationship_type where relationship_type_hid = $2',
        [left, hid, right],
      )
    await join(other, 'works-for', school)
    await expect(join(other, 'works-for', school)).rejects.toMatchObject({ code: '23505' })
    await expect(join(school, 'works-for', other)).rejects.toMatchObject({ constraint: 'relationship_ends' })
    await expect(join(other, 'works-for', person)).rejects.toMatchObject({ constraint: 'relationship_ends' })
    await expect(join(other, 'knows', other)).rejects.toMatchObject({ code: '23514' })
  })

  test('a line of a deal is a change of the deal, and goes with it', async () => {
    const deal = await made(
      `insert into deal (deal_name, deal_kind, deal_amount, deal_currency) values ('D', ${kind('deal-kind', 'quote')}, 2.5, 'EUR') returning deal_id as id`,
    )
    await stage.rows(
      "insert into deal_line (deal_line_deal, deal_line_text, deal_line_price) values ($1, 'Seed', 2.5)",
      [deal],
    )
    expect((await record(deal)).version).toBe(2)
    await expect(
      stage.rows(
        `insert into deal (deal_name, deal_kind, deal_amount) values ('D', ${kind('deal-kind', 'quote')}, 10)`,
      ),
    ).rejects.toMatchObject({ code: '23514' })
    await expect(
      stage.rows(`insert into deal (deal_name, deal_kind) values ('D', ${kind('grp-kind', 'tag')})`),
    ).rejects.toMatchObject({ constraint: 'deal_domain' })
  })
})
