// K6: nothing that anybody can send may cost more than two seconds or 256 MB, or be taken for a whole file of ours.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { walkEnvelope } from '@satchel/protocol/envelope/envelope-packets'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { limits } from '@satchel/protocol/limits'
import fc from 'fast-check'
import * as openpgp from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { compressed, literal, makeTestKeys, packet, sealRaw, splitRecipients, type TestKeys } from './envelopes.ts'

const longestMs = 2000
const mostBytes = 256 * 1024 * 1024

const text = '(satchel-reply "Jimmy")'
/** Packet head, version, key id, algorithm, length and prefix of the point, then 32 octets of which the last is highest. */
const topBitOfPoint = (2 + 1 + 8 + 1 + 2 + 1 + 31) * 8 + 7
let keys: TestKeys
let whole: Uint8Array

beforeAll(async () => {
  keys = await makeTestKeys()
  whole = await seal(text, keys.publicKeys)
})

/** Code of the Problem that opening ends with; anything but a Problem in good time fails the test. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const start = process.cpuUsage()
  const code = await open(bytes, { keys: [keys.corePrivate] }).then(
    () => 'opened',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )
  // the processor's time: a busy machine is not the file's fault
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1000).toBeLessThan(longestMs)
  return code
}

const sealed = (inner: Uint8Array, raw?: Parameters<typeof sealRaw>[2]) => sealRaw(inner, keys.publicKeys, raw)
const reply = literal('(satchel-reply "Jimmy")')

test('what these tests put together opens when it is right', async () => {
  expect(await refusal(await sealed(reply))).toBe('opened')
  expect(await refusal(whole)).toBe('opened')
})

describe('damaged on the way', () => {
  test('empty, or anything but an OpenPGP message', async () => {
    for (const text of ['', '(a)', 'x'.repeat(5000)]) expect(await refusal(Buffer.from(text))).toBe('envelope/damaged')
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
        expect(await refusal(bytes)).toMatch(/^envelope\//)
        expect(await refusal(Buffer.concat([Buffer.from([0xc1]), bytes]))).toMatch(/^envelope\//)
      }),
    )
  })

  test('cut anywhere', async () => {
    const { recipients } = splitRecipients(whole)
    const heads = recipients.reduce((sum, each) => sum + each.length, 0) + 60
    const places = [...Array.from({ length: heads }, (_, at) => at), whole.length - 21, whole.length - 1]
    for (const at of places) expect(await refusal(whole.subarray(0, at))).toBe('envelope/damaged')
    // said to be cut, before anything is decrypted
    expect(() => walkEnvelope(whole.subarray(0, -1))).toThrow('is cut')
  })

  test('one bit turned over, anywhere: never opened as something else', async () => {
    const place = fc.integer({ min: 0, max: whole.length * 8 - 1 })
    const keysEnd = splitRecipients(whole).recipients.reduce((sum, each) => sum + each.length, 0)
    const turn = async (bit: number) => {
      const turned = new Uint8Array(whole)
      const at = bit >> 3
      turned[at] = (turned[at] ?? 0) ^ (1 << (bit & 7))
      return await open(turned, { keys: [keys.corePrivate] }).then(
        opened => opened.text.trimEnd(),
        (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
      )
    }
    await fc.assert(
      fc.asyncProperty(place, async bit => {
        const result = await turn(bit)
        // the second session key is not ours to open, and X25519 leaves the top bit of a point out (RFC 7748, 5): a bit
        // among the session keys may mean nothing, but never another text
        if (bit >> 3 < keysEnd && result === text) return
        expect(result).toMatch(/^envelope\/(damaged|not-ours|recipients)$/)
      }),
      { numRuns: 300, examples: [[topBitOfPoint]] },
    )
    expect(await turn(topBitOfPoint)).toBe(text)
  })

  test('lengths that lie, at the end of the file and past it', async () => {
    const heads = 'c1 c1ff c1ffff c1ffffffffff c1ff00000000 c1c0 c1e0 c1fe 84 85 86 87'.split(' ')
    for (const hex of heads) {
      expect(await refusal(Buffer.from(hex, 'hex'))).toBe('envelope/damaged')
      expect(await refusal(Buffer.concat([Buffer.from(hex, 'hex'), whole]))).toBe('envelope/damaged')
    }
  })

  test('K6: an integrity tag that is wrong, of zeros, or not there', async () => {
    const wrong: readonly ((bytes: Buffer) => Uint8Array)[] = [
      bytes => createHash('sha1').update(bytes).update('x').digest(),
      () => Buffer.alloc(20),
      () => Buffer.alloc(0),
    ]
    for (const mdc of wrong) expect(await refusal(await sealed(reply, { mdc }))).toBe('envelope/damaged')
    for (const mdcHeader of [[0xd3, 0x15], [0xd2, 0x14], [0]]) {
      expect(await refusal(await sealed(reply, { mdcHeader }))).toBe('envelope/damaged')
    }
  })
})

describe('not built as ours are', () => {
  test('without integrity protection: tag 9', async () => {
    const version: readonly number[] = []
    expect(await refusal(await sealed(reply, { tag: 9, version }))).toBe('envelope/damaged')
  })

  test('integrity protection of another version', async () => {
    for (const version of [[0], [2, 9, 2, 12]]) {
      const bytes = await sealed(reply, { version })
      expect(() => walkEnvelope(bytes)).toThrow('integrity protection')
      expect(await refusal(bytes)).toBe('envelope/damaged')
    }
  })

  test('sealed with a password, alone or besides our keys', async () => {
    const message = () => openpgp.createMessage({ text: '(a)' })
    const alone = await openpgp.encrypt({ message: await message(), passwords: 'x', format: 'binary' })
    const both = await openpgp.encrypt({
      message: await message(),
      passwords: 'x',
      encryptionKeys: [...keys.publicKeys],
      format: 'binary',
    })
    for (const bytes of [alone, both]) expect(await refusal(bytes as Uint8Array)).toBe('envelope/damaged')
  })

  test('not sealed at all: a plain text, a compressed one, a signed one', async () => {
    const message = await openpgp.createMessage({ text: '(a)' })
    const signed = await openpgp.sign({ message, signingKeys: keys.corePrivate, format: 'binary' })
    for (const bytes of [reply, compressed(reply), signed as Uint8Array]) {
      expect(await refusal(bytes)).toBe('envelope/damaged')
    }
  })

  test('something behind its end, before its beginning, or between', async () => {
    const { recipients, rest } = splitRecipients(whole)
    const marker = packet(10, Buffer.from('PGP'))
    for (const extra of [Buffer.from([0]), marker, packet(63, Buffer.from('x')), reply, rest]) {
      expect(await refusal(Buffer.concat([whole, extra]))).toBe('envelope/damaged')
      expect(await refusal(Buffer.concat([...recipients, extra, rest]))).toBe('envelope/damaged')
    }
    expect(await refusal(Buffer.concat([marker, whole]))).toBe('envelope/damaged')
  })

  test('inside it: compressed, sealed again, signed, two texts, a marker, an unknown packet, nothing, no UTF-8', async () => {
    const message = await openpgp.createMessage({ text: '(a)' })
    const signed = await openpgp.sign({ message, signingKeys: keys.corePrivate, format: 'binary' })
    const marker = packet(10, Buffer.from('PGP'))
    const insides = [
      compressed(reply),
      packet(8, Buffer.concat([Buffer.from([0]), reply])),
      whole,
      signed as Uint8Array,
      Buffer.concat([reply, reply]),
      Buffer.concat([marker, reply]),
      Buffer.concat([reply, packet(60, Buffer.from('x'))]),
      packet(11, Buffer.from('b')),
      packet(11, Buffer.from([0x62, 200, 1, 2, 3])),
      literal('(a)', 'm'),
      literal(Buffer.from([0x28, 0xff, 0x29])),
      literal(Buffer.from([0x28, 0xed, 0xa0, 0x80, 0x29])),
    ]
    for (const inside of insides) expect(await refusal(await sealed(inside))).toBe('envelope/damaged')
  })

  test("our key id on somebody else's lock", async () => {
    const other = await makeTestKeys()
    const forged = Buffer.from(await sealRaw(reply, [other.publicKeys[0]]))
    Buffer.from(keys.corePrivate.subkeys[0]?.getKeyID().toHex() ?? '', 'hex').copy(forged, 3)
    expect(await refusal(forged)).toBe('envelope/damaged')
  })
})

describe('parts', () => {
  /** A packet whose body comes in parts of a power of two and a rest. */
  function inParts(tag: number, body: Buffer, exponent: number): Buffer {
    const size = 2 ** exponent
    const parts: Uint8Array[] = [Buffer.from([0xc0 | tag])]
    let at = 0
    for (; body.length - at > size; at += size) parts.push(Buffer.from([224 + exponent]), body.subarray(at, at + size))
    const last = body.subarray(at)
    const length = Buffer.alloc(5, 255)
    length.writeUInt32BE(last.length, 1)
    return Buffer.concat([...parts, length, last])
  }

  test('a text that was sealed while it streamed opens', async () => {
    const text = 'x'.repeat(5000)
    const bytes = await sealed(inParts(11, literal(text).subarray(6), 9), { dress: body => inParts(18, body, 10) })
    expect((await open(bytes, { keys: [keys.corePrivate] })).text).toBe(text)
  })

  test('first parts that are too small are refused', async () => {
    expect(await refusal(await sealed(literal('x'.repeat(900)), { dress: body => inParts(18, body, 9) }))).toBe(
      'opened',
    )
    expect(await refusal(await sealed(literal('x'.repeat(900)), { dress: body => inParts(18, body, 8) }))).toBe(
      'envelope/damaged',
    )
  })

  test('a limit holds for their number, at it and one over', async () => {
    const first = Buffer.concat([Buffer.from([224 + 9]), Buffer.alloc(512, 1)])
    const dress = (count: number) => () =>
      Buffer.concat([
        Buffer.from([0xc0 | 18]),
        first,
        ...Array.from({ length: count - 2 }, () => Buffer.from([224, 1])),
        Buffer.from([0]),
      ])
    expect(walkEnvelope(await sealed(reply, { dress: dress(limits.packetParts) })).recipients).toHaveLength(2)
    const over = await sealed(reply, { dress: dress(limits.packetParts + 1) })
    expect(() => walkEnvelope(over)).toThrow('too many parts')
  })
})

describe('limits', () => {
  test('K6: four recipients, and not five', async () => {
    const [core] = keys.publicKeys
    expect(await refusal(await sealRaw(reply, [core, core, core, core]))).toBe('opened')
    expect(await refusal(await sealRaw(reply, [core, core, core, core, core]))).toBe('envelope/recipients')
  })

  test('the size of a file, and not one byte more, is looked at', async () => {
    const fill = (size: number) => Buffer.concat([whole, Buffer.alloc(size - whole.length)])
    expect(await refusal(fill(limits.itemBytes))).toBe('envelope/damaged')
    expect(await refusal(fill(limits.itemBytes + 1))).toBe('envelope/too-large')
  })

  test('K6: the largest and worst are refused in 2 seconds and 256 MB each', async () => {
    const { recipients, rest } = splitRecipients(whole)
    const first = recipients[0] as Buffer
    const room = limits.itemBytes - 1024
    const tiny = (bytes: readonly number[]) => Buffer.alloc(room - (room % bytes.length), Buffer.from(bytes))
    let nested: Buffer = reply
    for (let level = 0; level < 2000; level++) nested = compressed(nested)
    const cases: Record<string, Uint8Array> = {
      'envelope/damaged compressed 64 MB': await sealed(
        compressed(compressed(literal(Buffer.alloc(64 * 1024 * 1024)))),
      ),
      'envelope/damaged nested 2,000 deep': await sealed(nested),
      'envelope/damaged tiny unknown packets inside': await sealed(tiny([0xff, 0])),
      'envelope/damaged tiny markers inside': await sealed(tiny([0xca, 3, 80, 71, 80])),
      'envelope/damaged tiny parts': Buffer.concat([
        first,
        Buffer.from([0xd2, 233]),
        Buffer.alloc(512, 1),
        tiny([224, 1]),
      ]),
      'envelope/recipients 5,000': Buffer.concat([...Array.from({ length: 5000 }, () => first), rest]),
      'envelope/damaged not UTF-8': await sealed(literal(Buffer.alloc(room - 4096, 0xff))),
      'envelope/too-large': Buffer.alloc(limits.itemBytes + 1, 0xc1),
    }
    const folder = mkdtempSync(join(tmpdir(), 'satchel-hostile-'))
    try {
      writeFileSync(join(folder, 'key'), keys.core.privateArmored)
      const files = Object.entries(cases).map(([name, bytes], index) => {
        const file = join(folder, `${index}`)
        writeFileSync(file, bytes)
        return { name, file }
      })
      for (const { name, file } of files) {
        const script = join(import.meta.dirname, 'open-process.ts')
        const args = ['--conditions=satchel-source', script, join(folder, 'key'), file]
        const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
        expect(child.stderr).toBe('')
        const told = JSON.parse(child.stdout) as { code: string; ms: number; peakBytes: number }
        expect(told.code).toBe(name.split(' ')[0])
        expect(told.ms).toBeLessThan(longestMs)
        // with the program itself and the file in it
        expect(told.peakBytes).toBeLessThan(mostBytes)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
