// The embedded PostgreSQL: made once, kept running between commands, reachable through a private Unix socket only.
// State lies in HOME/database/server.json. A killed server leaves nothing that the next start does not clean up.

import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Home, writePrivate } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { findBinaries, type ServerUser, serverUser, sharedDataFolder } from './binaries.ts'
import { noteHome } from './outside-folders.ts'

const run = promisify(execFile)

const ServerState = z.strictObject({
  data: z.string(),
  /** Folder of the socket; its path with the socket's name must stay under 107 bytes. */
  socket: z.string(),
  superPassword: z.string(),
  ownerPassword: z.string(),
})
type ServerState = z.infer<typeof ServerState>

/**
 * No person's values in the log. A refused statement tells its values in its message, its DETAIL, its text and its parameters, so
 * none of them is written; how the server itself does, is. Given at each start: also for a server made before, over ALTER SYSTEM.
 */
const quietLog: Readonly<Record<string, string>> = {
  log_min_messages: 'log', // PostgreSQL's order: this leaves out what is refused (error), and keeps log, fatal and panic
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_duration: 'off',
  log_min_duration_statement: '-1',
  log_min_duration_sample: '-1',
  log_transaction_sample_rate: '0',
}

/** Why each is set: no network at all, times in UTC. */
const serverSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0777', // the folder above it is closed to others
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '40',
  password_encryption: 'scram-sha-256',
}

/**
 * Megabytes that the server keeps of its tables in memory: an eighth of the computer's, from what is usual up to where an installation of
 * a hundred thousand people gains nothing more. Chosen at each start, so that it follows the computer.
 */
export const cacheSize = (memory: number): number => Math.min(512, Math.max(128, Math.floor(memory / 8 / 1024 ** 2)))

const stateFile = (home: Home) => join(home.database, 'server.json')

export function readServerState(home: Home): ServerState | null {
  try {
    return ServerState.parse(JSON.parse(readFileSync(stateFile(home), 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw problem('home/not-writable', `${stateFile(home)} cannot be read.`, { cause: error })
  }
}

async function program(name: string, args: readonly string[], user: ServerUser | null): Promise<string> {
  const { folder } = findBinaries(user)
  const { stdout } = await run(join(folder, name), args, {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  })
  return stdout
}

/** A private folder with a short path for the socket: in /tmp, since a home folder's path may be too long. */
function makeSocketFolder(user: ServerUser | null): string {
  const folder = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'satchel-'))
  if (user !== null) chownSync(folder, user.uid, user.gid)
  return folder
}

/** Removes what killed attempts left, as far as nobody writes there any more; the rest is in nobody's way. */
function removeEarlier(home: Home): void {
  for (const name of readdirSync(home.database).filter(entry => entry.startsWith('data-'))) {
    const entry = join(home.database, name)
    try {
      if (lstatSync(entry).isSymbolicLink()) rmSync(readlinkSync(entry), { recursive: true, force: true })
      rmSync(entry, { recursive: true, force: true })
    } catch {
      // still being written to
    }
  }
}

/** Makes the database cluster of a home folder, once; a half-made one from a killed init is made anew. */
export async function makeServer(home: Home, osUser: string): Promise<void> {
  if (readServerState(home) !== null) return
  const user = serverUser(osUser)
  // a name of its own for each attempt: the initdb of a killed init may go on writing into its folder for a while
  const inside = join(home.database, `data-${randomBytes(4).toString('hex')}`)
  removeEarlier(home)
  // the home folder is closed to everybody else, and so to the server's own user: its folder lies outside
  const data = user === null ? inside : sharedDataFolder(randomBytes(6).toString('hex'))
  mkdirSync(data, { mode: 0o700 })
  if (user !== null) {
    chownSync(data, user.uid, user.gid)
    symlinkSync(data, inside)
  }
  const state: ServerState = {
    data,
    socket: makeSocketFolder(user),
    superPassword: randomBytes(24).toString('base64url'),
    ownerPassword: randomBytes(24).toString('base64url'),
  }
  const passwordFile = join(state.socket, 'password')
  writeFileSync(passwordFile, state.superPassword, { mode: 0o600 })
  if (user !== null) chownSync(passwordFile, user.uid, user.gid)
  try {
    await program(
      'initdb',
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        '--pwfile',
        passwordFile,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      user,
    )
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    throw problem('server/not-started', 'The embedded database cannot be made.', {
      hint: `is there room, and may it be written? (${data})`,
      cause: error,
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  const lines = Object.entries(serverSettings).map(([key, value]) => `${key} = '${value}'`)
  writeFileSync(join(data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`, { mode: 0o600 })
  if (user !== null) {
    chownSync(join(data, 'postgresql.auto.conf'), user.uid, user.gid)
    noteHome(data, home)
  }
  writePrivate(stateFile(home), JSON.stringify(state, null, 2))
}

/**
 * Earlier versions kept the server's folder inside the home folder, and let others pass through that. It is moved out while the server
 * does not run. On another file system it stays: copying a database is the operator's to decide (backup and restore).
 * @returns the state that holds now.
 */
function moveOut(home: Home, state: ServerState, user: ServerUser | null): ServerState {
  const name = basename(state.data)
  const isInside = user !== null && state.data === join(home.database, name)
  if (!isInside) return state
  const data = sharedDataFolder(`${name}-${createHash('sha256').update(home.folder).digest('hex').slice(0, 12)}`)
  // one that was killed has moved it, and noted nothing down
  if (!existsSync(data)) {
    try {
      renameSync(state.data, data)
    } catch {
      return state
    }
  }
  const moved = { ...state, data }
  noteHome(data, home)
  writePrivate(stateFile(home), JSON.stringify(moved, null, 2))
  if (!existsSync(state.data)) symlinkSync(data, state.data)
  for (const folder of [home.database, home.folder]) {
    if ((lstatSync(folder).mode & 0o777) === 0o711) chmodSync(folder, 0o700)
  }
  return moved
}

/** Process id of the running server; null when it does not run. */
export function runningServer(state: Pick<ServerState, 'data'>): number | null {
  let pid: number
  try {
    pid = Number(readFileSync(join(state.data, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return null
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return null
  }
  // after a crash the number may belong to somebody else by now
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(state.data) ? pid : null
  } catch {
    return pid
  }
}

/** Starts the server unless it runs. @returns its state. @throws Problem home/missing, server/not-started. */
export async function startServer(home: Home, osUser: string): Promise<ServerState> {
  let state = readServerState(home)
  if (state === null) {
    throw problem('home/missing', `There is no embedded database in ${home.folder}.`, { hint: 'satchel init makes it' })
  }
  if (runningServer(state) !== null) return state
  const user = serverUser(osUser)
  state = moveOut(home, state, user)
  if (!isPrivateFolder(state.socket, user)) {
    // a cleaner of /tmp removed it, or it is somebody else's by now
    state = { ...state, socket: makeSocketFolder(user) }
    writePrivate(stateFile(home), JSON.stringify(state, null, 2))
  }
  const log = join(state.data, 'server.log')
  const given = {
    ...quietLog,
    // a migrate makes every function and view anew in one transaction, and holds a lock on each: thousands. It takes a few MB
    max_locks_per_transaction: '512',
    shared_buffers: `${cacheSize(Math.min(totalmem(), process.constrainedMemory() || Infinity))}MB`,
  }
  const settings = Object.entries(given).map(([key, value]) => `-c ${key}=${value}`)
  // after kill -9 of the server its children take a moment to notice; until then a start is refused
  for (let attempt = 1; ; attempt++) {
    try {
      await program(
        'pg_ctl',
        [
          'start',
          '-D',
          state.data,
          '-l',
          log,
          '-w',
          '-t',
          '60',
          '-s',
          '-o',
          [`-c unix_socket_directories='${state.socket}'`, ...settings].join(' '),
        ],
        user,
      )
      return state
    } catch (error) {
      if (runningServer(state) !== null) return state // another command started it in this moment
      if (attempt < 20) {
        await new Promise(resolve => setTimeout(resolve, 250))
        continue
      }
      throw problem('server/not-started', 'The embedded PostgreSQL did not start.', {
        hint: `its log says why: ${log}`,
        cause: error,
      })
    }
  }
}

function isPrivateFolder(folder: string, user: ServerUser | null): boolean {
  if (!existsSync(folder)) return false
  const stat = lstatSync(folder)
  return stat.isDirectory() && (stat.mode & 0o077) === 0 && stat.uid === (user?.uid ?? process.getuid?.() ?? stat.uid)
}

/** Stops the server after the commands under way. @returns whether it ran. */
export async function stopServer(home: Home, osUser: string): Promise<boolean> {
  const state = readServerState(home)
  if (state === null || runningServer(state) === null) return false
  await program('pg_ctl', ['stop', '-D', state.data, '-m', 'fast', '-w', '-s'], serverUser(osUser))
  // the next start makes another; a folder that is not ours any more stays
  if (isPrivateFolder(state.socket, serverUser(osUser))) rmSync(state.socket, { recursive: true, force: true })
  return true
}
