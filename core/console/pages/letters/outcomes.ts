// The outcome of each record of an order. Each is tried by itself first, so that one that cannot go stops no other, and is told with its reason.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '@satchel/protocol/problem'
import { type Progress, silent } from '../../../context/use-case.ts'
import { dispatchPackets } from '../../../carriers/dispatch-packets.ts'
import type { DispatchedRecord } from '../../../carriers/dispatched-record.ts'
import { namesOf } from '../../../carriers/find-records.ts'
import { sendForms } from '../../../packets/send-forms.ts'
import type { ShownPacket } from '../../../packets/shown-letter.ts'
import type { Visit } from '../../page/page.ts'
import { type KeptFile, keepDocument, keepFolder } from './kept-files.ts'
import { isOwnForm, type Order, toOwner } from './order.ts'

interface How {
  readonly dryRun: boolean
  readonly isShown?: boolean
  /** Files go into it, where the carrier is files or paper. */
  readonly folder: string
}

/** The name of the page to print in its folder. */
const document = 'to-print.html'

type Asked = Parameters<typeof dispatchPackets>[1]

function askedOf({ to, form, why, carrier, language, days, again, inClear }: Order, how: How): Omit<Asked, 'records'> {
  return {
    again,
    inClear,
    dryRun: how.dryRun,
    isShown: how.isShown ?? false,
    together: carrier === 'together',
    ...(carrier === 'file' ? { out: how.folder } : {}),
    ...(carrier === 'print' ? { print: join(how.folder, document) } : {}),
    ...(to === toOwner ? { toOwner: true } : { to }),
    ...(form === '' ? {} : { form }),
    ...(why === '' ? {} : { why }),
    ...(language === '' ? {} : { language }),
    ...(days === '' ? {} : { days: Number(days) }),
  }
}

const cannot = (order: Order, record: string, error: Problem): DispatchedRecord => ({
  record,
  name: null,
  recipient: isOwnForm(order) ? null : order.to,
  state: 'not-sent',
  code: error.code,
  reason: error.message,
})

/** One record by itself. */
async function tryOne(
  { context }: Visit,
  order: Order,
  record: string,
  how: How,
): Promise<readonly DispatchedRecord[]> {
  try {
    if (!isOwnForm(order)) return await dispatchPackets(context, { records: [record], ...askedOf(order, how) })
    const [name] = await namesOf(context, [record])
    const { dryRun, isShown = false } = how
    const sent = await sendForms(context, { people: [record], dryRun, isShown, sealed: order.sealed })
    const state = dryRun || isShown ? 'would-send' : 'queued'
    return sent.map(form => ({ record, name: name ?? null, recipient: form.to, state, ...form }))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [{ ...cannot(order, record, error), name: (await namesOf(context, [record]))[0] ?? null }]
  }
}

/** Where it is told to stop, the others do not go. */
async function tryEach(
  visit: Visit,
  order: Order,
  how: How,
  progress: Progress = silent,
): Promise<readonly DispatchedRecord[]> {
  const all: DispatchedRecord[] = []
  for (const record of order.records) {
    if (visit.context.stop.aborted) break
    all.push(...(await tryOne(visit, order, record, how)))
    const count = { done: all.length, of: order.records.length }
    progress.step(`${count.done} of ${count.of} records`, count.done / count.of, count)
  }
  return all
}

/** A folder of this request alone, outside of the home folder. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'satchel-out-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What would go, and what could not. Nothing is sent. */
export const wouldGo = (visit: Visit, order: Order): Promise<readonly DispatchedRecord[]> =>
  inFolder(folder => tryEach(visit, order, { dryRun: true, folder }))

/** What the recipient of one record would get, made as the sent one is; null where it does not go. @param going those that go with it. */
export const lookAt = (
  visit: Visit,
  order: Order,
  record: string,
  going: readonly string[],
): Promise<ShownPacket | null> =>
  inFolder(async folder => {
    const how = { dryRun: true, isShown: true, folder }
    const rows =
      order.carrier === 'together' && !isOwnForm(order)
        ? await dispatchPackets(visit.context, { records: [...going], ...askedOf(order, how) })
        : await tryOne(visit, order, record, how)
    const row = rows.find(each => each.record === record)
    return row === undefined || row.state === 'not-sent' ? null : (row.shown ?? null)
  })

interface Sent {
  readonly rows: readonly DispatchedRecord[]
  /** The files that hold them, where no letter does. */
  readonly kept: KeptFile | null
}

/** Sends the order. What shares a letter, a folder or a page goes together, once it is known of each that it can. */
export const sendOrder = (visit: Visit, order: Order, progress: Progress): Promise<Sent> =>
  inFolder(async folder => {
    const how = { dryRun: false, folder }
    if (isOwnForm(order) || order.carrier === 'letter')
      return { rows: await tryEach(visit, order, how, progress), kept: null }
    if (order.carrier === 'file') {
      const rows = await tryEach(visit, order, how, progress)
      return { rows, kept: rows.some(({ state }) => state === 'written') ? await keepFolder(visit, folder) : null }
    }
    const would = await tryEach(visit, order, { dryRun: true, folder }, progress)
    if (visit.context.stop.aborted) return { rows: [], kept: null }
    const going = would.filter(({ state }) => state === 'would-send').map(({ record }) => record)
    const done = going.length === 0 ? [] : await sendAll(visit, order, going, how)
    const rows = would.map(row => done.find(({ record }) => record === row.record) ?? row)
    const isWritten = order.carrier === 'print' && done.some(({ state }) => state === 'written')
    return { rows, kept: isWritten ? await keepDocument(visit, join(folder, document)) : null }
  })

async function sendAll(visit: Visit, order: Order, going: readonly string[], how: How) {
  try {
    return await dispatchPackets(visit.context, { records: [...going], ...askedOf(order, how) })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return going.map(record => cannot(order, record, error))
  }
}
