import { open } from '@satchel/protocol/envelope/envelope-open'
import { isSealed, walkEnvelope } from '@satchel/protocol/envelope/envelope-packets'
import { pad, padmeLength, seal } from '@satchel/protocol/envelope/envelope-seal'
import { detachedSign, verifyDetached } from '@satchel/protocol/envelope/envelope-sign'
import { readPublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { limits } from '@satchel/protocol/limits'
import fc from 'fast-check'
import * as openpgp from 'openpgp'
import { beforeAll, describe, expect, test } from 'vitest'
import { literal, makeTestKeys, openingId, sealRaw, splitRecipients, type TestKeys } from './envelopes.ts'

let keys: TestKeys
let other: TestKeys

beforeAll(async () => {
  keys = await makeTestKeys()
  other = await makeTestKeys()
})

describe('a sealed text', () => {
  test('opens with the core key and with the recovery key, to the very same text', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 6000 }).filter(value => value.isWellFormed())
    await fc.assert(
      fc.asyncProperty(text, async value => {
        const sealed = await seal(value, keys.publicKeys)
        for (const key of [keys.corePrivate, keys.recoveryPrivate]) {
          const opened = await open(sealed, { keys: [key] })
          expect(opened.text.slice(0, value.length)).toBe(value)
          expect(opened.text.slice(value.length)).toMatch(/^ *$/)
          expect(opened.recipient).toBe(openingId(key))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('keeps line ends, tabs and a byte order mark as they were', async () => {
    const text = '\uFEFF(note "a\r\nb\nc\td\re")'
    const opened = await open(await seal(text, keys.publicKeys), { keys: [keys.corePrivate] })
    expect(opened.text.trimEnd()).toBe(text)
  })

  test('is sealed to the core and the recovery key, and to nobody else', async () => {
    const { recipients } = walkEnvelope(await seal('(a)', keys.publicKeys))
    expect(recipients).toEqual([keys.corePrivate, keys.recoveryPrivate].map(openingId))
  })

  test('differs each time, and shows nothing of the text', async () => {
    const text = '(reply "Jimmy Okello, +256 700 000 001")'
    const first = await seal(text, keys.publicKeys)
    const second = await seal(text, keys.publicKeys)
    expect(Buffer.compare(first, second)).not.toBe(0)
    expect(Buffer.from(first).includes('Okello')).toBe(false)
  })

  test('is not made for one key, three, or the same one twice', async () => {
    const [core, recovery] = keys.publicKeys
    for (const wrong of [[], [core], [core, core], [core, recovery, other.publicKeys[0]]]) {
      await expect(seal('(a)', wrong)).rejects.toThrow(TypeError)
    }
  })

  test('is not made with a key that has expired meanwhile', async () => {
    const { publicKey } = await openpgp.generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: [{ name: 'Kilimo' }],
      format: 'object',
      keyExpirationTime: 60,
    })
    const recipients = [await readPublicKey(publicKey.armor()), keys.publicKeys[1]]
    await expect(seal('(a)', recipients)).resolves.toBeDefined()
    const later = { now: new Date(Date.now() + 61_000) }
    await expect(seal('(a)', recipients, later)).rejects.toMatchObject({ code: 'key/expired' })
  })

  test('still opens when the key that it was sealed to has expired', async () => {
    const then = new Date('2025-01-01T00:00:00Z')
    const { publicKey, privateKey } = await openpgp.generateKey({
      type: 'ecc',
      curve: 'ed25519Legacy',
      userIDs: [{ name: 'Kilimo' }],
      format: 'object',
      date: then,
      keyExpirationTime: 3600,
    })
    const old = await makeTestKeys(then)
    const sealed = await seal('(a)', [publicKey, old.publicKeys[1]], { now: then })
    expect((await open(sealed, { keys: [keys.corePrivate, privateKey] })).text.trimEnd()).toBe('(a)')
  })

  test('may be as long as what is opened, and no longer', async () => {
    // Padmé lengths near 8 MiB lie 128 KiB apart; the last one that fits with its wrapping
    const longest = padmeLength(limits.itemBytes) - 128 * 1024
    expect(padmeLength(longest)).toBe(longest)
    const sealed = await seal('a'.repeat(longest), keys.publicKeys)
    expect(sealed.length).toBeLessThanOrEqual(limits.itemBytes)
    expect((await open(sealed, { keys: [keys.corePrivate] })).text.length).toBe(longest)
    await expect(seal('a'.repeat(longest + 1), keys.publicKeys)).rejects.toMatchObject({ code: 'envelope/too-large' })
  })

  test('of another OpenPGP program, as text with CR LF, opens with LF', async () => {
    const sealed = await sealRaw(literal('(a\r\n)', 'u'), keys.publicKeys)
    expect((await open(sealed, { keys: [keys.corePrivate] })).text).toBe('(a\n)')
  })
})

describe('padding', () => {
  test('has a floor of 4 KiB, and above it is at most 12 % longer', () => {
    expect([0, 1, 4096, 4097].map(padmeLength)).toEqual([4096, 4096, 4096, 4352])
    fc.assert(
      fc.property(fc.integer({ min: 4097, max: 64 * 1024 * 1024 }), length => {
        const padded = padmeLength(length)
        expect(padded).toBeGreaterThanOrEqual(length)
        expect(padded / length).toBeLessThanOrEqual(1.12)
        expect(padmeLength(padded)).toBe(padded)
      }),
    )
  })

  test('leaves few lengths to tell apart', () => {
    const lengths = new Set(Array.from({ length: 1024 * 1024 }, (_, length) => padmeLength(length)))
    expect(lengths.size).toBeLessThan(200)
  })

  test('is spaces, counted in bytes and not in characters', () => {
    const padded = pad('é'.repeat(2000))
    expect(padded.length).toBe(4096)
    expect(new TextDecoder().decode(padded)).toBe('é'.repeat(2000) + ' '.repeat(96))
  })

  test('makes short texts of any length look alike from outside', async () => {
    const sizes = await Promise.all(
      ['(a)', 'b'.repeat(4096), '\n'.repeat(4000)].map(text => seal(text, keys.publicKeys)),
    )
    expect(new Set(sizes.map(sealed => sealed.length)).size).toBe(1)
  })
})

describe('the keyring', () => {
  test('finds the key that fits among several, whatever their order', async () => {
    const sealed = await seal('(a)', keys.publicKeys)
    for (const ring of [
      [other.corePrivate, keys.corePrivate],
      [keys.recoveryPrivate, other.corePrivate],
    ]) {
      await expect(open(sealed, { keys: ring })).resolves.toMatchObject({ text: expect.stringMatching(/^\(a\) +$/) })
    }
  })

  test('without a key that fits, a whole file is said to be not ours, not to be damaged', async () => {
    const sealed = await seal('(a)', keys.publicKeys)
    for (const ring of [[], [other.corePrivate, other.recoveryPrivate]]) {
      await expect(open(sealed, { keys: ring })).rejects.toMatchObject({ name: 'Problem', code: 'envelope/not-ours' })
    }
  })

  test('opens what is sealed to four keys with ours last', async () => {
    const [foreign] = other.publicKeys
    const sealed = await sealRaw(literal('(a)'), [foreign, foreign, foreign, keys.publicKeys[0]])
    expect(splitRecipients(sealed).recipients).toHaveLength(4)
    expect((await open(sealed, { keys: [keys.corePrivate] })).text).toBe('(a)')
  })
})

test('a file is taken for a sealed one by its first octet, an armoured one is not', async () => {
  const sealed = await seal('(a)', keys.publicKeys)
  expect(isSealed(sealed)).toBe(true)
  const armored = openpgp.armor(openpgp.enums.armor.message, sealed)
  for (const text of [armored, '', '(satchel-reply)', '\uFEFF[form]']) expect(isSealed(Buffer.from(text))).toBe(false)
})

describe('a detached signature', () => {
  // not before the keys were made, on whichever side of a second
  let at: Date
  beforeAll(() => {
    at = new Date()
  })
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('holds for exactly the bytes that were signed, by exactly that key', async () => {
    const [core] = keys.publicKeys
    const signature = await detachedSign('(packet "é"\n)', keys.corePrivate, at)
    expect(signature).toContain('BEGIN PGP SIGNATURE')
    expect(await verifyDetached(bytes('(packet "é"\n)'), signature, core)).toBe(true)
    for (const changed of ['(packet "é"\r\n)', '(packet "é"\n) ', '(packet "e\u0301"\n)', '']) {
      expect(await verifyDetached(bytes(changed), signature, core)).toBe(false)
    }
    expect(await verifyDetached(bytes('(packet "é"\n)'), signature, other.publicKeys[0])).toBe(false)
  })

  test('that is cut, empty, endless or something else is no signature, and no error', async () => {
    const [core] = keys.publicKeys
    const signature = await detachedSign('(a)', keys.corePrivate, at)
    const padded = signature.padEnd(limits.keyBytes, '\n')
    expect(await verifyDetached(bytes('(a)'), padded, core)).toBe(true)
    for (const wrong of ['', 'x', signature.slice(0, 120), `${padded}\n`, keys.core.publicArmored]) {
      expect(await verifyDetached(bytes('(a)'), wrong, core)).toBe(false)
    }
  })

  test('dated later than the moment that counts does not hold', async () => {
    const [core] = keys.publicKeys
    const signature = await detachedSign('(a)', keys.corePrivate, new Date(at.getTime() + 3_600_000))
    expect(await verifyDetached(bytes('(a)'), signature, core, at)).toBe(false)
  })
})
