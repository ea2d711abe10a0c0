// Random histories of no, yes, merge, undoing and erasure on real tables, held against a model that plays them from first to last.
// SATCHEL_HISTORY_SEED repeats one.

import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randoms } from '../helpers/randoms.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const seed = Number(process.env.SATCHEL_HISTORY_SEED ?? String(Date.now() % 1_000_000))
const histories = 12
const steps = 30
const minute = 60_000
const jimmy = 'jimmy@example.org'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** An answer that counts: for records (none: an address alone), at an address, received then. */
interface Said {
  readonly records: readonly number[]
  readonly mark: string
  readonly given: boolean
  readonly at: number
}
interface Merge {
  readonly id: number
  readonly kept: number
  readonly lost: number
  readonly at: number
  undone: number
}
interface Letter {
  readonly record: number
  readonly mark: string
  readonly at: number
  readonly tokens: { readonly reply: string; readonly unsubscribe: string }
}

/** Plays what was said in the order of its receipt: a yes clears earlier answers, of the address and of all that were one by then. */
function model(said: readonly Said[], merges: readonly Merge[]) {
  const standing = merges.filter(merge => merge.undone === Number.POSITIVE_INFINITY)
  const partners = (record: number, at: number) => {
    const found = new Set([record])
    for (let size = 0; size !== found.size; ) {
      size = found.size
      for (const merge of standing) {
        if (merge.at >= at || (!found.has(merge.kept) && !found.has(merge.lost))) continue
        found.add(merge.kept).add(merge.lost)
      }
    }
    return found
  }
  let people: { record: number; at: number }[] = []
  let marks: { mark: string; at: number }[] = []
  for (const { records, mark, given, at } of said.toSorted((a, b) => a.at - b.at)) {
    if (!given) {
      marks.push({ mark, at })
      people.push(...records.map(record => ({ record, at })))
    } else {
      const own = new Set(records.flatMap(record => [...partners(record, at)]))
      const isBefore = (no: { at: number }) => no.at < at - 10 * minute
      marks = marks.filter(no => no.mark !== mark || !isBefore(no))
      people = people.filter(no => !own.has(no.record) || !isBefore(no))
    }
  }
  return (record: number, mark: string) => {
    const own = partners(record, Number.POSITIVE_INFINITY)
    return !marks.some(no => no.mark === mark) && !people.some(no => own.has(no.record))
  }
}

async function play(random: () => number): Promise<void> {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  let now = Date.now() - 30 * 24 * 60 * minute
  const marks = Array.from({ length: 4 }, () => randomBytes(32).toString('hex'))
  let alive = [await stage.person(), await stage.person(), await stage.person()]
  const said: Said[] = []
  const merges: Merge[] = []
  const letters: Letter[] = []
  const told: string[] = []
  const erased = new Set<number>()
  const client = stage.as('satchel')
  const office = async <T>(text: string, values: unknown[]): Promise<T> => {
    await client.query('begin')
    await client.query("select set_config('role', staff_role_of('office'), true)")
    const { rows } = await client.query<{ r: T }>(text, values)
    await client.query('commit')
    return (rows[0] as { r: T }).r
  }
  /** The history runs through a month: what was written just now was written then. */
  const backdate = async (table: string, set: string, where: string, values: unknown[]) => {
    await client.query(`alter table ${table} disable trigger user`)
    await client.query(`update ${table} set ${set} where ${where}`, values)
    await client.query(`alter table ${table} enable trigger user`)
  }
  const standing = () => merges.filter(merge => merge.undone === Number.POSITIVE_INFINITY)

  const does: Readonly<Record<string, () => Promise<void>>> = {
    async letter() {
      const [record, mark] = [pick(alive), pick(marks)]
      if (record === undefined || mark === undefined) return
      const { tokens } = await stage.ownPacket(record, { mark, asked: true })
      const hashes = [hash(tokens.reply), hash(tokens.unsubscribe)]
      await backdate('token', 'token_made = $2', 'token_hid = any ($1)', [hashes, new Date(now)])
      letters.push({ record, mark, at: now, tokens })
    },
    async no() {
      const letter = pick(letters)
      if (letter === undefined) return
      const at = now - Math.floor(random() * 30) * minute
      const item = await stage.item()
      await stage
        .as('satchel_import')
        .query("select note_unsubscribe($1, $2, null, null, 'test', $3)", [
          item.id,
          hash(letter.tokens.unsubscribe),
          new Date(at),
        ])
      const records = new Set([letter.record])
      for (const merge of merges.toReversed())
        if (records.has(merge.kept) && merge.at <= letter.at && letter.at <= merge.undone) records.add(merge.lost)
      said.push({ records: erased.has(letter.record) ? [] : [...records], mark: letter.mark, given: false, at })
    },
    async yes() {
      const letter = pick(letters)
      if (letter === undefined) return
      const at = now - Math.floor(random() * 30) * minute
      const isStrong = random() < 0.7
      const item = await stage.item()
      const sender = isStrong ? jimmy : pick([null, 'mallory@example.org'])
      await stage
        .as('satchel_import')
        .query("select note_yes($1, $2, $3, $4, 'test', $5)", [
          item.id,
          hash(letter.tokens.reply),
          letter.mark,
          sender,
          new Date(at),
        ])
      if (isStrong && !erased.has(letter.record))
        said.push({ records: [letter.record], mark: letter.mark, given: true, at })
    },
    async typed() {
      const mark = pick(marks) ?? ''
      const item = await stage.item()
      await stage
        .as('satchel_import')
        .query("select note_unsubscribe($1, null, $2, $3, 'test', $4)", [item.id, mark, jimmy, new Date(now)])
      said.push({ records: [], mark, given: false, at: now })
    },
    async merge() {
      const kept = pick(alive)
      const lost = pick(alive.filter(record => record !== kept))
      if (kept === undefined || lost === undefined) return
      const { merge } = await office<{ merge: number }>('select merge_records($1, $2) as r', [kept, lost])
      await backdate('record_merge', 'record_merge_at = $2', 'record_merge_id = $1', [merge, new Date(now)])
      await backdate('entity', 'entity_deleted = $2', 'entity_id = $1', [lost, new Date(now)])
      merges.push({ id: merge, kept, lost, at: now, undone: Number.POSITIVE_INFINITY })
      alive = alive.filter(record => record !== lost)
    },
    async undo() {
      const merge = standing().findLast(one => alive.includes(one.kept))
      if (merge === undefined) return
      // as the audit has it, so that the undoing finds what the merge wrote
      await backdate(
        'entity',
        "entity_deleted = (select (audit_content_new ->> 'entity_deleted')::timestamptz from audit join audit_content on audit_content_id = audit_id where audit_table = 'entity' and audit_row = $1 and audit_content_new ? 'entity_deleted' order by audit_id desc limit 1)",
        'entity_id = $1',
        [merge.lost],
      )
      await office('select undo_merge($1) as r', [merge.id])
      await backdate('record_merge', 'record_merge_undone = $2', 'record_merge_id = $1', [merge.id, new Date(now)])
      merge.undone = now
      alive = [...alive, merge.lost]
    },
    async erase() {
      const record = pick(alive)
      if (record === undefined || random() < 0.8) return
      const mark = pick(marks) ?? ''
      const isOut = !model(said, merges)(record, 'of-nobody')
      await office('select erase_record($1, $2) as r', [record, JSON.stringify({ [jimmy]: mark })])
      if (isOut) said.push({ records: [], mark, given: false, at: Date.now() })
      const gone = new Set([record])
      for (const merge of standing().toReversed()) if (gone.has(merge.kept)) gone.add(merge.lost)
      for (const each of gone) erased.add(each)
      for (const each of merges) if (gone.has(each.kept)) each.undone = Math.min(each.undone, -1)
      alive = [...alive.filter(each => each !== record), await stage.person()]
    },
  }

  for (let step = 0; step < steps; step++) {
    now += Math.ceil(random() * 40) * minute
    const what = pick(['letter', 'letter', 'no', 'no', 'yes', 'yes', 'yes', 'typed', 'merge', 'undo', 'erase']) ?? 'no'
    told.push(what)
    await does[what]?.()
    const expected = model(said, merges)
    const { rows } = await client.query<{ record: string; mark: string; may: boolean }>(
      "select record, mark, may_send(record, mark, 'all') as may from unnest($1::bigint[]) record, unnest($2::text[]) mark",
      [alive, marks],
    )
    const [found, wanted] = [
      rows.map(row => [Number(row.record), row.mark, row.may]),
      rows.map(row => [Number(row.record), row.mark, expected(Number(row.record), row.mark)]),
    ]
    expect(found, `seed ${seed}: ${told.join(', ')}`).toEqual(wanted)
  }
}

test(`random histories end as the model says, seed ${seed}`, async () => {
  const random = randoms(seed)
  for (let history = 0; history < histories; history++) await play(random)
}, 240_000)
