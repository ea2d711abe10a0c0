// Carries out the orders of a dispatch, some packets in a transaction, as its carrier takes them. Of many orders two are under way at a
// time, each on a connection of its own: while the program writes one packet, the database reads the next.

import { Problem } from '@satchel/protocol/problem'
import { keepHeapSmall } from '../context/small-heap.ts'
import type { Progress } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { refusal } from '../problems/refusal.ts'
import type { Carried, Carrier } from './carrier.ts'
import { dispatchedOf, type LeftOut, notChosen, openAndWrite } from '../packets/dispatch-packet.ts'
import type { DispatchedRecord } from './dispatched-record.ts'
import type { Order, Trouble } from './find-records.ts'
import type { PacketTools, WrittenPacket } from '../packets/write-packet.ts'

export interface Orders {
  readonly dryRun: boolean
  readonly again: boolean
  readonly why?: string | undefined
  readonly language?: string | undefined
  readonly days?: number | undefined
  /** What the recipients would get is told; of a dry run alone. */
  readonly isShown: boolean
  /** A record that cannot go out is reported, and stops no other. */
  readonly toOwner: boolean
  readonly orders: readonly Order[]
  readonly carrier: Carrier
}

/** So many orders are worth a second connection, and a heap that stays small. */
const many = 50

/** @throws Problem of the first record that cannot go out to the one recipient; with owners it is reported beside the others. */
export async function sendOrders(
  database: Database,
  tools: PacketTools,
  progress: Progress,
  asked: Orders,
): Promise<DispatchedRecord[]> {
  const { orders, toOwner, again } = asked
  const results = new Map<Order, DispatchedRecord>()
  const put = (order: Order, result: DispatchedRecord) => {
    results.set(order, result)
    const count = { done: results.size, of: orders.length }
    progress.step(`${count.done} of ${count.of} records`, count.done / count.of, count)
  }
  const waiting: Order[] = []
  for (const order of orders) {
    if (order.open !== null && !again) put(order, leftOut(order, order.open))
    else if (toOwner && order.trouble !== null) put(order, notSent(order, troubleOf(order, order.trouble)))
    else waiting.push(order)
  }
  const lanes = lanesOf(waiting, asked.carrier.lanes)
  let fault: { readonly error: unknown } | undefined
  const work = async (on: Database): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined && fault === undefined; lane = lanes.shift()) {
      try {
        await sendLane(on, tools, asked, lane, put)
      } catch (error) {
        fault ??= { error }
      }
    }
  }
  if (waiting.length < many) await work(database)
  else {
    keepHeapSmall()
    await Promise.all([work(database), tools.context.asDispatch(work)])
  }
  if (fault !== undefined) {
    // these are queued, and left out when the order is repeated
    for (const before of results.values())
      if (before.state === 'queued' || before.state === 'written')
        progress.note(`${before.state} before the fault: packet ${before.packet} to ${before.to}`)
    throw fault.error
  }
  return orders.flatMap(order => results.get(order) ?? [])
}

/** Orders that may share a transaction are together; those of different people never are. */
function lanesOf(orders: readonly Order[], by: Carrier['lanes']): Order[][] {
  if (by === undefined) return orders.map(order => [order])
  if (by === 'all') return [[...orders]]
  const lanes = new Map<string | null, Order[]>()
  for (const order of orders) lanes.set(order.staff, [...(lanes.get(order.staff) ?? []), order])
  return [...lanes.values()]
}

/** Sends some orders of one recipient, in as many transactions as their carrier wants. */
async function sendLane(
  database: Database,
  tools: PacketTools,
  asked: Orders,
  lane: readonly Order[],
  put: (order: Order, result: DispatchedRecord) => void,
): Promise<void> {
  let left = lane
  while (left.length > 0 && !tools.context.stop.aborted) {
    try {
      const sent = await sendGroup(database, tools, asked, left)
      for (const { order, result } of sent) put(order, result)
      left = left.slice(sent.length)
    } catch (error) {
      // the record whose fault it is drops out, and the others are tried again without it
      if (!(error instanceof RecordFault) || !asked.toOwner) throw error instanceof RecordFault ? error.problem : error
      put(error.order, notSent(error.order, error.problem))
      left = left.filter(order => order !== error.order)
    }
  }
}

/** The fault of one record, among those of a transaction. */
class RecordFault extends Error {
  readonly order: Order
  readonly problem: Problem
  constructor(order: Order, fault: Problem) {
    super(fault.message)
    this.order = order
    this.problem = fault
  }
}

interface Sent {
  readonly order: Order
  readonly result: DispatchedRecord
}

/** One transaction. @returns what became of the first orders, as many as it took. */
async function sendGroup(
  database: Database,
  tools: PacketTools,
  asked: Orders,
  orders: readonly Order[],
): Promise<readonly Sent[]> {
  const { context } = tools
  const { carrier, dryRun, isShown } = asked
  const state = dryRun ? 'would-send' : carrier.state
  const { sent, place } = await inTransaction(database, dryRun, async () => {
    const made: (readonly [Order, WrittenPacket | LeftOut])[] = []
    const written: WrittenPacket[] = []
    for (const order of orders) {
      const one = await openOrder(database, tools, asked, order)
      made.push([order, one])
      if ('opened' in one) written.push(one)
      if (carrier.isFull(written)) break
    }
    const { carried, place } = written.length === 0 ? { carried: [] } : await carry()
    context.failpoint('dispatch/posted')
    const found = made.map(([order, one]) => ({
      order,
      result: 'opened' in one ? gone(order, one, carried[written.indexOf(one)], state) : leftOut(order, one),
    }))
    return { sent: found, place }

    async function carry() {
      const [first] = made
      return carrier.carry(database, tools, written, { dryRun, isShown }).catch((error: unknown) => {
        if (made.length === 1 && first !== undefined && error instanceof Problem) throw new RecordFault(first[0], error)
        throw error
      })
    }
  })
  context.failpoint('dispatch/committed')
  await place?.()
  return sent
}

function openOrder(database: Database, tools: PacketTools, asked: Orders, order: Order) {
  const { again, why, carrier, language, days, isShown } = asked
  const wanted = {
    entity: order.key,
    staff: order.staff ?? '',
    form: order.form,
    again,
    why,
    language,
    days,
    isShown,
    base: carrier.base?.(order),
    isTogether: carrier.lanes === 'recipient',
  }
  return openAndWrite(database, tools, wanted).catch((error: unknown) => {
    if (error instanceof Problem) throw new RecordFault(order, error)
    throw error
  })
}

const about = ({ key, name, staff }: Order) => ({ record: key, name, recipient: staff })

const gone = (
  order: Order,
  written: WrittenPacket,
  carried: Carried | undefined,
  state: 'would-send' | Carrier['state'],
): DispatchedRecord => ({ ...about(order), state, ...dispatchedOf(written), ...carried })

const leftOut = (order: Order, open: Omit<LeftOut, 'unreachable'>): DispatchedRecord => ({
  ...about(order),
  state: 'left-out',
  ...open,
})

const notSent = (order: Order, { code, message }: Problem): DispatchedRecord => ({
  ...about(order),
  state: 'not-sent',
  code,
  reason: message,
})

function troubleOf({ staff }: Order, trouble: Trouble | Problem): Problem {
  if (trouble instanceof Problem) return trouble
  if (trouble === 'staff/none')
    return refusal('staff/not-known', {}, { 'staff/not-known': ['It has no owner.', 'satchel owner RECORD STAFF'] })
  if (trouble === 'staff/off')
    return refusal(
      'staff/not-known',
      {},
      { 'staff/not-known': [`Its owner ${staff ?? ''} does not work here now.`, 'hand it over'] },
    )
  if (trouble === 'entity/not-known') return refusal('entity/not-seen')
  return refusal(trouble, {}, notChosen(staff ?? ''))
}
