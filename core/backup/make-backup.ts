// satchel db backup: everything of an installation in one file. The tables are one moment of the database; the files are read
// while no import moves them, after that moment, so that every item of the tables has its file.

import { createHash } from 'node:crypto'
import { createWriteStream, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { to as copyTo } from 'pg-copy-streams'
import type { Database } from '../db/database.ts'
import { claimImportLock } from '../import/import-run.ts'
import { Problem } from '@satchel/protocol/problem'
import { readInstance } from '../home/home.ts'
import type { Context } from '../context/context.ts'
import { noteBackup, sequences, tablesToCopy } from '../db/calls/backup.ts'
import { ranMigrations } from '../db/calls/installation.ts'
import { ranAdded } from '../db/calls/own.ts'
import { type ArchiveWriter, writeArchive } from './archive.ts'
import { filesToKeep, partOfFile, readKept } from './home-files.ts'
import { sealSecrets } from './sealed-secrets.ts'
import { inOrder } from './table-order.ts'

interface BackedUp {
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the file. */
  readonly digest: string
  readonly rows: number
  readonly files: number
}

/**
 * Writes a backup; the file appears under its name when it is whole and on the disk.
 * @param progress what is being written.
 * @throws Problem run/locked when an import holds the lock for a minute, disk/full.
 */
export async function writeBackup(context: Context, file: string, progress: (what: string) => void): Promise<BackedUp> {
  const growing = `${file}.part`
  rmSync(growing, { force: true })
  const gzip = createGzip()
  const digest = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const written = pipeline(gzip, counted, createWriteStream(growing, { flags: 'wx', mode: 0o600, flush: true }))
  written.catch(() => undefined)
  const write = (part: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      gzip.write(part, error => (error == null ? resolve() : reject(error)))
      // a full disk ends the pipeline, and then no write is answered
      written.catch(reject)
    })
  try {
    const at = context.now()
    const archive = await writeArchive(write)
    const count = await context.asImport(async importer => {
      await waitForLock(importer)
      return context.asOwner(async database => {
        const rows = await writeTables(database, context, archive, at, progress)
        context.failpoint('backup/tables')
        return { rows, files: await writeFiles(context, archive, progress) }
      })
    })
    await archive.close()
    gzip.end()
    await written
    context.failpoint('backup/written')
    renameSync(growing, file)
    await syncFolder(dirname(file))
    const sum = digest.digest('hex')
    await context.asOwner(database => database.run(noteBackup, { at, size: bytes, digest: sum }))
    return { file, bytes, digest: sum, ...count }
  } catch (error) {
    gzip.destroy()
    rmSync(growing, { force: true })
    throw error
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const lockTries = 120
const lockPauseMs = 500

async function waitForLock(database: Database): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await claimImportLock(database)
    } catch (error) {
      if (attempt >= lockTries || !(error instanceof Problem && error.code === 'run/locked')) throw error
      await new Promise(resolve => setTimeout(resolve, lockPauseMs))
    }
  }
}

const one = (value: unknown) => [Buffer.from(JSON.stringify(value))]

async function writeTables(
  database: Database,
  context: Context,
  archive: ArchiveWriter,
  at: Date,
  progress: (what: string) => void,
): Promise<number> {
  await database.client.query('begin isolation level repeatable read read only')
  const tables = inOrder(await database.run(tablesToCopy, {}))
  await archive.part(
    'about',
    one({
      version: 1,
      at: at.toISOString(),
      ...readInstance(context.home),
      migrations: await database.run(ranMigrations, {}),
      added: await database.run(ranAdded, {}),
      tables: tables.map(({ name, columns }) => ({ name, columns })),
    }),
  )
  await archive.part('secrets', [await sealSecrets(context.home, at)])
  const rows: Record<string, number> = {}
  for (const table of tables) {
    progress(table.name)
    const source = database.client.query(copyTo(table.copy_out ?? ''))
    await archive.part(`table/${table.name}`, source as AsyncIterable<Uint8Array>)
    rows[table.name] = source.rowCount
  }
  await archive.part('counts', one({ rows, sequences: await database.run(sequences, {}) }))
  await database.client.query('commit')
  return Object.values(rows).reduce((sum, each) => sum + each, 0)
}

async function writeFiles(context: Context, archive: ArchiveWriter, progress: (what: string) => void): Promise<number> {
  let count = 0
  for await (const file of filesToKeep(context.home.folder)) {
    await archive.part(partOfFile(file), readKept(context.home.folder, file))
    if (++count % 100 === 0) progress(`${count} files`)
  }
  return count
}
