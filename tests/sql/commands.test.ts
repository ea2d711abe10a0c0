// Commands and replies end alike: the same edits of two people, given as commands to one record and as replies to another, leave the same
// record, the same outcomes and the same held changes. And two commands at once are as two replies at once.

import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randoms } from '../helpers/randoms.ts'
import { openStage, type Said, type SentPacket, type Stage } from '../helpers/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await stage.one("select add_staff('grace', 'Grace', 'grace@kilimo.example', 'office', 'en', 'plain')")
})
afterAll(() => stage.close())

type Slots = Record<string, unknown>
interface Told {
  readonly problem?: string
  readonly status?: string
  readonly slots?: readonly { readonly slot: string; readonly outcome: string; readonly reason: string | null }[]
}

/** What somebody has before them when they begin a command. */
async function read(person: number, staff: string): Promise<Slots> {
  const client = stage.as('satchel')
  await client.query('begin')
  await client.query("select set_config('role', staff_role_of($1), true)", [staff])
  const { rows } = await client.query<{ slots: Slots }>('select record_slots($1) as slots', [person])
  await client.query('commit')
  return rows[0]?.slots ?? {}
}

async function command(
  person: number,
  staff: string,
  shown: Slots,
  said: readonly { readonly slot: string; readonly value: unknown }[],
  client = stage.as('satchel_import'),
): Promise<Told> {
  const { rows } = await client.query<{ told: Told }>("select change_record($1, 'P' || $2::bigint, $3, $4) as told", [
    staff,
    person,
    JSON.stringify(shown),
    JSON.stringify(said),
  ])
  return rows[0]?.told ?? {}
}

const became = (told: Told) =>
  (told.slots ?? []).map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(' '))

/** One edit of a record, as a command says it and as a reply says it. */
type Edit =
  | { readonly kind: 'field'; readonly name: 'given-name' | 'title'; readonly value: string | null }
  | { readonly kind: 'phone'; readonly value: string | null }
  | { readonly kind: 'new-phone'; readonly value: string }

const phoneSlot = (shown: Slots) =>
  Object.keys(shown).find(
    slot => slot.startsWith('row/contact-point/') && (shown[slot] as { kind: string }).kind === 'phone',
  )

function asCommand(edit: Edit, shown: Slots) {
  const row = edit.kind === 'field' || edit.value === null ? null : { kind: 'phone', value: edit.value }
  if (edit.kind === 'field') return [{ slot: `field/${edit.name}`, value: edit.value }]
  if (edit.kind === 'new-phone') return [{ slot: 'row/contact-point/new-1', value: row }]
  const slot = phoneSlot(shown)
  return slot === undefined ? [] : [{ slot, value: row }]
}

function asReply(edit: Edit, slot: string | undefined): Said | null {
  if (edit.kind === 'field') return { set: { [edit.name]: edit.value } }
  const row = { collection: 'contact-point', row: edit.kind === 'phone' ? (slot ?? '') : 'new-1' }
  if (edit.kind === 'phone' && slot === undefined) return null
  return edit.value === null ? { drops: [row] } : { rows: [{ ...row, fields: { kind: 'phone', value: edit.value } }] }
}

/** What stands, and what waits: without the numbers of rows. */
async function state(person: number) {
  const fields = await stage.one('select person_given, person_title, person_note from person where person_id = $1', [
    person,
  ])
  const held = (await stage.held(person)).map(text =>
    text.replace(/[a-z][0-9]+ /, 'row ').replace(/new-1\/[^ ]*/, 'new'),
  )
  return { fields, phones: await stage.phones(person), held: held.toSorted() }
}

const staff = ['anna', 'grace'] as const
/** Everything that the edits of all histories became. */
const seen = new Set<string>()

async function playHistory(seed: number): Promise<void> {
  const random = randoms(seed * 7919)
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T
  const [ours, theirs] = [await stage.person(), await stage.person()]
  const begun: { who: (typeof staff)[number]; shown: Slots; packet: SentPacket; slot: string | undefined }[] = []
  const log: string[] = []
  for (let step = 0; step < 9; step++) {
    // two or three have read before the first of them writes
    if (begun.length < 2 || (begun.length < 3 && random() < 0.5)) {
      const who = pick(staff)
      const packet = await stage.packet(theirs, who)
      const at = phoneSlot(await read(theirs, who))
      begun.push({ who, shown: await read(ours, who), packet, slot: at?.split('/')[2] })
      log.push(`${who} reads`)
      continue
    }
    const next = begun.splice(Math.floor(random() * begun.length), 1)[0]
    if (next === undefined) continue
    const number = `+255 700 000 0${10 + Math.floor(random() * 4)}`
    const edit = pick<Edit>([
      { kind: 'field', name: pick(['given-name', 'title'] as const), value: pick(['Jim', 'James', 'Jem']) },
      { kind: 'field', name: 'given-name', value: pick(['Jim', 'James', 'Jem']) },
      { kind: 'field', name: 'title', value: null },
      { kind: 'phone', value: pick([number, null]) },
      { kind: 'new-phone', value: number },
    ])
    const reply = asReply(edit, next.slot)
    const said = asCommand(edit, next.shown)
    if (reply === null || said.length === 0) continue
    log.push(`${next.who} says ${JSON.stringify(edit)}`)
    const told = became(await command(ours, next.who, next.shown, said))
    for (const one of told) seen.add(one)
    const answered = Object.values((await stage.reply(next.packet, reply)).slots)
    expect([seed, log, told]).toEqual([seed, log, answered])
    expect([seed, log, await state(ours)]).toEqual([seed, log, await state(theirs)])
  }
}

test('random edits of two people leave as commands what they leave as replies', async () => {
  for (let seed = 1; seed <= 20; seed++) await playHistory(seed)
  for (const one of ['applied', 'same', 'held changed-meanwhile']) expect([...seen]).toContain(one)
})

describe('two commands at once', () => {
  test('the one that waited for the other is judged by what the other left', async () => {
    const person = await stage.person()
    const second = new pg.Client({ connectionString: stage.database.url('satchel_import') })
    await second.connect()
    try {
      const [hers, theirs] = [await read(person, 'anna'), await read(person, 'grace')]
      const first = stage.as('satchel_import')
      await first.query('begin')
      expect(became(await command(person, 'anna', hers, [{ slot: 'field/given-name', value: 'Jim' }]))).toEqual([
        'applied',
      ])
      const waiting = command(person, 'grace', theirs, [{ slot: 'field/given-name', value: 'James' }], second)
      // it holds its locks in one order, so it waits here
      const { pid } = await stage.one<{ pid: number }>(
        "select max(pid) as pid from pg_stat_activity where usename = 'satchel_import' and datname = current_database() and pid <> $1",
        [(first as unknown as { processID: number }).processID],
      )
      for (;;) {
        const { waits } = await stage.one<{ waits: boolean }>('select cardinality(pg_blocking_pids($1)) > 0 as waits', [
          pid,
        ])
        if (waits) break
        await new Promise(resolve => setImmediate(resolve))
      }
      await first.query('commit')
      expect(became(await waiting)).toEqual(['held changed-meanwhile'])
      expect(await stage.given(person)).toBe('Jim')
      expect(await stage.held(person)).toEqual(['field/given-name changed-meanwhile'])
    } finally {
      await second.end()
    }
  })
})

describe('rights', () => {
  test('nobody but the login of the import gives commands', async () => {
    const person = await stage.person()
    const shown = await read(person, 'anna')
    for (const login of ['satchel', 'satchel_dispatch'] as const)
      await expect(
        command(person, 'anna', shown, [{ slot: 'field/given-name', value: 'Jim' }], stage.as(login)),
      ).rejects.toMatchObject({ code: '42501' })
    expect(await stage.given(person)).toBe('Jimmy')
  })

  test('a record that they do not see is not there, and one that was removed is not changed', async () => {
    const person = await stage.person('baraka')
    const said = [{ slot: 'field/given-name', value: 'Jim' }]
    expect(await command(person, 'anna', {}, said)).toEqual({ problem: 'entity/not-seen' })
    expect(await command(person, 'nobody', {}, said)).toEqual({ problem: 'staff/not-known' })
    await stage.rows('update entity set entity_deleted = now() where entity_id = $1', [person])
    expect(await command(person, 'grace', {}, said)).toEqual({ problem: 'record/removed' })
    expect(await stage.given(person)).toBe('Jimmy')
  })
})
