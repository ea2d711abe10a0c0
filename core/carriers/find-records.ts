// Which records go out, and to whom: those that were named, and those that a stored query gives; with their names, as the operator sees
// them. One question to the database for all of them, however many there are.

import { Problem } from '@satchel/protocol/problem'
import type { z } from 'zod'
import type { Context } from '../context/context.ts'
import type { Progress } from '../context/use-case.ts'
import { actAs } from '../db/calls/installation.ts'
import { namedRecords, packetOrders, packetsOut } from '../db/calls/packets.ts'
import { staffRole } from '../db/calls/staff.ts'
import type { Database } from '../db/database.ts'
import { usualForm } from '../forms/form-of-record.ts'
import { problem } from '../problems/problems.ts'
import { savedRows } from '../queries/saved-searches.ts'
import { isShipped, maxRows, runShipped } from '../queries/shipped-query.ts'

export interface StoredQuery {
  readonly name: string
  /** Parameters by name. */
  readonly params: Readonly<Record<string, string>>
}

/** @returns human ids or uuids. @throws Problem query/not-known, query/wrong. */
export async function queriedKeys(
  context: Context,
  query: StoredQuery,
  progress: Progress,
): Promise<readonly string[]> {
  const params = new Map(Object.entries(query.params))
  // a search that the operator keeps, or a query of the program
  const result =
    (isShipped(query.name) ? null : await savedRows(context, query.name)) ??
    (await context.asStaff(database => runShipped(database, query.name, params)))
  if (result.cut) progress.note(`The query gives more than ${maxRows} records: the first ${maxRows} of them are taken.`)
  return result.rows.map(row => {
    const key = row.hid ?? row.uuid
    if (typeof key === 'string') return key
    throw problem('query/wrong', `The query ${query.name} gives neither a column hid nor uuid.`, {
      hint: 'satchel query --list shows what there is',
    })
  })
}

/** A record as it is to go out. */
export interface Order {
  /** As it was typed, or as a query gave it. */
  readonly key: string
  /** Null for a record that the operator does not see, though its recipient may. */
  readonly name: string | null
  /** Short name of the recipient; null where the record has no owner. */
  readonly staff: string | null
  /** How their packets are protected; null where nobody has chosen. */
  readonly protection: string | null
  /** Why it cannot go to them. */
  readonly trouble: Trouble | Problem | null
  readonly form: string
  /** The packet of it that they still have open. */
  readonly open: {
    readonly packet: string
    readonly to: string
    readonly issued: string
    readonly expires: string
    readonly form: string
  } | null
}

type Row = z.infer<typeof packetOrders.row>
type NoForm = { readonly problem: Problem }

interface Wanted {
  /** Short name of the recipient; null: the owner of each record. */
  readonly staff: string | null
  /** Null: that of the stage of each, or the usual one of its type. */
  readonly form: string | null
  readonly again: boolean
}

/**
 * The orders for these records, each record once, whether it was named twice or a query gave it twice.
 * @throws Problem of a type of record that has no usual form, where one recipient is named.
 */
export async function ordersFor(
  context: Context,
  database: Database,
  keys: readonly string[],
  { staff, form, again }: Wanted,
): Promise<readonly Order[]> {
  const names = await namesOf(context, keys)
  const seen = new Set<number | string>()
  const rows = (await database.run(packetOrders, { keys: [...keys], staff })).flatMap((row, place) => {
    if (!again && seen.has(row.entity ?? row.key)) return []
    seen.add(row.entity ?? row.key)
    return [{ ...row, name: names[place] ?? null }]
  })
  // a form that was named, or that of its stage, or the usual one
  const usual = form === null ? rows.filter(row => row.form === null) : []
  const forms = await formsOf(database, usual, staff === null)
  const orders = rows.map(row => ({ ...row, form: form ?? row.form ?? forms.get(row.type) ?? 'call-report' }))
  const asked = orders.map(row => ({ entity: row.entity, staff: staff ?? row.staff, form: nameOf(row.form) }))
  const out = new Map((await database.run(packetsOut, { orders: asked })).map(row => [row.place, row]))
  return orders.map(({ key, name, protection, trouble, ...row }, place) => {
    const sent = out.get(place + 1)
    const used = nameOf(row.form)
    const { packet, mailto: to, issued, expires } = sent ?? {}
    return {
      key,
      name,
      // who was named is the one, whatever the database finds wrong with them
      staff: staff ?? row.staff,
      protection,
      trouble: typeof row.form === 'string' ? trouble : row.form.problem,
      form: used,
      open:
        packet === undefined || to === undefined || issued === undefined || expires === undefined
          ? null
          : { packet, to, issued, expires, form: used },
    }
  })
}

const nameOf = (form: string | NoForm) => (typeof form === 'string' ? form : '')

/** The usual form of each type of record among these. */
async function formsOf(
  database: Database,
  rows: readonly Row[],
  isReported: boolean,
): Promise<ReadonlyMap<string | null, string | NoForm>> {
  const forms = new Map<string | null, string | NoForm>()
  for (const { key, type } of rows) {
    if (forms.has(type)) continue
    const usual = await usualForm(database, key).catch((error: unknown) => {
      if (isReported && error instanceof Problem) return { problem: error }
      throw error
    })
    forms.set(type, usual)
  }
  return forms
}

/** The names, with the rights of the operator; none where the setting names nobody active. */
export function namesOf(context: Context, keys: readonly string[]): Promise<readonly (string | null)[]> {
  return context.asOwner(async database => {
    const { role } = await database.run(staffRole, { hid: context.settings.operator })
    if (role === null) return keys.map(() => null)
    return database.inTransaction(async () => {
      await database.run(actAs, { role })
      return (await database.run(namedRecords, { keys: [...keys] })).map(({ name }) => name)
    })
  })
}

export type Trouble = NonNullable<Row['trouble']>
