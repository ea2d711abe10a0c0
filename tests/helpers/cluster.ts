// One private PostgreSQL for the whole test run: the embedded one, or the server of SATCHEL_TEST_DATABASE_URL (a superuser).
// Migrated once into a template database; each test file gets a copy. Everything is removed at the end.

import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { makeServer, readServerState, startServer, stopServer } from '@satchel/core/db/server'
import { sqlFiles } from '@satchel/core/db/files'
import { homePaths, makeHome } from '@satchel/core/home'
import { makeInstallation } from '@satchel/core/install'

export interface Cluster {
  /** Superuser's address, for making and dropping databases. */
  readonly superUrl: string
  readonly ownerPassword: string
  readonly passwords: { readonly import: string; readonly dispatch: string }
  readonly template: string
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: Cluster
  }
}

/** The same address with another user, password and database. */
export function addressOf(superUrl: string, user: string, password: string, database: string): string {
  const url = new URL(superUrl)
  url.username = user
  url.password = password
  url.pathname = `/${database}`
  return url.href
}

const text = (name: string) => sqlFiles('setup').find(file => file.name === name)?.text ?? ''

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-tests-'))
  const home = homePaths(join(folder, 'home'))
  const outside = process.env.SATCHEL_TEST_DATABASE_URL
  makeHome(home)
  let superUrl = outside
  if (superUrl === undefined) {
    await makeServer(home, 'satchel')
    await startServer(home, 'satchel')
    const state = readServerState(home)
    if (state === null) throw new Error('the test server was not made')
    superUrl = `postgresql://postgres:${state.superPassword}@localhost/postgres?host=${encodeURIComponent(state.socket)}`
  }
  const ownerPassword = randomBytes(12).toString('hex')
  const template = `template_${randomBytes(4).toString('hex')}`
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  await client.query('select set_config($1, $2, false)', ['satchel.password', ownerPassword])
  await client.query(text('bootstrap')).catch(() => client.query(`alter role satchel password '${ownerPassword}'`))
  await client.query(text('database').replace('database satchel', `database ${template}`))
  const settings = {
    organisation: 'Kilimo',
    mail: 'core@kilimo.example',
    callingCode: '+255',
    databaseUrl: addressOf(superUrl, 'satchel', ownerPassword, template),
  }
  const session = {
    home,
    settings: {
      ...settings,
      osUser: 'satchel',
      operator: 'office',
      inbox: 'inbox',
      inboxTrust: 'local' as const,
      packetDays: 30,
      keepDays: 30,
    },
    env: {},
    now: () => new Date(),
    reach: () => undefined,
  }
  await makeInstallation(session, 'template', () => undefined)
  const { loginPasswords } = await import('@satchel/core/db/logins')
  project.provide('cluster', { superUrl, ownerPassword, passwords: loginPasswords(home), template })
  return async () => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname = $1 or datname ~ '^t_[0-9a-f]{12}$'",
      [template],
    )
    for (const row of rows) await client.query(`drop database ${row.datname} with (force)`)
    await client.end()
    if (outside === undefined) await stopServer(home, 'satchel')
    rmSync(folder, { recursive: true, force: true })
  }
}
