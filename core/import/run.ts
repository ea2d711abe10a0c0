// One import run. The life of an item:
//   file of a door -> its spool's new/ (durable) -> waiting (row) -> one transaction: effect, acknowledgement, final state -> spool/done
// Killed anywhere, the next run goes on: a spooled file is recorded once, a waiting item is tried again, an ended item is
// only moved. Five tries that killed the program put an item into quarantine, so that it cannot stop the others.

import type { PrivateKey } from '@satchel/protocol/keys'
import { Problem } from '@satchel/protocol/problem'
import { cleanDone, cleanTmp, readItem as readSpooled } from '@satchel/protocol/spool'
import type { Database } from '../db/database.ts'
import type { FormShelf } from '../dispatch/form-shelf.ts'
import { problem } from '../problems.ts'
import type { Session } from '../session.ts'
import {
  type Balance,
  beginRun,
  endItem,
  endRun,
  itemState,
  type ItemState,
  runBalance,
  tryItem,
  untryItem,
  waitingItems,
} from '../statements/import.ts'
import { lockImport } from '../statements/schema.ts'
import type { Act } from './act.ts'
import { applyAct, type Ended } from './apply-act.ts'
import type { ImportEvents } from './events.ts'
import { readItem } from './read-item.ts'
import { findItem, openSpools, type SpoolDoor, spoolDoors, type Spools } from './spools.ts'
import { putAway, recordItems, takeFiles } from './take.ts'

const maxAttempts = 5
const pageSize = 200

export interface ImportTools {
  readonly session: Session
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  readonly shelf: FormShelf
  readonly events: ImportEvents
  /** Aborted: the run ends after the item under way, the others wait. */
  readonly stop: AbortSignal
  /** A file of the inbox that was written to more recently is left for the next run. */
  readonly quietMs: number
  /** Runs the taking of files from the inbox; where given, an inbox that is away stops nothing else. */
  readonly inbox?: (work: () => Promise<void>) => Promise<unknown>
}

interface Waiting {
  readonly item: number
  readonly hash: string
  readonly door: SpoolDoor
  readonly trust: string
  readonly received: Date
}

/** Takes the import lock for this connection. @throws Problem run/locked. */
export async function takeImportLock(database: Database): Promise<void> {
  const { got } = await database.run(lockImport, {})
  if (!got)
    throw problem('run/locked', 'Another import is under way.', { hint: 'wait until it is done; nothing was changed' })
}

/** Runs one pass over inbox and spool. The caller holds the import lock. @throws Problem run/unbalanced. */
export async function importRun(database: Database, tools: ImportTools): Promise<Balance> {
  const { session } = tools
  const { run } = await database.run(beginRun, { source: 'folder' })
  session.reach('import/begun')
  const spools = await openSpools(session.home)
  for (const door of spoolDoors) {
    await cleanTmp(spools[door], session.now())
    await cleanDone(spools[door], session.now(), session.settings.keepDays)
  }
  const takeInbox = () => takeFiles(session, spools.folder, tools.events, tools.quietMs)
  await (tools.inbox ?? (work => work()))(takeInbox)
  for (const door of spoolDoors) await recordItems(database, session, spools[door], door, run, tools.events)
  let after: Waiting | undefined
  for (;;) {
    const page = await database.run(waitingItems, {
      after_received: after?.received ?? null,
      after: after?.item ?? null,
      limit: pageSize,
    })
    for (const waiting of page) {
      if (tools.stop.aborted) break
      await importItem(database, tools, spools, run, waiting)
    }
    after = page.at(-1)
    if (after === undefined || page.length < pageSize || tools.stop.aborted) break
  }
  await database.run(endRun, { run })
  session.reach('import/ended')
  const { balance } = await database.run(runBalance, { run })
  if (!balance.balanced) {
    throw problem('run/unbalanced', `Import run ${run} does not add up.`, {
      hint: 'satchel query runs/last --param limit=10 shows the runs; keep the spool as it is',
      details: { run },
    })
  }
  return balance
}

/** Imports one item; what its sender is to blame for ends in quarantine, what the moment is to blame for waits. */
async function importItem(
  database: Database,
  tools: ImportTools,
  spools: Spools,
  run: number,
  waiting: Waiting,
): Promise<void> {
  const { session, events } = tools
  const spool = spools[waiting.door]
  const { attempts } = await database.run(tryItem, { item: waiting.item })
  if (attempts === null) return
  const file = (await findItem(spool, waiting.hash)) ?? { pool: 'reply', name: waiting.hash, extension: 'raw', size: 0 }
  const ended = async (state: ItemState, code: string | null, message: string | null) => {
    await putAway(session, spool, file, state)
    events.ended(waiting.hash, state, code, message)
  }
  const quarantine = async (code: string, message: string) => {
    await database.run(endItem, { item: waiting.item, run, state: 'quarantined', problem: code, message })
    session.reach('import/committed')
    await ended('quarantined', code, message)
  }
  if (attempts > maxAttempts) {
    await quarantine('item/poison', `The program stopped ${maxAttempts} times while it worked on this item.`)
    return
  }
  session.reach('import/tried')
  let result: Ended | null
  try {
    const bytes = await readSpooled(spool, file)
    const { mail, mailServers } = session.settings
    const reader = { ...tools, reach: session.reach, mail, mailServers }
    const act = await readItem(bytes, waiting.door, waiting.trust === 'local', reader)
    session.reach('import/parsed')
    result = await retryBusy(() => applyItem(database, tools, run, waiting, act))
  } catch (error) {
    if (!(error instanceof Problem)) {
      // a bug: the item waits and is tried again by the next runs, and does not stop the others
      events.failed(waiting.hash, error)
      return
    }
    if (error.retry === 'later' || error.exit >= 10) {
      // a full disk, a busy or lost database, a missing key: nothing is wrong with the item, so it waits, without a mark
      await database.run(untryItem, { item: waiting.item }).catch(() => undefined)
      if (error.code !== 'database/busy') throw error
      events.failed(waiting.hash, error)
      return
    }
    // a fault of ours (a missing form, a missing word) is not the item's either; its file gone or changed is
    if (error.blame !== 'sender' && !error.code.startsWith('spool/')) {
      events.failed(waiting.hash, error)
      return
    }
    await quarantine(error.code, error.message)
    return
  }
  if (result === null) {
    // it waits for others, which is no attempt
    await database.run(untryItem, { item: waiting.item })
    return
  }
  session.reach('import/committed')
  for (const name of result.attached ?? []) {
    const upload = await findItem(spool, name)
    const state = upload === null ? null : await database.run(itemState, { hash: name })
    // one that another submission has, or that is no file, stays what it is
    if (upload !== null && state?.state === 'attached') await putAway(session, spool, upload, 'attached')
  }
  await ended(result.state, result.fault?.code ?? null, result.fault?.message ?? null)
}

/** One item, one transaction: effect, letters and final state together. Null: it waits on. */
async function applyItem(
  database: Database,
  tools: ImportTools,
  run: number,
  waiting: Waiting,
  act: Act,
): Promise<Ended | null> {
  const { session, shelf } = tools
  return database.inTransaction(async () => {
    const ended = await applyAct(database, { session, shelf, run }, waiting, act)
    if (ended === null) return null
    const { state, fault } = ended
    await database.run(endItem, {
      item: waiting.item,
      run,
      state,
      problem: fault?.code ?? null,
      message: fault?.message ?? null,
    })
    session.reach('import/ended-item')
    return ended
  })
}

/** A deadlock or a serialisation fault is nobody's fault: up to three times again. */
async function retryBusy<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= 3 || !(error instanceof Problem) || error.code !== 'database/busy') throw error
    }
  }
}
