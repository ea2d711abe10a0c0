// The intake's report about itself to the core: counts, the age of the oldest item, free room, and the public half of its receipt
// key. Never a name of an item.

import { createPrivateKey } from 'node:crypto'
import { lstat, readdir, readFile, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { IntakeAbout } from '@satchel/protocol/pull/pull-about'
import { doneFolders } from '@satchel/protocol/pull/pull-done'
import { receiptKeyText } from '@satchel/protocol/messages/receipt-sign'
import type { Spool } from '@satchel/protocol/spool/spool'
import { itemFile } from '@satchel/protocol/spool/spool-layout'
import type { OutcomeStore } from './outcome-store.ts'

async function itemsIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => [])
  return files.filter(file => itemFile.test(file)).map(file => join(folder, file))
}

/** Files whose times are asked for at once: the disk is shared with the visitors. */
const together = 32

async function oldestOf(paths: readonly string[]): Promise<string | null> {
  let oldest = Number.POSITIVE_INFINITY
  for (let at = 0; at < paths.length; at += together) {
    const times = paths.slice(at, at + together).map(path => lstat(path).catch(() => null))
    for (const stat of await Promise.all(times)) if (stat !== null) oldest = Math.min(oldest, stat.mtimeMs)
  }
  return Number.isFinite(oldest) ? `${new Date(oldest).toISOString().slice(0, 19)}Z` : null
}

/** Null before the first start, and for a file that holds no key: `check` says that. */
async function receiptKeyOf(home: string): Promise<string | null> {
  try {
    return receiptKeyText(createPrivateKey(await readFile(join(home, 'keys', 'receipt.pem'), 'utf8')))
  } catch {
    return null
  }
}

export async function aboutIntake(
  spool: Spool,
  home: string,
  outcomes: Pick<OutcomeStore, 'newest'>,
): Promise<IntakeAbout> {
  const at = (...parts: readonly string[]) => itemsIn(join(spool.folder, ...parts))
  const [reply, unsubscribe, open, bad, days, disk] = await Promise.all([
    at('new', 'reply'),
    at('new', 'unsubscribe'),
    at('new', 'open'),
    at('bad'),
    doneFolders(spool),
    statfs(spool.folder),
  ])
  let done = 0
  for (const day of days) done += (await itemsIn(day)).length
  return {
    receiptKey: await receiptKeyOf(home),
    counts: { reply: reply.length, unsubscribe: unsubscribe.length, open: open.length, bad: bad.length, done },
    oldest: await oldestOf([...reply, ...unsubscribe, ...open]),
    freeBytes: disk.bavail * disk.bsize,
    outcomes: await outcomes.newest(),
  }
}
