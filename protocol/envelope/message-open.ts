// Opens messages that people's own mail programs encrypted to the core key: compressed once at most, signed or not. As in
// envelope-open, the library opens the session key only; sizes and counts are bounded before any work.
// A signature is never a reason to open or to refuse: it only says whose words these are.

import { inflateRawSync, inflateSync } from 'node:zlib'
import * as openpgp from 'openpgp'
import { type Keyring, openPackets } from './envelope-open.ts'
import { bodyOf, damaged, literalIn, packetAt } from './envelope-packets.ts'
import { limits } from '../limits.ts'

export interface OpenedMessage {
  readonly data: Uint8Array
  /** Signature packets over exactly these bytes, not verified. */
  readonly signatures: readonly Uint8Array[]
}

const tags = { signature: 2, onePass: 4, compressed: 8, literal: 11 } as const

/** The bytes of an armoured message; null for a text that is none. Linear, whatever the text. */
export function messageOf(text: string): Uint8Array | null {
  const begin = '-----BEGIN PGP MESSAGE-----'
  const at = text.indexOf(begin)
  const end = at < 0 ? -1 : text.indexOf('-----END PGP MESSAGE-----', at)
  if (end < 0) return null
  const lines = text
    .slice(at + begin.length, end)
    .replaceAll('\r', '')
    .split('\n')
    .map(line => line.trim())
  // headers of the armour end with an empty line
  const empty = lines.indexOf('', 1)
  const body = (empty < 0 ? lines : lines.slice(empty)).filter(line => !line.startsWith('='))
  return new Uint8Array(Buffer.from(body.join(''), 'base64'))
}

/**
 * @throws Problem envelope/too-large, envelope/damaged, envelope/recipients, envelope/not-ours.
 */
export async function openMessage(bytes: Uint8Array, keyring: Keyring): Promise<OpenedMessage> {
  const { packets } = await openPackets(bytes, keyring, { maxBytes: limits.spoolFileBytes })
  const first = packetAt(packets, 0)
  if (first.tag !== tags.compressed) return signedOf(packets)
  if (first.end !== packets.length) throw damaged('has something behind its end')
  return signedOf(inflated(bodyOf(first)))
}

/** Opens no wider than the largest mail. */
function inflated(body: Uint8Array): Uint8Array {
  const inflate = [undefined, inflateRawSync, inflateSync][body[0] ?? 0]
  if (inflate === undefined) throw damaged('is compressed in a way that we do not read')
  try {
    return inflate(body.subarray(1), { maxOutputLength: limits.spoolFileBytes })
  } catch (cause) {
    throw damaged('is cut, or far larger than a mail when it is unpacked', cause)
  }
}

/** One literal, with as many signatures behind it as were announced before it. */
function signedOf(packets: Uint8Array): OpenedMessage {
  let at = 0
  let announced = 0
  let packet = packetAt(packets, at)
  for (; packet.tag === tags.onePass; packet = packetAt(packets, at)) {
    at = packet.end
    if (++announced > limits.recipients) throw damaged('is signed by too many keys')
  }
  if (packet.tag !== tags.literal) throw damaged('holds something else than one signed text')
  const { data } = literalIn(packet)
  const signatures: Uint8Array[] = []
  for (at = packet.end; at < packets.length; at = packet.end) {
    packet = packetAt(packets, at)
    if (packet.tag !== tags.signature || signatures.length === announced) throw damaged('has something behind its end')
    signatures.push(packets.subarray(at, packet.end))
  }
  return { data, signatures }
}

/** A clock that goes ahead of ours is no fault. */
const clockMs = 600_000

/**
 * The first of some keys that made one of the signatures over exactly these bytes, good now and when it signed.
 * @returns its fingerprint, upper-case hex; null for any other signature: damaged, by a stranger, by a key that has expired.
 */
export async function signerOf(
  { data, signatures }: OpenedMessage,
  keys: readonly openpgp.PublicKey[],
  now: Date,
): Promise<string | null> {
  for (const binarySignature of signatures.slice(0, limits.recipients)) {
    if (binarySignature.length > limits.keyBytes) continue
    try {
      const signature = await openpgp.readSignature({ binarySignature })
      const [id, ...more] = signature.getSigningKeyIDs()
      const key = keys.find(each => id !== undefined && more.length === 0 && each.getKeys(id).length > 0)
      if (key === undefined) continue
      // one that was revoked or has expired since says nothing
      await key.getSigningKey(id, now)
      const { signatures: verified } = await openpgp.verify({
        message: await openpgp.createMessage({ binary: data }),
        signature,
        verificationKeys: key,
        date: new Date(now.getTime() + clockMs),
      })
      // the library leaves out signatures of other kinds than of a text
      if (verified.length === 1 && (await verified[0]?.verified) === true) return key.getFingerprint().toUpperCase()
    } catch {
      continue
    }
  }
  return null
}

/** Signature packets of an armoured or binary detached signature; none for what is no signature. */
export function signaturesOf(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length > limits.keyBytes) return []
  const text = Buffer.from(bytes).toString('latin1')
  const armored = messageOf(text.replaceAll('PGP SIGNATURE-----', 'PGP MESSAGE-----'))
  const packets = armored ?? bytes
  const found: Uint8Array[] = []
  try {
    for (let at = 0; at < packets.length && found.length < limits.recipients; ) {
      const packet = packetAt(packets, at)
      if (packet.tag !== tags.signature) return []
      found.push(packets.subarray(at, packet.end))
      at = packet.end
    }
  } catch {
    return []
  }
  return found
}
