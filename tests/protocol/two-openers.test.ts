// Our own shape is opened by Node's ciphers, all else by the library: whatever a file is, and whatever the key, both say the same.
// A few thousand wrong files here; `npm run openings` tries as many as one likes.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { ownSessionKey } from '@satchel/protocol/envelope/envelope-session-key'
import { type PrivateKey, readPrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { sealingPart } from '@satchel/protocol/envelope/sealing-part'
import * as openpgp from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { seal as sealInPage } from '../../forms/browser/seal.ts'
import { literal, makeTestKeys, openingId, sealRaw, type TestKeys } from './envelopes.ts'
import { dataPacket, encodedKey, mutated, randomOf, sessionKeyPacket } from './mutations.ts'

const count = Number(process.env['SATCHEL_OPENINGS'] ?? 2000)
const seed = Number(process.env['SATCHEL_OPENING_SEED'] ?? 17)

const text = '(satchel-reply "Jimmy")'
let keys: TestKeys
let sealed: Uint8Array
let inPage: Uint8Array

beforeAll(async () => {
  keys = await makeTestKeys()
  sealed = await seal(text, keys.publicKeys)
  const [core, recovery] = keys.publicKeys
  const parts = [await sealingPart(core, new Date()), await sealingPart(recovery, new Date())] as const
  inPage = await sealInPage(new Uint8Array(Buffer.from(text)), parts)
})

async function verdictOf(bytes: Uint8Array, ring: readonly PrivateKey[], byLibrary: boolean): Promise<unknown> {
  return open(bytes, { keys: ring }, { byLibrary }).then(
    opened => opened,
    (error: unknown) => (error instanceof Error && 'code' in error ? `${String(error.code)}: ${error.message}` : error),
  )
}

/** The one verdict of both. */
async function verdict(bytes: Uint8Array, ring: readonly PrivateKey[] = [keys.corePrivate]): Promise<unknown> {
  const [own, byLibrary] = [await verdictOf(bytes, ring, false), await verdictOf(bytes, ring, true)]
  expect(own, Buffer.from(bytes).toString('base64')).toEqual(byLibrary)
  return own
}

const opened = expect.objectContaining({ text: expect.stringMatching(/^\(satchel-reply "Jimmy"\) *$/) })
const damaged = expect.stringMatching(/^envelope\/damaged/)
const isOwn = async (bytes: Uint8Array, key = keys.corePrivate) => (await ownSessionKey(bytes, key)) !== null

describe('what we seal', () => {
  test('is opened without the library: by the program, in a page, to either key', async () => {
    for (const bytes of [sealed, inPage, await sealRaw(literal(text), keys.publicKeys)]) {
      for (const key of [keys.corePrivate, keys.recoveryPrivate]) {
        expect(await isOwn(bytes, key)).toBe(true)
        expect(await verdict(bytes, [key])).toEqual(opened)
      }
    }
  })

  test('and what was sealed of old gets the verdict of old', async () => {
    const folder = join(import.meta.dirname, '../vectors/sealed')
    let own = 0
    for (const file of readdirSync(folder)) {
      const { core, recovery, passphrase, vectors } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        readonly core: string
        readonly recovery: string
        readonly passphrase: string
        readonly vectors: readonly { readonly sealed: string; readonly expect: string }[]
      }
      for (const key of [await readPrivateKey(core), await readPrivateKey(recovery, passphrase)]) {
        for (const vector of vectors) {
          const bytes = new Uint8Array(Buffer.from(vector.sealed, 'base64'))
          const found = await verdict(bytes, [key])
          if (vector.expect === 'ok') expect(found).toMatchObject({ recipient: openingId(key) })
          else expect(found).toContain(vector.expect.replace('problem ', ''))
          if (await isOwn(bytes, key)) own += 1
        }
      }
    }
    expect(own).toBeGreaterThan(2)
  })
})

test(`${count} wrong files, seed ${seed}: the same text or the same refusal from both`, async () => {
  const random = randomOf(seed)
  const rings = [[keys.corePrivate], [keys.recoveryPrivate], [keys.recoveryPrivate, keys.corePrivate]]
  const seen = { opened: 0, own: 0, refused: new Set<string>() }
  for (let done = 0; done < count; done++) {
    const bytes = mutated(random, random(2) === 0 ? sealed : inPage, keys.publicKeys)
    const ring = rings[random(rings.length)] ?? []
    const found = await verdict(bytes, ring)
    if (typeof found === 'string') seen.refused.add(found.split(':', 1)[0] ?? '')
    else seen.opened += 1
    for (const key of ring) if (await ownSessionKey(bytes, key).catch(() => null)) seen.own += 1
  }
  // both kinds are among them in numbers, or this shows nothing
  expect(seen.opened).toBeGreaterThan(count / 10)
  expect(seen.own).toBeGreaterThan(count / 10)
  expect([...seen.refused].sort()).toEqual(['envelope/damaged', 'envelope/not-ours', 'envelope/recipients'])
}, 3_600_000)

describe('of our shape, and wrong inside', () => {
  const key = Buffer.alloc(32, 7)
  const sealedWith = (encoded: Buffer, tail?: Uint8Array) =>
    Buffer.concat([
      ...keys.publicKeys.map(each => sessionKeyPacket(each, { encoded })),
      dataPacket(literal(text), key, tail),
    ])

  test('the right one opens', async () => {
    const right = sealedWith(encodedKey(9, key))
    expect([await isOwn(right), await verdict(right)]).toEqual([true, opened])
  })

  test('a sum or a filling that is wrong, another cipher: neither opens it', async () => {
    const wrong = [
      encodedKey(9, key, { sum: 1 }),
      encodedKey(9, key, { fill: Buffer.from([5, 5, 4, 5, 5]) }),
      encodedKey(9, key, { fill: Buffer.from([0, 0, 0, 0, 5]) }),
      encodedKey(10, key),
      encodedKey(7, key),
      encodedKey(0, key),
    ]
    for (const encoded of wrong) {
      expect([await isOwn(sealedWith(encoded)), await verdict(sealedWith(encoded))]).toEqual([false, damaged])
    }
  })

  test('without its integrity tag, or with something behind its end: neither opens it', async () => {
    const right = sealedWith(encodedKey(9, key))
    for (const tail of [Buffer.alloc(20), Buffer.alloc(0), Buffer.alloc(20, 255)]) {
      expect(await verdict(sealedWith(encodedKey(9, key), tail))).toEqual(damaged)
    }
    for (const extra of [Buffer.of(0), literal(text), right]) {
      expect(await verdict(Buffer.concat([right, extra]))).toEqual(damaged)
    }
  })

  test('a secret in common without its zeros, as old programs wrapped: the library opens it', async () => {
    for (const shortened of ['front', 'end'] as const) {
      const packets = keys.publicKeys.map(each => sessionKeyPacket(each, { encoded: encodedKey(9, key), shortened }))
      const bytes = Buffer.concat([...packets, dataPacket(literal(text), key)])
      expect([await isOwn(bytes), await verdict(bytes)]).toEqual([false, opened])
    }
  })

  test('two session keys for us, or one for nobody: which of them counts is left to the library', async () => {
    const [core, recovery] = keys.publicKeys
    const [ours, other] = [Buffer.alloc(32, 7), Buffer.alloc(32, 8)]
    const to = (publicKey: openpgp.PublicKey, secret: Buffer) =>
      sessionKeyPacket(publicKey, { encoded: encodedKey(9, secret) })
    const nobodys = Buffer.from(to(core, ours))
    nobodys.fill(0, 3, 11)
    const data = dataPacket(literal(text), ours)
    for (const packets of [
      [to(core, ours), to(core, other)],
      [to(core, other), to(core, ours)],
      [nobodys, to(core, other)],
      [to(core, other), nobodys],
    ]) {
      const bytes = Buffer.concat([...packets, data])
      expect(await isOwn(bytes)).toBe(false)
      // two different keys for one file: the library takes the one that it had first, so it may say one thing or the other
      const said = await verdictOf(bytes, [keys.corePrivate], false)
      if (typeof said === 'string') expect(said).toEqual(damaged)
      else expect(said).toEqual(opened)
    }
    const bytes = Buffer.concat([nobodys, to(recovery, ours), data])
    expect([await isOwn(bytes), await verdict(bytes)]).toEqual([false, expect.stringMatching(/^envelope\/not-ours/)])
  })
})

describe('the rules for keys are those of the library', () => {
  const user = [{ name: 'Kilimo', email: 'core@kilimo.example' }]
  const settings = { aeadProtect: false, v6Keys: false }

  async function made(options: { readonly date?: Date; readonly keyExpirationTime?: number } = {}) {
    const { privateKey } = await openpgp.generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: user,
      format: 'object',
      config: settings,
      ...options,
    })
    return privateKey
  }

  /** Sealed to a key whatever it may be used for, and to another. */
  async function sealedTo(key: openpgp.PrivateKey) {
    const secret = Buffer.alloc(32, 7)
    const packets = [key.toPublic(), keys.publicKeys[1]].map(each =>
      sessionKeyPacket(each, { encoded: encodedKey(9, secret) }),
    )
    return Buffer.concat([...packets, dataPacket(literal(text), secret)])
  }

  test('one that has expired, is dated in the future or was revoked still opens', async () => {
    const { privateKey: revoked } = await openpgp.revokeKey({ key: await made(), format: 'object', config: settings })
    const ways = [
      await made({ date: new Date(2020, 0, 1), keyExpirationTime: 86_400 }),
      await made({ date: new Date(2099, 0, 1) }),
      revoked,
    ]
    for (const key of ways) {
      const bytes = await sealedTo(key)
      expect([await isOwn(bytes, key), await verdict(bytes, [key])]).toEqual([true, opened])
    }
  })

  test('one whose part is not bound to it, or may not open, opens nothing', async () => {
    const whole = await made()
    const bytes = await sealedTo(whole)
    const again = () => openpgp.readPrivateKey({ binaryKey: whole.write() })
    const [unbound, signing, right] = [await again(), await again(), await again()]
    for (const part of unbound.subkeys) part.bindingSignatures = []
    for (const part of signing.subkeys) {
      // its flags are read from the signature that binds it, after it was found right
      for (const each of part.bindingSignatures) Object.defineProperty(each, 'keyFlags', { get: () => [2], set() {} })
    }
    expect([await isOwn(bytes, right), await verdict(bytes, [right])]).toEqual([true, opened])
    for (const key of [unbound, signing]) {
      expect([await isOwn(bytes, key), await verdict(bytes, [key])]).toEqual([false, damaged])
    }
  })

  test('one that is still locked, or whose secret is not that of its point, opens nothing here', async () => {
    const locked = await openpgp.readPrivateKey({ armoredKey: keys.recovery.privateArmored })
    const swapped = await made()
    const other = await made()
    const bytes = await sealedTo(swapped)
    const params = (key: openpgp.PrivateKey) => key.subkeys[0]?.keyPacket as unknown as { privateParams: object }
    params(swapped).privateParams = params(other).privateParams
    expect([await isOwn(sealed, locked), await verdict(sealed, [locked])]).toEqual([false, damaged])
    expect([await isOwn(bytes, swapped), await verdict(bytes, [swapped])]).toEqual([false, damaged])
  })
})
