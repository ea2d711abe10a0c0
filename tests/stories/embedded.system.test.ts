// The embedded server through the real command: made from nothing, stopped, killed, made half, as root and as a normal user.

import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { readlink } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { cacheSize } from '@satchel/core/db/embedded-server'
import { parsePacket } from '@satchel/protocol/messages/packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, othersMayRun } from '../helpers/command.ts'
import { withClient } from '../helpers/database.ts'
import { makePlace, ownerUrl, type Place, pidOf, stateOf } from '../helpers/place.ts'
import { replyTo } from '../helpers/home.ts'
import { attachmentOf, lettersOf } from '../helpers/letters.ts'

/** Resolves when a file of this name, or of this name and a dash and more, is there: with its path. Fails after a minute. */
async function appears(folder: string, name: string): Promise<string> {
  const find = () => readdirSync(folder).find(file => file === name || file.startsWith(`${name}-`))
  const deadline = AbortSignal.timeout(60_000)
  return new Promise<string>((resolve, reject) => {
    const watcher = watch(folder, { signal: deadline }, () => look())
    const look = () => {
      const found = find()
      if (found === undefined) return
      watcher.close()
      resolve(join(folder, found))
    }
    watcher.once('error', reject)
    look()
  })
}

/** Local ports that a process listens on. */
async function portsOf(pid: number): Promise<readonly string[]> {
  const links = await Promise.all(
    readdirSync(`/proc/${pid}/fd`).map(fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  )
  const inodes = new Set(links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []))
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap(table => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1))
    .map(line => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === '0A' && inodes.has(inode ?? ''))
    .map(([, address]) => address ?? '')
}

describe('an embedded database', () => {
  let place: Place
  let made: Ended
  beforeAll(async () => {
    place = makePlace()
    made = await place.satchel(
      'init',
      '--organisation',
      'Kilimo',
      '--mail',
      'core@kilimo.example',
      '--samples',
      '--protection',
      'plain',
    )
  })
  afterAll(() => place.remove())

  test('is made from nothing, with keys, and says what to do next', async () => {
    expect([made.code, made.err]).toEqual([0, ''])
    expect(made.out).toMatch(/passphrase, shown this once:\n {2}[0-9A-Z-]{30,}\n/)
    expect(made.out).toContain('satchel staff add anna')
    const passphrase = / {2}([0-9A-Z-]{30,})\n/.exec(made.out)?.[1] ?? 'none'
    for (const file of readdirSync(place.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(place.folder, file)
      if (!file.startsWith('database/data') && statSync(path).isFile())
        expect(readFileSync(path, 'utf8'), file).not.toContain(passphrase)
    }
    const status = await place.satchel('status')
    expect([status.code, status.err]).toEqual([0, ''])
  })

  test('is closed to others and to every network', async () => {
    expect(statSync(stateOf(place).socket).mode & 0o777).toBe(0o700)
    expect(statSync(stateOf(place).data).mode & 0o777).toBe(0o700)
    for (const folder of ['', 'database']) expect(statSync(join(place.folder, folder)).mode & 0o777).toBe(0o700)
    for (const file of ['database/server.json', 'database/logins.json', 'keys/core-private.asc', 'satchel.json'])
      expect(statSync(join(place.folder, file)).mode & 0o777, file).toBe(0o600)
    for (const folder of ['keys', 'spool', 'mail', 'inbox'])
      expect(statSync(join(place.folder, folder)).mode & 0o077, folder).toBe(0)
    if (process.platform === 'linux') expect(await portsOf(pidOf(place))).toEqual([])
    const settings = await withClient(ownerUrl(place), client => client.query('show listen_addresses'))
    expect(settings.rows).toEqual([{ listen_addresses: '' }])
  })

  test('keeps an eighth of the memory for its tables, within limits', async () => {
    const gigabyte = 1024 ** 3
    expect([0.5, 1, 1.5, 2, 4, 4.5, 64].map(gigabytes => cacheSize(gigabytes * gigabyte))).toEqual([
      128, 128, 192, 256, 512, 512, 512,
    ])
    const { rows } = await withClient(ownerUrl(place), client =>
      client.query("select setting::integer * 8 / 1024 as megabytes from pg_settings where name = 'shared_buffers'"),
    )
    const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity)
    expect(rows).toEqual([{ megabytes: cacheSize(memory) }])
  })

  test('starts and stops, once each; stopped, every command says how to start it', async () => {
    expect(await place.satchel('db', 'stop')).toMatchObject({ code: 0, out: 'The database is stopped.\n', err: '' })
    expect(await place.satchel('db', 'stop')).toMatchObject({ code: 0, out: 'The database did not run.\n' })
    for (const args of [['import'], ['status'], ['db', 'status']]) {
      const stopped = await place.satchel(...args)
      expect([stopped.code, stopped.out]).toEqual([10, ''])
      expect(stopped.err).toMatch(/^satchel: The database is stopped\. .*\nhint: satchel db start/)
    }
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    const pid = pidOf(place)
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    expect(pidOf(place)).toBe(pid)
    expect((await place.satchel('db', 'status', '--json')).json()).toMatchObject({ running: true, pid })
  })

  test('that is killed while an import works ends it with 10; after db start nothing is missing', async () => {
    const mine = (await place.satchel('--as', 'anna', 'query', 'people/mine', '--param', 'limit=2', '--json')).json<
      { hid: string }[]
    >()
    await place.satchel('--as', 'anna', 'staff', 'letters', 'anna', '--packet-file', 'on')
    const dispatched = await place.satchel('dispatch', ...mine.map(row => row.hid), '--to', 'anna')
    expect(dispatched.code).toBe(0)
    // nothing but the warning about people without any number
    expect(dispatched.err).toMatch(/^(?:.* on file: the letter says so\.\n)*$/)
    expect(await place.satchel('send')).toMatchObject({ code: 0, err: '' })
    lettersOf(join(place.folder, 'mail'), 'anna@kilimo.example').forEach((letter, index) => {
      const packet = parsePacket(attachmentOf(letter, '.sexp'))
      writeFileSync(join(place.folder, `inbox/${index}.sexp`), replyTo(packet, { set: { 'given-name': 'Neema' } }))
    })
    const ended = await withClient(ownerUrl(place), async client => {
      client.on('error', () => undefined) // it dies with its server
      await client.query('begin; set local role satchel_owner; lock table reply in exclusive mode')
      const running = place.start('import')
      for (;;) {
        const { rows } = await client.query("select from pg_locks where not granted and relation = 'reply'::regclass")
        if (rows.length > 0) break
        await new Promise(resolve => setImmediate(resolve))
      }
      // its children end with it: those that wait for a lock, too
      process.kill(pidOf(place), 'SIGKILL')
      return running.ended
    })
    expect([ended.code, ended.out]).toEqual([10, ''])
    expect(ended.err).toMatch(/\(database\/unreachable\)\nhint: satchel db start/)
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    const again = await place.satchel('import', '--json')
    expect([again.code, again.err]).toEqual([0, ''])
    expect(again.json()).toMatchObject({ after: 0, balanced: true })
    const replies = await withClient(ownerUrl(place), client =>
      client.query('select item_state as state from item union all select reply_status from reply'),
    )
    expect(replies.rows).toEqual(Array.from({ length: 4 }, () => ({ state: 'imported' })))
  })

  const isRoot = process.getuid?.() === 0
  test.runIf(isRoot)('of an earlier version is moved out of the home, which is closed', async () => {
    expect(await place.satchel('db', 'stop')).toMatchObject({ code: 0 })
    const folder = join(place.folder, 'database')
    const inside = join(folder, readdirSync(folder).find(name => name.startsWith('data-')) ?? '')
    const note = (data: string) =>
      writeFileSync(join(folder, 'server.json'), JSON.stringify({ ...stateOf(place), data }), { mode: 0o600 })
    rmSync(inside)
    renameSync(stateOf(place).data, inside)
    note(inside)
    for (const open of [place.folder, folder]) chmodSync(open, 0o711)
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    expect([place.folder, folder].map(closed => statSync(closed).mode & 0o777)).toEqual([0o700, 0o700])
    const moved = stateOf(place).data
    expect(moved.startsWith(place.folder)).toBe(false)
    // killed after the move and before it was noted down
    expect(await place.satchel('db', 'stop')).toMatchObject({ code: 0 })
    note(inside)
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    expect(stateOf(place).data).toBe(moved)
  })

  test('takes its socket folder away when it stops, and makes another', async () => {
    expect(await place.satchel('db', 'stop')).toMatchObject({ code: 0 })
    const before = stateOf(place).socket
    // stopping leaves nothing behind
    expect(existsSync(before)).toBe(false)
    expect(await place.satchel('db', 'start')).toMatchObject({ code: 0, err: '' })
    expect(stateOf(place).socket).not.toBe(before)
    expect(await place.satchel('status')).toMatchObject({ code: 0, err: '' })
  })
})

describe('an init that is killed', () => {
  const init = ['init', '--organisation', 'Kilimo', '--mail', 'core@kilimo.example', '--protection', 'plain']
  for (const [moment, ...path] of [
    ['while the database is made', 'home', 'database', 'data', 'PG_VERSION'],
    ['when the server was made', 'home', 'database', 'server.json'],
    ['when the logins were made', 'home', 'database', 'logins.json'],
    ['after the keys were made', 'home', 'keys', 'recovery-public.asc'],
  ] as const) {
    test(`${moment} is gone on with by the next, with what was given before`, async () => {
      const place = makePlace()
      try {
        const running = place.start(...init)
        let at = join(place.folder, '..')
        for (const name of path) at = await appears(at, name)
        running.child.kill('SIGKILL')
        expect((await running.ended).signal).toBe('SIGKILL')
        const again = await place.satchel('init', '--protection', 'plain')
        expect([again.code, again.err]).toEqual([0, ''])
        expect(again.out).toMatch(/passphrase, shown this once:\n {2}[0-9A-Z-]{30,}\n/)
        const status = await place.satchel('status')
        expect([status.code, status.err]).toEqual([0, ''])
        expect(status.out).toMatch(/^Kilimo: /)
      } finally {
        await place.remove()
      }
    })
  }
})

const nobody = { uid: 65_534, gid: 65_534 }

describe('a normal user', () => {
  test.skipIf(!othersMayRun)('makes and uses a home folder, also below a path too long for a socket', async () => {
    const place = makePlace(`${'long-'.repeat(30)}home`, nobody)
    try {
      expect(place.folder.length).toBeGreaterThan(107)
      const made = await place.satchel('init', '--protection', 'plain')
      expect([made.code, made.err]).toEqual([0, ''])
      expect(statSync(stateOf(place).data).uid).toBe(nobody.uid)
      expect(await place.satchel('status')).toMatchObject({ code: 0, err: '' })
      const added = await place.satchel(
        'staff',
        'add',
        'anna',
        '--name',
        'Anna',
        '--email',
        'anna@example.org',
        '--protection',
        'plain',
      )
      expect([added.code, added.err]).toEqual([0, ''])
      const imported = await place.satchel('import')
      expect([imported.code, imported.err]).toEqual([0, expect.stringMatching(/^nothing was there to import; .*\n$/)])
    } finally {
      await place.remove()
    }
  })
})
