// Connection addresses of the program's logins. The owner's comes from the configuration or the embedded server; the passwords of
// satchel_import, satchel_dispatch and satchel_console are made at init and lie in HOME/database/logins.json. Roles belong to a whole cluster:
// several homes on one cluster share that file.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Settings } from '../home/settings.ts'
import { type Home, writePrivate } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { readServerState, runningServer } from './embedded-server.ts'

export type Login = 'owner' | 'import' | 'dispatch' | 'console' | 'super'

const Password = z.string().min(8)
/** An installation of before the console has no password for it. */
const Passwords = z.strictObject({ import: Password, dispatch: Password, console: Password.optional() })

const passwordFile = (home: Home) => join(home.database, 'logins.json')

const newPassword = () => randomBytes(24).toString('base64url')

/** @returns the passwords, each made now where there is none. */
export function loginPasswords(home: Home): Readonly<Record<'import' | 'dispatch' | 'console', string>> {
  const known = readPasswords(home)
  if (known?.console !== undefined) return { ...known, console: known.console }
  const made = { import: newPassword(), dispatch: newPassword(), ...known, console: newPassword() }
  writePrivate(passwordFile(home), JSON.stringify(made, null, 2))
  return made
}

function readPasswords(home: Home): z.infer<typeof Passwords> | null {
  try {
    return Passwords.parse(JSON.parse(readFileSync(passwordFile(home), 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw problem('home/not-writable', `${passwordFile(home)} cannot be read.`, { cause: error })
  }
}

/** Address for a colleague's own login. Without the password it may be shown. @throws Problem database/unreachable. */
export function staffUrl(home: Home, settings: Settings, login: string, password?: string): string {
  const url = new URL(loginUrl(home, settings, 'owner'))
  for (const name of ['user', 'password']) url.searchParams.delete(name)
  url.username = login
  url.password = password ?? ''
  return url.href
}

/** Address of a login, as a URL for pg. Holds a password: never print it. @throws Problem database/unreachable. */
export function loginUrl(home: Home, settings: Settings, login: Login, databaseName = 'satchel'): string {
  if (settings.databaseUrl !== undefined) {
    if (login === 'owner' || login === 'super') return settings.databaseUrl
    const url = new URL(settings.databaseUrl)
    url.username = `satchel_${login}`
    url.password = loginPasswords(home)[login]
    return url.href
  }
  const state = readServerState(home)
  if (state === null) {
    throw problem('home/missing', `There is no database in ${home.folder} yet.`, { hint: 'satchel init makes it' })
  }
  if (runningServer(state) === null) {
    throw problem('database/unreachable', 'The database is stopped.', { hint: 'satchel db start starts it' })
  }
  const [user, password] =
    login === 'super'
      ? ['postgres', state.superPassword]
      : login === 'owner'
        ? ['satchel', state.ownerPassword]
        : [`satchel_${login}`, loginPasswords(home)[login]]
  // the parameter host wins over the name before it: pg takes a path there as the folder of the socket
  return `postgresql://${user}:${password}@localhost/${databaseName}?host=${encodeURIComponent(state.socket)}`
}
