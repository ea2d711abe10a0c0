// The database server is killed (SIGKILL, as by a power cut) at random moments of a long import: nothing is lost, nothing is done
// twice, and satchel db start brings the server back.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readServerState, runningServer } from '@satchel/core/db/embedded-server'
import { homePaths } from '@satchel/core/home/home'
import { openSpool, writeItem } from '@satchel/protocol/spool/spool'
import { expect, test } from 'vitest'
import { run, start } from '../helpers/command.ts'
import { replyTo } from '../helpers/home.ts'
import { lettersOf, packetOf } from '../helpers/letters.ts'
import { randoms } from '../helpers/randoms.ts'

const count = 120
/** The fifth would make an item poison, which is another story. */
const killsEach = 4
const rounds = Math.ceil(Number(process.env.SATCHEL_CRASHES ?? 1) / 50)

/** An installation with its own server, and as many replies in its spool. */
async function prepare(above: string) {
  chmodSync(above, 0o711)
  const folder = join(above, 'home')
  const home = homePaths(folder)
  const satchel = (...args: readonly string[]) => run(['--home', folder, ...args])
  expect(await satchel('init', '--protection', 'plain')).toMatchObject({ code: 0 })
  const anna = ['--name', 'Anna', '--email', 'anna@kilimo.example', '--role', 'sales', '--protection', 'plain']
  expect(await satchel('staff', 'add', 'anna', ...anna)).toMatchObject({ code: 0 })
  // their program answers from the packet file
  expect(await satchel('staff', 'letters', 'anna', '--packet-file', 'on')).toMatchObject({ code: 0 })
  const people = Array.from(
    { length: count },
    (_, index) => `K-${index},Given${index},Okello,+2557000${String(index).padStart(5, '0')}`,
  )
  writeFileSync(join(above, 'people.csv'), ['hid,given-name,family-name,phone', ...people, ''].join('\n'))
  expect(await satchel('load', join(above, 'people.csv'), '--owner', 'anna')).toMatchObject({ code: 0 })
  const hids = people.map(line => line.split(',')[0] ?? '')
  expect((await satchel('dispatch', ...hids, '--to', 'anna')).code).toBe(0)
  expect((await satchel('send')).code).toBe(0)
  const spool = await openSpool(join(home.spool, 'folder'))
  for (const letter of lettersOf(home.mail, 'anna@kilimo.example')) {
    const packet = packetOf(letter)
    if (packet === null) continue
    const said = { set: { note: `Said ${packet.id}` }, report: { when: '2026-11-20', outcome: 'reached' } }
    await writeItem(spool, 'reply', 'raw', Buffer.from(replyTo(packet, said)))
  }
  return { folder, home, satchel }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

/** @returns how many imports lost their server. */
async function killServer({ folder, home, satchel }: Prepared, random: () => number): Promise<number> {
  let kills = 0
  for (let time = 0; time < killsEach; time++) {
    expect((await satchel('db', 'start')).code).toBe(0)
    const state = readServerState(home)
    const server = state === null ? null : runningServer(state)
    if (server === null) throw new Error('no server')
    const importing = start(['--home', folder, 'import'])
    await new Promise(resolve => setTimeout(resolve, 600 + random() * 900))
    process.kill(server, 'SIGKILL')
    const ended = await importing.ended
    if (ended.code === 10) kills++
    // nothing but the loss of the server may be told; or it was done before that
    expect([0, 10], ended.err).toContain(ended.code)
  }
  return kills
}

async function finish({ home, satchel }: Prepared): Promise<void> {
  expect((await satchel('db', 'start')).code).toBe(0)
  const last = await satchel('import', '--json')
  expect([last.code, last.err]).toEqual([0, expect.not.stringContaining('bug')])
  expect(last.json()).toMatchObject({ after: 0, balanced: true })
  expect((await satchel('send')).code).toBe(0)
  const letters = lettersOf(home.mail, 'anna@kilimo.example').filter(({ file }) => file.includes('outcome'))
  expect(letters).toHaveLength(count)
  const said = await satchel('--json', 'query', 'people/by-description', '--param', 'words=Said', 'limit=500')
  expect(said.json<unknown[]>()).toHaveLength(count)
  const verified = await satchel('verify', '--json')
  expect(verified.json<{ state: string }[]>().filter(found => found.state === 'wrong')).toEqual([])
}

test('the server is killed in the middle of imports: the next one goes on', { timeout: 1_800_000 }, async () => {
  const seed = Number(process.env.SATCHEL_CRASH_SEED ?? Date.now() % 1_000_000)
  const random = randoms(seed)
  let kills = 0
  for (let round = 0; round < rounds; round++) {
    const above = mkdtempSync(join(tmpdir(), 'satchel-server-killed-'))
    const home = homePaths(join(above, 'home'))
    try {
      const prepared = await prepare(above)
      kills += await killServer(prepared, random)
      await finish(prepared)
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}`, { cause: error })
    } finally {
      const state = readServerState(home)
      await run(['--home', home.folder, 'db', 'stop'])
      if (state !== null) rmSync(state.socket, { recursive: true, force: true })
      rmSync(above, { recursive: true, force: true })
    }
  }
  expect(kills, 'no import was under way when its server died').toBeGreaterThan(0)
})
