import { rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { openPullState } from '@satchel/intake-server/pull/pull-state'
import { printNameList } from '@satchel/protocol/pull/pull-files'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Asked,
  postNames,
  put,
  send,
  sendSigned,
  signedHeaders,
  type Stage,
  startPull,
  waitingIn,
} from './pull-stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await startPull()
})
afterEach(() => stage.close())

const get = (target: string, headers = {}) => sendSigned(stage, { target, headers })
const post = (kind: 'settle' | 'forget', names: readonly string[], more: Parameters<typeof postNames>[3] = {}) =>
  postNames(stage, kind, names, more)
const waiting = (pool = 'reply') => waitingIn(stage, pool)

describe('whoever cannot sign', () => {
  const asked: Asked = { target: '/items' }

  test.each<readonly [string, (stage: Stage) => Promise<{ readonly status: number; readonly body: Buffer }>]>([
    ['does not sign', at => send(at, asked)],
    ['signs another path', at => send(at, { target: '/about', headers: signedHeaders(at, asked) })],
    ['signs another method', at => send(at, { ...asked, method: 'POST', headers: signedHeaders(at, asked) })],
    [
      'signs another body',
      at => {
        const forget = printNameList({ kind: 'forget', epoch: 1, run: 1, names: [] })
        const headers = signedHeaders(at, { method: 'POST', target: '/settle', body: 'a' })
        return send(at, { method: 'POST', target: '/settle', body: forget, headers })
      },
    ],
    ['asks for what is not there', at => send(at, { target: '/nothing' })],
    ['asks with a long path', at => send(at, { target: `/${'a'.repeat(pullLimits.targetLength)}` })],
  ])('and %s gets 401 without a word', async (_, ask) => {
    const { status, body } = await ask(stage)
    expect({ status, body: body.toString() }).toEqual({ status: 401, body: '' })
  })

  test('changes nothing, and is logged by number, once a minute', async () => {
    const name = await put(stage.spool, 'a')
    for (let time = 0; time < 5; time++) {
      const body = printNameList({ kind: 'forget', epoch: 1, run: 1, names: [name] })
      expect((await send(stage, { method: 'POST', target: '/forget', body })).status).toBe(401)
    }
    expect(waiting()).toHaveLength(1)
    expect(stage.logged).toEqual([{ event: 'pull-refused', facts: { 'signature/missing': 1 } }])
    stage.clock = new Date(stage.clock.getTime() + 60_000)
    await send(stage, { target: '/items' })
    expect(stage.logged.slice(1)).toEqual([{ event: 'pull-refused', facts: { 'signature/missing': 5 } }])
  })

  test('keeps nobody waiting with a body that never ends', async () => {
    const socket = net.connect(Number(new URL(stage.address).port), '127.0.0.1')
    socket.write('POST /settle HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n(')
    const said = await new Promise<string>(resolve => {
      let all = ''
      socket.on('data', chunk => {
        all += chunk.toString()
      })
      socket.on('close', () => resolve(all))
    })
    expect(said).toMatch(/^HTTP\/1\.1 401 /)
  })
})

describe('a request that was sent before', () => {
  test('is refused, also by a listener that was started meanwhile', async () => {
    const asked: Asked = { target: '/items', nonce: 'A'.repeat(22) }
    const headers = signedHeaders(stage, asked)
    expect((await send(stage, { ...asked, headers })).status).toBe(200)
    expect((await send(stage, { ...asked, headers })).status).toBe(401)
    stage.clock = new Date(stage.clock.getTime() + 1000)
    await stage.restart()
    expect((await send(stage, { ...asked, headers })).status).toBe(401)
    expect((await get('/items')).status).toBe(200)
  })
})

describe('R3: an older core', () => {
  const ask = async (epoch: number, run: number) => (await sendSigned(stage, { target: '/about', epoch, run })).status

  test('may not even look, once a later one was here; not after a restart either', async () => {
    expect(await ask(2, 10)).toBe(200)
    expect(await ask(2, 10)).toBe(200)
    for (const [epoch, run] of [
      [2, 9],
      [1, 11],
    ] as const)
      expect(await ask(epoch, run)).toBe(409)
    await stage.restart()
    expect(await ask(2, 9)).toBe(409)
    expect(await ask(2, 11)).toBe(200)
    expect(await ask(3, 1)).toBe(200)
    expect(await ask(2, 12)).toBe(409)
  })

  test('changes nothing', async () => {
    const name = await put(stage.spool, 'a')
    await ask(5, 1)
    expect((await post('settle', [name], { epoch: 4, run: 99 })).status).toBe(409)
    expect((await post('forget', [name], { epoch: 4, run: 99 })).status).toBe(409)
    expect(waiting()).toHaveLength(1)
  })

  test('is not let in by a damaged note of the later one: the listener does not start', () => {
    writeFileSync(join(stage.home, 'pull-state'), '(satchel-pull-state (version 1) (epo')
    expect(() => openPullState(stage.home)).toThrow(/SX1|list|line/i)
    writeFileSync(join(stage.home, 'pull-state'), '(satchel-other (version 1))')
    expect(() => openPullState(stage.home)).toThrow(/not what the intake wrote/)
  })

  test('raised by many at once, the note on the disk is the highest', async () => {
    const state = openPullState(stage.home)
    const raised = await Promise.all([3, 9, 5, 9, 7].map(run => state.raise(1, run)))
    expect(raised).toEqual([true, true, false, true, false])
    const again = openPullState(stage.home)
    expect(await again.raise(1, 8)).toBe(false)
    expect(await again.raise(1, 9)).toBe(true)
  })
})

test('what is not a route is 404, and another method of one is 405', async () => {
  expect((await get('/')).status).toBe(404)
  expect((await sendSigned(stage, { method: 'POST', target: '/items' })).status).toBe(405)
  expect((await sendSigned(stage, { method: 'DELETE', target: '/about' })).status).toBe(405)
  expect((await sendSigned(stage, { target: '/items', body: 'x' })).status).toBe(413)
})

test('a fault of the host is told as one, and the listener goes on', async () => {
  rmSync(join(stage.spool.folder, 'new'), { recursive: true })
  expect((await get('/items')).status).toBe(500)
  expect(stage.logged.at(-1)).toEqual({ event: 'pull-failed', facts: { code: 'ENOENT' } })
  expect((await get('/about')).status).toBe(200)
})
