// satchel db restore: a home folder and an empty database out of a backup. The database gets a new epoch, and no letter leaves
// until everything that came since the backup was read again. What is half-made after a crash has no instance.json: it is
// removed by hand, and the restore begun again.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { from as copyFrom } from 'pg-copy-streams'
import { checkSettings } from '../home/settings.ts'
import { type Database, withDatabase } from '../db/database.ts'
import { sqlFiles } from '../db/sql-files.ts'
import { loginUrl } from '../db/logins.ts'
import { digestOf, writeAddedFiles } from '../db/added-files.ts'
import { migrate } from '../db/migrate.ts'
import { makeServer, startServer } from '../db/embedded-server.ts'
import { type Home, homePaths, makeHome, writePrivate } from '../home/home.ts'
import { bootstrap, letIn } from '../installation/install.ts'
import { upgradeLetters } from '../letters/seal-old-letters.ts'
import { corePrivateKey } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'
import { type Context, makeContext } from '../context/context.ts'
import { beginRestore, remakeRoles, setSequence, tablesToCopy } from '../db/calls/backup.ts'
import { schemaTable } from '../db/calls/installation.ts'
import { ranAdded } from '../db/calls/own.ts'
import { type BackupFile, fileOfPart, writeKept } from './home-files.ts'
import { bytesOf, type Contents, partsOf, readContents } from './read-backup.ts'
import { openSecrets } from './sealed-secrets.ts'

export interface RestoreOrder {
  readonly file: string
  /** The home folder that is made. */
  readonly folder: string
  readonly recovery: PrivateKey
  /** An outside, empty database in place of the embedded one. */
  readonly databaseUrl?: string
  readonly env: NodeJS.ProcessEnv
  readonly now: () => Date
  readonly failpoint: (step: string) => void
  readonly stop: AbortSignal
}

export interface Restored {
  readonly at: string
  readonly rows: number
  readonly files: number
  readonly staff: number
  readonly epoch: number
  /** Where the database is reached from now on. */
  readonly context: Context
}

/** @throws Problem home/exists, backup/damaged, backup/not-there, backup/not-empty, key/unreadable, schema/newer. */
export async function restore(order: RestoreOrder, progress: (what: string) => void): Promise<Restored> {
  if (existsSync(order.folder) && readdirSync(order.folder).length > 0) {
    throw problem('home/exists', `The folder ${order.folder} is not empty.`, {
      hint: 'a backup is restored into a new home folder: --home FOLDER',
    })
  }
  // all of it is read before anything is made
  const contents = await readContents(order.file, what => progress(`checking: ${what}`))
  const secrets = await openSecrets(contents.secrets, order.recovery)
  const { databaseUrl: _earlier, ...kept } = secrets.settings
  const raw = { ...kept, ...(order.databaseUrl === undefined ? {} : { databaseUrl: order.databaseUrl }) }
  const settings = checkSettings(raw, 'the settings of the backup')
  const home = homePaths(order.folder)
  const { env, now, failpoint, stop } = order
  const context = makeContext({ home, settings, env, now, readCoreKey: corePrivateKey, failpoint, stop })
  makeHome(home)
  for (const [name, text] of Object.entries(secrets.keys)) writeFileSync(join(home.keys, name), text, { mode: 0o600 })
  writePrivate(home.settingsFile, `${JSON.stringify(raw, null, 2)}\n`)
  mkdirSync(join(home.folder, settings.inbox), { recursive: true, mode: 0o700 })
  if (settings.databaseUrl === undefined) {
    progress('making the database')
    await makeServer(home, settings.osUser)
    await startServer(home, settings.osUser)
    await bootstrap(context)
  }
  const made = await withDatabase(loginUrl(home, settings, 'owner'), database =>
    fillDatabase(database, context, order, contents, progress),
  )
  order.failpoint('restore/filled')
  const files = await writeFiles(order.file, home, contents.about.added, progress)
  // those that the home folder of the backup had lost
  writeAddedFiles(home.sql, contents.about.added)
  // last: a home folder without this file is half-made
  writePrivate(home.instanceFile, `${JSON.stringify({ instance: contents.about.instance, epoch: made.epoch })}\n`)
  const rows = Object.values(contents.counts.rows).reduce((sum, each) => sum + each, 0)
  return { at: contents.about.at, rows, files, context, ...made }
}

/** The text of each is what the backup says that ran. @throws Problem backup/damaged. */
function verifiedFiles(files: Contents['about']['added']): Contents['about']['added'] {
  for (const { name, text, digest } of files)
    if (digestOf(text) !== digest)
      throw problem('backup/damaged', `The file sql/${name}.sql in the backup is not the one that ran.`)
  return files
}

async function fillDatabase(
  database: Database,
  context: Context,
  order: RestoreOrder,
  contents: Contents,
  progress: (what: string) => void,
): Promise<{ readonly epoch: number; readonly staff: number }> {
  if ((await database.run(schemaTable, {})).known) {
    throw problem('backup/not-empty', 'The database holds tables of Satchel already.', {
      hint: 'name an empty database; nothing was changed in this one',
    })
  }
  await migrate(database, {
    filling: {
      upTo: contents.about.migrations,
      added: verifiedFiles(contents.about.added),
      fill: () => copyIn(database, order.file, contents, progress),
    },
  })
  const staff = await database.run(remakeRoles, {})
  const { epoch } = await database.inTransaction(() =>
    database.run(beginRestore, {
      kind: 'restore',
      backup: new Date(contents.about.at),
      epoch: Math.floor(order.now().getTime() / 1000),
    }),
  )
  await letIn(database, context)
  // a backup of before the seal holds them in the clear
  await upgradeLetters(database, context, count => progress(`${count} letters sealed`))
  if (epoch === null) throw problem('backup/damaged', 'The backup holds no installation.')
  return { epoch, staff: staff.made ?? 0 }
}

/** Rows and numbers, into tables that are bare: no trigger changes or judges them, only keys and checks do. */
export async function copyIn(
  database: Database,
  file: string,
  contents: Contents,
  progress: (what: string) => void,
): Promise<void> {
  // what migrations began with is in the backup, as it became
  await setUp(database, 'empty')
  await setUp(database, 'own-keys-wait')
  const tables = new Map((await database.run(tablesToCopy, {})).map(table => [table.name, table]))
  const keepsAdded = tables.has('added_file')
  const wrong = (what: string) =>
    problem('backup/damaged', `The backup does not fit the tables of its own version: ${what}.`)
  for await (const part of partsOf(file)) {
    if (!part.name.startsWith('table/')) {
      for await (const _ of part.content);
      continue
    }
    const name = part.name.slice('table/'.length)
    const table = tables.get(name)
    const said = contents.about.tables.find(each => each.name === name)
    if (
      table?.columns == null ||
      table.copy_in === null ||
      said === undefined ||
      !sameColumns(said.columns, table.columns)
    )
      throw wrong(`table ${name}`)
    // which migrations ran is noted by those that ran
    if (name === 'migration') {
      for await (const _ of part.content);
      continue
    }
    progress(name)
    // in the backup's order: a field of one's own may have come before a column of a later release
    const target = database.client.query(copyFrom(table.copy_in.replace(table.columns, said.columns)))
    await pipeline(Readable.from(part.content), target)
    if (target.rowCount !== contents.counts.rows[name]) throw wrong(`rows of table ${name}`)
    tables.delete(name)
  }
  tables.delete('migration')
  if (tables.size > 0) throw wrong(`no ${[...tables.keys()].join(', ')}`)
  // a backup of before them has no such table
  const noted = keepsAdded ? await database.run(ranAdded, {}) : []
  const ran = noted.map(row => `${row.name} ${row.digest}`)
  const said = contents.about.added.map(row => `${row.name} ${row.digest}`)
  if (ran.join() !== said.toSorted().join()) throw wrong("files of tables of one's own")
  await setUp(database, 'own-keys-hold')
  for (const { name, last } of contents.counts.sequences) await database.run(setSequence, { name, last })
}

const setUp = (database: Database, file: string) =>
  database.client.query(sqlFiles('setup').find(({ name }) => name === file)?.text ?? '')

/** Two lists of the same columns, in any order. */
const sameColumns = (one: string, other: string) =>
  one.split(', ').toSorted().join() === other.split(', ').toSorted().join()

async function writeFiles(
  file: string,
  home: Home,
  added: Contents['about']['added'],
  progress: (what: string) => void,
): Promise<number> {
  let count = 0
  for await (const part of partsOf(file)) {
    if (!part.name.startsWith('file/')) {
      for await (const _ of part.content);
      continue
    }
    const kept = fileOfPart(part.name)
    await (kept.path.startsWith('sql/')
      ? writeSql(home, kept, await bytesOf(part), added)
      : writeKept(home.folder, kept, part.content))
    if (++count % 100 === 0) progress(`${count} files`)
  }
  return count
}

/** A file that did not run in the backup's database must not run by itself in this one: it is kept under a name that no migrate reads. */
async function writeSql(
  home: Home,
  file: BackupFile,
  bytes: Uint8Array,
  added: Contents['about']['added'],
): Promise<void> {
  const text = Buffer.from(bytes).toString()
  const ran = added.some(each => file.path === `sql/${each.name}.sql` && each.text === text)
  await writeKept(home.folder, ran ? file : { ...file, path: `${file.path}.not-run` }, Readable.from([bytes]))
}
