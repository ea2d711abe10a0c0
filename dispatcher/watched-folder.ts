// A watched folder: people, rsync or a USB stick put files into it. Bytes in, nothing else: nobody looks into them here.

import { access, constants, lstat, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type FSWatcher, watch } from 'chokidar'
import { problem } from './problems.ts'

export interface FoundFile {
  readonly path: string
  readonly size: number
}

export interface Scan {
  readonly files: readonly FoundFile[]
  /** Files that stay where they are, each with why. Their names are said: the operator must find them. */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[]
  /** Files that were written to a moment ago: worth another look soon. */
  readonly growing: number
}

interface ScanOptions {
  readonly maxBytes: number
  readonly now: Date
  /** A file written to more recently than this is still growing. */
  readonly quietMs: number
}

/** Half-copied, hidden, and editors' files: left alone without a word until they have their final name. */
const isUnfinished = (name: string) => name.startsWith('.') || /\.(part|tmp|swp|filepart|crdownload)$|~$/i.test(name)

const isReadable = (path: string) =>
  access(path, constants.R_OK).then(
    () => true,
    () => false,
  )

/** A time in the future says nothing about now: a camera's or a stick's clock is wrong. */
function isQuiet(mtimeMs: number, options: ScanOptions): boolean {
  const ageMs = options.now.getTime() - mtimeMs
  return ageMs < 0 || ageMs >= options.quietMs
}

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
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return { files: [], passedOver: [], growing: 0 }
    throw problem('folder/not-readable', `The folder ${folder} cannot be read.`, { cause })
  }
  const files: (FoundFile & { readonly time: number })[] = []
  const passedOver: { path: string; reason: string }[] = []
  let growing = 0
  for (const name of names) {
    if (isUnfinished(name)) continue
    const path = join(folder, name)
    const stat = await lstat(path).catch(() => null)
    if (stat === null || stat.isDirectory()) continue
    if (!stat.isFile()) passedOver.push({ path, reason: `${path} is no plain file` })
    else if (stat.size > options.maxBytes)
      passedOver.push({ path, reason: `${path} is larger than ${options.maxBytes} bytes` })
    else if (!(await isReadable(path))) passedOver.push({ path, reason: `${path} cannot be read` })
    else if (isQuiet(stat.mtimeMs, options)) files.push({ path, size: stat.size, time: stat.mtimeMs })
    else growing++
  }
  files.sort((a, b) => a.time - b.time || (a.path < b.path ? -1 : 1))
  return { files: files.map(({ path, size }) => ({ path, size })), passedOver, growing }
}

/** How long a file must have stopped growing before it counts as there. */
const quietMs = 300

/** How often it is asked whether the folder is still the one that is watched: a mount announces itself to nobody. */
const checkMs = 1000

/** Tells a folder from another of the same name; null: there is none. Inode numbers alone are used again at once. */
async function identityOf(folder: string): Promise<string | null> {
  const stat = await lstat(folder).catch(() => null)
  return stat?.isDirectory() === true ? `${stat.dev} ${stat.ino} ${stat.birthtimeMs}` : null
}

/**
 * Calls back when files have come and stopped growing, until the signal. A folder that vanishes and comes back, or that a
 * stick is mounted over, is watched again. A callback means "look", not "this file": one may stand for several files, or for
 * none. There is one at the beginning, and one whenever the folder is another than before.
 */
export async function watchFolder(folder: string, onSettled: () => void, signal: AbortSignal): Promise<void> {
  const path = resolve(folder)
  let watched: string | null = null
  let watcher: FSWatcher | null = null
  while (!signal.aborted) {
    const identity = await identityOf(path)
    if (identity !== watched) {
      await watcher?.close()
      watched = identity
      watcher = identity === null ? null : watchOne(path, onSettled)
    }
    await setTimeout(checkMs, undefined, { signal }).catch(() => undefined)
  }
  await watcher?.close()
}

function watchOne(folder: string, onSettled: () => void): FSWatcher {
  const watcher = watch(folder, {
    ignoreInitial: true,
    depth: 0,
    followSymlinks: false,
    ignored: path => path !== folder && isUnfinished(basename(path)),
    awaitWriteFinish: { stabilityThreshold: quietMs, pollInterval: 100 },
  })
  watcher.on('add', () => onSettled())
  // a file that was there, half, when the watching began
  watcher.on('change', () => onSettled())
  // what came after the caller's last look and before the watcher was ready is announced by nothing else
  watcher.on('ready', () => onSettled())
  // a stick pulled out in mid-read; the next scan says what is there
  watcher.on('error', () => undefined)
  return watcher
}
