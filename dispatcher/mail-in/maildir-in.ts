// Mail in from a Maildir of our own: taken from new/ and cur/, moved to its folder Done when kept, to Rejected when too large.
// Nothing is ever deleted here: a mail that was taken can still be read with any mail program.

import { randomBytes } from 'node:crypto'
import { constants, lstat, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { diskProblem, linkNew } from '@satchel/protocol/spool/spool'
import { watchFolder } from '../watched-folder.ts'
import { headBytes, type Keep, type MailIn, type PassedOver, type Taken } from '../transport.ts'

export interface MaildirInOptions {
  /** Made where it is missing, closed to others. */
  readonly folder: string
  readonly maxBytes: number
  readonly failpoint?: (step: string) => void
}

interface WaitingFile {
  readonly path: string
  readonly name: string
  readonly time: number
  readonly size: number
}

/** Folders of a Maildir++: a mail program shows Done and Rejected below the inbox. */
const folders = ['', '.Done', '.Rejected'] as const

async function makeFolders(folder: string): Promise<void> {
  for (const below of folders) {
    for (const part of ['tmp', 'new', 'cur']) await mkdir(join(folder, below, part), { recursive: true, mode: 0o700 })
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Runs work on a file that another taker, or a reader's program, may move meanwhile; null when it did. */
async function unlessMoved<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function waitingFiles(folder: string, passedOver: PassedOver[]): Promise<readonly WaitingFile[]> {
  const files: WaitingFile[] = []
  for (const part of ['new', 'cur']) {
    for (const name of await readdir(join(folder, part))) {
      const path = join(folder, part, name)
      const stat = name.startsWith('.') ? null : await unlessMoved(() => lstat(path))
      if (stat === null || stat.isDirectory()) continue
      // a link would be read as whatever it points to
      if (!stat.isFile()) passedOver.push({ reason: 'not-readable', which: path, head: null })
      else files.push({ path, name, time: stat.mtimeMs, size: stat.size })
    }
  }
  return files.sort((a, b) => a.time - b.time || (a.name < b.name ? -1 : 1))
}

/** Up to so many bytes of a file; null when it is gone, or is written to (a copy straight into new/). */
async function readStart(file: WaitingFile, most: number): Promise<Uint8Array | null> {
  return unlessMoved(async () => {
    const handle = await open(file.path, constants.O_RDONLY | constants.O_NOFOLLOW)
    try {
      const bytes = Buffer.alloc(Math.min(file.size, most))
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
      const after = await handle.stat()
      const isWhole = bytesRead === bytes.length && after.size === file.size && after.mtimeMs === file.time
      return isWhole ? new Uint8Array(bytes) : null
    } finally {
      await handle.close()
    }
  })
}

/** Moves a file without ever replacing one; nothing happens where somebody else moved it first. */
async function moveTo(folder: string, file: WaitingFile): Promise<void> {
  const base = file.name.split(':', 1)[0] ?? file.name
  await unlessMoved(async () => {
    const isNamed = await linkNew(file.path, join(folder, 'cur', `${base}:2,S`))
    if (!isNamed) await linkNew(file.path, join(folder, 'cur', `${base}.${randomBytes(4).toString('hex')}:2,S`))
    await unlink(file.path)
  })
}

async function takeAll(options: MaildirInOptions, keep: Keep, stop: AbortSignal): Promise<Taken> {
  const failpoint = options.failpoint ?? (() => undefined)
  const passedOver: PassedOver[] = []
  let taken = 0
  await makeFolders(options.folder)
  for (const file of await waitingFiles(options.folder, passedOver)) {
    if (stop.aborted) break
    const isTooLarge = file.size > options.maxBytes
    const bytes = await readStart(file, isTooLarge ? headBytes : options.maxBytes)
    if (bytes === null) continue
    if (isTooLarge) {
      await moveTo(join(options.folder, '.Rejected'), file)
      passedOver.push({ reason: 'too-large', which: file.path, head: bytes })
      continue
    }
    await keep(bytes, { received: new Date(file.time) })
    failpoint('mail/kept')
    await moveTo(join(options.folder, '.Done'), file)
    failpoint('mail/moved')
    taken++
  }
  return { taken, passedOver }
}

/** Mail of Done, oldest first; nothing is moved. */
async function readAgain(options: MaildirInOptions, keep: Keep, stop: AbortSignal): Promise<number> {
  let count = 0
  await makeFolders(options.folder)
  for (const file of await waitingFiles(join(options.folder, '.Done'), [])) {
    if (stop.aborted) break
    const bytes = file.size > options.maxBytes ? null : await readStart(file, options.maxBytes)
    if (bytes === null) continue
    await keep(bytes, { received: new Date(file.time) })
    count++
  }
  return count
}

/**
 * A Maildir as a way in. Received is the file's time: whoever delivered it wrote it.
 * @throws Problem disk/full from take.
 */
export function maildirIn(options: MaildirInOptions): MailIn {
  return {
    take: async (keep, stop) => {
      try {
        return await takeAll(options, keep, stop)
      } catch (error) {
        throw diskProblem(error)
      }
    },
    again: async (keep, stop) => {
      try {
        return await readAgain(options, keep, stop)
      } catch (error) {
        throw diskProblem(error)
      }
    },
    watch: async (onMail, signal) => {
      await makeFolders(options.folder)
      await Promise.all(['new', 'cur'].map(part => watchFolder(join(options.folder, part), onMail, signal)))
    },
  }
}
