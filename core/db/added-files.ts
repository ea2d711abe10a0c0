// Tables and fields of one's own, as files: HOME/sql/NNNN-name.sql, run once each, in their order. They have a history of their own beside
// the migrations of the program. A file makes tables and columns; sql/setup/added-file.sql refuses every other statement.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writePrivate } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { noteAdded, ranAdded, sayAdded } from './calls/own.ts'
import type { Database } from './database.ts'
import { type SqlFile, sqlFiles } from './sql-files.ts'

export interface AddedFile extends SqlFile {
  /** The role of whoever made it; of a file that was put into the folder, the login that runs it. */
  readonly by?: string
  /** Its columns get values when it has run, before anything else is made. */
  readonly hasValues?: boolean
}

/** SHA-256 in hex, as added_file keeps it. */
export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** The files of a folder, in their order. Others in it are not looked at. */
export function readAddedFiles(folder: string): readonly AddedFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter(file => /^[0-9]{4}-[a-z0-9-]{1,60}\.sql$/.test(file))
    .sort()
    .map(file => ({ name: file.slice(0, -'.sql'.length), text: readFileSync(join(folder, file), 'utf8') }))
}

/** Writes the files that the folder lacks: the database keeps their text, so a kill between the two loses none. */
export function writeAddedFiles(folder: string, files: readonly AddedFile[]): void {
  if (files.length > 0) mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { name, text } of files) {
    const file = join(folder, `${name}.sql`)
    if (!existsSync(file)) writePrivate(file, text)
  }
}

/** Runs files that did not run yet, inside the caller's transaction, as its role. @throws Problem schema/changed, schema/added-refused. */
export async function runAddedFiles(database: Database, files: readonly AddedFile[]): Promise<readonly string[]> {
  const ran = new Map((await database.run(ranAdded, {})).map(row => [row.name, row.digest]))
  const fresh: string[] = []
  for (const { name, text, by, hasValues } of files) {
    const before = ran.get(name)
    if (before === digestOf(text)) continue
    if (before !== undefined) {
      throw problem(
        'schema/changed',
        `The file sql/${name}.sql of the home folder ran with other text than it has now.`,
        {
          hint: 'move it away: it is written again as it ran. What is to change needs a file of its own',
        },
      )
    }
    await runAddedFile(database, { name, text })
    if (hasValues === true) await database.client.query(setupText('added-values'))
    await database.run(noteAdded, { name, text, digest: digestOf(text), by: by ?? (await sessionLogin(database)) })
    fresh.push(name)
  }
  return fresh
}

/** Makes the tables of one file, and notes nothing: a backup's own rows say that it ran. */
export async function runAddedFile(database: Database, { name, text }: SqlFile): Promise<void> {
  await database.run(sayAdded, { text })
  try {
    await database.client.query(setupText('added-file'))
  } catch (error) {
    if (isBusy(error)) throw error
    throw problem(
      'schema/added-refused',
      `The file sql/${name}.sql cannot run: ${error instanceof Error ? error.message : ''}`,
      {
        hint: 'nothing was changed. satchel new-type, new-table and new-field write files that can',
        cause: error,
      },
    )
  }
}

/** Somebody else holds a table for too long, or waits for what this has. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['55P03', '40P01', 'database/busy'].includes(String(error.code))

const setupText = (name: string) => sqlFiles('setup').find(file => file.name === name)?.text ?? ''

async function sessionLogin(database: Database): Promise<string> {
  const { rows } = await database.client.query<{ session_user: string }>('show session_authorization')
  return Object.values(rows[0] ?? {}).join('')
}
