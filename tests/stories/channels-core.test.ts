// The core and its intake: over a stick, killed in mid-pull, with the intake away, and an older copy of the core.

import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Channels, openChannels } from '../helpers/channels.ts'
import { mails, replyTo } from '../helpers/home.ts'

let channels: Channels
beforeAll(async () => {
  channels = await openChannels(['P1'])
  await channels.satchel('dispatch', 'P1', '--to', 'anna')
  await channels.satchel('send')
})
afterAll(() => channels.close())

describe('without a network', () => {
  test("a stick carries the intake's items to the core, and the settling back", async () => {
    const [packet] = channels.home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    const body = replyTo(packet, { set: { note: 'brought on a stick' } })
    await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    const stick = join(mkdtempSync(join(tmpdir(), 'satchel-stick-')), 'spool')
    try {
      cpSync(channels.intake().spool, stick, { recursive: true })
      const pulled = await channels.home.satchel(['pull', stick, '--json'])
      expect([pulled.code, pulled.json()]).toMatchObject([0, [{ fetched: 1 }]])
      expect((await channels.home.satchel(['import', '--json'])).json()).toMatchObject({ pulled: 1, imported: 1 })
      expect((await channels.home.satchel(['pull', stick, '--json'])).json()).toMatchObject([
        { settled: 1, fetched: 0 },
      ])
      expect(readdirSync(join(stick, 'settle')).length).toBeGreaterThan(0)
      // back at the intake, which looks into the folder when it starts
      mkdirSync(join(channels.intake().spool, 'settle'), { recursive: true })
      cpSync(join(stick, 'settle'), join(channels.intake().spool, 'settle'), { recursive: true })
      await channels.restart()
      await expect.poll(() => channels.waiting(), { timeout: 60_000 }).toEqual([])
    } finally {
      rmSync(join(stick, '..'), { recursive: true, force: true })
    }
  })
})

describe('the core and its intake', () => {
  test('a pull killed at any step is gone on with', async () => {
    const [packet] = channels.home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    for (const [index, step] of ['pull/written', 'pull/synced', 'pull/placed', 'pull/settled'].entries()) {
      const body = replyTo(packet, { set: { note: `killed ${index}` } })
      await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
      const killed = await channels.home.process(['pull'], { env: { ...channels.env(), SATCHEL_CRASH_AT: step } })
      expect([step, killed.signal]).toEqual([step, 'SIGKILL'])
      const facts = await channels.round()
      expect([step, facts.balance.imported, facts.settled]).toEqual([step, 1, 1])
      expect(channels.waiting()).toEqual([])
    }
  })

  test('R2: an intake that was restored from an old image gives repeats, and none counts twice', async () => {
    const [packet] = channels.home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    const body = replyTo(packet, { set: { note: 'before the image' } })
    await fetch(`${channels.intake().url}/reply`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
    const image = mkdtempSync(join(tmpdir(), 'satchel-image-'))
    const waiting = join(channels.intake().spool, 'new')
    try {
      cpSync(waiting, image, { recursive: true })
      expect((await channels.round()).balance.imported).toBe(1)
      const before = await channels.home.rows(
        'select count(*)::int as replies, max(entity_version) as version from reply, entity',
      )
      cpSync(image, waiting, { recursive: true })
      expect(channels.waiting()).toHaveLength(1)
      expect((await channels.round()).settled).toBe(1)
      expect(channels.waiting()).toEqual([])
      expect(
        await channels.home.rows('select count(*)::int as replies, max(entity_version) as version from reply, entity'),
      ).toEqual(before)
    } finally {
      rmSync(image, { recursive: true, force: true })
    }
  })

  test('with the intake away the other channels go on, and it is said once', async () => {
    const gone = { ...channels.env(), SATCHEL_INTAKES: 'http://127.0.0.1:9' }
    const [packet] = channels.home.packets(mails.anna)
    if (packet === undefined) throw new Error('no packet')
    channels.home.drop('beside.sexp', replyTo(packet, { set: { note: 'beside' } }))
    const ended = await channels.home.satchel(['run', '--once'], { env: gone })
    expect([ended.code, ended.err]).toEqual([3, expect.stringContaining('pull/unreachable')])
    expect(ended.out).toContain('1 imported')
    const again = await channels.home.satchel(['run', '--once'], { env: gone })
    expect(again.err).not.toContain('pull/unreachable')
    expect((await channels.home.satchel(['status'])).out).toMatch(/^AWAY .*intake at 127\.0\.0\.1:9/m)
    expect((await channels.satchel('run', '--once')).code).toBe(0)
  })

  test('an intake that refuses our signature is told as that, by run, status and next, and with what to do', async () => {
    const file = join(channels.home.home.keys, 'pull-private.pem')
    const key = readFileSync(file, 'utf8')
    writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }))
    const ended = await channels.satchel('run', '--once')
    expect([ended.code, ended.err]).toEqual([3, expect.stringMatching(/intake at .*: it answers, and refuses us/)])
    const status = (await channels.home.satchel(['status'])).out
    expect(status).toMatch(
      /^REFUSED for .*intake at .*refuses the signature of this core\. \(pull\/refused\)\nhint: give the/m,
    )
    expect(status).not.toContain('AWAY')
    const next = (await channels.home.satchel(['--as', 'grace'])).out
    expect(next).toMatch(/intake at .* refuses the signature of this core\. give the intake the public half/)
    expect(next).not.toContain('away in the last round')
    writeFileSync(file, key)
    expect((await channels.satchel('run', '--once')).code).toBe(0)
    expect((await channels.home.satchel(['status'])).out).not.toContain('REFUSED')
  })

  test('an older copy of the core is turned away, and touches nothing', async () => {
    await channels.home.rows("select setval('pull_number', 1)")
    const copy = await channels.satchel('pull')
    expect([copy.code === 0, copy.err]).toEqual([false, expect.stringContaining('pull/newer-run')])
    await channels.home.rows("select setval('pull_number', 100000)")
    expect((await channels.satchel('pull')).code).toBe(0)
  })
})
