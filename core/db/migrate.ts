// Brings a database to the schema of this program: roles, migrations (once each, in order, hashes kept), functions, policies,
// grants, lists, stored queries. Runs as the owner's login; may be run again at any time.

import { createHash } from 'node:crypto'
import { problem } from '../problems/problems.ts'
import { type AddedFile, runAddedFile, runAddedFiles } from './added-files.ts'
import { dropAllStored, keepQuery, noteMigration, ranMigrations, schemaTable } from './calls/installation.ts'
import { type Database, shippedQueries } from './database.ts'
import { type SqlFile, sqlFiles, sqlFunctions, sqlNames } from './sql-files.ts'

export interface Migrated {
  readonly ran: readonly string[]
  readonly version: string
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** The rows of a backup come in between: they fit the tables of the backup's own version, and no other. */
export interface Filling {
  /** Migrations that the backup's database had. */
  readonly upTo: readonly { readonly name: string; readonly digest: string }[]
  /** Called when the tables are those of that version, and nothing else is there yet: no trigger, no policy, no function. */
  readonly fill: () => Promise<void>
  /** Files of tables and fields of one's own that the backup's database had. */
  readonly added: readonly AddedFile[]
}

export interface MigrateOptions {
  /** Of a database that has this release's schema: called first, and waits until no other session does the same. */
  readonly turn?: () => Promise<void>
  readonly filling?: Filling
  /** Files of tables and fields of one's own, in their order, read inside the transaction; those that ran are left out. */
  readonly added?: () => readonly AddedFile[] | Promise<readonly AddedFile[]>
  /** Called in the same transaction, when everything is made. */
  readonly atEnd?: () => Promise<void>
}

/** @throws Problem schema/newer, schema/changed, schema/added-refused, database/too-old. */
export async function migrate(database: Database, options: MigrateOptions = {}): Promise<Migrated> {
  await checkServerVersion(database)
  const setup = new Map(sqlFiles('setup').map(file => [file.name, file.text]))
  // a database of this release has them; two that grant rights at the same time would refuse each other
  if (options.turn === undefined) {
    await database.client.query(setup.get('roles') ?? '')
    await database.client.query(setup.get('extensions') ?? '')
  }
  await database.client.query('set role satchel_owner')
  try {
    return await database.inTransaction(async () => {
      await options.turn?.()
      await database.client.query(setup.get('history') ?? '')
      const ran = [...(await runMigrations(database, options.filling))]
      const added = (await options.added?.()) ?? []
      // replaceable code: made anew each time, so the files are the whole truth. Before files of one's own, since a view would keep the
      // column that one of them drops, and none of them has a function to call
      await database.client.query(setup.get('clear') ?? '')
      ran.push(...(await runAddedFiles(database, added)))
      // functions name each other: made first unchecked, then once more with their bodies checked
      await runFiles(database, sqlFunctions())
      await database.client.query('set local check_function_bodies = on')
      await runFiles(database, sqlFunctions())
      await runFiles(database, sqlFiles('seed'))
      // the menu names all views, so it comes last
      await runFiles(database, sqlFiles('views', ['generic', 'own', 'due', 'reports', 'menu']))
      await runFiles(database, sqlFiles('policies'))
      // after the triggers, so that the audit has what is repaired; addresses after the telephone numbers that became one
      await runFiles(database, sqlFiles('repairs', ['endings', 'phones', 'mails']))
      await database.run(dropAllStored, {})
      for (const query of shippedQueries().values()) {
        await database.run(keepQuery, {
          name: query.name,
          about: query.about,
          params: query.params
            .map(
              ({ name, type, about, standard }) =>
                `${name}${standard === undefined ? '' : `=${standard}`} ${type} ${about}`,
            )
            .join('\n'),
          columns: query.columns.map(column => `${column.name} ${column.type} ${column.about}`).join('\n'),
          returns: query.returns,
          use: query.use,
          text: query.text,
        })
      }
      await options.atEnd?.()
      return { ran, version: sqlFiles('migrations').at(-1)?.name ?? '' }
    })
  } finally {
    await database.client.query('reset role').catch(() => undefined)
  }
}

async function runFiles(database: Database, files: readonly SqlFile[]): Promise<void> {
  for (const file of files) await database.client.query(file.text)
}

async function runMigrations(database: Database, filling?: Filling): Promise<readonly string[]> {
  if (filling !== undefined) {
    const ran = await runNew(database, new Map(), new Map(filling.upTo.map(row => [row.name, row.digest])))
    for (const file of filling.added) await runAddedFile(database, file)
    await filling.fill()
    return [...ran, ...(await runMigrations(database))]
  }
  const known = new Map((await database.run(ranMigrations, {})).map(row => [row.name, row.digest]))
  return runNew(database, known)
}

/** @param wanted only these, and with these digests; all where not given. */
async function runNew(
  database: Database,
  known: ReadonlyMap<string, string>,
  wanted?: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const files = sqlFiles('migrations')
  const newest = files.at(-1)?.name ?? ''
  for (const name of [...known.keys(), ...(wanted?.keys() ?? [])]) {
    if (name > newest) throw newerSchema(name)
  }
  const ran: string[] = []
  for (const file of files) {
    if (wanted !== undefined && !wanted.has(file.name)) continue
    const before = known.get(file.name) ?? wanted?.get(file.name)
    if (known.has(file.name) && before === digest(file.text)) continue
    if (before !== undefined && before !== digest(file.text)) {
      throw problem('schema/changed', `The migration ${file.name} ran with other text than its file has now.`, {
        hint: 'install the release that this database belongs to',
      })
    }
    await database.client.query(file.text)
    await database.run(noteMigration, { name: file.name, digest: digest(file.text) })
    ran.push(file.name)
  }
  return ran
}

function newerSchema(name: string) {
  return problem('schema/newer', `The database has the migration ${name}, which this program does not know.`, {
    hint: 'install the newer release; nothing was changed',
  })
}

async function checkServerVersion(database: Database): Promise<void> {
  const { rows } = await database.client.query<{ server_version_num: string }>('show server_version_num')
  if (Number(rows[0]?.server_version_num ?? 0) < 150000) {
    throw problem('database/too-old', 'Satchel needs PostgreSQL 15 or newer.')
  }
}

/** Stops a program that does not fit the database before it works. @throws Problem schema/newer, schema/older. */
export async function checkSchema(database: Database): Promise<void> {
  const files = sqlNames('migrations')
  const { known } = await database.run(schemaTable, {})
  const names = known ? (await database.run(ranMigrations, {})).map(row => row.name) : []
  const newest = files.at(-1) ?? ''
  const newer = names.find(name => name > newest)
  if (newer !== undefined) throw newerSchema(newer)
  if (files.some(file => !names.includes(file))) {
    throw problem('schema/older', 'The database waits for a migration.', { hint: 'satchel db migrate' })
  }
}
