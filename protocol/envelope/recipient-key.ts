// The public key of a person who gets letters: what their own program made, so more kinds are good than for keys that we make.
// It is judged when it is registered and again before each letter.

import * as openpgp from 'openpgp'
import { limits } from '../limits.ts'
import { problem } from '../problems.ts'

export interface RecipientKey {
  readonly key: openpgp.PublicKey
  /** Upper-case hex, 40 digits. */
  readonly fingerprint: string
  /** As the key's owner wrote them: claims. */
  readonly userIds: readonly string[]
  /** When nothing can be encrypted to it any more; null: never. */
  readonly expires: Date | null
  /** Armoured, without signatures of others and pictures. */
  readonly armored: string
}

const makeAnother =
  'make another one: in Thunderbird under Account Settings, End-To-End Encryption; or gpg --quick-generate-key ADDRESS'

/**
 * @param bytes a key as programs export it, armoured or binary; or a mail as it was saved, whose Autocrypt header brings it.
 * @param now moment for which it must be good.
 * @throws Problem key/not-readable, key/not-public, and those of `checkRecipient`.
 */
export async function readRecipientKey(bytes: Uint8Array, now: Date): Promise<RecipientKey> {
  const text = Buffer.from(bytes).toString('latin1')
  if (/PRIVATE KEY BLOCK/.test(text) || [0x94, 0x95, 0xc5].includes(bytes[0] ?? 0)) {
    throw problem('key/not-public', 'This is a private key; a public one belongs here.', {
      hint: 'a private key stays with its owner: export the public one (gpg --armor --export ADDRESS)',
    })
  }
  const key = await readOne(bytes, text)
  // signatures of others and pictures can make it megabytes long, and say nothing here
  const users = key.users.filter(user => user.userID !== null)
  for (const user of users) user.otherCertifications = []
  key.users = users
  const { expires } = await checkRecipient(key, now)
  return {
    key,
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: key.getUserIDs(),
    expires,
    armored: key.armor(),
  }
}

async function readOne(bytes: Uint8Array, text: string): Promise<openpgp.PublicKey> {
  const notKey = (cause?: unknown) =>
    problem('key/not-readable', 'This is no OpenPGP public key.', {
      hint: 'export it with gpg --armor --export ADDRESS, or in Thunderbird: OpenPGP Key Manager, File, Export Public Key(s)',
      ...(cause === undefined ? {} : { cause }),
    })
  if (bytes.length > limits.keyFileBytes) throw notKey()
  const several = problem('key/not-readable', 'The file holds several keys.', {
    hint: 'export the one that is meant alone',
  })
  const begin = '-----BEGIN PGP PUBLIC KEY BLOCK-----'
  const inMail = keyOfMail(text)
  let keys: openpgp.Key[]
  try {
    keys =
      inMail === null
        ? await readAny(bytes, text, begin)
        : await openpgp.readKeys({ binaryKeys: new Uint8Array(Buffer.from(inMail, 'base64')) })
  } catch (cause) {
    throw notKey(cause)
  }
  const [key, ...more] = keys
  if (key === undefined) throw notKey()
  if (more.length > 0 || text.split(begin, 3).length === 3) throw several
  return key.toPublic()
}

const readAny = (bytes: Uint8Array, text: string, begin: string) =>
  text.includes(begin) ? openpgp.readKeys({ armoredKeys: text }) : openpgp.readKeys({ binaryKeys: bytes })

/** The key that a saved mail brings in its Autocrypt header, in base64; null for a file that is no mail, or has several. */
function keyOfMail(text: string): string | null {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').match(/^Autocrypt:.*$/gim) ?? []
  const data = lines.length === 1 ? /;\s*keydata=([A-Za-z0-9+/=\s]+)$/i.exec(lines[0] ?? '')?.[1] : undefined
  return data?.replace(/\s/g, '') ?? null
}

/** A key that was judged when it was registered; whether it is still good is asked where it is used. */
export const readRegistered = (armored: string): Promise<openpgp.PublicKey> => openpgp.readKey({ armoredKey: armored })

/** Judged here, with a reason each, and not by the library's message. */
const permissive = {
  ...openpgp.config,
  minRSABits: 0,
  rejectPublicKeyAlgorithms: new Set<openpgp.enums.publicKey>(),
  rejectCurves: new Set<openpgp.enums.curve>(),
}

/**
 * Whether a letter may be encrypted to a key at a moment.
 * @returns the id of the part that is encrypted to, 16 hex digits, and when it ends.
 * @throws Problem key/expired, key/revoked, key/weak, key/not-compatible, key/not-usable.
 */
export async function checkRecipient(
  key: openpgp.PublicKey,
  now: Date,
): Promise<{ readonly id: string; readonly expires: Date | null }> {
  const refuse = (code: Parameters<typeof problem>[0], why: string, hint: string, cause?: unknown) =>
    problem(code, `The key ${key.getKeyID().toHex().toUpperCase()} cannot be used: ${why}.`, {
      hint,
      ...(cause === undefined ? {} : { cause }),
    })
  // the version is not in the library's types
  if ('version' in key.keyPacket && key.keyPacket.version !== 4) {
    throw refuse('key/not-compatible', 'it is not a version 4 key, and most mail programs know no other', makeAnother)
  }
  if (await key.isRevoked(undefined, undefined, now, permissive)) {
    throw refuse('key/revoked', 'its owner revoked it', 'ask them for their new key')
  }
  const part = await key.getEncryptionKey(undefined, now, undefined, permissive).catch(async (cause: unknown) => {
    // without a date the library does not ask for the time: what is right then is expired, or not yet valid, now
    const timeless = await key.getEncryptionKey(undefined, null, undefined, permissive).catch(() => null)
    if (timeless === null) {
      throw refuse('key/not-usable', 'it can sign, but nothing can be encrypted to it', makeAnother, cause)
    }
    if (timeless.getCreationTime() > now) {
      throw refuse('key/not-usable', 'it is dated in the future', 'check the clocks of both computers', cause)
    }
    const renew = 'its owner gives it a later date (gpg --quick-set-expire FINGERPRINT 2y) and exports it again'
    throw refuse('key/expired', 'it has expired', `${renew}, or makes a new one`, cause)
  })
  for (const each of [key, part]) {
    const weak = weakness(each.getAlgorithmInfo())
    if (weak !== null) throw refuse('key/weak', weak, makeAnother)
  }
  const ends = [await key.getExpirationTime(), part === key ? null : await part.getExpirationTime(now)]
  const dates = ends.filter(end => end instanceof Date)
  const earliest = Math.min(...dates.map(date => date.getTime()))
  return { id: part.getKeyID().toHex(), expires: dates.length === 0 ? null : new Date(earliest) }
}

const leastRsaBits = 3072
/** At 128 bits of strength or more. */
const strong = new Set([
  'ed25519Legacy',
  'curve25519Legacy',
  'nistP256',
  'nistP384',
  'nistP521',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
])
const strongAlgorithms = new Set(['x25519', 'ed25519', 'x448', 'ed448'])

function weakness(part: openpgp.AlgorithmInfo): string | null {
  if (part.algorithm.startsWith('rsa')) {
    return (part.bits ?? 0) < leastRsaBits ? `it has fewer than ${leastRsaBits} bits` : null
  }
  if (strongAlgorithms.has(part.algorithm) || (part.curve !== undefined && strong.has(part.curve))) return null
  return part.curve === undefined ? 'its algorithm is out of date' : 'its curve is not among those we trust'
}
