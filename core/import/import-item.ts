// One item by one: its effect, its letters and its final state in one transaction; or why it waits, or is put aside.

import { Problem } from '@satchel/protocol/problem'
import type { Database } from '../db/database.ts'
import { endItem, itemState, releaseAttempt } from '../db/calls/import.ts'
import type { ItemState } from '../db/shapes/import.ts'
import { awaitFiles } from '../db/calls/import.ts'
import type { Act } from './read/act.ts'
import type { Ended } from './apply/act-tools.ts'
import { applyAct } from './apply/apply-act.ts'
import { coreProblems, problem } from '../problems/problems.ts'
import type { Read, RunTools, Tried, Waiting } from './import-tools.ts'
import { putAway } from './receive-files.ts'
import { hintsOf, tellHolder } from './apply/not-understood.ts'
import { findWaiting } from './read/uploads.ts'

/** More tries that stopped the program than an item gets. */
const maxAttempts = 5

export const isPoison = (attempts: number) => attempts > maxAttempts

/** Imports one item; what its sender is to blame for ends in quarantine, what the moment is to blame for waits. */
export async function importItem(database: Database, tools: RunTools, read: Read): Promise<void> {
  const { waiting, attempts } = read.tried
  if (isPoison(attempts)) {
    const message = `The program stopped ${maxAttempts} times while it worked on this item.`
    return quarantine(database, tools, read.tried, { code: 'item/poison', message })
  }
  let result: Ended | null
  try {
    if ('error' in read) throw read.error
    result = await retryBusy(() => applyItem(database, tools, waiting, read.act))
  } catch (error) {
    return meetFault(database, tools, read, error)
  }
  return result === null ? waitOn(database, tools, read) : finish(database, tools, read.tried, result)
}

/** What went wrong with one item: its sender's fault puts it aside, ours or the moment's lets it wait. */
async function meetFault(database: Database, tools: RunTools, read: Read, error: unknown): Promise<void> {
  const { waiting } = read.tried
  // a bug: the item waits and is tried again by the next runs, and does not stop the others
  if (!(error instanceof Problem)) return tools.events.failed(waiting.hash, error)
  if (error.retry === 'later' || error.exit >= 10) {
    // a full disk, a busy or lost database, a missing key: nothing is wrong with the item, so it waits, without a mark; what
    // all others would meet, too, ends the run, and the one that began the attempt gives it back
    if (error.code !== 'database/busy') throw error
    await database.run(releaseAttempt, { item: waiting.item }).catch(() => undefined)
    return tools.events.failed(waiting.hash, error)
  }
  // a fault of ours (a missing form, a missing word) is not the item's either; its file gone or changed is
  if (error.blame !== 'sender' && !error.code.startsWith('spool/')) return tools.events.failed(waiting.hash, error)
  await putAside(database, tools, read, error)
}

/** With the letter to the one whom it may be from, in one transaction with its final state. */
async function putAside(database: Database, tools: RunTools, read: Read, error: Problem): Promise<void> {
  const { tried } = read
  const hints = 'act' in read && tools.show === undefined ? hintsOf(read.act) : undefined
  if (hints === undefined || error.blame !== 'sender') return quarantine(database, tools, tried, error)
  const isTold = await retryBusy(() =>
    database.inTransaction(async () => {
      const told = await tellHolder(database, tools, tried.waiting.hash, error, hints)
      await endWith(database, tools, tried, error)
      return told
    }),
  )
  tools.context.failpoint('import/committed')
  await putEnded(tools, tried, 'quarantined', error, isTold)
}

type Fault = Pick<Problem, 'code' | 'message'>

async function quarantine(database: Database, tools: RunTools, tried: Tried, fault: Fault): Promise<void> {
  await endWith(database, tools, tried, fault)
  tools.context.failpoint('import/committed')
  await putEnded(tools, tried, 'quarantined', fault)
}

const endWith = (database: Database, { run }: RunTools, { waiting }: Tried, { code, message }: Fault) =>
  database.run(endItem, { item: waiting.item, run, state: 'quarantined', problem: code, message })

/** What follows the commit: the file leaves new/, and the run's listener hears of it. */
async function putEnded(tools: RunTools, tried: Tried, state: ItemState, fault?: Fault, isTold = false): Promise<void> {
  const { waiting, file } = tried
  await putAway(tools.context, tools.spools[waiting.channel], file, state)
  tools.events.ended(waiting.hash, state, fault?.code ?? null, fault?.message ?? null, isTold)
}

/** It waits for others, which is no attempt. */
async function waitOn(database: Database, tools: RunTools, read: Read): Promise<void> {
  const { item } = read.tried.waiting
  await database.run(releaseAttempt, { item })
  if ('act' in read && read.act.act === 'upload') tools.uploads.push(read.tried)
  else await database.run(awaitFiles, { item })
}

async function finish(database: Database, tools: RunTools, tried: Tried, result: Ended): Promise<void> {
  const { context, spools } = tools
  context.failpoint('import/committed')
  for (const name of result.attached ?? []) {
    const upload = await findWaiting(spools, name)
    const state = upload === null ? null : await database.run(itemState, { hash: name })
    // one that another submission has stays what it is
    if (upload !== null && state?.state === 'attached') await putAway(context, upload.spool, upload.item, 'attached')
  }
  await putEnded(tools, tried, result.state, result.fault)
}

/**
 * At the end of a run: an uploaded file that no submission named ends in quarantine, so that it waits for nobody. A submission
 * that comes later takes it from there; one that waits for other files keeps it.
 */
export async function endUploads(database: Database, tools: RunTools): Promise<void> {
  const { context, events, spools, run } = tools
  for (const { waiting, file } of tools.uploads) {
    if (tools.stop.aborted) return
    if (tools.awaited.has(waiting.hash)) {
      await database.run(awaitFiles, { item: waiting.item })
      continue
    }
    const { code, message } = problem('upload/alone', coreProblems['upload/alone'].about)
    const { ended } = await database.run(endItem, {
      item: waiting.item,
      run,
      state: 'quarantined',
      problem: code,
      message,
    })
    if (ended !== true) continue
    context.failpoint('import/committed')
    await putAway(context, spools[waiting.channel], file, 'quarantined')
    events.ended(waiting.hash, 'quarantined', code, message)
  }
}

/** One item, one transaction: effect, letters and final state together. Null: it waits on. */
async function applyItem(database: Database, tools: RunTools, waiting: Waiting, act: Act): Promise<Ended | null> {
  const { context, run } = tools
  return database.inTransaction(async () => {
    const ended = await applyAct(database, tools, waiting, act)
    if (ended === null) return null
    const { state, fault } = ended
    await database.run(endItem, {
      item: waiting.item,
      run,
      state,
      problem: fault?.code ?? null,
      message: fault?.message ?? null,
    })
    context.failpoint('import/ended-item')
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
