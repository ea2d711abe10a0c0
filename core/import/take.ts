// Raw first: files of the inbox become durable items of the core's spool before anybody looks into them, then leave the inbox.

import { unlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scanFolder } from '@satchel/dispatcher/folder'
import { limits } from '@satchel/protocol/limits'
import { listItems, moveItem, type Spool, type SpoolItem, writeItem } from '@satchel/protocol/spool'
import type { Database } from '../db/database.ts'
import type { Session } from '../session.ts'
import { type ItemState, takeItem } from '../statements/import.ts'
import type { ImportEvents } from './events.ts'

const pageSize = 500

/** Where the inbox is: the setting, seen from the home folder. */
export function inboxFolder(session: Session): string {
  return join(session.home.folder, session.settings.inbox)
}

/** Moves complete files of the inbox into the spool. Bytes that came twice are one item: its name is their hash. */
export async function takeFiles(session: Session, spool: Spool, events: ImportEvents): Promise<void> {
  const scan = await scanFolder(inboxFolder(session), {
    maxBytes: limits.itemBytes,
    now: session.now(),
    quietMs: 0,
  })
  for (const faulty of scan.passedOver) events.passedOver(faulty.reason)
  for (const file of scan.files) {
    await writeItem(spool, 'reply', 'raw', new Uint8Array(await readFile(file.path)), session.reach)
    session.reach('import/spooled')
    unlinkSync(file.path)
    session.reach('import/taken')
  }
}

/** Makes every file of the spool's new/ an item of the database, once. What a killed run had ended is only moved. */
export async function recordItems(database: Database, session: Session, spool: Spool, run: number): Promise<void> {
  let after: string | undefined
  for (;;) {
    const page = await listItems(spool, { limit: pageSize, ...(after === undefined ? {} : { after }) })
    for (const item of page) {
      const { state } = await database.run(takeItem, {
        run,
        hash: item.name,
        door: 'folder',
        trust: session.settings.inboxTrust,
        size: item.size,
        received: null,
      })
      session.reach('import/recorded')
      if (state !== 'waiting') await putAway(session, spool, item, state)
    }
    after = page.at(-1)?.name
    if (after === undefined || page.length < pageSize) return
  }
}

/** Moves an ended item's file out of new/: quarantined ones stay at hand, the rest is kept for a time. */
export async function putAway(session: Session, spool: Spool, item: SpoolItem, state: ItemState): Promise<void> {
  await moveItem(spool, item, state === 'quarantined' ? 'quarantine' : 'done', session.now())
  session.reach('import/put-away')
}
