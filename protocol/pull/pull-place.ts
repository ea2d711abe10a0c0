// Shared by core and intake: named items of a spool are found, acknowledged and forgotten; and files that are replaced
// as a whole. Names are hashes that were checked; every path is made by spool-layout.ts.

import { lstat, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { doneFolders } from './pull-done.ts'
import { diskProblem, syncFolder } from '../spool/spool.ts'
import { extensions, placeOf, pools, type Spool } from '../spool/spool-layout.ts'

const isFile = async (path: string): Promise<boolean> => (await lstat(path).catch(() => null))?.isFile() === true

/** The paths at which items of a name lie, of those places (pools, quarantine, bad). Usually one or none. */
export async function findPlaces(
  spool: Spool,
  name: string,
  places: readonly string[] = pools,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const pool of places) {
    for (const extension of extensions) {
      const path = placeOf(spool, { pool, name, extension })
      if (await isFile(path)) found.push(path)
    }
  }
  return found
}

async function findInDays(spool: Spool, name: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const folder of await doneFolders(spool)) {
    for (const extension of extensions) {
      const path = join(folder, `${name}.${extension}`)
      if (await isFile(path)) found.push(path)
    }
  }
  return found
}

export interface NamesDone {
  /** Moved or removed now. */
  readonly done: number
  /** Settled before. */
  readonly already: number
  /** Never seen here, or forgotten. */
  readonly unknown: number
}

/**
 * Moves waiting items to done/DAY, durably. Settling again, or what is not there, is no error.
 * @param now gives the day. @throws Problem disk/full.
 */
export async function settleNames(spool: Spool, names: readonly string[], now: Date): Promise<NamesDone> {
  const day = join(spool.folder, 'done', now.toISOString().slice(0, 10))
  const touched = new Set<string>()
  const count = { done: 0, already: 0, unknown: 0 }
  try {
    if ((await mkdir(day, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(dirname(day))
    for (const name of new Set(names)) {
      const paths = await findPlaces(spool, name)
      for (const path of paths) {
        await rename(path, join(day, basename(path)))
        touched.add(dirname(path)).add(day)
      }
      if (paths.length > 0) count.done++
      else if ((await findInDays(spool, name)).length > 0) count.already++
      else count.unknown++
    }
    // done/ sorts before new/: a power cut in between leaves an item in both, never in none
    for (const folder of [...touched].sort()) await syncFolder(folder)
  } catch (error) {
    throw diskProblem(error)
  }
  return count
}

/** Removes items wherever they lie, from done/, bad/ and quarantine/ too, durably. */
export async function forgetNames(spool: Spool, names: readonly string[]): Promise<NamesDone> {
  const touched = new Set<string>()
  const count = { done: 0, already: 0, unknown: 0 }
  for (const name of new Set(names)) {
    const paths = [
      ...(await findPlaces(spool, name, [...pools, 'bad', 'quarantine'])),
      ...(await findInDays(spool, name)),
    ]
    for (const path of paths) {
      await rm(path, { force: true })
      touched.add(dirname(path))
    }
    if (paths.length > 0) count.done++
    else count.unknown++
  }
  for (const folder of touched) await syncFolder(folder)
  return count
}

/** Replaces a small file as a whole and durably: after a power cut it is the old or the new one. @throws Problem disk/full. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  // .part is read by nobody; rename brings the old or the new file, never a mixture
  const growing = `${path}.part`
  try {
    const handle = await open(growing, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(growing, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(growing, { force: true }).catch(() => undefined)
    throw diskProblem(error)
  }
}
