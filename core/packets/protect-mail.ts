// The last step of every letter about a packet: it is protected no less than the packet was. Encrypted to the recipient's key; where that can
// be used no longer, or a phrase protects their packets, the letter tells the number of the packet and counts, and nothing else.

import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { encryptMail } from '@satchel/dispatcher/mail-out/encrypt-mail'
import type { LetterText } from '@satchel/forms/letters/letter-parts'
import { shortId } from '@satchel/forms/letters/letter-parts'
import { encryptSigned } from '@satchel/protocol/envelope/message-encrypt'
import type { PrivateKey, PublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { readRegistered } from '@satchel/protocol/envelope/recipient-key'
import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../context/context.ts'
import type { LetterTo } from '../context/encrypt-ahead.ts'
import type { Guard } from '../db/shapes/packets.ts'

/**
 * @param packet its number.
 * @param instead what may be told in the clear.
 * @returns the bytes of the mail.
 */
export async function protectMail(
  context: Context,
  letter: Letter,
  { protection, pgp_key: key }: Guard,
  { packet, instead }: { readonly packet: string; readonly instead: () => LetterText },
): Promise<Uint8Array> {
  if (protection === 'plain') return compose(letter)
  if (protection === 'pgp' && key !== null) {
    try {
      const how = { packet, key, at: context.now() }
      const ahead = (await context.encryptAhead?.(letter, how)) ?? null
      return ahead ?? (await encryptLetter(letter, { ...how, signer: await context.coreKey() }))
    } catch (error) {
      // expired or revoked since the packet left: never in the clear instead
      if (!(error instanceof Problem && error.code.startsWith('key/'))) throw error
    }
  }
  return compose({ ...withoutText(letter), ...instead() })
}

/** What a letter says is its text, its HTML and its files: none of it stays beside the numbers. */
function withoutText(letter: Letter): Omit<Letter, 'subject' | 'text' | 'html' | 'attachments'> {
  const { subject: _, text: __, html: ___, attachments: ____, ...rest } = letter
  return rest
}

interface Encrypting extends LetterTo {
  /** Of the core: signs inside, and goes along for the answer. */
  readonly signer: PrivateKey
}

/** @throws Problem key/expired, key/revoked, key/weak, key/not-usable. */
export async function encryptLetter(letter: Letter, { packet, key, signer, at }: Encrypting): Promise<Uint8Array> {
  const recipient = await recipientKey(key)
  return encryptMail(await compose(letter), bytes => encryptSigned(bytes, recipient, signer, at), {
    subject: shortId(packet),
    key: { address: letter.from, data: publicData(signer) },
  })
}

/** Keys that were read, by their text: the library remembers which of their signatures it has checked. */
const read = new Map<string, Promise<PublicKey>>()
const mostKeys = 1000

function recipientKey(armored: string): Promise<PublicKey> {
  const known = read.get(armored)
  if (known !== undefined) return known
  if (read.size >= mostKeys) read.clear()
  const key = readRegistered(armored)
  read.set(armored, key)
  return key
}

const published = new WeakMap<PrivateKey, string>()

function publicData(key: PrivateKey): string {
  const data = published.get(key) ?? Buffer.from(key.toPublic().write()).toString('base64')
  published.set(key, data)
  return data
}
