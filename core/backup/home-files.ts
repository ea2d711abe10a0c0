// Files of the home folder that belong into a backup: every spool, attachments, mailboxes, the inbox, forms and tables of its own. Paths out of a backup
// are checked before anything is written.

import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdir, readdir, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { problem } from '../problems/problems.ts'

const roots = ['spool', 'attachments', 'mail', 'inbox', 'forms', 'sql'] as const

export interface BackupFile {
  /** Seen from the home folder, with slashes. */
  readonly path: string
  readonly modified: Date
}

/** Files below the folders that a backup holds, in no special order. What grows is left out: nobody was told of it yet. */
export async function* filesToKeep(home: string): AsyncGenerator<BackupFile> {
  for (const root of roots) yield* filesBelow(home, root)
}

async function* filesBelow(home: string, folder: string): AsyncGenerator<BackupFile> {
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && entry.name !== 'tmp') yield* filesBelow(home, path)
    if (!entry.isFile() || entry.name.endsWith('.part')) continue
    // a mail program may move it meanwhile
    const stat = await lstat(join(home, path)).catch(() => null)
    if (stat?.isFile() === true) yield { path, modified: stat.mtime }
  }
}

/** Name of a file's part: time and path, without white space. */
export function partOfFile(file: BackupFile): string {
  return `file/${Math.round(file.modified.getTime())}/${file.path.split('/').map(encodeURIComponent).join('/')}`
}

/** The file that a part holds. @throws Problem backup/damaged for a path that no backup of ours has. */
export function fileOfPart(name: string): BackupFile {
  const [, time = '', ...encoded] = name.split('/')
  const segments = encoded.map(segment => {
    try {
      return decodeURIComponent(segment)
    } catch {
      return ''
    }
  })
  const isSafe =
    /^-?\d{1,15}$/.test(time) &&
    segments.length > 1 &&
    roots.some(root => root === segments[0]) &&
    segments.every(segment => segment !== '' && segment !== '.' && segment !== '..' && !/[/\\\0]/.test(segment))
  if (!isSafe) {
    throw problem('backup/damaged', 'The backup names a file outside the folders of a home.', {
      hint: 'nothing was changed; this is no backup that Satchel wrote',
    })
  }
  return { path: segments.join('/'), modified: new Date(Number(time)) }
}

/** The bytes of a file; nothing where it is gone by now. */
export async function* readKept(home: string, file: BackupFile): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(join(home, file.path)) as AsyncIterable<Uint8Array>
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

/** Writes a file of a backup to its place, with its time, closed to others. It must not be there. */
export async function writeKept(home: string, file: BackupFile, content: AsyncIterable<Uint8Array>): Promise<void> {
  const path = join(home, file.path)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
  await utimes(path, file.modified, file.modified)
}
