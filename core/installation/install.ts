// Makes or completes an installation: server, logins, schema, forms, identity, keys. Every step may be run again.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { publishForms } from '../forms/publish-forms.ts'
import { type Database, withDatabase } from '../db/database.ts'
import { sqlFiles } from '../db/sql-files.ts'
import { type Login, loginPasswords, loginUrl } from '../db/logins.ts'
import { readAddedFiles, writeAddedFiles } from '../db/added-files.ts'
import { migrate } from '../db/migrate.ts'
import { makeServer, readServerState, startServer } from '../db/embedded-server.ts'
import { makeHome, writePrivate } from '../home/home.ts'
import { makeKeys } from '../keys/core-keys.ts'
import { problem } from '../problems/problems.ts'
import { keepLabels } from '../records/labels.ts'
import type { Context } from '../context/context.ts'
import { addStaff, listStaff, staffRole } from '../db/calls/staff.ts'
import { keepInstance, setLogin } from '../db/calls/installation.ts'
import { ranAdded } from '../db/calls/own.ts'

export interface Installation {
  readonly instance: string
  readonly recoveryPassphrase: string
}

/**
 * @param seed becomes the installation's id where it has none yet.
 * @param beforeLast called when all is made but the mark that it is: what must not be missed, such as showing the passphrase.
 */
export async function makeInstallation(
  context: Context,
  seed: string,
  progress: (step: string) => void,
  beforeLast: (made: Installation) => Promise<void> = () => Promise.resolve(),
): Promise<Installation> {
  const { home, settings } = context
  makeHome(home)
  if (settings.databaseUrl === undefined) {
    progress('making the database ...')
    await makeServer(home, settings.osUser)
    await startServer(home, settings.osUser)
    await bootstrap(context)
  }
  progress('making tables ...')
  const pending = pendingInstance(home, seed)
  const kept = await withDatabase(loginUrl(home, settings, 'owner'), async database => {
    await upgrade(database, context)
    const row = await database.run(keepInstance, {
      instance: pending,
      epoch: Math.floor(context.now().getTime() / 1000),
      calling_code: settings.callingCode,
    })
    if (row.instance !== pending) {
      throw problem('home/other-instance', 'This database has a home folder already, and it is not this one.', {
        hint: 'use that home folder, or name an empty database; its records, logins and keys were not touched',
      })
    }
    await letIn(database, context)
    return row
  })
  progress('making keys ...')
  const recoveryPassphrase = await makeKeys(home, settings.organisation, settings.mail, context.now())
  mkdirSync(home.mail, { recursive: true, mode: 0o700 })
  const made = { instance: kept.instance, recoveryPassphrase }
  await beforeLast(made)
  // last: a home folder without this file is half-made, and init goes on with it
  writePrivate(home.instanceFile, `${JSON.stringify({ instance: kept.instance, epoch: kept.epoch })}\n`)
  rmSync(`${home.instanceFile}.pending`, { force: true })
  return made
}

/** The id that this home folder gave its database, also when an earlier init was stopped before it ended. */
function pendingInstance(home: Context['home'], seed: string): string {
  const file = `${home.instanceFile}.pending`
  if (!existsSync(file)) writePrivate(file, seed)
  return readFileSync(file, 'utf8')
}

/** Brings the schema and the forms up to this program, and makes sure that somebody can act at this keyboard. */
export async function upgrade(database: Database, context: Context): Promise<readonly string[]> {
  if (context.settings.databaseUrl === undefined) await closeServer(context)
  const { ran } = await migrate(database, { added: () => readAddedFiles(context.home.sql) })
  writeAddedFiles(context.home.sql, await database.run(ranAdded, {}))
  const forms = await publishForms(database)
  await database.inTransaction(() => keepLabels(database))
  // one who was turned off stays off
  const isThere = (await database.run(listStaff, {})).some(({ hid }) => hid === 'office')
  if (!isThere && context.settings.operator === 'office') {
    await database.inTransaction(() =>
      database.run(addStaff, {
        hid: 'office',
        name: 'Office',
        email: context.settings.mail,
        role: 'office',
        language: 'en',
        protection: null,
      }),
    )
  }
  return [...ran, ...forms]
}

/** The embedded server's first minute: the login `satchel` and its database. */
export async function bootstrap(context: Context): Promise<void> {
  const state = readServerState(context.home)
  if (state === null) throw problem('server/not-started', 'The embedded database was not made.')
  const setup = new Map(sqlFiles('setup').map(file => [file.name, file.text]))
  await withDatabase(loginUrl(context.home, context.settings, 'super', 'postgres'), async database => {
    for (const [file, expected] of [
      ['bootstrap', '42710'],
      ['database', '42P04'],
    ] as const) {
      await database.run(setLogin, { login: 'satchel', password: state.ownerPassword })
      try {
        await database.client.query(setup.get(file) ?? '')
      } catch (error) {
        // there already: an earlier init was stopped after this step
        if (!(error instanceof Error && 'code' in error && error.code === expected)) throw error
      }
    }
  })
  await closeServer(context)
}

/** Takes away, on the embedded server, what PostgreSQL lets every login do and nobody needs. */
async function closeServer(context: Context): Promise<void> {
  const text = sqlFiles('setup').find(file => file.name === 'close')?.text ?? ''
  await withDatabase(loginUrl(context.home, context.settings, 'super'), database => database.client.query(text))
}

/** Gives the program's logins the passwords of this home folder, and the console the roles of staff who were there before it. */
export async function letIn(database: Database, context: Context): Promise<void> {
  const passwords = loginPasswords(context.home)
  const setup = new Map(sqlFiles('setup').map(file => [file.name, file.text]))
  for (const login of ['import', 'dispatch', 'console'] as const satisfies readonly Login[]) {
    await database.run(setLogin, { login: `satchel_${login}`, password: passwords[login] })
    await database.client.query(setup.get('login') ?? '')
  }
  await database.client.query(setup.get('console') ?? '')
}

/** Loads the sample co-operative, in one transaction, unless a stopped init did. Meant for a new, empty database. */
export async function loadSamples(context: Context): Promise<void> {
  await withDatabase(loginUrl(context.home, context.settings, 'owner'), database =>
    database.inTransaction(async () => {
      if ((await database.run(staffRole, { hid: 'anna' })).role !== null) return
      for (const file of sqlFiles('samples')) await database.client.query(file.text)
    }),
  )
}
