import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Store, storeSubmission } from '@satchel/intake-server/receive/store-submission'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { walkEnvelope } from '@satchel/protocol/envelope/envelope-packets'
import { limits } from '@satchel/protocol/limits'
import { listItems, openSpool, readItem, type Spool, type SpoolItem } from '@satchel/protocol/spool/spool'
import { parseSubmission, printSubmission, type Submission } from '@satchel/protocol/messages/submission'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeTestKeys, openingId, type TestKeys } from '../protocol/envelopes.ts'

const canary = 'Jimmy-Okello-canary-7f3a'
const submission: Submission = {
  version: 1,
  channel: 'web',
  kind: 'reply',
  received: '2026-11-22T10:12:00Z',
  receipt: 'Q7N4-M9XA',
  cleaned: 0,
  fields: [
    ['given-name', canary],
    ['note', `He said: "${canary}"\nand \\ left – 'x'`],
    [canary, ''],
  ],
  files: [{ name: `${canary}.pdf`, type: 'application/pdf', sha256: 'a'.repeat(64) }],
}

let keys: TestKeys
let root: string
let spool: Spool
let store: Store

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
})

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'satchel-intake-'))
  spool = await openSpool(join(root, 'spool'))
  store = { spool, recipients: keys.publicKeys, now: () => new Date() }
})

afterEach(() => rmSync(root, { recursive: true }))

async function onlyItem(): Promise<SpoolItem> {
  const items = await listItems(spool, { limit: 10 })
  expect(items).toHaveLength(1)
  return items[0] as SpoolItem
}

/** Everything under a folder, files and names. */
function contents(folder: string): Buffer {
  return Buffer.concat(
    readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap(entry => {
      const path = join(entry.parentPath, entry.name)
      return [Buffer.from(path), entry.isFile() ? readFileSync(path) : Buffer.alloc(0)]
    }),
  )
}

describe('a stored submission', () => {
  test('opens with the core key and with the recovery key to the very same submission', async () => {
    const { name } = await storeSubmission(store, submission)
    const item = await onlyItem()
    expect(item).toMatchObject({ name, pool: 'reply', extension: 'sexp.pgp' })
    const sealed = await readItem(spool, item)
    for (const key of [keys.corePrivate, keys.recoveryPrivate]) {
      expect(parseSubmission((await open(sealed, { keys: [key] })).text)).toEqual(submission)
    }
    expect(walkEnvelope(sealed).recipients).toEqual([keys.corePrivate, keys.recoveryPrivate].map(openingId))
  })

  test('leaves no plaintext on the disk, at any step, nor in a name', async () => {
    const seen: string[] = []
    const failpoint = (step: string) => {
      seen.push(step)
      const all = contents(root)
      for (const text of [canary, 'satchel-submission', 'Q7N4-M9XA', Buffer.from(canary).toString('base64')]) {
        expect(all.includes(text)).toBe(false)
      }
    }
    await storeSubmission({ ...store, failpoint }, submission)
    expect(seen).toContain('spool/written')
    expect(seen.at(-1)).toBe('spool/folder-synced')
  })

  test.each([
    ['reply', 'reply'],
    ['unsubscribe', 'unsubscribe'],
    ['form-request', 'open'],
    ['inquiry', 'open'],
  ] as const)('of kind %s lies in the pool %s', async (kind, pool) => {
    await storeSubmission(store, { ...submission, kind })
    expect((await onlyItem()).pool).toBe(pool)
  })

  test('has a time of ten minutes and not of seconds', async () => {
    const now = new Date()
    const { name } = await storeSubmission({ ...store, now: () => now }, submission)
    const { mtimeMs } = lstatSync(join(root, 'spool', 'new', 'reply', `${name}.sexp.pgp`))
    expect(mtimeMs % 600_000).toBe(0)
    expect(now.getTime() - mtimeMs).toBeLessThan(600_000)
    expect(now.getTime()).toBeGreaterThanOrEqual(mtimeMs)
  })

  test('posted twice is two items: the core finds out that they are one reply', async () => {
    const first = await storeSubmission(store, submission)
    const second = await storeSubmission(store, submission)
    expect(first.name).not.toBe(second.name)
    expect(await listItems(spool, { limit: 10 })).toHaveLength(2)
  })
})

describe('what was pasted is not refused on arrival', () => {
  const stored = async (given: Submission) => {
    await storeSubmission(store, given)
    const opened = await open(await readItem(spool, await onlyItem()), { keys: [keys.corePrivate] })
    return parseSubmission(opened.text)
  }

  test('it is stored as SX1 can carry it, and what was dropped is counted', async () => {
    const fields = [
      ['na\0me', '\ufeffe\u0301\r\n\u0007x\ry'],
      ['note', 'plain'],
    ] as const
    const files = [{ name: 'map\u0085.jpg', type: 'image/\u0000jpeg', sha256: 'a'.repeat(64) }]
    expect(await stored({ ...submission, cleaned: 2, fields, files })).toEqual({
      ...submission,
      // two that the caller had dropped, one in a field's name, two in its value, two in the file's name and type
      cleaned: 7,
      fields: [
        ['name', '\u00e9\nx\ny'],
        ['note', 'plain'],
      ],
      files: [{ name: 'map.jpg', type: 'image/jpeg', sha256: 'a'.repeat(64) }],
    })
  })

  test('half a character is a mark in its place, which the core holds for a person', async () => {
    const { fields, cleaned } = await stored({ ...submission, fields: [['note', 'a\ud83d']] })
    expect(fields).toEqual([['note', 'a\ufffd']])
    expect(cleaned).toBe(0)
  })

  test('a whole file keeps its letters as they were written, since it may be signed', async () => {
    const written = '(satchel-reply "e\u0301 \u00e9")\n'
    const { fields, cleaned } = await stored({ ...submission, fields: [['body', written]] })
    expect(fields).toEqual([['body', written]])
    expect(cleaned).toBe(0)
  })
})

describe('nothing is stored', () => {
  const isEmpty = async () => expect(await listItems(spool, { limit: 10 })).toEqual([])

  test('of a submission that is larger than what the core reads, and one at the limit is', async () => {
    const room = limits.submissionBytes - Buffer.byteLength(printSubmission({ ...submission, fields: [['a', '']] }))
    const sized = (length: number): Submission => ({ ...submission, fields: [['a', 'x'.repeat(length)]] })
    await expect(storeSubmission(store, sized(room + 1))).rejects.toMatchObject({ code: 'sexp/too-large' })
    await isEmpty()
    await storeSubmission(store, sized(room))
    const opened = await open(await readItem(spool, await onlyItem()), { keys: [keys.corePrivate] })
    expect(opened.text.trimEnd().length).toBeGreaterThan(room)
  })

  test('K3: with a key that is not valid at that moment', async () => {
    const early = { ...store, now: () => new Date(Date.now() - 7 * 86_400_000) }
    await expect(storeSubmission(early, submission)).rejects.toMatchObject({ name: 'Problem', code: 'key/not-usable' })
    await isEmpty()
  })

  test('for one recipient only', async () => {
    await expect(storeSubmission({ ...store, recipients: [keys.publicKeys[0]] }, submission)).rejects.toThrow(TypeError)
    await isEmpty()
  })
})
