// A database of its own for a test file, copied from the template, and plain connections to it under any login or role.

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { addressOf } from './address.ts'

export interface TestDatabase {
  readonly name: string
  /** Address for a login: satchel (owner), satchel_import, satchel_dispatch. */
  url(login: 'satchel' | 'satchel_import' | 'satchel_dispatch'): string
  drop(): Promise<void>
}

async function asSuper(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('cluster').superUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Copies the template. The copy is empty of people; forms and queries are in it.
 * @param template another database to copy instead, with nobody connected to it.
 */
export async function copyDatabase(template = inject('cluster').template): Promise<TestDatabase> {
  const cluster = inject('cluster')
  const name = `t_${randomBytes(6).toString('hex')}`
  await asSuper(async client => {
    // two files may copy at once: the template must have nobody connected
    for (let attempt = 1; ; attempt++) {
      try {
        await client.query(`create database ${name} template ${template} owner satchel strategy file_copy`)
        break
      } catch (error) {
        if (attempt >= 50 || !(error instanceof Error && 'code' in error && error.code === '55006')) throw error
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
    await client.query(`revoke all on database ${name} from public`)
    await client.query(
      `grant connect on database ${name} to satchel_import, satchel_dispatch, satchel_console, satchel_owner`,
    )
  })
  const passwords = {
    satchel: cluster.ownerPassword,
    satchel_import: cluster.passwords.import,
    satchel_dispatch: cluster.passwords.dispatch,
    satchel_console: cluster.passwords.console,
  }
  return {
    name,
    url: login => addressOf(cluster.superUrl, login, passwords[login], name),
    drop: () => asSuper(client => client.query(`drop database if exists ${name} with (force)`)),
  }
}

/** A plain connection; ends with the callback. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
