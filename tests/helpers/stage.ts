// A stage for merge tests at the SQL level: people, packets and replies through the same functions that the program calls,
// each under its own login. Nothing in here knows the merge rule.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { copyDatabase } from './database.ts'
import { hash, hex, replyData, type Said, type SentPacket } from './reply-data.ts'

export type { Said, SentPacket }

export interface Told {
  readonly problem?: string
  readonly case?: string
  readonly status?: string
  /** Outcome and reason by slot: `applied`, `held changed-meanwhile`. */
  readonly slots: Record<string, string>
}

/** The weak token in the address of a protected packet. */
export const addressToken = (token: string) => `${token.slice(0, 25)}${token.endsWith('A') ? 'B' : 'A'}`
const crockford = (length: number) =>
  [...randomBytes(length)].map(byte => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('')

export async function openStage() {
  const database = await copyDatabase()
  const clients: Record<string, pg.Client> = {}
  for (const login of ['satchel', 'satchel_import', 'satchel_dispatch'] as const) {
    clients[login] = new pg.Client({ connectionString: database.url(login) })
    await clients[login].connect()
  }
  const as = (login: 'satchel' | 'satchel_import' | 'satchel_dispatch') => clients[login] as pg.Client
  const rows = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await as('satchel').query<T>(text, values)).rows
  const one = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
    const [row] = await rows<T>(text, values)
    if (row === undefined) throw new Error(`no row: ${text}`)
    return row
  }
  for (const [hid, role] of [
    ['anna', 'sales'],
    ['baraka', 'sales'],
  ]) {
    await one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
  }
  const run = await as('satchel_import').query<{ run: number }>("select begin_run('test') as run")
  const runId = run.rows[0]?.run

  const stage = {
    database,
    as,
    rows,
    one,
    runId,
    /** A person of anna's with a born date, two contact points and an address. */
    async person(owner = 'anna') {
      const { id } = await one<{ id: string }>(
        "insert into person (person_given, person_family, person_born, person_language, person_note) values ('Jimmy', 'Okello', '1980-05-01', 'en', 'Grows maize') returning person_id as id",
      )
      await rows(
        'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
        [id, owner],
      )
      await rows(
        "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) select $1, lookup_find('contact-kind', kind), value from (values ('phone', '+255 700 000 001'), ('email', 'jimmy@example.org')) v (kind, value)",
        [id],
      )
      await rows(
        "insert into address (address_entity, address_kind, address_line1, address_city, address_country) values ($1, lookup_find('address-kind', 'home'), 'Plot 7', 'Moshi', 'TZ')",
        [id],
      )
      return Number(id)
    },
    /** An item that waits, as something that came through a channel. */
    async item(channel = 'web'): Promise<{ id: number; hash: string }> {
      const item = hash(hex(16))
      await as('satchel_import').query(
        "select receive_items($1, $3, 'none', jsonb_build_array(jsonb_build_object('hash', $2::text, 'size', 10)))",
        [runId, item, channel],
      )
      return {
        id: Number((await one<{ id: string }>('select item_id as id from item where item_hid = $1', [item])).id),
        hash: item,
      }
    },
    /** A person's own form, or why there is none. */
    async ownPacket(person: number, order: { mark?: string; asked?: boolean; mailto?: string } = {}) {
      const hid = `${crockford(4)}-${crockford(4)}-${crockford(4)}`
      const tokens = { reply: crockford(26), bounce: crockford(26), unsubscribe: crockford(26) }
      const { rows: made } = await as('satchel_dispatch').query<{
        r: { id?: number; problem?: string; slots: Record<string, unknown>; case: unknown; mailto: string }
      }>("select open_own_packet('P' || $1::bigint, $2, 'self-update', $3, $4, $5, $6, $7, $8, 30) as r", [
        person,
        order.mailto ?? null,
        hid,
        hash(tokens.reply),
        hash(tokens.bounce),
        hash(tokens.unsubscribe),
        order.mark ?? 'mark-of-nobody',
        order.asked ?? false,
      ])
      const opened = made[0]?.r
      if (opened === undefined) throw new Error('no answer')
      const keys = Object.keys(opened.slots ?? {}).sort()
      return {
        ...opened,
        id: opened.id ?? 0,
        hid,
        token: tokens.reply,
        tokens,
        person,
        row: (collection: string, index = 0) =>
          keys.filter(key => key.startsWith(`row/${collection}/`))[index]?.split('/')[2] ?? 'none',
      }
    },
    async packet(person: number, staff = 'anna', days = 30): Promise<SentPacket> {
      const hid = `${crockford(4)}-${crockford(4)}-${crockford(4)}`
      const token = crockford(26)
      const { rows: made } = await as('satchel_dispatch').query<{
        r: { id?: number; problem?: string; slots: Record<string, unknown> }
      }>(
        "select open_packet((select 'P' || $1::bigint), $2, 'call-report', $3, $4, $5, $6, $7, p_again => true) as r",
        [person, staff, hid, hash(token), hash(`${token}b`), hash(addressToken(token)), days],
      )
      const opened = made[0]?.r
      if (opened?.id === undefined) throw new Error(`no packet: ${opened?.problem}`)
      const keys = Object.keys(opened.slots).sort(
        (a, b) => Number(/[0-9]+$/.exec(a)?.[0]) - Number(/[0-9]+$/.exec(b)?.[0]),
      )
      return {
        id: opened.id,
        hid,
        token,
        person,
        row: (collection, index = 0) =>
          keys.filter(key => key.startsWith(`row/${collection}/`))[index]?.split('/')[2] ?? 'none',
      }
    },
    async reply(packet: SentPacket, said: Said, client = as('satchel_import')): Promise<Told> {
      const item = hash(hex(16))
      await client.query(
        "select receive_items($1, 'folder', 'local', jsonb_build_array(jsonb_build_object('hash', $2::text, 'size', 10)))",
        [runId, item],
      )
      const { rows: found } = await client.query<{ item: string }>(
        'select item from waiting_items(null, null, 100000) where hash = $1',
        [item],
      )
      const data = replyData(packet, said)
      const { rows: told } = await client.query<{
        r: {
          problem?: string
          case?: string
          status?: string
          slots?: { slot: string; outcome: string; reason: string | null }[]
        }
      }>('select apply_reply($1, $2, $3, $4) as r', [
        found[0]?.item,
        JSON.stringify(data),
        said.evidence ?? 'strong',
        said.received ?? new Date(),
      ])
      const result = told[0]?.r
      const state =
        result?.problem !== undefined
          ? 'quarantined'
          : result?.case === 'repeat'
            ? 'repeat'
            : (result?.status ?? 'imported')
      await client.query('select end_item($1, $2, $3, $4, null)', [
        found[0]?.item,
        runId,
        state,
        result?.problem ?? null,
      ])
      return {
        ...(result?.problem === undefined ? {} : { problem: result.problem }),
        ...(result?.case === undefined ? {} : { case: result.case }),
        ...(result?.status === undefined ? {} : { status: result.status }),
        slots: Object.fromEntries(
          (result?.slots ?? []).map(slot => [
            slot.slot.replace(/^report\/[^/]+/, 'report'),
            [slot.outcome, slot.reason].filter(Boolean).join(' '),
          ]),
        ),
      }
    },
    /** Replies in one transaction: the status of each, or null where it has to be tried alone. */
    async replies(all: readonly (readonly [SentPacket, Said])[]): Promise<(string | null)[]> {
      const replies = []
      for (const [packet, said] of all) {
        const { id } = await stage.item('folder')
        replies.push({ item: id, reply: replyData(packet, said), evidence: 'strong', received: new Date() })
      }
      const { rows: told } = await as('satchel_import').query<{ status: string | null }>(
        "select outcome ->> 'status' as status from apply_replies($1)",
        [JSON.stringify(replies)],
      )
      return told.map(row => row.status)
    },
    async given(person: number): Promise<string | null> {
      return (await one<{ v: string | null }>('select person_given as v from person where person_id = $1', [person])).v
    },
    async office(person: number, given: string | null) {
      await rows('update person set person_given = $2 where person_id = $1', [person, given])
    },
    async phones(person: number): Promise<string[]> {
      return (
        await rows<{ v: string }>(
          "select contact_point_value as v from contact_point where contact_point_entity = $1 and lookup_value(contact_point_kind) = 'phone' order by 1",
          [person],
        )
      ).map(row => row.v)
    },
    /** What is held for a person now: slot and reason. */
    async held(person: number): Promise<string[]> {
      return (
        await rows<{ v: string }>(
          "select change_slot || ' ' || change_reason as v from change where change_entity = $1 and change_outcome = 'held' order by change_id",
          [person],
        )
      ).map(row => row.v)
    },
    /** Settles every held change of a person as the office. */
    async settle(person: number, decision: 'accepted' | 'refused', stamp?: string) {
      const client = as('satchel')
      await client.query('begin')
      try {
        await client.query("select set_config('role', staff_role_of('office'), true)")
        const { rows: held } = await client.query<{ change: string; stamp: string }>(
          'select change, stamp from held_changes() where entity = $1',
          [person],
        )
        const results = []
        for (const row of held) {
          const { rows: settled } = await client.query<{ r: { problem?: string } }>(
            'select resolve_change($1, $2, $3, $4) as r',
            [row.change, decision, stamp ?? row.stamp, 'test'],
          )
          results.push(settled[0]?.r.problem ?? decision)
        }
        await client.query('commit')
        return results
      } catch (error) {
        await client.query('rollback')
        throw error
      }
    },
    async close() {
      for (const client of Object.values(clients)) await client.end()
      await database.drop()
    },
  }
  return stage
}

export type Stage = Awaited<ReturnType<typeof openStage>>
