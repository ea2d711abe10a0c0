import { spawnSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { deliver, mailboxFolder } from '@satchel/dispatcher/mail-out/maildir-out'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canMount, withSmallDisk } from '../helpers/small-disk.ts'

const anna = 'anna@kilimo.example'
const bytes = new TextEncoder().encode('Subject: Work packet\r\n\r\nHabari\r\n')

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'satchel-mail-'))
})

afterEach(() => rmSync(root, { recursive: true }))

const inBox = (part: string, address = anna) => readdirSync(join(mailboxFolder(root, address), part)).sort()

describe('a letter delivered to a mailbox', () => {
  test('is one file in new, with its bytes, for nobody else to read', async () => {
    expect(await deliver(root, anna, 'packet-7QK2', bytes)).toBe(true)
    const path = join(root, anna, 'new', 'packet-7QK2')
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
    expect(lstatSync(path).mode & 0o777).toBe(0o600)
    expect(lstatSync(join(root, anna)).mode & 0o777).toBe(0o700)
    expect(readdirSync(join(root, anna)).sort()).toEqual(['cur', 'new', 'tmp'])
    expect(inBox('tmp')).toEqual([])
  })

  test('a second time is not there twice', async () => {
    await deliver(root, anna, 'packet-7QK2', bytes)
    expect(await deliver(root, anna, 'packet-7QK2', bytes)).toBe(false)
    expect(inBox('new')).toEqual(['packet-7QK2'])
  })

  test.each(['packet-7QK2', 'packet-7QK2:2,', 'packet-7QK2:2,RS'])(
    'and read, as cur/%s, is not delivered again',
    async name => {
      await deliver(root, anna, 'packet-7QK2', bytes)
      renameSync(join(root, anna, 'new', 'packet-7QK2'), join(root, anna, 'cur', name))
      expect(await deliver(root, anna, 'packet-7QK2', bytes)).toBe(false)
      expect(inBox('new')).toEqual([])
    },
  )

  test('does not stand in the way of a letter whose id begins alike', async () => {
    await deliver(root, anna, 'packet-7QK2', bytes)
    expect(await deliver(root, anna, 'packet-7QK', bytes)).toBe(true)
    expect(await deliver(root, anna, 'packet-7QK2-1', bytes)).toBe(true)
    expect(inBox('new')).toEqual(['packet-7QK', 'packet-7QK2', 'packet-7QK2-1'])
  })

  test('goes to one mailbox, whether the address is written in capitals or not', async () => {
    await deliver(root, 'Anna@Kilimo.example', 'a', bytes)
    expect(await deliver(root, anna, 'a', bytes)).toBe(false)
    expect(readdirSync(root)).toEqual([anna])
  })

  test.each([anna, `${anna}/tmp`, `${anna}/new`, `${anna}/cur`])(
    'is not said to be there where a plain file lies in the place of the folder %s',
    async place => {
      mkdirSync(dirname(join(root, place)), { recursive: true })
      writeFileSync(join(root, place), '')
      await expect(deliver(root, anna, 'packet-7QK2', bytes)).rejects.toThrow(/EEXIST|ENOTDIR/)
    },
  )

  test('never replaces a file that is there, even between the look and the link', async () => {
    await deliver(root, anna, 'other', bytes)
    const fresh = await deliver(root, anna, 'a', bytes, step => {
      if (step === 'maildir/written') writeFileSync(join(root, anna, 'new', 'a'), 'first')
    })
    expect(fresh).toBe(false)
    expect(readFileSync(join(root, anna, 'new', 'a'), 'utf8')).toBe('first')
    expect(inBox('tmp')).toEqual([])
  })
})

describe('P3: killed while a letter is delivered', () => {
  const script = join(import.meta.dirname, 'deliver-process.ts')
  const run = (...step: string[]) =>
    spawnSync(process.execPath, ['--conditions=satchel-source', script, root, anna, 'packet-7QK2', 'Habari', ...step], {
      encoding: 'utf8',
    })

  test.each([
    ['maildir/written', 0, 'delivered'],
    ['maildir/linked', 1, 'held already'],
    ['maildir/synced', 1, 'held already'],
  ])('at %s, and again: one whole letter, nothing left behind', (step, seen, again) => {
    expect(run(step)).toMatchObject({ signal: 'SIGKILL', stdout: '', stderr: '' })
    expect(inBox('new')).toHaveLength(seen)
    expect(run()).toMatchObject({ status: 0, stdout: again })
    expect(inBox('new')).toEqual(['packet-7QK2'])
    expect(readFileSync(join(root, anna, 'new', 'packet-7QK2'), 'utf8')).toBe('Habari')
    expect(inBox('tmp')).toEqual([])
  })
})

describe('names', () => {
  const local = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 64 })
    .filter(text => /^[^\s@<>"',;:()[\]\\\p{C}]{1,64}$/u.test(text))

  test('of mailboxes lie in the root, are not hidden, and are long enough for no file system to refuse', () => {
    const address = fc.oneof(
      local,
      fc.constantFrom('..', '.', '../..', '/etc/passwd', '%2e', '~', '-rf', '\u{1f600}'.repeat(32)),
    )
    fc.assert(
      fc.property(address, value => {
        const folder = mailboxFolder(root, `${value}@kilimo.example`)
        expect(dirname(folder)).toBe(root)
        expect(basename(folder)).toMatch(/^[a-z0-9@_+%-][A-Za-z0-9@._+%-]*$/)
        expect(Buffer.byteLength(basename(folder))).toBeLessThan(240)
      }),
    )
  })

  test("of two mailboxes differ, also when one address spells out the other's name", () => {
    const names = ['a/b', 'a%2Fb', 'a%2fb', 'a_b', '.a', '%2Ea', '\u{1f600}'.repeat(32), `${'\u{1f600}'.repeat(31)}x`]
    const folders = names.map(name => mailboxFolder(root, `${name}@kilimo.example`))
    // %2F and %2f are one address in lower case
    expect(new Set(folders).size).toBe(names.length - 1)
  })

  test('of an address that is none are a problem', async () => {
    for (const address of ['', 'anna', 'a\r\nb@c.example', 'a b@c.example']) {
      await expect(deliver(root, address, 'a', bytes)).rejects.toMatchObject({ code: 'address/not-valid' })
    }
    expect(readdirSync(root)).toEqual([])
  })

  test('of two letters differ, whatever their ids are', async () => {
    const ids = ['a/b', 'a_b', 'a%2Fb', '../a', '.a', 'a:2,S', 'x'.repeat(300), `${'x'.repeat(299)}y`]
    for (const id of ids) expect(await deliver(root, anna, id, bytes)).toBe(true)
    expect(inBox('new')).toHaveLength(ids.length)
    for (const id of ids) expect(await deliver(root, anna, id, bytes)).toBe(false)
    await expect(deliver(root, anna, '', bytes)).rejects.toThrow(TypeError)
  })
})

test.skipIf(!canMount)(
  'Q1: a full disk is a problem, leaves nothing half-written, and later works (needs root that may mount)',
  () =>
    withSmallDisk(async place => {
      const large = new Uint8Array(40_000)
      await deliver(place, anna, 'first', large)
      const refusal = await deliver(place, anna, 'second', large).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'disk/full', retry: 'later' })
      expect(readdirSync(join(place, anna, 'tmp'))).toEqual([])
      rmSync(join(place, anna, 'new', 'first'))
      expect(await deliver(place, anna, 'second', large)).toBe(true)
    }),
)
