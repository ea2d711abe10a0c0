// Staff who log in with plain SQL: one real connection each, with a password, as an administrator would give it.

import { Client } from 'pg'
import { inject } from 'vitest'
import { addressOf } from './address.ts'
import type { Stage } from './stage.ts'

/** Makes missing staff of these roles on a stage and opens a connection for each. `close` ends them. */
export async function openLogins<N extends string>(stage: Stage, staff: Record<N, string>) {
  const logins = new Map<string, Client>()
  for (const [hid, role] of Object.entries(staff)) {
    const known = await stage.rows('select from staff where staff_hid = $1', [hid])
    if (known.length === 0) {
      await stage.one("select add_staff($1::text, $1, $1 || $2, $3, $4, 'plain')", [hid, '@kilimo.example', role, 'en'])
    }
    const { login } = await stage.one<{ login: string }>('select staff_role_of($1) as login', [hid])
    await stage.rows(`alter role ${login} password 'for-this-test'`)
    const address = addressOf(inject('cluster').superUrl, login, 'for-this-test', stage.database.name)
    const client = new Client({ connectionString: address })
    await client.connect()
    logins.set(hid, client)
  }
  return {
    as: (name: N) => logins.get(name) as Client,
    close: async () => {
      for (const client of logins.values()) await client.end()
    },
  }
}
