import { makeCoreKey, readPrivateKey, readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import * as openpgp from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeTestKeys, type TestKeys } from './envelopes.ts'

const userIDs = [{ name: 'Kilimo', email: 'core@kilimo.example' }]
const legacy = { type: 'ecc', curve: 'ed25519Legacy', userIDs, format: 'object' } as const
const refused = (code: string) => expect.objectContaining({ name: 'Problem', code, exit: 12 })

let keys: TestKeys

beforeAll(async () => {
  keys = await makeTestKeys()
})

describe('a key made here', () => {
  test('is a version 4 key that signs, with a subkey that is sealed to, both known to GnuPG 2.2', () => {
    for (const key of keys.publicKeys) {
      expect(key.getAlgorithmInfo()).toMatchObject({ algorithm: 'eddsaLegacy', curve: 'ed25519Legacy' })
      expect(key.subkeys.map(part => part.getAlgorithmInfo())).toEqual([
        { algorithm: 'ecdh', curve: 'curve25519Legacy' },
      ])
      expect(key.keyPacket).toMatchObject({ version: 4 })
    }
  })

  test('asks for no message format that GnuPG 2.2 cannot open', async () => {
    for (const key of keys.publicKeys) {
      const { selfCertification } = await key.getPrimaryUser()
      expect((selfCertification.features?.[0] ?? 0) & ~1).toBe(0)
    }
  })

  test('says its fingerprint, and the moment that was given as its birth', async () => {
    const now = new Date('2026-05-01T10:00:00Z')
    const made = await makeCoreKey({ name: 'Kilimo', email: 'core@kilimo.example', now })
    const key = await readPublicKey(made.publicArmored, now)
    expect(key.getFingerprint().toUpperCase()).toBe(made.fingerprint)
    expect(key.getCreationTime()).toEqual(now)
  })

  test('has a name in one line, whatever the organisation is called', async () => {
    const name = 'Kilimo <x@y.example>\n(Moshi)'
    const made = await makeCoreKey({ name, email: 'core@kilimo.example', now: new Date() })
    const key = await readPublicKey(made.publicArmored)
    expect(key.getUserIDs()).toEqual(['Kilimo  x@y.example   Moshi  <core@kilimo.example>'])
  })
})

describe('the recovery key', () => {
  test('opens with its passphrase only', async () => {
    const { privateArmored } = keys.recovery
    await expect(readPrivateKey(privateArmored)).rejects.toEqual(refused('key/not-usable'))
    await expect(readPrivateKey(privateArmored, 'another')).rejects.toEqual(refused('key/not-readable'))
    expect((await readPrivateKey(privateArmored, keys.passphrase)).isDecrypted()).toBe(true)
  })
})

describe('a public key is refused', () => {
  const armored = async (options: openpgp.KeyOptions) =>
    (await openpgp.generateKey({ ...options, format: 'object' })).publicKey.armor()

  test('when it is a private one', async () => {
    await expect(readPublicKey(keys.core.privateArmored)).rejects.toEqual(refused('key/not-public'))
    await expect(readPublicKey(keys.recovery.privateArmored)).rejects.toEqual(refused('key/not-public'))
  })

  test('when it is none, cut, or larger than keys are', async () => {
    const { publicArmored } = keys.core
    const wrong = ['', 'a key', publicArmored.slice(0, 200), publicArmored.replace(/\n\n../, '\n\nAA')]
    for (const text of wrong) await expect(readPublicKey(text)).rejects.toEqual(refused('key/not-readable'))
    const filled = publicArmored.padEnd(limits.keyBytes, '\n')
    await expect(readPublicKey(filled)).resolves.toBeDefined()
    await expect(readPublicKey(`${filled}\n`)).rejects.toEqual(refused('key/not-readable'))
  })

  test('from the second on in which it expires, and not before', async () => {
    const date = new Date('2026-05-01T10:00:00Z')
    const text = await armored({ ...legacy, date, keyExpirationTime: 3600 })
    await expect(readPublicKey(text, new Date('2026-05-01T10:59:59Z'))).resolves.toBeDefined()
    await expect(readPublicKey(text, new Date('2026-05-01T11:00:00Z'))).rejects.toEqual(refused('key/expired'))
  })

  test('when only the part that is sealed to has expired', async () => {
    const date = new Date('2026-05-01T10:00:00Z')
    const subkeys = [{ type: 'ecc', curve: 'ed25519Legacy', keyExpirationTime: 3600 }] as const
    const text = await armored({ ...legacy, date, subkeys: [...subkeys] })
    await expect(readPublicKey(text, date)).resolves.toBeDefined()
    await expect(readPublicKey(text, new Date('2026-05-02T10:00:00Z'))).rejects.toEqual(refused('key/expired'))
  })

  test('when it is dated in the future', async () => {
    const yesterday = new Date(Date.now() - 86_400_000)
    await expect(readPublicKey(keys.core.publicArmored, yesterday)).rejects.toEqual(refused('key/not-usable'))
  })

  test('when it was revoked', async () => {
    const { publicKey } = await openpgp.revokeKey({ key: keys.corePrivate, format: 'object' })
    await expect(readPublicKey(publicKey.armor())).rejects.toEqual(refused('key/revoked'))
  })

  test('when it has fewer than 3072 bits', async () => {
    const text = await armored({ type: 'rsa', rsaBits: 2048, userIDs })
    await expect(readPublicKey(text)).rejects.toEqual(refused('key/weak'))
  })

  test('when it asks for messages that GnuPG 2.2 cannot open', async () => {
    const text = await armored({ ...legacy, config: { aeadProtect: true } })
    await expect(readPublicKey(text)).rejects.toEqual(refused('key/not-compatible'))
  })

  test('when it is of a kind that GnuPG 2.2 does not know', async () => {
    for (const v6Keys of [false, true]) {
      const text = await armored({ type: 'curve25519', userIDs, config: { v6Keys } })
      await expect(readPublicKey(text)).rejects.toEqual(refused('key/not-compatible'))
    }
  })

  test('when nothing can be sealed to it', async () => {
    const signs = [{ type: 'ecc', curve: 'ed25519Legacy', sign: true }] as const
    const text = await armored({ ...legacy, subkeys: [...signs] })
    await expect(readPublicKey(text)).rejects.toEqual(refused('key/not-usable'))
  })
})
