// A watched folder: people, rsync or a USB stick put files into it. Bytes in, nothing else: nobody looks into them here.

import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { watch } from 'chokidar'
import { problem } from './problems.ts'

export interface FoundFile {
  readonly path: string
  readonly size: number
}

export interface Scan {
  readonly files: readonly FoundFile[]
  /** Files that stay where they are, each with why. Their names are said: the operator must find them. */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[]
}

interface ScanOptions {
  readonly maxBytes: number
  readonly now: Date
  /** A file written to more recently than this is still growing. */
  readonly quietMs: number
}

/** Half-copied, hidden, and editors' files: left alone without a word until they have their final name. */
const isUnfinished = (name: string) => name.startsWith('.') || /\.(part|tmp|swp|filepart|crdownload)$|~$/i.test(name)

/**
 * Complete files of a folder, oldest first. Folders in it are not entered, links not followed. A folder that is not there
 * (a stick that was pulled out) is empty.
 * @throws Problem folder/not-readable.
 */
export async function scanFolder(folder: string, options: ScanOptions): Promise<Scan> {
  let names: readonly string[]
  try {
    names = await readdir(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return { files: [], passedOver: [] }
    throw problem('folder/not-readable', `The folder ${folder} cannot be read.`, { cause })
  }
  const files: (FoundFile & { readonly time: number })[] = []
  const passedOver: { path: string; reason: string }[] = []
  for (const name of names) {
    if (isUnfinished(name)) continue
    const path = join(folder, name)
    const stat = await lstat(path).catch(() => null)
    if (stat === null || stat.isDirectory()) continue
    const age = options.now.getTime() - stat.mtimeMs
    if (!stat.isFile()) passedOver.push({ path, reason: `${path} is no plain file` })
    else if (stat.size > options.maxBytes)
      passedOver.push({ path, reason: `${path} is larger than ${options.maxBytes} bytes` })
    else if (age < 0 || age >= options.quietMs) files.push({ path, size: stat.size, time: stat.mtimeMs })
  }
  files.sort((a, b) => a.time - b.time || (a.path < b.path ? -1 : 1))
  return { files: files.map(({ path, size }) => ({ path, size })), passedOver }
}

/** How long a file must have stopped growing before it counts as there. */
const quietMs = 300

/**
 * Calls back when files have come and stopped growing, until the signal. A folder that vanishes and comes back is watched
 * again. A callback means "look", not "this file": one may stand for several files.
 */
export async function watchFolder(folder: string, onSettled: () => void, signal: AbortSignal): Promise<void> {
  // the folder above is watched with it, so that one that is made later is seen
  const watcher = watch(folder, {
    ignoreInitial: true,
    depth: 0,
    followSymlinks: false,
    ignored: path => path !== folder && isUnfinished(path.slice(folder.length + 1)),
    awaitWriteFinish: { stabilityThreshold: quietMs, pollInterval: 100 },
  })
  watcher.on('add', () => onSettled())
  watcher.on('addDir', () => onSettled())
  // a stick pulled out in mid-read; the next scan says what is there
  watcher.on('error', () => undefined)
  await new Promise<void>(resolve => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await watcher.close()
}
