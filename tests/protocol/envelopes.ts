// Keys and hostile sealed files for tests: messages put together octet by octet, so that nothing depends on what a library
// agrees to write.

import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import {
  makeCoreKey,
  makeRecoveryKey,
  type PrivateKey,
  readPrivateKey,
  readPublicKey,
} from '@satchel/protocol/envelope/pgp-keys'
import * as openpgp from 'openpgp'

export async function makeTestKeys(now = new Date()) {
  const passphrase = 'seven seas of rye'
  const core = await makeCoreKey({ name: 'Kilimo', email: 'core@kilimo.example', now })
  const recovery = await makeRecoveryKey({ name: 'Kilimo recovery', email: 'core@kilimo.example', passphrase, now })
  const publicKeys = [
    await readPublicKey(core.publicArmored, now),
    await readPublicKey(recovery.publicArmored, now),
  ] as const
  return {
    core,
    recovery,
    passphrase,
    publicKeys,
    corePrivate: await readPrivateKey(core.privateArmored),
    recoveryPrivate: await readPrivateKey(recovery.privateArmored, passphrase),
  }
}

export type TestKeys = Awaited<ReturnType<typeof makeTestKeys>>

/** A packet of the new format with a length of five octets. */
export function packet(tag: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(6)
  head[0] = 0xc0 | tag
  head[1] = 255
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

export function literal(text: string | Uint8Array, format = 'b'): Buffer {
  return packet(11, Buffer.concat([Buffer.from(format), Buffer.from([0, 0, 0, 0, 0]), Buffer.from(text)]))
}

export function compressed(inner: Uint8Array): Buffer {
  return packet(8, Buffer.concat([Buffer.from([1]), deflateRawSync(inner)]))
}

interface RawSeal {
  /** What stands where the MDC packet belongs; the right one by default. */
  readonly mdc?: (hashed: Buffer) => Uint8Array
  /** Header of the MDC packet; the right one by default. */
  readonly mdcHeader?: readonly number[]
  /** Tag and first octet of the data packet. */
  readonly tag?: number
  readonly version?: readonly number[]
  /** Puts the data packet into other clothes. */
  readonly dress?: (body: Buffer) => Uint8Array
}

/** Any bytes sealed as SEIPD version 1 to keys, right unless told otherwise. */
export async function sealRaw(
  inner: Uint8Array,
  keys: readonly openpgp.PublicKey[],
  raw: RawSeal = {},
): Promise<Uint8Array> {
  const data = randomBytes(32)
  const session = await openpgp.encryptSessionKey({
    data: new Uint8Array(data),
    algorithm: 'aes256',
    encryptionKeys: [...keys],
    format: 'binary',
  })
  const prefix = randomBytes(16)
  const hashed = Buffer.concat([prefix, prefix.subarray(14), inner, Buffer.from(raw.mdcHeader ?? [0xd3, 0x14])])
  const mdc = raw.mdc ?? (bytes => createHash('sha1').update(bytes).digest())
  const cipher = createCipheriv('aes-256-cfb', data, Buffer.alloc(16))
  const body = Buffer.concat([
    Buffer.from(raw.version ?? [1]),
    cipher.update(hashed),
    cipher.update(mdc(hashed)),
    cipher.final(),
  ])
  const dress = raw.dress ?? (bytes => packet(raw.tag ?? 18, bytes))
  return new Uint8Array(Buffer.concat([session, dress(body)]))
}

/** The session key packets of a message, one Buffer each, and the rest. Ours have lengths of one octet there. */
export function splitRecipients(sealed: Uint8Array): { readonly recipients: readonly Buffer[]; readonly rest: Buffer } {
  const recipients: Buffer[] = []
  let rest = Buffer.from(sealed)
  while (rest[0] === 0xc1) {
    const size = 2 + (rest[1] ?? 0)
    recipients.push(rest.subarray(0, size))
    rest = rest.subarray(size)
  }
  return { recipients, rest }
}

/** A private key's own id of the part that opens. */
export function openingId(key: PrivateKey): string {
  return key.subkeys[0]?.getKeyID().toHex() ?? ''
}
