// Letters encrypted to a person's own key, and what people's mail programs encrypt to ours.

import { deflateSync } from 'node:zlib'
import { encryptSigned } from '@satchel/protocol/envelope/message-encrypt'
import { messageOf, openMessage, signaturesOf, signerOf } from '@satchel/protocol/envelope/message-open'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { checkRecipient, readRecipientKey } from '@satchel/protocol/envelope/recipient-key'
import { limits } from '@satchel/protocol/limits'
import * as openpgp from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { compressed, literal, makeTestKeys, packet, sealRaw, type TestKeys } from './envelopes.ts'

const now = new Date('2026-11-22T08:00:00Z')
const day = 86_400_000

let keys: TestKeys
let anna: Person
let other: Person
beforeAll(async () => {
  keys = await makeTestKeys(now)
  anna = await person('Anna')
  other = await person('Other')
})

interface Person {
  readonly privateKey: openpgp.PrivateKey
  readonly publicKey: openpgp.PublicKey
  readonly armored: string
}
interface Making {
  readonly type?: 'ecc' | 'rsa' | 'curve25519'
  readonly rsaBits?: number
  readonly keyExpirationTime?: number
  readonly subkeys?: { sign?: boolean }[]
  readonly isNewer?: boolean
}
async function person(name: string, { isNewer = false, ...making }: Making = {}): Promise<Person> {
  const { type = isNewer ? 'curve25519' : 'ecc' } = making
  const { privateKey, publicKey } = await openpgp.generateKey({
    ...(type === 'ecc' ? { curve: 'ed25519Legacy' as const } : {}),
    userIDs: [{ name, email: `${name.toLowerCase()}@kilimo.example` }],
    date: now,
    ...making,
    type,
    config: { v6Keys: isNewer },
    format: 'object',
  })
  return { privateKey, publicKey, armored: publicKey.armor() }
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

describe('a recipient key', () => {
  test('is read as programs export it, armoured or binary, with its end', async () => {
    const { publicKey, armored } = await person('Anna', { keyExpirationTime: 100 * 86_400 })
    const fingerprint = publicKey.getFingerprint().toUpperCase()
    for (const bytes of [Buffer.from(armored), publicKey.write()]) {
      const read = await readRecipientKey(bytes, now)
      expect(read).toMatchObject({
        fingerprint,
        userIds: ['Anna <anna@kilimo.example>'],
        expires: new Date(now.getTime() + 100 * day),
      })
      expect((await readRecipientKey(Buffer.from(read.armored), now)).fingerprint).toBe(fingerprint)
    }
    expect((await readRecipientKey(Buffer.from(anna.armored), now)).expires).toBeNull()
  })

  test('ends with the part that is encrypted to, where that ends sooner', async () => {
    const { armored } = await person('Anna', { subkeys: [{ sign: false }], keyExpirationTime: 50 * 86_400 })
    expect((await readRecipientKey(Buffer.from(armored), now)).expires).toEqual(new Date(now.getTime() + 50 * day))
  })

  test('is kept without signatures of others', async () => {
    const signed = await anna.publicKey.signPrimaryUser([other.privateKey], now)
    expect(signed.armor().length).toBeGreaterThan(anna.armored.length)
    expect((await readRecipientKey(Buffer.from(signed.armor()), now)).armored.length).toBeLessThanOrEqual(
      anna.armored.length,
    )
  })

  test('that cannot be used is refused, each for its reason', async () => {
    const short = await person('Short', { type: 'rsa', rsaBits: 2048 })
    const signOnly = await person('Signer', { subkeys: [{ sign: true }] })
    const ended = await person('Ended', { keyExpirationTime: 60 })
    const { publicKey: revoked } = await openpgp.revokeKey({ key: anna.privateKey, date: now, format: 'object' })
    const newer = await person('Newer', { isNewer: true })
    const two = `${anna.armored}${other.armored}`
    const late = new Date(now.getTime() + day)
    for (const [code, bytes, at] of [
      ['key/weak', short.armored, now],
      ['key/not-usable', signOnly.armored, now],
      ['key/expired', ended.armored, late],
      ['key/not-usable', anna.armored, new Date(now.getTime() - day)],
      ['key/revoked', revoked.armor(), now],
      ['key/not-compatible', newer.armored, now],
      ['key/not-public', anna.privateKey.armor(), now],
      ['key/not-readable', two, now],
      ['key/not-readable', 'no key', now],
      ['key/not-readable', 'x'.repeat(limits.keyFileBytes + 1), now],
    ] as const) {
      expect([code, await refusal(readRecipientKey(Buffer.from(bytes), at))]).toEqual([code, code])
    }
    expect(await refusal(readRecipientKey(anna.privateKey.write(), now))).toBe('key/not-public')
  }, 30_000)

  test('is read from the Autocrypt header of a saved mail, where there is one', async () => {
    const data = Buffer.from(anna.publicKey.write())
      .toString('base64')
      .replace(/(.{60})/g, '$1\r\n ')
    const header = `Autocrypt: addr=anna@kilimo.example; prefer-encrypt=mutual;\r\n keydata=${data}\r\n`
    const mail = (headers: string) =>
      Buffer.from(`From: anna@kilimo.example\r\n${headers}Subject: My key\r\n\r\nHere.\r\n`)
    expect((await readRecipientKey(mail(header), now)).fingerprint).toBe(anna.publicKey.getFingerprint().toUpperCase())
    for (const none of ['', header + header, header.replace('keydata', 'data')]) {
      expect(await refusal(readRecipientKey(mail(none), now))).toBe('key/not-readable')
    }
  })

  test('of the newer algorithms of today is good', async () => {
    const { publicKey } = await person('Anna', { type: 'curve25519' })
    await expect(checkRecipient(publicKey, now)).resolves.toMatchObject({ expires: null })
  })
})

describe('a letter', () => {
  test('is read by its recipient alone, and signed by the core', async () => {
    const bytes = Buffer.from('Habari Anna – é\r\n')
    const armored = await encryptSigned(bytes, anna.publicKey, keys.corePrivate, now)
    const read = async (decryptionKeys: openpgp.PrivateKey) => {
      const message = await openpgp.readMessage({ armoredMessage: armored })
      return openpgp.decrypt({
        message,
        decryptionKeys,
        verificationKeys: await readPublicKey(keys.core.publicArmored, now),
        date: now,
        format: 'binary',
      })
    }
    const { data, signatures } = await read(anna.privateKey)
    expect(Buffer.from(data)).toEqual(bytes)
    expect(await signatures[0]?.verified).toBe(true)
    for (const key of [other.privateKey, keys.corePrivate]) await expect(read(key)).rejects.toThrow('decrypt')
    expect(armored).not.toMatch(/Version|Comment/)
  })

  test('to a key that has expired meanwhile is not encrypted', async () => {
    const { publicKey } = await person('Ended', { keyExpirationTime: 60 })
    const late = new Date(now.getTime() + day)
    expect(await refusal(encryptSigned(Buffer.from('a'), publicKey, keys.corePrivate, now))).toBe('fine')
    expect(await refusal(encryptSigned(Buffer.from('a'), publicKey, keys.corePrivate, late))).toBe('key/expired')
  })
})

describe('a message to the core key', () => {
  const text = '[form]\r\nfilled\r\n'
  const ring = () => ({ keys: [keys.corePrivate] })
  const everybody = () => [anna.publicKey, other.publicKey]

  /** As a mail program makes it: encrypted, signed inside. */
  async function message(signingKeys: openpgp.PrivateKey | undefined, config: Partial<openpgp.Config> = {}) {
    return (await openpgp.encrypt({
      message: await openpgp.createMessage({ binary: Buffer.from(text), date: now }),
      encryptionKeys: keys.publicKeys[0],
      ...(signingKeys === undefined ? {} : { signingKeys }),
      date: now,
      config,
    })) as string
  }
  const opened = async (armored: string, at = now) => {
    const read = await openMessage(messageOf(armored) ?? new Uint8Array(), ring())
    return { text: Buffer.from(read.data).toString(), signer: await signerOf(read, everybody(), at) }
  }
  const annas = () => anna.publicKey.getFingerprint().toUpperCase()

  test('opens, compressed or not, and says whose it is', async () => {
    const { uncompressed, zip, zlib } = openpgp.enums.compression
    for (const preferredCompressionAlgorithm of [uncompressed, zip, zlib]) {
      const armored = await message(anna.privateKey, { preferredCompressionAlgorithm })
      expect(await opened(armored)).toEqual({ text, signer: annas() })
    }
    expect(await opened(await message(undefined))).toEqual({ text, signer: null })
    expect(await opened((await message(anna.privateKey)).replaceAll('\n', '\r\n'))).toEqual({ text, signer: annas() })
  })

  test('by a stranger, or by a key that has expired or is revoked, is nobody’s', async () => {
    const stranger = await person('Stranger')
    expect(await opened(await message(stranger.privateKey))).toEqual({ text, signer: null })
    const ended = await person('Ended', { keyExpirationTime: 3600 })
    const { publicKey: revoked } = await openpgp.revokeKey({ key: anna.privateKey, date: now, format: 'object' })
    const read = await openMessage(messageOf(await message(ended.privateKey)) ?? new Uint8Array(), ring())
    expect(await signerOf(read, [ended.publicKey], now)).not.toBeNull()
    expect(await signerOf(read, [ended.publicKey], new Date(now.getTime() + day))).toBeNull()
    const hers = await openMessage(messageOf(await message(anna.privateKey)) ?? new Uint8Array(), ring())
    expect(await signerOf(hers, [revoked], now)).toBeNull()
    // dated tomorrow, by more than a clock can be wrong
    expect(await signerOf(hers, everybody(), new Date(now.getTime() - day))).toBeNull()
    expect(await signerOf(hers, everybody(), new Date(now.getTime() - 60_000))).toBeNull()
  })

  test('whose text was changed below its signature is nobody’s', async () => {
    const read = await openMessage(messageOf(await message(anna.privateKey)) ?? new Uint8Array(), ring())
    const changed = { ...read, data: Buffer.from(text.replace('filled', 'forged')) }
    expect(await signerOf(changed, everybody(), now)).toBeNull()
  })

  test('of any other shape is refused', async () => {
    const sealed = (inner: Uint8Array) => sealRaw(inner, [keys.publicKeys[0]])
    const bomb = compressed(literal(Buffer.alloc(limits.spoolFileBytes + 100)))
    const whole = literal(text)
    const onePass = packet(4, Buffer.from([3, 0, 10, 22, ...Buffer.alloc(8), 1]))
    const signature = packet(2, Buffer.from([4, 0, 22, 10, 0, 0, 0, 0, 0, 0]))
    for (const [name, inner] of [
      ['a bomb', bomb],
      ['compressed twice', compressed(compressed(whole))],
      ['two texts', Buffer.concat([whole, whole])],
      ['a text behind a signed one', Buffer.concat([onePass, whole, signature, whole])],
      ['a signature that was not announced', Buffer.concat([whole, signature])],
      ['five signers', Buffer.concat([...Array.from({ length: 5 }, () => onePass), whole])],
      ['compressed in an unknown way', packet(8, Buffer.from([3, 0, 0]))],
      ['cut inside', packet(8, Buffer.concat([Buffer.from([2]), deflateSync(whole).subarray(0, 10)]))],
      ['encrypted again', Buffer.from(await sealed(whole))],
      ['nothing', Buffer.alloc(0)],
    ] as const) {
      expect([name, await refusal(openMessage(await sealed(inner), ring()))]).toEqual([name, 'envelope/damaged'])
    }
    expect(await refusal(openMessage(await sealed(Buffer.concat([onePass, whole, signature])), ring()))).toBe('fine')
    const foreign = await openpgp.encrypt({
      message: await openpgp.createMessage({ text }),
      encryptionKeys: other.publicKey,
      date: now,
    })
    expect(await refusal(openMessage(messageOf(foreign as string) ?? new Uint8Array(), ring()))).toBe(
      'envelope/not-ours',
    )
  })

  test('is found in its armour, and nowhere else', () => {
    expect(messageOf('no message')).toBeNull()
    expect(messageOf('-----BEGIN PGP MESSAGE-----\n\nabcd')).toBeNull()
    const body = Buffer.from('abcdef').toString('base64')
    const armored = (head: string) =>
      `x\n-----BEGIN PGP MESSAGE-----\n${head}\n${body}\n=abcd\n-----END PGP MESSAGE-----\n`
    for (const head of ['', 'Version: 1\nComment: a b\n']) {
      expect(Buffer.from(messageOf(armored(head)) ?? []).toString()).toBe('abcdef')
    }
    expect(signaturesOf(Buffer.from('no signature'))).toEqual([])
    expect(signaturesOf(literal('a'))).toEqual([])
  })
})
