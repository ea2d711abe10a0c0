// Makes the test server (the embedded one, or that of SATCHEL_TEST_DATABASE_URL, a superuser's address), migrates a template
// database once, says where it is in one line of JSON, and removes everything when its input ends.

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeContext } from '@satchel/core/context/context'
import { checkSettings } from '@satchel/core/home/settings'
import { corePrivateKey } from '@satchel/core/keys/core-keys'
import { sqlFiles } from '@satchel/core/db/sql-files'
import { loginPasswords } from '@satchel/core/db/logins'
import { makeServer, readServerState, startServer, stopServer } from '@satchel/core/db/embedded-server'
import { homePaths, makeHome } from '@satchel/core/home/home'
import { makeInstallation } from '@satchel/core/installation/install'
import pg from 'pg'
import { addressOf } from './address.ts'

const text = (name: string) => sqlFiles('setup').find(file => file.name === name)?.text ?? ''

const outside = process.env.SATCHEL_TEST_DATABASE_URL
const folder = mkdtempSync(join(tmpdir(), 'satchel-tests-'))
const home = homePaths(join(folder, 'home'))
makeHome(home)

const memory = '/dev/shm'
const place = `satchel-tests-${process.pid}`
/** What leads to it from where the server has its folder. */
let link: string | undefined

/** A copied database is a thousand files, and making and removing them on a disk was most of the work of a small test file. */
function moveIntoMemory(data: string): void {
  if (process.platform !== 'linux' || !existsSync(memory)) return
  for (const left of readdirSync(memory))
    if (/^satchel-tests-\d+$/.test(left) && !existsSync(`/proc/${left.split('-')[2]}`))
      rmSync(join(memory, left), { recursive: true, force: true })
  const { bavail, bsize } = statfsSync(memory)
  if (bavail * bsize < 3 * 1024 ** 3) return
  // with its owner: the server runs as another user where this is root
  execFileSync('cp', ['-a', data, join(memory, place)])
  rmSync(data, { recursive: true })
  symlinkSync(join(memory, place), data)
  link = data
}

async function superAddress(): Promise<string> {
  if (outside !== undefined) return outside
  await makeServer(home, 'satchel')
  const state = readServerState(home)
  if (state === null) throw new Error('the test server was not made')
  // it never outlives its machine: a test of a server that is killed makes one of its own
  const careless = ['fsync', 'synchronous_commit', 'full_page_writes'].map(name => `${name} = off\n`)
  appendFileSync(join(state.data, 'postgresql.auto.conf'), careless.join(''))
  moveIntoMemory(state.data)
  await startServer(home, 'satchel')
  return `postgresql://postgres:${state.superPassword}@localhost/postgres?host=${encodeURIComponent(state.socket)}`
}

const superUrl = await superAddress()
const ownerPassword = randomBytes(12).toString('hex')
const template = `template_${randomBytes(4).toString('hex')}`
const client = new pg.Client({ connectionString: superUrl })
await client.connect()
await client.query('select set_config($1, $2, false)', ['satchel.password', ownerPassword])
await client.query(text('bootstrap')).catch(() => client.query(`alter role satchel password '${ownerPassword}'`))
await client.query(text('database').replace('database satchel', `database ${template}`))
const settings = checkSettings(
  {
    organisation: 'Kilimo',
    mail: 'core@kilimo.example',
    callingCode: '+255',
    databaseUrl: addressOf(superUrl, 'satchel', ownerPassword, template),
  },
  'the test cluster',
)
const context = makeContext({
  readCoreKey: corePrivateKey,
  home,
  settings,
  env: {},
  now: () => new Date(),
  failpoint: () => undefined,
  stop: AbortSignal.any([]),
})
await makeInstallation(context, 'template', () => undefined)
await context.close()
process.stdout.write(`${JSON.stringify({ superUrl, ownerPassword, passwords: loginPasswords(home), template })}\n`)

for await (const _ of process.stdin) void _
const { rows } = await client.query<{ datname: string }>(
  "select datname from pg_database where datname = $1 or datname ~ '^t_[0-9a-f]{12}$'",
  [template],
)
for (const row of rows) await client.query(`drop database ${row.datname} with (force)`)
await client.end()
if (outside === undefined) await stopServer(home, 'satchel')
rmSync(folder, { recursive: true, force: true })
rmSync(join(memory, place), { recursive: true, force: true })
if (link !== undefined) rmSync(link, { force: true })
