// Many records to one recipient: who they are, which of them go out, and which are left out since they are out already.

import { type Dispatched, dispatch } from '../../packets/dispatch-packet.ts'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { corePrivateKey } from '../../keys/core-keys.ts'
import type { Context } from '../../context/context.ts'
import { staffRole } from '../../statements/dispatch.ts'
import { findRecord } from '../../statements/people.ts'
import { actAs } from '../../statements/schema.ts'
import { bar, type Io } from '../io.ts'

export interface Named {
  /** As it was typed, or as a query gave it. */
  readonly key: string
  /** Null for a record that the one at this keyboard does not see, though its recipient may. */
  readonly name: string | null
  readonly entity: number | null
}

export interface DispatchResult extends Dispatched {
  readonly issued?: string
  readonly record: string
  readonly name: string | null
  readonly state: 'queued' | 'would-send' | 'left-out'
}

/** The records by name, with the rights of the operator; where nobody acts at this keyboard, the keys alone. */
export function recordsOf(context: Context, keys: readonly string[]): Promise<readonly Named[]> {
  return context.asOwner(async database => {
    const { role } = await database.run(staffRole, { hid: context.settings.operator })
    if (role === null) return keys.map(key => ({ key, name: null, entity: null }))
    return database.inTransaction(async () => {
      await database.run(actAs, { role })
      const found: Named[] = []
      for (const key of keys) {
        const record = await database.run(findRecord, { key })
        found.push({ key, name: record?.name ?? null, entity: record?.entity ?? null })
      }
      return found
    })
  })
}

/** Nobody goes out twice by one command, whether they were named twice or a query gave them twice. */
export function eachOnce(records: readonly Named[]): readonly Named[] {
  return [...new Map(records.map(record => [record.entity ?? record.key, record])).values()]
}

/** Each in a transaction of its own: what stops one of them leaves those before it queued. */
export async function dispatchEach(
  context: Context,
  io: Io,
  order: { readonly to: string; readonly form: string; readonly dryRun?: boolean; readonly again?: boolean },
  records: readonly Named[],
): Promise<readonly DispatchResult[]> {
  const key = await corePrivateKey(context.home)
  const dryRun = order.dryRun === true
  const done: DispatchResult[] = []
  await context.asDispatch(async database => {
    const tools = { context, catalog: await loadCatalog(database), key }
    for (const record of records) {
      const one = { entity: record.key, staff: order.to, form: order.form, again: order.again === true }
      try {
        const sent = await dispatch(database, tools, one, dryRun)
        const state = 'issued' in sent ? 'left-out' : dryRun ? 'would-send' : 'queued'
        done.push({ record: record.key, name: record.name, state, ...sent })
      } catch (error) {
        // these are queued, and left out when the command is repeated
        for (const { state, packet, to } of done)
          if (state === 'queued') io.note(`queued before the fault: packet ${packet} to ${to}`)
        throw error
      }
      io.progress(bar(done.length / records.length, `${done.length} of ${records.length} records`))
    }
  })
  return done
}

const called = ({ record, name }: DispatchResult) => (name === null ? record : `${name} (${record})`)

/** In words: each that goes out, each that is left out and why, and how many. */
export function sayResults(
  io: Io,
  { dryRun, form }: { readonly dryRun?: boolean; readonly form: string },
  results: readonly DispatchResult[],
): void {
  const out = results.filter(({ state }) => state !== 'left-out')
  const left = results.filter(({ state }) => state === 'left-out')
  for (const one of out) {
    const until = `good until ${one.expires.slice(0, 10)}.`
    if (dryRun === true) io.say(`Would send ${called(one)} to ${one.to}, ${until}`)
    else io.say(`Queued packet ${one.packet} to ${one.to}, ${until}`)
  }
  for (const one of left) {
    const { packet, issued = '', expires } = one
    io.say(
      `Left out: ${called(one)}. Packet ${packet} of ${issued.slice(0, 10)} is open until ${expires.slice(0, 10)}.`,
    )
  }
  if (left.length > 0) {
    const many = left.length === 1 ? '1 record was' : `${left.length} records were`
    io.say(`${many} left out: ${left[0]?.to} has an open packet with the form ${form}. --again sends all the same.`)
  }
  if (dryRun === true) io.say(`${out.length} would go out, ${left.length} left out. Nothing was sent.`)
  else if (out.length > 0) io.say('satchel send puts the letters into the mailboxes.')
}
