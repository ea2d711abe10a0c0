// What a page's script seals, under Node's WebCrypto: the same functions that run in a browser.

import { createPrivateKey, createPublicKey, diffieHellman, randomBytes } from 'node:crypto'
import { toHex } from '@satchel/forms/browser/bytes'
import { paddedLength, padText, padUpload } from '@satchel/forms/browser/padding'
import { agreeByHand, canSeal, seal, type SealKeys } from '@satchel/forms/browser/seal'
import { cleanText, printSx1 } from '@satchel/forms/browser/sx1'
import { basePoint, x25519 } from '@satchel/forms/browser/x25519'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { walkEnvelope } from '@satchel/protocol/envelope/envelope-packets'
import { padmeLength } from '@satchel/protocol/envelope/envelope-seal'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import { parseUpload } from '@satchel/protocol/messages/upload'
import { Problem } from '@satchel/protocol/problem'
import { cleanValue } from '@satchel/protocol/sexp/clean'
import { list, symbol } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import fc from 'fast-check'
import { generateKey } from 'openpgp'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { makeTestKeys, type TestKeys } from '../protocol/envelopes.ts'

let keys: TestKeys
let to: SealKeys
beforeAll(async () => {
  keys = await makeTestKeys()
  const [core, recovery] = await Promise.all(keys.publicKeys.map(key => sealingPart(key, new Date())))
  to = [core ?? '', recovery ?? '']
})

const opened = async (sealed: Uint8Array, by: 'corePrivate' | 'recoveryPrivate' = 'corePrivate') =>
  (await open(sealed, { keys: [keys[by]] })).text
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing thrown',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )
const octets = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

describe('a seal made by a page', () => {
  test('is opened by the core and by the recovery key, 200 texts of any length, half by the second way of X25519', async () => {
    const sizes = [0, 1, 4095, 4096, 4097, 8191, 8192, 65_536, 300_000]
    for (let at = 0; at < 200; at++) {
      const size = sizes[at] ?? Math.floor(Math.random() * 9000)
      const text = `${'é'.repeat(at % 3)}${randomBytes(Math.ceil(size / 2))
        .toString('hex')
        .slice(0, size)}`
      const sealed = await seal(padText(text), to, at % 2 === 0 ? {} : { agree: agreeByHand })
      const found = await opened(sealed, at % 4 < 2 ? 'corePrivate' : 'recoveryPrivate')
      expect(found.trimEnd()).toBe(text)
      expect(Buffer.byteLength(found)).toBe(padmeLength(Buffer.byteLength(text)))
    }
  })

  test('is sealed to the two keys and shows nothing but its padded length', async () => {
    const one = await seal(padText('(short)'), to)
    const two = await seal(padText('(a little longer than the other one)'), to)
    expect(one.length).toBe(two.length)
    expect(Buffer.compare(one, two)).not.toBe(0)
    const ids = await Promise.all(keys.publicKeys.map(async key => (await key.getEncryptionKey()).getKeyID().toHex()))
    expect(walkEnvelope(one).recipients).toEqual(ids)
  })

  test('is refused by the core after any change of its data', async () => {
    const sealed = await seal(padText('(reply "yes")'), to)
    // the two session key packets take 96 octets each; some of theirs mean nothing once the key is found
    for (let at = 192; at < sealed.length; at += 97) {
      const changed = sealed.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(await codeOf(opened(changed))).toMatch(/^envelope\//)
    }
    for (const end of [1, 100, 192, 4000]) expect(await codeOf(opened(sealed.slice(0, -end)))).toMatch(/^envelope\//)
  })

  test('needs two different keys and WebCrypto', async () => {
    const data = padText('(x)')
    await expect(seal(data, [to[0], to[0]])).rejects.toThrow('two keys')
    await expect(seal(data, [to[0], 'AAAA'])).rejects.toThrow('two keys')
    expect(canSeal()).toBe(true)
    vi.stubGlobal('crypto', { getRandomValues: () => data })
    try {
      expect(canSeal()).toBe(false)
      await expect(seal(data, to)).rejects.toThrow('WebCrypto')
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('X25519 by hand', () => {
  test('gives what RFC 7748 says', () => {
    const [k, u] = [
      octets('a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4'),
      octets('e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c'),
    ]
    expect(toHex(x25519(k, u))).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552')
    const [k2, u2] = [
      octets('4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d'),
      octets('e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493'),
    ]
    expect(toHex(x25519(k2, u2))).toBe('95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957')
  })

  test('gives what RFC 7748 says after many rounds, and what two parties there have in common', () => {
    let [k, u] = [basePoint, basePoint]
    for (let round = 0; round < 1000; round++) [k, u] = [x25519(k, u), k]
    expect(toHex(k)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51')
    const alice = octets('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')
    const bob = octets('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
    expect(toHex(x25519(bob, alice))).toBe('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')
    expect(toHex(x25519(bob, basePoint))).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
  })

  test("agrees with Node's own, for points that are not reduced too", () => {
    const secretKey = (raw: Uint8Array) =>
      createPrivateKey({
        key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]),
        format: 'der',
        type: 'pkcs8',
      })
    const publicKey = (raw: Uint8Array) =>
      createPublicKey({
        key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]),
        format: 'der',
        type: 'spki',
      })
    for (let at = 0; at < 100; at++) {
      const [secret, point] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))]
      if (at % 3 === 0) point.fill(255, 1).fill(240 + (at % 16), 0, 1)
      const theirs = diffieHellman({ privateKey: secretKey(secret), publicKey: publicKey(point) })
      expect(toHex(x25519(secret, point))).toBe(theirs.toString('hex'))
    }
  })

  test('refuses a point that has nothing in common with any secret', () => {
    expect(() => agreeByHand(new Uint8Array(32))).toThrow('no usable point')
  })
})

describe('what is inside', () => {
  const value = fc.string({ unit: 'binary' })

  test('is printed as the protocol prints it', () => {
    fc.assert(
      fc.property(value, fc.maxSafeNat(), (text, number) => {
        const clean = cleanValue(text).text
        const tree = list('one', list('two', clean, list('three', number)), symbol('four'))
        expect(printSx1(tree)).toBe(printSexp(tree))
        expect(cleanText(text)).toBe(clean)
      }),
    )
  })

  test('whatever stands in a value is well-formed SX1', () => {
    fc.assert(
      fc.property(value, text => {
        expect(parseSexp(printSx1(list('one', text))).items).toEqual([cleanText(text)])
      }),
    )
  })

  test('a file is an upload that the core reads, padded as far as the core pads', async () => {
    for (const size of [0, 1, 48 * 1024, 48 * 1024 + 1, 700_000]) {
      const bytes = new Uint8Array(randomBytes(size))
      const sealed = await seal(padUpload({ name: 'Photo "1".jpg', type: 'image/jpeg', bytes }), to)
      const text = await opened(sealed)
      const upload = parseUpload(text)
      expect({ ...upload, bytes: toHex(upload.bytes) }).toEqual({
        version: 1,
        name: 'Photo "1".jpg',
        type: 'image/jpeg',
        bytes: toHex(bytes),
      })
      expect(Buffer.byteLength(text)).toBe(padmeLength(Buffer.byteLength(text.trimEnd()) + 1))
    }
  })

  test('lengths are those of the protocol', () => {
    for (let length = 0; length < 200_000; length += 37) expect(paddedLength(length)).toBe(padmeLength(length))
  })
})

describe('the part of a key that a page seals to', () => {
  test('is its fingerprint and its point', async () => {
    const [key] = keys.publicKeys
    const part = Buffer.from(await sealingPart(key, new Date()), 'base64')
    expect(part.length).toBe(52)
    expect(part.subarray(0, 20).toString('hex')).toBe((await key.getEncryptionKey()).getFingerprint())
  })

  test('is refused for a key of another kind, and for one that is not usable', async () => {
    const userIDs = [{ name: 'Other', email: 'other@kilimo.example' }]
    const rsa = await generateKey({ userIDs, format: 'object', type: 'rsa', rsaBits: 3072 })
    const nist = await generateKey({ userIDs, format: 'object', type: 'ecc', curve: 'nistP256' })
    for (const { publicKey } of [rsa, nist])
      expect(await codeOf(sealingPart(publicKey, new Date()))).toBe('key/not-compatible')
    expect(await codeOf(sealingPart(keys.publicKeys[0], new Date(0)))).toBe('key/not-usable')
  })
})
