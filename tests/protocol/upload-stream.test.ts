// Uploads as they come: printed, sealed and written in parts, and read again as one.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { walkEnvelope } from '@satchel/protocol/envelope/envelope-packets'
import { padmeLength } from '@satchel/protocol/envelope/envelope-seal'
import { sealStream } from '@satchel/protocol/envelope/envelope-seal-stream'
import { itemName } from '@satchel/protocol/spool/item-name'
import { limits } from '@satchel/protocol/limits'
import { listItems, openSpool, readItem, type Spool } from '@satchel/protocol/spool/spool'
import { writeStream } from '@satchel/protocol/spool/spool-stream'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { printUploadStream } from '@satchel/protocol/messages/upload-stream'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeTestKeys, openingId, type TestKeys } from './envelopes.ts'

let keys: TestKeys

beforeAll(async () => {
  keys = await makeTestKeys(new Date(Date.now() - 86_400_000))
})

async function* inParts(...parts: readonly (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield part
  }
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(Buffer.from(chunk))
  return new Uint8Array(Buffer.concat(parts))
}

const named = { name: 'plan "A".pdf', type: 'application/pdf' }

describe('an upload printed as it comes', () => {
  test('says the same as what came, in whatever parts', async () => {
    const part = fc.uint8Array({ maxLength: 60_000 })
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), async parts => {
        const text = Buffer.from(await all(printUploadStream(named, inParts(...parts)))).toString('utf8')
        expect(parseUpload(text)).toEqual({ version: 1, ...named, bytes: new Uint8Array(Buffer.concat(parts)) })
        expect(padmeLength(Buffer.byteLength(text))).toBe(Buffer.byteLength(text))
      }),
      { numRuns: 30 },
    )
  })

  test.each([0, 1, 49151, 49152, 49153, 98304])('of %i bytes has a padded length', async size => {
    const printed = await all(printUploadStream(named, inParts(new Uint8Array(size).fill(7))))
    expect(printed.length).toBe(padmeLength(printed.length))
    expect(parseUpload(Buffer.from(printed).toString()).bytes).toHaveLength(size)
  })

  test('of which the source breaks, breaks with it', async () => {
    const broken = new Error('line cut')
    await expect(all(printUploadStream(named, inParts(new Uint8Array(9), broken)))).rejects.toBe(broken)
  })
})

describe('a text sealed as it comes', () => {
  const text = (size: number) => inParts(...Array.from({ length: 4 }, () => Buffer.alloc(size / 4, 'x')))

  test('opens with the core key and with the recovery key, and is sealed to nobody else', async () => {
    const sealed = await all(sealStream(text(200_000), keys.publicKeys))
    expect(walkEnvelope(sealed).recipients).toEqual([keys.corePrivate, keys.recoveryPrivate].map(openingId))
    for (const key of [keys.corePrivate, keys.recoveryPrivate]) {
      expect((await open(sealed, { keys: [key] })).text).toBe('x'.repeat(200_000))
    }
    expect(Buffer.from(sealed).includes('xxxx')).toBe(false)
  })

  test(`of ${limits.uploadBytes} bytes is sealed and opened, of one more is not sealed`, async () => {
    const sealed = await all(sealStream(text(limits.uploadBytes), keys.publicKeys))
    expect(sealed.length).toBeLessThanOrEqual(limits.sealedUploadBytes)
    const options = { maxBytes: limits.sealedUploadBytes }
    expect((await open(sealed, { keys: [keys.corePrivate] }, options)).text).toHaveLength(limits.uploadBytes)
    const more = inParts(Buffer.alloc(limits.uploadBytes, 'x'), Buffer.from('x'))
    await expect(all(sealStream(more, keys.publicKeys))).rejects.toMatchObject({ code: 'envelope/too-large' })
  })

  test('is opened up to the size that was asked for', async () => {
    const sealed = await all(sealStream(text(8000), keys.publicKeys))
    const keyring = { keys: [keys.corePrivate] }
    expect((await open(sealed, keyring, { maxBytes: sealed.length })).text).toHaveLength(8000)
    await expect(open(sealed, keyring, { maxBytes: sealed.length - 1 })).rejects.toMatchObject({
      code: 'envelope/too-large',
    })
  })

  test('is not made for one key or the same one twice, nor with a key that is not valid yet', async () => {
    const [core] = keys.publicKeys
    for (const wrong of [[core], [core, core]]) {
      await expect(all(sealStream(text(4096), wrong))).rejects.toThrow(TypeError)
    }
    const early = { now: new Date(Date.now() - 7 * 86_400_000) }
    await expect(all(sealStream(text(4096), keys.publicKeys, early))).rejects.toMatchObject({ code: 'key/not-usable' })
  })

  test('of which the source breaks, breaks with it', async () => {
    const broken = new Error('line cut')
    await expect(all(sealStream(inParts(new Uint8Array(9000), broken), keys.publicKeys))).rejects.toBe(broken)
  })
})

describe('an item written as it comes', () => {
  let folder: string
  let spool: Spool

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'satchel-spool-'))
    spool = await openSpool(join(folder, 'spool'))
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  const left = () => readdirSync(join(spool.folder, 'tmp'))

  test('is named by all its bytes, and there after every step but not before the link', async () => {
    const bytes = [Buffer.from('abc'), Buffer.from('def')]
    const seen: [string, number][] = []
    const failpoint = (step: string) => seen.push([step, readdirSync(join(spool.folder, 'new/open')).length])
    const written = await writeStream(spool, 'open', 'raw', inParts(...bytes), { failpoint })
    expect(written).toMatchObject({ name: itemName(Buffer.concat(bytes)), fresh: true, size: 6 })
    expect(seen).toEqual([
      ['spool/created', 0],
      ['spool/written', 0],
      ['spool/synced', 0],
      ['spool/linked', 1],
      ['spool/unlinked', 1],
      ['spool/folder-synced', 1],
    ])
    const [item] = await listItems(spool, { limit: 10 })
    expect(item && Buffer.from(await readItem(spool, item)).toString()).toBe('abcdef')
    expect(left()).toEqual([])
  })

  test('leaves nothing when its source breaks', async () => {
    const broken = new Error('line cut')
    await expect(writeStream(spool, 'open', 'raw', inParts(new Uint8Array(9), broken))).rejects.toBe(broken)
    expect(left()).toEqual([])
    expect(await listItems(spool, { limit: 10 })).toEqual([])
  })

  test(`of ${limits.spoolFileBytes} bytes is held, of one more is not`, async () => {
    const half = Buffer.alloc(limits.spoolFileBytes / 2)
    const { path } = await writeStream(spool, 'open', 'raw', inParts(half, half))
    expect(readFileSync(path)).toHaveLength(limits.spoolFileBytes)
    await expect(writeStream(spool, 'open', 'raw', inParts(half, half, Buffer.from('x')))).rejects.toThrow(RangeError)
    expect(left()).toEqual([])
    expect(await listItems(spool, { limit: 10 })).toHaveLength(1)
  })
})
