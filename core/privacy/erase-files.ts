// The files of somebody who is erased: items in the spools and among the attachments; letters about them, and whole mailboxes of
// theirs, under the home folder.

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { extensions, placeOf, pools } from '@satchel/protocol/spool/spool-layout'
import type { Home } from '../home/home.ts'
import { attachmentPath, openSpools } from '../home/item-spools.ts'
import type { Erased } from '../db/shapes/privacy.ts'

/** @returns how many were removed. */
export async function removeFiles(
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
