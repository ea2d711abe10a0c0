// Erasing a person: the ledger first, then the database in one transaction, then the files. Whatever stops it in between, the
// ledger has it, and `satchel erase --again` goes on: it erases who is in the ledger and still there, and removes files that are left.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { extensions, placeOf, pools } from '@satchel/protocol/spool/spool-layout'
import type { Home } from '../home/home.ts'
import { attachmentPath, openSpools } from '../home/item-spools.ts'
import { addressMark } from '../keys/keyed-marks.ts'
import type { Context } from '../context/context.ts'
import { eraseAddresses, erasedTraces, eraseRecord } from '../db/calls/privacy.ts'
import type { Erased } from '../db/shapes/privacy.ts'
import { isInLedger, noteErasure, readLedger } from './erasure-ledger.ts'

export interface Gone {
  readonly records: number
  readonly files: number
}

/** @throws Problem record/refused, database/no-right. */
export async function erase(context: Context, entity: number): Promise<Gone & { readonly uuids: readonly string[] }> {
  const erased = await context.asStaff(async database => {
    const { addresses } = await database.run(eraseAddresses, { entity })
    // only the program has the key: the database takes the marks where the person said no, and keeps no address
    const marks = Object.fromEntries((addresses ?? []).map(each => [each, addressMark(context.home, each)]))
    const result = (await database.run(eraseRecord, { entity, marks })).erased
    if (result === null) throw new Error('the database erased nothing')
    // before the commit: a ledger line without an erasure is made good by --again, an erasure without a line comes back with a backup
    for (const uuid of result.uuids) noteErasure(context.home, uuid, context.now())
    context.failpoint('erase/noted')
    return result
  })
  context.failpoint('erase/committed')
  return { records: erased.records, files: await removeFiles(context.home, erased), uuids: erased.uuids }
}

/** Everything that the ledger says must be gone: after a restore, or after an erasure that was stopped. */
export async function eraseAgain(context: Context): Promise<Gone> {
  const ledger = readLedger(context.home)
  const traces = await context.asStaff(async database => (await database.run(erasedTraces, {})).traces)
  const done = new Set<string>()
  let records = 0
  let files = 0
  for (const { uuid, entity } of traces?.alive ?? []) {
    // with a record, those that were merged into it are gone
    if (done.has(uuid) || !isInLedger(context.home, ledger, uuid)) continue
    const gone = await erase(context, entity)
    for (const each of gone.uuids) done.add(each)
    records += gone.records
    files += gone.files
  }
  const left = { packets: traces?.packets ?? [], items: traces?.items ?? [], addresses: [] }
  return { records, files: files + (await removeFiles(context.home, left)) }
}

/** Items in the spools and among the attachments; letters about them, and whole mailboxes of theirs, under the home folder. */
async function removeFiles(
  home: Home,
  { packets, items, addresses }: Pick<Erased, 'packets' | 'items' | 'addresses'>,
): Promise<number> {
  let removed = 0
  const remove = (path: string) => {
    rmSync(path, { recursive: true, force: true })
    removed++
  }
  const spools = Object.values(await openSpools(home))
  const wanted = new Set(items)
  for (const spool of spools) {
    for (const item of items) {
      for (const pool of pools) {
        for (const extension of extensions) rmSync(placeOf(spool, { pool, name: item, extension }), { force: true })
      }
    }
  }
  // what was put away lies by day; a file's name begins with its item's
  for (const path of filesBelow(home.spool)) if (wanted.has(nameOf(path).split('.')[0] ?? '')) remove(path)
  for (const item of items)
    for (const extension of extensions) rmSync(attachmentPath(home, item, extension), { force: true })
  for (const path of filesBelow(home.mail)) if (packets.some(packet => nameOf(path).includes(packet))) remove(path)
  for (const address of addresses) {
    if (/^[^/\\]+$/.test(address) && address !== '.' && address !== '..')
      rmSync(join(home.mail, address), { recursive: true, force: true })
  }
  return removed
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

function* filesBelow(folder: string): Generator<string> {
  let entries: ReturnType<typeof list>
  try {
    entries = list(folder)
  } catch {
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

const list = (folder: string) => readdirSync(folder, { withFileTypes: true })
