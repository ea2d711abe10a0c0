// The only copy of people's data, kept twice: a backup, its restore on another host, and what came in between.

import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  chmodSync,
  copyFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../helpers/command.ts'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { mails, recoveryPassphrase, replyTo } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'
import { lettersOf } from '../helpers/letters.ts'

let channels: Channels
let above: string
const restored: string[] = []

beforeAll(async () => {
  above = mkdtempSync(join(tmpdir(), 'satchel-backup-'))
  chmodSync(above, 0o711) // as root, the server's own user goes through it
  channels = await openChannels(['P1', 'P2'])
  writeFileSync(join(above, 'passphrase'), `${await recoveryPassphrase()}\n`)
  copyFileSync(join(channels.home.home.keys, 'recovery-private.asc'), join(above, 'recovery.asc'))
  await channels.satchel('dispatch', 'P1', 'P2', '--to', 'anna')
  await channels.satchel('send')
})
afterEach(async () => {
  for (const home of restored.splice(0)) await runHere(['--home', home, 'db', 'stop'])
})
afterAll(async () => {
  await channels.close()
  rmSync(above, { recursive: true, force: true })
})

const packetOf = (index: number) => {
  const packet = channels.home.packets(mails.anna).toReversed()[index]
  if (packet === undefined) throw new Error('no packet')
  return packet
}
const post = (path: string, body: string, type = 'text/plain') =>
  fetch(`${channels.intake().url}/${path}`, { method: 'POST', body, headers: { 'content-type': type } })

async function backup(name: string): Promise<string> {
  const file = join(above, name)
  const ended = await channels.satchel('db', 'backup', file)
  expect([ended.code, ended.err]).toEqual([0, ''])
  return file
}

/** The order that a person types on the new host. */
const restoring = (home: string, file: string) => [
  '--home',
  join(above, home),
  'db',
  'restore',
  file,
  '--recovery-key',
  join(above, 'recovery.asc'),
  '--passphrase-file',
  join(above, 'passphrase'),
]

async function restore(name: string, file: string) {
  const home = join(above, name)
  restored.push(home)
  const ended = await runHere(restoring(name, file))
  expect([ended.code, ended.err]).toEqual([0, ''])
  const satchel = (...args: readonly string[]) => runHere(['--home', home, ...args], { env: channels.env() })
  return { home, satchel, said: ended.out }
}

/** What the tables say to a person, from one command. */
async function seen(satchel: (...args: readonly string[]) => Promise<{ json<T>(): T }>) {
  const one = async (...args: readonly string[]) => (await satchel('--json', ...args)).json<Record<string, unknown>>()
  return {
    jimmy: await one('show', 'P1'),
    history: (await satchel('--json', 'history', 'P1')).json(),
    held: (await satchel('--json', 'review', 'list')).json(),
    staff: (await satchel('--json', 'staff', 'list'))
      .json<Record<string, unknown>[]>()
      .map(({ hid, name, role }) => ({ hid, name, role })),
    packets: (await satchel('--json', 'packet', 'list')).json(),
  }
}

/** Without what the role's name, which has the database's in it, and a restore change by right. */
const steady = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/"[a-z0-9_]+_staff_([a-z]+)"/g, '"staff $1"'))

describe('a restore', () => {
  test('R1: brings back what the backup held, reads again what came since, and writes to nobody before that', async () => {
    await post('reply', replyTo(packetOf(0), { set: { note: 'before the backup', born: '1970-01-02' } }))
    await channels.round()
    await channels.satchel('dispatch', 'P2', '--to', 'grace') // its letter waits when the backup is taken
    const before = await seen((...args) => channels.satchel(...args))
    const file = await backup('whole.backup')
    expect(statSync(file).mode & 0o777).toBe(0o600)

    // after the backup: a letter leaves, a reply comes, somebody leaves; all of it is settled at the intake
    await channels.satchel('send')
    await post('reply', replyTo(packetOf(1), { set: { note: 'after the backup' } }))
    await post('unsubscribe', 'email=jimmy%40example.org', 'application/x-www-form-urlencoded')
    await channels.round()
    expect(channels.waiting()).toEqual([])
    const ids = (mail: string) =>
      lettersOf(mail, mails.anna).flatMap(letter => {
        const id = letter.headers.get('message-id') ?? ''
        return id.startsWith('<outcome-') ? [id] : []
      })
    const answered = ids(channels.home.home.mail)
    expect(answered).toHaveLength(2)

    const again = await restore('again', file)
    expect(again.said).toContain('No letter leaves yet.')
    expect(steady(await seen((...args) => again.satchel(...args)))).toEqual(steady(before))
    const { queues } = (await again.satchel('--json', 'status')).json<{ queues: { queue: string; count: number }[] }>()
    const count = (queue: string) => queues.find(row => row.queue === queue)?.count
    expect([count('letters to send'), count('letters parked')]).toEqual([0, 1])

    // with the intake away nothing is sent, for as long as it takes
    const letters = () => lettersOf(join(again.home, 'mail'), mails.anna).length
    const earlier = letters()
    await again.satchel('form', 'P1')
    const away = await runHere(['--home', again.home, 'run', '--once'], {
      env: { ...channels.env(), SATCHEL_INTAKES: 'http://127.0.0.1:9' },
    })
    expect(away.code).toBe(3)
    expect(lettersOf(join(again.home, 'mail'), 'jimmy@example.org')).toEqual([])

    const round = await again.satchel('run', '--once', '--json')
    expect(round.err).toContain('read again')
    expect(round.json()).toMatchObject({ isRestoring: false, balance: { pulled: 2, imported: 2 } })
    expect((await again.satchel('show', 'P2')).out).toContain('Jimmy')
    expect((await again.satchel('--json', 'history', 'P2')).out).toContain('after the backup')
    expect((await again.satchel('--json', 'consent', 'show', 'jimmy@example.org')).json()).toMatchObject({
      mayWrite: false,
    })
    // the lost acknowledgement was made again, under the id that it had; the earlier one did not go out twice
    expect(letters()).toBe(earlier + 1)
    expect(new Set(ids(join(again.home, 'mail')))).toEqual(new Set(answered))

    // R3: the old core may no longer pull or settle
    const old = await channels.satchel('pull')
    expect([old.code, old.err]).toMatchObject([11, expect.stringContaining('pull/newer-run')])
    // nor write to anybody
    const sentByOld = () => lettersOf(channels.home.home.mail, mails.grace).length
    const silent = sentByOld()
    expect((await channels.satchel('dispatch', 'P1', '--to', 'grace')).code).toBe(0)
    expect((await channels.satchel('run', '--once')).code).toBe(3)
    expect(sentByOld()).toBe(silent)

    // what was parked leaves when a person says so, and that it may leave as it was protected
    expect((await again.satchel('staff', 'confirm', '--all')).code).toBe(0)
    expect((await again.satchel('db', 'release', '--letters')).out).toContain('1 letter waits')
    await again.satchel('send')
    expect(lettersOf(join(again.home, 'mail'), mails.grace)).toHaveLength(1)
    const verified = await again.satchel('verify')
    expect([verified.code, verified.out]).toEqual([0, expect.not.stringContaining('WRONG')])
  })

  test('may be released by a person where an intake is gone for good', async () => {
    const again = await restore('released', await backup('released.backup'))
    const gone = { ...channels.env(), SATCHEL_INTAKES: 'http://127.0.0.1:9' }
    const satchel = (...args: readonly string[]) => runHere(['--home', again.home, ...args], { env: gone })
    await satchel('staff', 'confirm', '--all')
    await satchel('dispatch', 'P1', '--to', 'anna')
    const count = () => lettersOf(join(again.home, 'mail'), mails.anna).length
    const before = count()
    await satchel('run', '--once')
    expect(count()).toBe(before)
    expect((await satchel('db', 'release')).out).toContain('Letters leave from now on.')
    await satchel('send')
    expect(count()).toBe(before + 1)
  })
})

describe('a backup', () => {
  test('that was cut or changed is refused before anything is made', async () => {
    const file = await backup('damaged.backup')
    const size = statSync(file).size
    const whole = readFileSync(file)
    for (const wrong of [
      () => truncateSync(file, size - 1),
      () => truncateSync(file, Math.floor(size / 2)),
      () => writeFileSync(file, ''),
      () => writeFileSync(file, 'no backup at all'),
      () => {
        const changed = Buffer.from(whole)
        changed[Math.floor(size / 2)] = (changed[Math.floor(size / 2)] ?? 0) ^ 1
        writeFileSync(file, changed)
      },
    ]) {
      writeFileSync(file, whole)
      wrong()
      for (const args of [restoring('never', file), ['db', 'restore', file, '--dry-run']]) {
        const ended = await runHere(args)
        expect([ended.code, ended.err]).toMatchObject([2, expect.stringContaining('backup/damaged')])
      }
      expect(existsSync(join(above, 'never'))).toBe(false)
    }
    expect((await runHere(['db', 'restore', join(above, 'nothing.backup'), '--dry-run'])).err).toContain(
      'backup/not-there',
    )
  })

  test('does not open with another passphrase, and says nothing of what is in it', async () => {
    const file = await backup('closed.backup')
    writeFileSync(join(above, 'wrong'), 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A\n')
    const args = restoring('never', file).map(word =>
      word === join(above, 'passphrase') ? join(above, 'wrong') : word,
    )
    const ended = await runHere(args)
    expect([ended.code, ended.err]).toMatchObject([12, expect.stringContaining('key/unreadable')])
    expect(existsSync(join(above, 'never'))).toBe(false)
  })

  test('holds no private key in the open, and not the recovery key at all', async () => {
    const file = await backup('keys.backup')
    const { gunzipSync } = await import('node:zlib')
    const text = gunzipSync(readFileSync(file)).toString('latin1')
    expect(text).toContain('part secrets')
    expect(text).not.toMatch(/PRIVATE KEY/)
    expect(text).not.toContain(readFileSync(join(channels.home.home.keys, 'mark.key'), 'utf8').trim())
  })

  test('replaces no file, and goes into no home that is there', async () => {
    const file = await backup('once.backup')
    expect((await channels.satchel('db', 'backup', file)).code).toBe(2)
    const args = restoring('never', file).map(word =>
      word === join(above, 'never') ? channels.home.home.folder : word,
    )
    expect((await runHere(args)).err).toContain('home/exists')
  })

  test('killed in the middle leaves no file under its name, and the next one is whole', async () => {
    const file = join(above, 'killed.backup')
    for (const step of ['backup/tables', 'backup/written']) {
      const killed = await channels.home.process(['db', 'backup', file], { env: { SATCHEL_CRASH_AT: step } })
      expect([step, killed.signal, existsSync(file)]).toEqual([step, 'SIGKILL', false])
    }
    expect((await channels.satchel('db', 'backup', file)).code).toBe(0)
    expect((await runHere(['db', 'restore', file, '--dry-run'])).out).toContain('Whole.')
  })

  test('waits for an import that is under way, and no import begins while it reads', async () => {
    const [, ended] = await Promise.all([
      channels.satchel('run', '--once'),
      channels.satchel('db', 'backup', join(above, 'beside.backup')),
    ])
    expect([ended.code, ended.err]).toEqual([0, ''])
  })
})

test('a restore killed in the middle is no home that any command works on', async () => {
  const file = await backup('half.backup')
  restored.push(join(above, 'half'))
  const killed = await run(restoring('half', file), { env: { SATCHEL_CRASH_AT: 'restore/filled' } })
  expect(killed.signal).toBe('SIGKILL')
  const home = join(above, 'half')
  for (const args of [['send'], ['import'], ['status']]) {
    const ended = await runHere(['--home', home, ...args])
    expect([args.join(' '), ended.code]).toEqual([args.join(' '), 2])
  }
  const round = await runHere(['--home', home, 'run', '--once'])
  expect([round.code, round.err]).toMatchObject([3, expect.stringContaining('home/other-instance')])
  expect(existsSync(join(home, 'mail'))).toBe(true)
})

test('a database that was restored by other means is adopted, with a new epoch, and sends nothing at first', async () => {
  const { home } = channels
  await home.satchel(['send'])
  await home.satchel(['dispatch', 'P1', '--to', 'grace', '--again'])
  // as pg_restore of last week's dump leaves it
  await home.rows('update instance set instance_epoch = instance_epoch - 7')
  expect((await home.satchel(['send'])).err).toContain('home/other-instance')
  const before = home.letters(mails.grace).length
  const adopted = await home.satchel(['db', 'adopt', '--json'])
  expect([adopted.code, adopted.err]).toEqual([0, ''])
  const [row] = await home.rows<{ epoch: number; parked: number }>(
    "select instance_epoch::int as epoch, (select count(*)::int from letter where letter_status = 'parked') as parked from instance",
  )
  expect(row).toEqual({ epoch: adopted.json<{ epoch: number }>().epoch, parked: 1 })
  expect((await home.satchel(['send'])).code).toBe(0)
  expect(home.letters(mails.grace)).toHaveLength(before)
  const round = await home.satchel(['run', '--once'], { env: channels.env() })
  expect(round.err).toContain('read again')
  expect((await home.satchel(['staff', 'confirm', '--all'])).code).toBe(0)
  expect((await home.satchel(['db', 'release', '--letters'])).out).toContain('1 letter waits')
  await home.satchel(['send'])
  expect(home.letters(mails.grace)).toHaveLength(before + 1)
})
