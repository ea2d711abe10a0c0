// Which records a member of staff sees and owns, in random worlds, against the rule in plain words: their own, whatever stands below
// them, goods; of a manager also what the staff below them own. The rule is written here once more, and asks no function of the database.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { readQueries } from '@satchel/core/db/sql-files'
import { randoms } from '../helpers/randoms.ts'
import { openStage, type Stage } from '../helpers/stage.ts'

const seed = Number(process.env.SATCHEL_WORLD_SEED ?? String(Date.now() % 1_000_000))
const roles = ['sales', 'sales', 'sales', 'manager', 'manager', 'office', 'support', 'marketing'] as const

interface Row {
  readonly id: number
  readonly type: string
  readonly name: string
  readonly parent: number | null
  readonly owner: number | null
  readonly removed: boolean
}
interface Colleague {
  readonly id: number
  readonly hid: string
  readonly role: (typeof roles)[number]
  readonly active: boolean
}

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** What must be above for a record to stand below it: its parent, the parent's parent, and so on. */
function above(rows: ReadonlyMap<number, Row>, id: number): readonly number[] {
  const parent = rows.get(id)?.parent ?? null
  return parent === null ? [] : [parent, ...above(rows, parent)]
}

function seenBy(who: Colleague, staff: readonly Colleague[], rows: ReadonlyMap<number, Row>): readonly Row[] {
  const all = [...rows.values()]
  if (!who.active) return []
  if (who.role !== 'sales' && who.role !== 'manager') return all
  const people = new Set([
    who.id,
    ...(who.role === 'manager' ? staff.filter(({ id }) => above(rows, id).includes(who.id)).map(({ id }) => id) : []),
  ])
  return all.filter(
    ({ id, type, owner }) =>
      type === 'product' || id === who.id || (owner !== null && people.has(owner)) || above(rows, id).includes(who.id),
  )
}

const byNumber = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id).toSorted((a, b) => a - b)

async function makeWorld(random: () => number): Promise<readonly Colleague[]> {
  const below = (count: number) => Math.floor(random() * count)
  const one = async (text: string, values: unknown[]) => Number((await stage.one<{ id: string }>(text, values)).id)
  const staff: Colleague[] = []
  const label = `w${below(1_000_000)}`
  const placed: { readonly id: number; readonly type: string }[] = []
  const may: Readonly<Record<string, readonly string[]>> = {
    person: ['person', 'organization', 'staff'],
    organization: ['organization', 'staff'],
    staff: ['staff', 'organization'],
    product: ['product'],
  }
  const settle = async (id: number, type: string) => {
    const places = placed.filter(place => may[type]?.includes(place.type) === true)
    const parent = random() < 0.5 ? null : (places[below(places.length)]?.id ?? null)
    const owner = type === 'staff' || random() < 0.2 ? null : (staff[below(staff.length)]?.id ?? null)
    await stage.rows(
      'update entity set entity_parent = $2, entity_owner = $3, entity_deleted = case when $4 then now() end where entity_id = $1',
      [id, parent, owner, type !== 'staff' && random() < 0.1],
    )
    placed.push({ id, type })
  }
  for (let place = 0; place < 8; place++) {
    const hid = `${label}s${place}`
    const role = roles[below(roles.length)] ?? 'sales'
    await stage.one("select add_staff($1::text, $1, $1 || '@kilimo.example', $2, 'en', 'plain')", [hid, role])
    const id = await one('select staff_id as id from staff where staff_hid = $1', [hid])
    const active = random() > 0.15
    if (!active) await stage.rows('update staff set staff_active = false where staff_id = $1', [id])
    staff.push({ id, hid, role, active })
    await settle(id, 'staff')
  }
  for (let place = 0; place < 40; place++) {
    const type = ['person', 'person', 'person', 'organization', 'product'][below(5)] ?? 'person'
    // few names, so that several records have the same
    const name = `Name ${below(12)}`
    const column = type === 'person' ? 'person_given' : `${type}_name`
    await settle(await one(`insert into ${type} (${column}) values ($1) returning ${type}_id as id`, [name]), type)
  }
  return staff
}

test(`each sees and owns what the rule says, in random worlds, seed ${seed}`, async () => {
  const random = randoms(seed)
  const mine = readQueries().get('people/mine')?.text ?? ''
  for (let world = 0; world < 3; world++) {
    const staff = await makeWorld(random)
    const found = await stage.rows<Record<'id' | 'parent' | 'owner' | 'type' | 'name', string> & { removed: boolean }>(
      'select entity_id as id, entity_type_hid as type, entity_name as name, entity_parent as parent, entity_owner as owner, entity_deleted is not null as removed from entity join entity_type on entity_type_id = entity_type',
    )
    const number = (text: string | null) => (text === null ? null : Number(text))
    const rows = new Map(
      found.map(row => [
        Number(row.id),
        { ...row, id: Number(row.id), parent: number(row.parent), owner: number(row.owner) } satisfies Row,
      ]),
    )
    for (const who of staff) {
      const client = stage.as('satchel')
      await client.query('begin')
      const { rows: acting } = await client.query<{ role: string | null }>('select staff_role_of($1) as role', [
        who.hid,
      ])
      // who has left has no role to act in; the rule is asked under the login's name
      const { rows: login } = await client.query<{ login: string }>(
        'select staff_login as login from staff where staff_id = $1',
        [who.id],
      )
      await client.query("select set_config('role', $1, true)", [acting[0]?.role ?? login[0]?.login])
      const told = `world ${world}, ${who.role} ${who.hid}`
      const due = seenBy(who, staff, rows)
      const seen = await client.query<{ id: string }>('select entity_id as id from entity')
      expect([told, byNumber(seen.rows.map(({ id }) => ({ id: Number(id) })))]).toEqual([told, byNumber(due)])
      const own = await client.query<{ entity: string; hid: string | null; name: string }>(mine, [1000, 0])
      const owned = due.filter(({ owner, removed }) => who.active && owner === who.id && !removed)
      expect([told, own.rows.map(({ entity }) => Number(entity))]).toEqual([
        told,
        owned.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id)).map(({ id }) => id),
      ])
      await client.query('rollback')
    }
  }
}, 120_000)
