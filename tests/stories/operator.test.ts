// What is wrong on the operator's side: arguments, home folder, settings, database, keys. One clear sentence on stderr, a hint,
// nothing on stdout, and the exit code of the table in the help; nothing is changed.

import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCoreKey } from '@satchel/protocol/envelope/pgp-keys'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ended } from '../helpers/command.ts'
import { mails, makeHome, replyTo, sealedReply, type TestHome } from '../helpers/home.ts'
import { runHere } from '../helpers/in-process.ts'

let home: TestHome
beforeAll(async () => {
  home = await makeHome()
  await home.person('P1')
  await home.person('P2')
})
afterAll(() => home.close())

/** One sentence with its code, then hints, nothing else. */
function expectRefusal(ended: Ended, code: number, problem: string): void {
  expect([ended.code, ended.out], ended.err).toEqual([code, ''])
  expect(ended.err).toMatch(/^satchel: [^\n]+\.( \([a-z-]+\/[a-z-]+\))\n(hint: [^\n]+\n)*$/)
  expect(ended.err).toContain(`(${problem})`)
  expect(ended.err).not.toContain('    at ')
}

async function withSettings(change: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
  const before = readFileSync(home.home.settingsFile, 'utf8')
  writeFileSync(home.home.settingsFile, JSON.stringify({ ...JSON.parse(before), ...change }))
  try {
    await work()
  } finally {
    writeFileSync(home.home.settingsFile, before)
  }
}

describe('arguments', () => {
  test('that no command knows end with 2 and the way to the help', async () => {
    for (const args of [['nonsense'], ['import', '--nonsense'], ['show'], ['packet', 'revoke']]) {
      const ended = await home.satchel(args)
      expect([ended.code, ended.out], args.join(' ')).toEqual([2, ''])
      expect(ended.err).toMatch(/^error: [^\n]+\n/)
      expect(ended.err).toContain('--help')
    }
    const asData = await home.satchel(['--json', 'nonsense'])
    expect([asData.code, asData.json()]).toMatchObject([2, { problem: { code: 'usage/wrong' } }])
  })

  test('that a command refuses end with 2, a sentence and a hint', async () => {
    for (const args of [
      ['dispatch', '--to', 'anna'],
      ['dispatch', 'P1'],
      ['keys', 'export', 'other'],
      ['review', 'accept', 'twelve'],
      ['staff', 'add', 'carl', '--name', 'Carl', '--email', 'two@addresses, here@example.org', '--protection', 'plain'],
      [
        'staff',
        'add',
        'carl',
        '--name',
        'Carl',
        '--email',
        'carl@example.org',
        '--role',
        'king',
        '--protection',
        'plain',
      ],
      ['staff', 'add', 'carl', '--name', 'Carl', '--email', 'carl@example.org'],
      ['staff', 'add', 'carl', '--name', 'Carl', '--email', 'carl@example.org', '--protection', 'none'],
      ['staff', 'protection', 'anna', 'none'],
      ['packet', 'revoke', '7QK2-M9XA-3F0T'],
    ])
      expectRefusal(await home.satchel(args), 2, 'usage/wrong')
    expectRefusal(
      await home.satchel([
        'staff',
        'add',
        'anna',
        '--name',
        'Anna',
        '--email',
        'a@example.org',
        '--protection',
        'plain',
      ]),
      2,
      'staff/exists',
    )
  })

  test('help and version end with 0', async () => {
    const help = await runHere(['--help'])
    expect([help.code, help.err]).toEqual([0, ''])
    expect(help.out).toContain('11 another run holds the lock')
    expect(await runHere(['--version'])).toMatchObject({ code: 0, err: '', out: '0.1.0\n' })
  })
})

describe('a home folder', () => {
  test('that is missing, half-made, damaged, or of another database is refused', async () => {
    expectRefusal(await runHere(['--home', '/nowhere/at/all', 'status']), 2, 'home/missing')
    const { instanceFile } = home.home
    const right = readFileSync(instanceFile, 'utf8')
    try {
      rmSync(instanceFile)
      const half = await home.satchel(['import'])
      expectRefusal(half, 2, 'home/other-instance')
      expect(half.err).toContain('hint: run satchel init again')
      writeFileSync(instanceFile, '{"instance": ')
      expectRefusal(await home.satchel(['import']), 2, 'config/wrong')
      for (const change of [{ epoch: 1 }, { instance: 'another' }]) {
        writeFileSync(instanceFile, JSON.stringify({ ...JSON.parse(right), ...change }))
        for (const args of [['import'], ['send'], ['dispatch', 'P1', '--to', 'anna'], ['status']])
          expectRefusal(await home.satchel(args), 2, 'home/other-instance')
      }
      expect(await home.rows('select 1 from packet union all select 1 from import_run')).toEqual([])
    } finally {
      writeFileSync(instanceFile, right)
    }
  })

  test('that is finished is not made again', async () => {
    expectRefusal(await home.satchel(['init']), 2, 'home/exists')
  })
})

describe('settings', () => {
  test('are checked as a whole: all faults at once, unknown ones too', async () => {
    await withSettings({ mail: 'no address', packetDays: 0, callingCode: '255', packetdays: 3 }, async () => {
      const ended = await home.satchel(['status'])
      expectRefusal(ended, 2, 'config/wrong')
      for (const fault of ['4 faults', 'mail:', 'packetDays:', 'callingCode:', 'packetdays: no such setting'])
        expect(ended.err).toContain(fault)
    })
    writeFileSync(`${home.home.settingsFile}.kept`, readFileSync(home.home.settingsFile))
    writeFileSync(home.home.settingsFile, '{"databaseUrl": "postgresql://satchel:Geheimnis@x/y", oops')
    const broken = await home.satchel(['status'])
    copyFileSync(`${home.home.settingsFile}.kept`, home.home.settingsFile)
    expectRefusal(broken, 2, 'config/wrong')
    expect(broken.err).not.toContain('Geheimnis')
  })

  test('are overridden by the environment, each by its variable', async () => {
    const env = { SATCHEL_PACKET_DAYS: '366', SATCHEL_INBOX_TRUST: 'some' }
    const ended = await home.satchel(['status'], { env })
    expectRefusal(ended, 2, 'config/wrong')
    expect(ended.err).toMatch(/packetDays: .*; inboxTrust: |inboxTrust: .*; packetDays: /)
    expectRefusal(await home.satchel(['status'], { env: { SATCHEL_OPERATOR: 'nobody' } }), 2, 'staff/not-known')
    const long = await home.satchel(['dispatch', 'P1', '--to', 'anna', '--json', '--dry-run'], {
      env: { SATCHEL_PACKET_DAYS: '365' },
    })
    const [packet] = long.json<{ expires: string }[]>()
    expect(Math.round((Date.parse(packet?.expires ?? '') - Date.now()) / 86_400_000)).toBe(365)
    const elsewhere = await runHere(['status'], { env: { SATCHEL_HOME: home.home.folder } })
    expect([elsewhere.code, elsewhere.err]).toEqual([0, ''])
  })
})

describe('a database', () => {
  test('that is stopped, refuses the password, or is not there ends with 10', async () => {
    const url = new URL(home.database.url('satchel'))
    const wrong = new URL(url)
    wrong.password = 'Geheimnis'
    const other = new URL(url)
    other.pathname = '/no_such_database'
    for (const [address, problem] of [
      ['postgresql://satchel:Geheimnis@127.0.0.1:1/satchel', 'database/unreachable'],
      ['postgresql://satchel:Geheimnis@localhost/satchel?host=/nowhere', 'database/unreachable'],
      [wrong.href, 'database/refused'],
      [other.href, 'database/refused'],
    ] as const) {
      const ended = await home.satchel(['import'], { env: { DATABASE_URL: address } })
      expectRefusal(ended, 10, problem)
      expect(ended.err).toContain('hint: ')
      expect(ended.err).not.toContain('Geheimnis')
    }
  })

  test('that knows an older or a newer schema ends with 10, and says which way to go', async () => {
    const copy = await makeHome({ from: home })
    try {
      await copy.rows("insert into migration (migration_hid, migration_digest) values ('9999-future', 'x')")
      const newer = await copy.satchel(['import'])
      expectRefusal(newer, 10, 'schema/newer')
      expectRefusal(await copy.satchel(['db', 'migrate']), 10, 'schema/newer')
      await copy.rows("delete from migration where migration_hid = '9999-future' or migration_hid like '0004%'")
      const older = await copy.satchel(['import'])
      expectRefusal(older, 10, 'schema/older')
      expect(older.err).toContain('hint: satchel db migrate')
      await copy.rows("update migration set migration_digest = 'x' where migration_hid like '0001%'")
      expectRefusal(await copy.satchel(['db', 'migrate']), 10, 'schema/changed')
    } finally {
      await copy.close()
    }
  })

  test('of its own is not started or stopped', async () => {
    for (const verb of ['start', 'stop']) expectRefusal(await home.satchel(['db', verb]), 2, 'server/not-embedded')
    expect(await home.satchel(['db', 'status'])).toMatchObject({ code: 0, err: '' })
    const migrated = await home.satchel(['db', 'migrate'])
    expect([migrated.code, migrated.out]).toEqual([0, 'Nothing new; functions and policies were made anew.\n'])
  })
})

describe('a key', () => {
  test('that is missing, damaged or the wrong half ends with 12, and no item is touched', async () => {
    const copy = await makeHome({ from: home })
    try {
      const file = join(copy.home.keys, 'core-private.asc')
      copy.drop('one', 'waits')
      for (const [content, problem] of [
        [null, 'key/missing'],
        ['garbage', 'key/unreadable'],
        [readFileSync(join(copy.home.keys, 'core-public.asc'), 'utf8'), 'key/unreadable'],
      ] as const) {
        if (content === null) rmSync(file)
        else writeFileSync(file, content)
        const ended = await copy.satchel(['import'])
        expectRefusal(ended, 12, problem)
        expect(ended.err).toContain('hint: bring it back from your backup')
        expectRefusal(await copy.satchel(['dispatch', 'P1', '--to', 'anna']), 12, problem)
      }
      expect(readdirSync(copy.inbox)).toEqual(['one'])
      expect(await copy.rows('select 1 from packet union all select 1 from import_run')).toEqual([])
    } finally {
      await copy.close()
    }
  })

  test('of another installation opens nothing: the sealed item is put aside and imported with the right key', async () => {
    const copy = await makeHome({ from: home })
    try {
      expect(await copy.satchel(['dispatch', 'P1', 'P2', '--to', 'anna'])).toMatchObject({ code: 0, err: '' })
      expect(await copy.satchel(['send'])).toMatchObject({ code: 0, err: '' })
      const [first, second] = copy.packets(mails.anna)
      if (first === undefined || second === undefined) throw new Error('no packets')
      copy.drop('sealed', await sealedReply(copy.home, replyTo(first, { set: { note: 'sealed' } })))
      copy.drop('open', replyTo(second, { set: { note: 'open' } }))
      const file = join(copy.home.keys, 'core-private.asc')
      copyFileSync(file, `${file}.kept`)
      const other = await makeCoreKey({ name: 'Other', email: 'other@example.org', now: new Date() })
      writeFileSync(file, other.privateArmored)
      const imported = await copy.satchel(['import', '--json'])
      expect(imported.json()).toMatchObject({ imported: 1, quarantined: 1 })
      expect(imported.err).toContain('(envelope/not-ours)')
      copyFileSync(`${file}.kept`, file)
      const [item] = (await copy.satchel(['quarantine', 'list', '--json'])).json<{ item: string }[]>()
      expect(await copy.satchel(['quarantine', 'retry', item?.item.slice(0, 8) ?? ''])).toMatchObject({
        code: 0,
        err: '',
      })
      expect((await copy.satchel(['import', '--json'])).json()).toMatchObject({ before: 1, imported: 1, after: 0 })
    } finally {
      await copy.close()
    }
  })
})
