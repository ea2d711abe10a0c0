// The head of a public key says what the library says of it, and refuses everything else.

import { readKeyHead } from '@satchel/protocol/envelope/key-head'
import { limits } from '@satchel/protocol/limits'
import * as openpgp from 'openpgp'
import { expect, test } from 'vitest'
import { makeTestKeys } from './envelopes.ts'

const userIDs = [{ name: 'Kilimo', email: 'core@kilimo.example' }]
const date = new Date('2026-05-01T10:00:00Z')
const refused = (code: string) => expect.objectContaining({ name: 'Problem', code, exit: 12 })
const keys = await makeTestKeys()

const kinds: readonly openpgp.KeyOptions[] = [
  { type: 'ecc', curve: 'ed25519Legacy', userIDs, date },
  { type: 'ecc', curve: 'nistP521', userIDs, date },
  { type: 'rsa', rsaBits: 2048, userIDs, date },
]

test.each(kinds)('fingerprint and date of a $type key are those that the library reads', async kind => {
  const { publicKey } = await openpgp.generateKey({ ...kind, format: 'object' })
  const wanted = { fingerprint: publicKey.getFingerprint().toUpperCase(), made: publicKey.getCreationTime() }
  expect(readKeyHead(publicKey.armor())).toEqual(wanted)
  // as GnuPG writes it: the old form of a packet's head, headers in the armour, ends of lines from Windows
  const bytes = publicKey.write()
  const [first = 0, second = 0] = bytes.subarray(1)
  const [start, length] = first < 192 ? [2, first] : [3, ((first - 192) << 8) + second + 192]
  const old = Buffer.concat([Buffer.from([0x99, length >> 8, length & 0xff]), bytes.subarray(start)])
  const lines = old.toString('base64').match(/.{1,64}/g) ?? []
  const armored = [
    '-----BEGIN PGP PUBLIC KEY BLOCK-----',
    'Version: GnuPG v2',
    '',
    ...lines,
    '=AAAA',
    '-----END PGP PUBLIC KEY BLOCK-----',
  ]
  for (const end of ['\n', '\r\n']) expect(readKeyHead(armored.join(end))).toEqual(wanted)
})

test('a private key, a key of another version and what is no key are refused', async () => {
  for (const armored of [keys.core.privateArmored, keys.recovery.privateArmored]) {
    expect(() => readKeyHead(armored)).toThrow(refused('key/not-public'))
  }
  const newer = await openpgp.generateKey({ type: 'curve25519', userIDs, config: { v6Keys: true } })
  expect(() => readKeyHead(newer.publicKey)).toThrow(refused('key/not-compatible'))
  const { publicArmored } = keys.core
  const wrong = [
    '',
    'a key',
    publicArmored.slice(0, 90),
    publicArmored.replace(/\n\n../, '\n\nAA'),
    publicArmored.padEnd(limits.keyBytes + 1, '\n'),
  ]
  for (const text of wrong) expect(() => readKeyHead(text)).toThrow(refused('key/not-readable'))
})
