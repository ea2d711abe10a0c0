// `satchel-intake check`, its settings and keys, by the real command.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from '@satchel/intake-server/commands/check-host'
import { readPublicKeys } from '@satchel/intake-server/host/public-keys'
import { checkIntakeSettings } from '@satchel/intake-server/host/intake-settings'
import * as openpgp from 'openpgp'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runIntake, startIntake, writeIntakeHome } from '../helpers/intake.ts'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'
import { postForm, publicHalves } from './posts.ts'

let keys: TestKeys
let folder: string
let home: string
const pull = generateKeyPairSync('ed25519')
const pullPem = String(pull.publicKey.export({ type: 'spki', format: 'pem' }))

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-intake-'))
  home = writeIntakeHome({ keys: { ...publicHalves(keys), pull: pullPem }, home: join(folder, 'intake') })
})

afterEach(() => rmSync(folder, { recursive: true }))

async function found(proc = '/proc'): Promise<{ code: number; text: string }> {
  let text = ''
  const code = await check({ home, now: () => new Date(), proc, say: line => void (text += `${line}\n`) })
  return { code, text }
}

const put = (name: string, text: string) => writeFileSync(join(home, 'keys', name), text)

describe('check', () => {
  test('of a good host ends with 0 and prints the public half of the receipt key', async () => {
    const { code, out } = await runIntake(['check', '--home', home])
    expect(out).not.toContain('WRONG')
    expect(code).toBe(0)
    const text = /intakeReceiptKey is (\S+)/.exec(out)?.[1] ?? ''
    const own = createPublicKey(readFileSync(join(home, 'keys/receipt.pem')))
    expect(text).toBe(own.export({ type: 'spki', format: 'der' }).toString('base64'))
  })

  test('K4: refuses a private key, a weak one, an expired one, none, and one for both places', async () => {
    const weak = await openpgp.generateKey({
      type: 'rsa',
      rsaBits: 2048,
      userIDs: [{ name: 'a' }],
      format: 'armored',
      config: { minRSABits: 2047 },
    })
    const past = new Date(Date.now() - 20 * 86_400_000)
    const expired = await openpgp.generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: [{ name: 'a' }],
      keyExpirationTime: 86_400,
      date: past,
      config: { aeadProtect: false },
    })
    for (const [text, code] of [
      [keys.core.privateArmored, 'key/not-public'],
      [weak.publicKey, 'key/weak'],
      [expired.publicKey, 'key/expired'],
      ['', 'key/not-readable'],
      [keys.recovery.publicArmored, 'intake/key-wrong'],
    ] as const) {
      put('core.asc', text)
      const { code: exit, text: said } = await found()
      expect(said).toContain(`[${code}]`)
      expect(exit).toBe(12)
      const served = await runIntake(['serve', '--home', home])
      expect([served.code, served.err]).toEqual([12, expect.stringContaining(code)])
    }
  })

  test('refuses the core’s private pull key, and one of another kind', async () => {
    put('pull.pem', String(pull.privateKey.export({ type: 'pkcs8', format: 'pem' })))
    expect((await found()).text).toContain('[intake/key-wrong]')
    put(
      'pull.pem',
      String(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' })),
    )
    expect((await found()).text).toContain('[intake/key-wrong]')
    rmSync(join(home, 'keys/pull.pem'))
    expect((await found()).text).toContain('[intake/key-missing]')
  })

  test('refuses a receipt key that others can read, and one of another kind, without showing it', async () => {
    await found()
    const file = join(home, 'keys/receipt.pem')
    chmodSync(file, 0o644)
    expect((await found()).text).toContain('can be read by others')
    chmodSync(file, 0o600)
    writeFileSync(file, String(pull.privateKey.export({ type: 'pkcs8', format: 'pem' })))
    const { text } = await found()
    expect(text).toContain('not an ECDSA P-256 key')
    expect(text).not.toContain('PRIVATE')
  })

  test('refuses where a crash would write memory to the disk', async () => {
    const proc = join(folder, 'proc')
    mkdirSync(join(proc, 'self'), { recursive: true })
    const limits = (core: string) =>
      writeFileSync(
        join(proc, 'self/limits'),
        `Limit  Soft Limit\nMax core file size        ${core}      unlimited  bytes\n`,
      )
    limits('unlimited')
    expect(await found(proc)).toMatchObject({ code: 2, text: expect.stringContaining('[intake/not-safe]') })
    limits('0')
    writeFileSync(join(proc, 'swaps'), 'Filename Type Size\n/dev/sda2 partition 1000\n')
    expect(await found(proc)).toMatchObject({ code: 0, text: expect.stringContaining('swap') })
  })

  test('refuses a clock that is behind what was written here, and a spool that cannot be written', async () => {
    const later = new Date(Date.now() + 3_600_000)
    utimesSync(join(home, 'intake.json'), later, later)
    expect(await found()).toMatchObject({ code: 2, text: expect.stringContaining('[intake/clock]') })
    const now = new Date()
    utimesSync(join(home, 'intake.json'), now, now)
    rmSync(join(home, 'spool'), { recursive: true })
    writeFileSync(join(home, 'spool'), 'a file')
    expect((await found()).text).toContain('[intake/busy]')
  })
})

describe('keys', () => {
  test('K3: the next key takes over where the core key has ended, and an alarm says so before', async () => {
    const date = new Date(Date.now() - 86_400_000)
    const short = await openpgp.generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: [{ name: 'a' }],
      keyExpirationTime: 3 * 86_400,
      date,
      config: { aeadProtect: false },
    })
    put('core.asc', short.publicKey)
    const alone = await readPublicKeys(home, new Date())
    expect(await alone.daysLeft(new Date())).toBeCloseTo(2, 1)
    const later = new Date(Date.now() + 10 * 86_400_000)
    await expect(alone.recipients(later)).rejects.toMatchObject({ code: 'key/expired' })
    put('core-next.asc', keys.core.publicArmored)
    const both = await readPublicKeys(home, new Date())
    const fingerprints = async (at: Date) => (await both.recipients(at)).map(key => key.getFingerprint().toUpperCase())
    expect((await fingerprints(new Date()))[0]).not.toBe(keys.core.fingerprint)
    expect(await fingerprints(later)).toEqual([keys.core.fingerprint, keys.recovery.fingerprint])
    // and a start after its end goes on with the next one
    expect((await (await readPublicKeys(home, later)).recipients(later))[0].getFingerprint().toUpperCase()).toBe(
      keys.core.fingerprint,
    )
  })

  test('K4: a wrong key that is put there while the intake runs is refused, and the old one stays', async () => {
    const intake = await startIntake({ keys: publicHalves(keys), home })
    put('core.asc', keys.core.privateArmored)
    intake.child.kill('SIGHUP')
    await expect.poll(() => intake.log(), { timeout: 60_000 }).toContain('keys-refused')
    expect(intake.log()).toContain('key/not-public')
    expect((await postForm(`${intake.url}/reply`, { a: 'b' })).status).toBe(303)
    put('core.asc', keys.core.publicArmored)
    intake.child.kill('SIGHUP')
    await expect.poll(() => intake.log(), { timeout: 60_000 }).toContain('keys-read-again')
    await intake.close()
  })
})

describe('settings', () => {
  const good = { organisation: 'Kilimo', publicUrl: 'https://in.example', listen: 'unix:/run/a.sock' }

  test('with only what is needed have the rest filled in', () => {
    expect(checkIntakeSettings(good, '/home', 'x')).toMatchObject({
      listen: { path: '/run/a.sock' },
      pullListen: null,
      spool: '/home/spool',
      languages: ['en', 'de', 'fr', 'es', 'pt', 'sw', 'ar', 'am', 'hi', 'id'],
      doneDays: 30,
    })
    const more = {
      spoolBytes: { open: 5 },
      listen: '[::1]:80',
      trustedProxy: 'unix',
      languages: ['ar', 'en'],
      publicUrl: 'http://localhost:8080/',
    }
    expect(checkIntakeSettings({ ...good, ...more }, '/home', 'x')).toMatchObject({
      publicUrl: 'http://localhost:8080',
      listen: { host: '::1', port: 80 },
      spoolBytes: { open: 5, reply: 2048 * 1024 * 1024 },
      languages: ['ar', 'en'],
    })
  })

  test.each([
    ['organisation', ''],
    ['organisation', 'a\nb'],
    ['organisation', undefined],
    ['publicUrl', 'http://in.example'],
    ['publicUrl', 'https://in.example/reply'],
    ['publicUrl', 'https://user@in.example'],
    ['publicUrl', 7],
    ['listen', undefined],
    ['listen', 'localhost:80'],
    ['listen', '127.0.0.1:65536'],
    ['listen', 'unix:relative'],
    ['listen', `unix:/${'x'.repeat(107)}`],
    ['pullListen', 'unix:/run/a.sock'],
    ['mail', 'a@b?subject=x'],
    ['mail', 'nobody'],
    ['trustedProxy', 'proxy.example'],
    ['languages', []],
    ['languages', ['en', 'xx']],
    ['languages', ['en', 'en']],
    ['spoolBytes', { open: -1 }],
    ['spoolItems', { all: 1 }],
    ['diskReserveBytes', '1'],
    ['doneDays', 0],
    ['port', 8080],
  ])('with %s of %j are refused by that name', (key, value) => {
    const raw = Object.fromEntries(Object.entries({ ...good, [key]: value }).filter(([, each]) => each !== undefined))
    expect(() => checkIntakeSettings(raw, '/home', 'x')).toThrow(new RegExp(`has a fault: ${key}`))
  })

  test('with several faults name them all, and show no value', () => {
    expect(() => checkIntakeSettings({ mail: 'SECRET', doneDays: -3 }, '/home', 'x')).toThrow(
      /^(?!.*SECRET)x has 5 faults: organisation .*; publicUrl .*; listen .*; mail .*; doneDays /,
    )
  })
})

describe('the command line', () => {
  test('without a home folder, or with a word too many, ends with 2 and says what to do', async () => {
    const nowhere = await runIntake(['serve', '--home', join(folder, 'nothing')])
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('hint:')])
    writeFileSync(join(home, 'intake.json'), '{ not json SECRET')
    const broken = await runIntake(['serve', '--home', home])
    expect([broken.code, broken.err]).toEqual([2, expect.not.stringContaining('SECRET')])
    for (const args of [[], ['open'], ['serve', 'now'], ['--port', '1']]) expect((await runIntake(args)).code).toBe(2)
    const help = await runIntake(['--help'])
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('satchel-intake check')])
  })

  test('with an address that is taken ends with 2', async () => {
    const first = await startIntake({ keys: publicHalves(keys), home })
    const other = writeIntakeHome({
      keys: publicHalves(keys),
      home: join(folder, 'other'),
      settings: { listen: first.url.slice(7) },
    })
    const second = await runIntake(['serve', '--home', other])
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('intake/listen')])
    await first.close()
  })
})
