// Raw first: files of the inbox become durable items of the core's spool before anybody looks into them, then leave the inbox.

import { statSync, unlinkSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { scanFolder } from '@satchel/dispatcher/watched-folder'
import { limits } from '@satchel/protocol/limits'
import { allItems, moveItem, moveItems, type Spool, type SpoolItem, writeItem } from '@satchel/protocol/spool/spool'
import { mailTrust } from '../home/settings.ts'
import type { Database } from '../db/database.ts'
import type { Context } from '../context/context.ts'
import { receiveItems } from '../db/calls/import.ts'
import { queueAgainItem } from '../db/calls/letters.ts'
import type { ItemState } from '../db/shapes/import.ts'
import type { ImportEvents } from './import-events.ts'
import { keepAttachment, type SpoolChannel } from '../home/item-spools.ts'

const pageSize = 500

/** Where the inbox is: the setting, seen from the home folder. */
export function inboxFolder(context: Context): string {
  return join(context.home.folder, context.settings.inbox)
}

/** Moves complete files of the inbox into the spool. Bytes that came twice are one item: its name is their hash. */
export async function receiveFiles(
  context: Context,
  spool: Spool,
  events: ImportEvents,
  quietMs: number,
): Promise<void> {
  const scan = await scanFolder(inboxFolder(context), {
    maxBytes: limits.itemBytes,
    now: context.now(),
    quietMs,
  })
  for (const faulty of scan.passedOver) events.passedOver(faulty.reason)
  if (scan.growing > 0) events.growing?.()
  // a millisecond apart: a file system's own times are too coarse to keep files in the order in which they came
  const started = context.now().getTime()
  for (const [index, file] of scan.files.entries()) {
    const bytes = await readWhole(file.path)
    if (typeof bytes === 'string') {
      events.passedOver(`${file.path} ${bytes}`)
      continue
    }
    await writeItem(spool, 'reply', 'raw', bytes, context.failpoint, new Date(started + index))
    context.failpoint('import/spooled')
    try {
      unlinkSync(file.path)
    } catch {
      // it is taken all the same: its bytes are an item, and the same bytes once more are no second one
      events.passedOver(`${file.path} was taken, but cannot be removed`)
    }
    context.failpoint('import/taken')
  }
}

/** The bytes of a file that nobody writes to any more; else why it stays where it is. */
async function readWhole(path: string): Promise<Uint8Array | string> {
  try {
    const before = await stat(path)
    const bytes = new Uint8Array(await readFile(path))
    const after = await stat(path)
    const isWhole = bytes.length === after.size && before.mtimeMs === after.mtimeMs && before.ino === after.ino
    return isWhole && bytes.length <= limits.itemBytes ? bytes : 'is still being written'
  } catch {
    return 'cannot be read'
  }
}

/** Makes every file of the spool's new/ an item of the database, once. What a killed run had ended is only moved. */
export async function recordItems(
  database: Database,
  context: Context,
  spool: Spool,
  channel: SpoolChannel,
  run: number,
  events: ImportEvents,
): Promise<void> {
  const trust = {
    folder: context.settings.inboxTrust,
    mail: mailTrust(context.settings),
    web: 'none',
    carried: 'none',
  }[channel]
  for await (const page of allItems(spool, pageSize)) {
    // items are imported in the order in which they were taken, not in that of their names
    const items = page.map(item => ({ hash: item.name, size: item.size, received: receivedAt(spool, item) }))
    const states = new Map(
      (await database.run(receiveItems, { run, channel, trust, items })).map(row => [row.hash, row.state]),
    )
    for (const item of page) {
      context.failpoint('import/recorded')
      const state = states.get(item.name)
      if (state === undefined || state === 'waiting') continue
      // who sends the same file again may have lost the answer
      await database.run(queueAgainItem, { hash: item.name })
      await putAway(context, spool, item, state)
      events.again(item.name, state)
    }
  }
}

/** Moves an ended item's file out of new/: quarantined ones stay at hand, the rest is kept for a time. */
export async function putAway(context: Context, spool: Spool, item: SpoolItem, state: ItemState): Promise<void> {
  if (state === 'attached') await keepAttachment(context.home, spool, item)
  await moveItem(spool, item, state === 'quarantined' ? 'quarantine' : 'done', context.now())
  context.failpoint('import/put-away')
}

/** As putAway, for items that all end alike and were no attachment. */
export async function putAwayAll(
  context: Context,
  spool: Spool,
  items: readonly SpoolItem[],
  to: 'done' | 'quarantine',
): Promise<void> {
  if (items.length === 0) return
  await moveItems(spool, items, to, context.now())
  for (let moved = 0; moved < items.length; moved++) context.failpoint('import/put-away')
}

/** When a file of new/ came into the spool; null for one that was moved meanwhile. */
function receivedAt(spool: Spool, item: SpoolItem): Date | null {
  try {
    return statSync(join(spool.folder, 'new', item.pool, `${item.name}.${item.extension}`)).mtime
  } catch {
    return null
  }
}
