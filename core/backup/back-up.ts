// Backs up everything of an installation into one file; looks into such a file without restoring it.

import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { writeBackup } from './make-backup.ts'
import { readContents } from './read-backup.ts'

/** @throws Problem usage/wrong where the file is there, run/locked when an import holds the lock for a minute, disk/full. */
export const backUp = useCase(
  z.object({
    /** The new file; or a folder, then the file is named after the time. */
    file: z.string(),
  }),
  z.object({
    file: z.string(),
    bytes: z.number(),
    /** SHA-256 of the file. */
    digest: z.string(),
    rows: z.number(),
    files: z.number(),
  }),
  (context, { file }, progress) =>
    writeBackup(context, targetOf(file, context.now()), what => progress.step(`writing ${what}`)),
)

/** A folder gets a file named after the moment. */
function targetOf(given: string, now: Date): string {
  const isFolder = existsSync(given) && statSync(given).isDirectory()
  const file = isFolder ? join(given, `satchel-${now.toISOString().slice(0, 19).replaceAll(':', '')}.backup`) : given
  if (existsSync(file)) {
    throw problem('usage/wrong', `There is a file ${file} already.`, { hint: 'a backup replaces none: name another' })
  }
  return resolve(file)
}

export interface Look {
  readonly at: string
  readonly instance: string
  readonly epoch: number
  readonly migrations: readonly string[]
  /** By table. */
  readonly rows: Readonly<Record<string, number>>
  readonly files: number
  /** How many tables it holds. */
  readonly tables: number
}

/** Reads the whole backup and restores nothing. It needs no home folder. @throws Problem backup/damaged, backup/not-there. */
export async function lookIntoBackup(file: string, progress: (what: string) => void): Promise<Look> {
  const { about, counts, files } = await readContents(file, progress)
  const { at, instance, epoch, tables } = about
  const migrations = about.migrations.map(row => row.name)
  return { at, instance, epoch, migrations, rows: counts.rows, files, tables: tables.length }
}
