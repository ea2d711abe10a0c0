import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { maildirOut } from '@satchel/dispatcher/mail-out/maildir-out'
import { maildirIn } from '@satchel/dispatcher/mail-in/maildir-in'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const never = new AbortController().signal

let root: string
let folder: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-in-'))
  folder = join(root, 'core@kilimo.example')
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(join(folder, part), { recursive: true })
})

afterEach(() => rmSync(root, { recursive: true }))

function put(name: string, hour: number, content = name, part = 'new'): void {
  const path = join(folder, part, name)
  writeFileSync(path, content)
  const time = new Date(Date.UTC(2026, 10, 22, hour))
  utimesSync(path, time, time)
}

const names = (place: string) => readdirSync(join(folder, place)).sort()
const inbox = () => maildirIn({ folder, maxBytes: 100 })

async function takeAll(from = inbox()) {
  const kept: string[] = []
  const result = await from.take((bytes, { received }) => {
    kept.push(`${new TextDecoder().decode(bytes)} ${received.toISOString()}`)
    return Promise.resolve()
  }, never)
  return { kept, ...result }
}

describe('mail in from a Maildir', () => {
  test('is kept, unread and read, oldest first, with the time it was delivered, and moved to Done', async () => {
    put('b.host', 9)
    put('a.host:2,RS', 8, 'a', 'cur')
    const { kept, taken, passedOver } = await takeAll()
    expect(kept).toEqual(['a 2026-11-22T08:00:00.000Z', 'b.host 2026-11-22T09:00:00.000Z'])
    expect({ taken, passedOver }).toEqual({ taken: 2, passedOver: [] })
    expect({ new: names('new'), cur: names('cur') }).toEqual({ new: [], cur: [] })
    expect(names('.Done/cur')).toEqual(['a.host:2,S', 'b.host:2,S'])
    expect((await takeAll()).taken).toBe(0)
  })

  test('that one letter program delivered can be taken by the other', async () => {
    const out = maildirOut(root)
    const letter = { id: 'packet-7QK2', to: 'core@kilimo.example', bytes: new TextEncoder().encode('Habari') }
    expect(await out.send(letter)).toBe('sent')
    expect(await out.send(letter)).toBe('sent')
    await out.close()
    expect((await takeAll()).kept).toHaveLength(1)
    expect(names('.Done/cur')).toEqual(['packet-7QK2:2,S'])
  })

  test('makes the folders that are missing, closed to others', async () => {
    rmSync(folder, { recursive: true })
    expect(await takeAll()).toEqual({ kept: [], taken: 0, passedOver: [] })
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, '.Done')).mode & 0o777).toBe(0o700)
  })

  test('of the largest size is taken; one byte more goes to Rejected, with its beginning for telling its sender', async () => {
    put('fits', 8, 'x'.repeat(100))
    put('over', 9, `Subject: over\r\n${'y'.repeat(86)}`)
    const { taken, passedOver } = await takeAll()
    expect(taken).toBe(1)
    expect(passedOver).toMatchObject([{ reason: 'too-large', which: join(folder, 'new', 'over') }])
    expect(new TextDecoder().decode(passedOver[0]?.head ?? undefined)).toMatch(/^Subject: over/)
    expect({ new: names('new'), rejected: names('.Rejected/cur') }).toEqual({ new: [], rejected: ['over:2,S'] })
  })

  test('that cannot be kept stays, and so do those behind it', async () => {
    for (const [index, name] of ['a', 'b', 'c'].entries()) put(name, index)
    const full = new Error('disk full')
    let calls = 0
    const taking = inbox().take(() => (++calls === 2 ? Promise.reject(full) : Promise.resolve()), never)
    await expect(taking).rejects.toBe(full)
    expect({ new: names('new'), done: names('.Done/cur') }).toEqual({ new: ['b', 'c'], done: ['a:2,S'] })
  })

  test('stops between two mails when it is told to', async () => {
    for (const [index, name] of ['a', 'b'].entries()) put(name, index)
    const stop = new AbortController()
    const { taken } = await inbox().take(() => {
      stop.abort()
      return Promise.resolve()
    }, stop.signal)
    expect({ taken, new: names('new') }).toEqual({ taken: 1, new: ['b'] })
  })

  test('is no link and no hidden file: those stay where they are', async () => {
    writeFileSync(join(root, 'secret'), 'secret')
    symlinkSync(join(root, 'secret'), join(folder, 'new', 'link'))
    writeFileSync(join(folder, 'new', '.hidden'), 'x')
    const { kept, passedOver } = await takeAll()
    expect(kept).toEqual([])
    expect(passedOver.map(({ reason, which }) => `${reason} ${basename(which)}`)).toEqual(['not-readable link'])
    expect(names('new')).toEqual(['.hidden', 'link'])
  })

  test('never replaces a mail that lies in Done under the same name', async () => {
    put('a', 8, 'first')
    await takeAll()
    put('a', 9, 'second')
    await takeAll()
    const contents = names('.Done/cur').map(name => readFileSync(join(folder, '.Done/cur', name), 'utf8'))
    expect(contents.sort()).toEqual(['first', 'second'])
    expect(names('new')).toEqual([])
  })

  test('D4: taken by two at once is kept by each with the same bytes or by one, and never lost', async () => {
    const all = Array.from({ length: 20 }, (_, index) => `mail-${String(index).padStart(2, '0')}`)
    for (const name of all) put(name, 8)
    const both = await Promise.all([takeAll(), takeAll()])
    const seen = both.flatMap(({ kept }) => kept.map(each => each.slice(0, 7)))
    expect([...new Set(seen)].sort()).toEqual(all)
    expect(names('new')).toEqual([])
    const done = names('.Done/cur').map(name => readFileSync(join(folder, '.Done/cur', name), 'utf8'))
    expect([...new Set(done)].sort()).toEqual(all)
  })

  test('D4: killed between keep and move, it is given again', () => {
    put('a', 8)
    const script = join(import.meta.dirname, 'take-process.ts')
    const run = (...step: string[]) =>
      spawnSync(process.execPath, ['--conditions=satchel-source', script, folder, ...step], { encoding: 'utf8' })
    expect(run('mail/kept')).toMatchObject({ signal: 'SIGKILL', stdout: 'a\n', stderr: '' })
    expect(names('new')).toEqual(['a'])
    expect(run()).toMatchObject({ status: 0, stdout: 'a\n' })
    expect(names('.Done/cur')).toEqual(['a:2,S'])
  })
})

test('watching a Maildir gives a hint in the beginning and when mail is delivered, until the signal', async () => {
  const stop = new AbortController()
  let hints = 0
  const watch = inbox().watch(() => {
    hints++
  }, stop.signal)
  await expect.poll(() => hints, { timeout: 60_000 }).toBeGreaterThan(0)
  const before = hints
  await maildirOut(root).send({ id: 'a', to: 'core@kilimo.example', bytes: new TextEncoder().encode('x') })
  await expect.poll(() => hints, { timeout: 60_000 }).toBeGreaterThan(before)
  stop.abort()
  await watch
})
