// One import run. The life of an item:
//   file of a door -> its spool's new/ (durable) -> waiting (row) -> one transaction: effect, acknowledgement, final state -> spool/done
// Killed anywhere, the next run goes on: a spooled file is recorded once, a waiting item is tried again, an ended item is
// only moved. Five tries that killed the program put an item into quarantine, so that it cannot stop the others.

import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { cleanDone, cleanTmp } from '@satchel/protocol/spool/spool'
import type { Database } from '../db/database.ts'
import type { FormShelf } from '../forms/form-catalog.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import { beginRun, endRun, runBalance } from '../db/calls/import.ts'
import type { Balance } from '../db/shapes/import.ts'
import { lockImport } from '../db/calls/installation.ts'
import { acknowledgeEnded } from './apply/acknowledgement.ts'
import type { ActTools } from './apply/apply-act.ts'
import type { ImportEvents } from './import-events.ts'
import { endUploads, type Tried } from './import-item.ts'
import { importWaiting } from './import-waiting.ts'
import { openSpools, spoolDoors, type Spools } from '../home/item-spools.ts'
import { recordItems, takeFiles } from './receive-files.ts'

export interface ImportTools {
  readonly context: Context
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  readonly catalog: FormShelf
  readonly events: ImportEvents
  /** Aborted: the run ends after the item under way, the others wait. */
  readonly stop: AbortSignal
  /** A file of the inbox that was written to more recently is left for the next run. */
  readonly quietMs: number
  /** Runs the taking of files from the inbox; where given, an inbox that is away stops nothing else. */
  readonly inbox?: (work: () => Promise<void>) => Promise<unknown>
}

/** The tools of all parts of a run. */
export interface RunTools extends ImportTools {
  readonly spools: Spools
  /** See ActTools. */
  readonly show?: NonNullable<ActTools['show']>
  /** Number of the run. */
  readonly run: number
  /** See ActTools. */
  readonly awaited: Set<string>
  /** Uploads that no submission has named so far. */
  readonly uploads: Tried[]
}

/** Takes the import lock for this connection. @throws Problem run/locked. */
export async function takeImportLock(database: Database): Promise<void> {
  const { got } = await database.run(lockImport, {})
  if (got !== true)
    throw problem('run/locked', 'Another import is under way.', { hint: 'wait until it is done; nothing was changed' })
}

/** Runs one pass over inbox and spool. The caller holds the import lock. @throws Problem run/unbalanced. */
export async function importRun(database: Database, tools: ImportTools): Promise<Balance> {
  const { context } = tools
  const { run } = await database.run(beginRun, { source: 'folder' })
  context.failpoint('import/begun')
  const spools = await openSpools(context.home)
  for (const door of spoolDoors) {
    await cleanTmp(spools[door], context.now())
    await cleanDone(spools[door], context.now(), context.settings.keepDays)
  }
  const takeInbox = () => takeFiles(context, spools.folder, tools.events, tools.quietMs)
  await (tools.inbox ?? (work => work()))(takeInbox)
  for (const door of spoolDoors) await recordItems(database, context, spools[door], door, run, tools.events)
  const running: RunTools = { ...tools, spools, run, awaited: new Set(), uploads: [] }
  await importWaiting(database, running)
  await endUploads(database, running)
  await acknowledgeEnded(database, context, tools.catalog)
  await database.run(endRun, { run })
  context.failpoint('import/ended')
  const { balance } = await database.run(runBalance, { run })
  if (!balance.balanced) {
    throw problem('run/unbalanced', `Import run ${run} does not add up.`, {
      hint: 'satchel query runs/last --param limit=10 shows the runs; keep the spool as it is',
      details: { run },
    })
  }
  return balance
}
