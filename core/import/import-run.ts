// One import run. The life of an item:
//   file of a channel -> its spool's new/ (durable) -> waiting (row) -> one transaction: effect, acknowledgement, final state -> spool/done
// Killed anywhere, the next run goes on: a spooled file is recorded once, a waiting item is tried again, an ended item is
// only moved. Five tries that killed the program put an item into quarantine, so that it cannot stop the others.

import { cleanDone, cleanTmp } from '@satchel/protocol/spool/spool'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'
import { beginRun, endRun, runBalance, runWaits } from '../db/calls/intake.ts'
import type { Balance } from '../db/shapes/import.ts'
import { lockImport } from '../db/calls/installation.ts'
import { acknowledgeEnded } from './apply/acknowledgement.ts'
import { endUploads } from './import-item.ts'
import type { ImportTools, RunTools } from './import-tools.ts'
import { importWaiting } from './import-waiting.ts'
import { openSpools, spoolChannels } from '../home/item-spools.ts'
import { recordItems, receiveFiles } from './receive-files.ts'

/** Takes the import lock for this connection. @throws Problem run/locked. */
export async function claimImportLock(database: Database): Promise<void> {
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
  for (const channel of spoolChannels) {
    await cleanTmp(spools[channel], context.now())
    await cleanDone(spools[channel], context.now(), context.settings.keepDays)
  }
  const receiveInbox = () => receiveFiles(context, spools.folder, tools.events, tools.quietMs)
  await (tools.inbox ?? (work => work()))(receiveInbox)
  for (const channel of spoolChannels) await recordItems(database, context, spools[channel], channel, run, tools.events)
  const running: RunTools = { ...tools, spools, run, awaited: new Set(), uploads: [] }
  tools.events.waits?.((await database.run(runWaits, { run })).items ?? 0)
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
