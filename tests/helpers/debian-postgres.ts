// Starts a private server from Debian's PostgreSQL packages (the newest major version below 18, or SATCHEL_TEST_POSTGRES), runs a
// command with SATCHEL_TEST_DATABASE_URL pointing to it, and stops it by its own process id. Needs root: it runs as "postgres".
// node --conditions=satchel-source tests/helpers/debian-postgres.ts vitest run --project database tests/sql

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

const packages = '/usr/lib/postgresql'
const startSeconds = 30

function programs(): string {
  const chosen = process.env.SATCHEL_TEST_POSTGRES
  if (chosen !== undefined) return chosen
  const [major] = (existsSync(packages) ? readdirSync(packages) : [])
    .filter(name => existsSync(join(packages, name, 'bin', 'initdb')) && Number(name) < 18)
    .sort((a, b) => Number(b) - Number(a))
  if (major === undefined) throw new Error(`no PostgreSQL in ${packages}: apt-get install -y postgresql-15`)
  return join(packages, major, 'bin')
}

function userIds(): { readonly uid: number; readonly gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find(row => row.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (process.getuid?.() !== 0 || uid === undefined || gid === undefined) {
    throw new Error('this runs as root on a system that has the user "postgres"')
  }
  return { uid: Number(uid), gid: Number(gid) }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise(resolve => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < startSeconds * 10; attempt++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  throw new Error(`the server did not answer within ${startSeconds} seconds`)
}

const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))

async function main(command: string, args: readonly string[]): Promise<number> {
  const bin = programs()
  const user = userIds()
  const folder = mkdtempSync(join(tmpdir(), 'satchel-debian-'))
  let server: ChildProcess | undefined
  try {
    chownSync(folder, user.uid, user.gid)
    const password = randomBytes(12).toString('hex')
    const passwordFile = join(folder, 'password')
    writeFileSync(passwordFile, password, { mode: 0o600 })
    chownSync(passwordFile, user.uid, user.gid)
    const data = join(folder, 'data')
    const quiet = { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[] }
    execFileSync(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--locale=C',
        '-N',
        `--pwfile=${passwordFile}`,
      ],
      quiet,
    )
    const port = await freePort()
    // jit=off is set by a migrate for its database, and a copy of one does not take that along
    const settings = [
      'fsync=off',
      'jit=off',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${folder}`,
      `port=${port}`,
    ]
    server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap(setting => ['-c', setting])], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
    await answers(url, server)
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, SATCHEL_TEST_DATABASE_URL: url },
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
    const failed = new Promise<number>((_, reject) => child.once('error', reject))
    return (await Promise.race([ended(child), failed])) ?? 1
  } finally {
    if (server !== undefined) {
      server.kill('SIGINT') // fast shutdown: sessions are ended, nothing waits for them
      await ended(server)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

const [command, ...args] = process.argv.slice(2)
if (command === undefined) throw new Error('which command?')
process.exitCode = await main(command, args)
