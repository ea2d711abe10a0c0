// A random world (batch-worlds.ts) on real tables: made once, then its replies go in, together or one by one.

import pg from 'pg'
import { inject } from 'vitest'
import { type Coming, groupsOf, refusedWords, type World } from './batch-worlds.ts'
import { hash, replyData, type Said, type SentPacket } from './reply-data.ts'
import type { Stage } from './stage.ts'
import { worldTables } from './world-tables.ts'

export interface Made {
  readonly people: readonly number[]
  readonly packets: readonly (SentPacket & { readonly self: boolean })[]
  readonly lots: readonly (readonly Call[])[]
}

/** One entry of what apply_replies takes. */
export interface Call {
  readonly item: number
  readonly reply: ReturnType<typeof replyData>
  readonly evidence: 'weak' | 'strong'
  readonly received: Date
}

/** Makes tables refuse some words, and opens the session that tries a world without keeping it. */
export async function openBatches(stage: Stage) {
  await stage.one("select add_staff('olga', 'olga', 'olga@kilimo.example', 'office', 'en', 'plain')")
  const { role, rule, fault } = refusedWords
  await stage.rows(`create function refuse_words() returns trigger language plpgsql as $$
    begin
      if to_jsonb(new)::text like '%${role}%' and not pg_has_role(current_user, 'satchel_office', 'member') then
        raise exception 'no' using errcode = '42501';
      elsif to_jsonb(new)::text like '%${rule}%' then
        raise exception 'no' using errcode = '23514';
      elsif to_jsonb(new)::text like '%${fault}%' then
        raise exception 'no' using errcode = 'XX000';
      end if;
      return new;
    end $$`)
  for (const table of ['person', 'address', 'activity'])
    await stage.rows(
      `create trigger refuse_words before insert or update on ${table} for each row execute function refuse_words()`,
    )
  const address = new URL(inject('cluster').superUrl)
  address.pathname = `/${stage.database.name}`
  const session = new pg.Client({ connectionString: address.href })
  await session.connect()
  return {
    /** What a world becomes together, in a transaction that is not kept, and one by one. */
    async both(world: World) {
      const made = await makeWorld(stage, world)
      await session.query('begin')
      let together: Ended
      try {
        const asImport = async (work: () => Promise<unknown>) => {
          await session.query('set session authorization satchel_import')
          await work()
          await session.query('reset session authorization')
        }
        together = await play(session, made, asImport, session, lot => groupsOf(lot, world.cuts))
        await session.query('set constraints all immediate')
      } finally {
        await session.query('rollback')
      }
      const alone = await play(
        session,
        made,
        work => work(),
        stage.as('satchel_import'),
        lot => lot.map(call => [call]),
      )
      return { together, alone }
    },
    close: () => session.end(),
  }
}

type Ended = Awaited<ReturnType<typeof play>>

async function play(
  session: pg.Client,
  made: Made,
  asImport: (work: () => Promise<unknown>) => Promise<unknown>,
  importing: pg.Client,
  grouped: (lot: readonly Call[]) => readonly (readonly Call[])[],
) {
  const told: string[] = []
  for (const lot of made.lots) {
    for (const group of grouped(lot)) {
      await asImport(async () => {
        const { rows } = await importing.query<{ item: string; outcome: Record<string, unknown> | null }>(
          'select item, outcome from apply_replies($1)',
          [JSON.stringify(group)],
        )
        for (const { item, outcome } of rows) told.push(`${item} ${withoutNumber(outcome)}`)
      })
    }
    // what waits for its sender's mailbox is asked for, and confirmed
    const { rows: waiting } = await session.query<{ id: string; hid: string }>(
      `select reply_id as id, reply_hid || packet_hid as hid from reply join packet on packet_id = reply_packet
       where packet_hid = any ($1) and exists (select from change
         where change_reply = reply_id and change_outcome = 'held' and change_reason = 'weak-evidence')
         and not exists (select from token where token_reply = reply_id)
       order by packet_hid, reply_hid collate "C"`,
      [made.packets.map(packet => packet.hid)],
    )
    for (const { id, hid } of waiting) {
      await asImport(async () => {
        await importing.query('select open_confirmation($1, $2, 30)', [id, hash(hid)])
        const { rows } = await importing.query<{ r: Record<string, unknown> }>(
          'select apply_confirmation($1, now()) as r',
          [hash(hid)],
        )
        told.push(`confirmed ${hid} ${withoutNumber(rows[0]?.r ?? null)}`)
      })
    }
  }
  return { told, ...(await worldTables(session, made.people, made.packets)) }
}

const withoutNumber = (outcome: Record<string, unknown> | null) =>
  outcome === null ? 'nothing' : JSON.stringify({ ...outcome, reply: 'a reply', reply_id: 'a reply' })

async function makeWorld(stage: Stage, world: World): Promise<Made> {
  const people: number[] = []
  for (const owner of world.people) people.push(await stage.person(owner))
  const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T
  const packets: (SentPacket & { self: boolean })[] = []
  for (const { person, to, limit } of world.packets) {
    const id = at(people, person)
    const packet =
      to === 'self' ? await stage.ownPacket(id) : await stage.packet(id, to === 'olga' ? to : at(world.people, person))
    packets.push({ ...packet, self: to === 'self' })
    if (limit !== undefined)
      await stage.rows("update token set token_limit = $2 where token_packet = $1 and token_purpose = 'reply'", [
        packet.id,
        limit,
      ])
  }
  await stage.rows("update packet set packet_issued = packet_issued - interval '1 hour' where packet_id = any ($1)", [
    packets.map(packet => packet.id),
  ])
  for (const { at: index, what } of world.meantime) await happen(stage, world, people, packets, index, what)
  const lots: Call[][] = []
  const earlier: Call[] = []
  for (const lot of world.replies) {
    lots.push([])
    for (const coming of lot) {
      const { id: item } = await stage.item('folder')
      const call = callOf(coming, item, at(packets, coming.packet), earlier)
      lots.at(-1)?.push(call)
      earlier.push(call)
    }
  }
  return { people, packets, lots }
}

async function happen(
  stage: Stage,
  world: World,
  people: readonly number[],
  packets: readonly SentPacket[],
  index: number,
  what: World['meantime'][number]['what'],
): Promise<void> {
  const person = people[index % people.length] as number
  const packet = packets[index % packets.length] as SentPacket
  const phone =
    "contact_point where contact_point_entity = $1 and contact_point_kind = lookup_find('contact-kind', 'phone')"
  if (what === 'name edited') await stage.office(person, 'Jimbo')
  else if (what === 'phone edited')
    await stage.rows(
      `update contact_point set contact_point_value = '+255 722 000 002' where contact_point_id = (select min(contact_point_id) from ${phone})`,
      [person],
    )
  else if (what === 'phone removed') await stage.rows(`delete from ${phone}`, [person])
  else if (what === 'phone added')
    await stage.rows(
      "insert into contact_point (contact_point_entity, contact_point_kind, contact_point_value) values ($1, lookup_find('contact-kind', 'phone'), '+255 711 000 002') on conflict do nothing",
      [person],
    )
  else if (what === 'deleted')
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [person])
  else if (what === 'merged into the next') {
    const { rows: whole } = await stage
      .as('satchel')
      .query<{ id: string }>(
        'select entity_id as id from entity where entity_id = any ($1) and entity_deleted is null and entity_merged is null order by entity_id <= $2, entity_id',
        [people, person],
      )
    const [next] = whole
    if (next === undefined || Number(next.id) === person || !whole.some(row => Number(row.id) === person)) return
    await merge(stage, Number(next.id), person)
  } else if (what === 'handed over')
    await stage.rows(
      'update entity set entity_owner = (select staff_id from staff where staff_hid = $2) where entity_id = $1',
      [person, world.people[index % people.length] === 'anna' ? 'baraka' : 'anna'],
    )
  else if (what === 'revoked')
    await stage.rows("update packet set packet_status = 'revoked' where packet_id = $1", [packet.id])
  else
    await stage.rows("update packet set packet_expires = now() - interval '52 minutes' where packet_id = $1", [
      packet.id,
    ])
}

async function merge(stage: Stage, kept: number, lost: number): Promise<void> {
  const client = stage.as('satchel')
  await client.query('begin')
  try {
    await mergeAs(client, kept, lost)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** Two records become one, as the office does it; in the transaction of the client, if there is one. */
export async function mergeAs(client: pg.Client, kept: number, lost: number): Promise<void> {
  await client.query("select set_config('role', staff_role_of('olga'), false)")
  await client.query('select merge_records($1, $2)', [kept, lost])
  await client.query('reset role')
}

function callOf(coming: Coming, item: number, packet: SentPacket & { self: boolean }, earlier: readonly Call[]): Call {
  const call = {
    item,
    evidence: coming.evidence,
    received: new Date(Math.floor(Date.now() / 1000) * 1000 - 3_000_000 + coming.second * 1000),
  }
  const before = earlier[coming.draft % Math.max(earlier.length, 1)]
  if (coming.as === 'again' && before !== undefined) return { ...call, reply: before.reply }
  const { said, more } = saidOf(coming, packet)
  const id = coming.as === 'same id' && before !== undefined ? before.reply.id : hash(`${item}`).slice(0, 32)
  const plain = coming.as === 'text' || coming.as === 'link'
  const draft = `${coming.draft}`.repeat(32)
  const named: Said = plain ? { id: null, draft: null, sequence: null } : { id, draft, sequence: coming.sequence }
  const reply = { ...replyData(packet, { ...said, ...named, day: '2026-11-22' }), ...more }
  return { ...call, reply: coming.as === 'link' ? { ...reply, link: true } : reply } as Call
}

function saidOf({ says }: Coming, packet: SentPacket) {
  const set: Record<string, string | null> = {}
  const rows: { collection: string; row: string; fields: Record<string, string> }[] = []
  const drops: { collection: string; row: string }[] = []
  for (const [name, value] of [
    ['given-name', says.given],
    ['family-name', says.family],
    ['note', says.note],
    ['born', says.born],
    ['language', says.language],
    ['salary', says.odd === 'salary' ? '9' : undefined],
  ] as const)
    if (value !== undefined) set[name] = value
  const contact = (row: string, kind: string, value: string | null | undefined) => {
    if (value === null) drops.push({ collection: 'contact-point', row })
    else if (value !== undefined) rows.push({ collection: 'contact-point', row, fields: { kind, value } })
  }
  contact(packet.row('contact-point'), 'phone', says.phone)
  contact(packet.row('contact-point', 1), 'email', says.mail)
  contact('new-1', 'phone', says.added)
  contact('new-2', 'phone', says.other)
  if (says.odd === 'row') contact('c1', 'phone', '+255 799 000 009')
  const [address, answer] = [packet.row('address'), packet.row('consent')]
  if (says.address === null) drops.push({ collection: 'address', row: address })
  else if (says.address !== undefined) rows.push({ collection: 'address', row: address, fields: says.address })
  if (says.newAddress !== undefined) rows.push({ collection: 'address', row: 'new-1', fields: says.newAddress })
  if (says.answer !== undefined) rows.push({ collection: 'consent', row: answer, fields: { answer: says.answer } })
  const doubts = says.damaged === undefined ? {} : { [`field/${says.damaged}`]: 'damaged-text' }
  return {
    said: { set, rows, drops, doubts, ...(says.report === undefined ? {} : { report: says.report }) },
    more: says.confirms === undefined ? {} : { confirms: true },
  }
}
