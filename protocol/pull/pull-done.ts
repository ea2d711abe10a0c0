// The days of done/ seen as one list: after a restore the core reads settled items again. Nothing is moved here.

import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListedItem } from './pull-files.ts'
import { itemFile, type Spool } from '../spool/spool-layout.ts'

const dayFolder = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/

/** Folders of done/, oldest first, as paths. */
export async function doneFolders(spool: Spool): Promise<readonly string[]> {
  const names = await readdir(join(spool.folder, 'done')).catch(() => [])
  return names
    .filter(name => dayFolder.test(name))
    .sort()
    .map(name => join(spool.folder, 'done', name))
}

/** Items of all days by name, each once, a page at a time; `after` is the last name of the page before. */
export async function listDone(
  spool: Spool,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly ListedItem[]> {
  const found = new Map<string, string>()
  for (const folder of await doneFolders(spool)) {
    for (const file of await readdir(folder)) {
      if (itemFile.test(file) && file.slice(0, 64) > (page.after ?? '')) found.set(file, join(folder, file))
    }
  }
  const files = [...found.keys()].sort()
  let end = page.limit
  // items of one name are never parted
  while (end > 0 && end < files.length && files[end]?.slice(0, 64) === files[end - 1]?.slice(0, 64)) end++
  const items: ListedItem[] = []
  for (const file of files.slice(0, end)) {
    // null: a day that was removed meanwhile
    const stat = await lstat(found.get(file) ?? '').catch(() => null)
    const extension = file.slice(65) as ListedItem['extension']
    if (stat?.isFile() === true) items.push({ pool: 'done', name: file.slice(0, 64), extension, size: stat.size })
  }
  return items
}

/** Path of a settled item; null where it is in no day. @throws TypeError for what is no item. */
export async function findDone(spool: Spool, item: Pick<ListedItem, 'name' | 'extension'>): Promise<string | null> {
  const file = `${item.name}.${item.extension}`
  if (!itemFile.test(file)) throw new TypeError('not an item')
  for (const folder of await doneFolders(spool)) {
    const stat = await lstat(join(folder, file)).catch(() => null)
    if (stat?.isFile() === true) return join(folder, file)
  }
  return null
}
