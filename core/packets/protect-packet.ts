// The last step of a packet's letter: how it is protected on its way. Only a choice that somebody made for this recipient lets a letter leave
// as it is; what is unknown leaves by no letter.

import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import type { LetterText } from '@satchel/forms/letters/packet-letter'
import { lockedLetter } from '@satchel/forms/locked/locked-letter'
import { printLockedPage } from '@satchel/forms/locked/locked-page'
import type { Words } from '@satchel/forms/words/form-words'
import { detachedSign } from '@satchel/protocol/envelope/envelope-sign'
import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { Problem } from '@satchel/protocol/problem'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { Context } from '../context/context.ts'
import type { FormCatalog } from '../forms/form-catalog.ts'
import { organizationOf } from '../home/organization.ts'
import { openPhraseKey } from '../keys/phrase-keys.ts'
import type { PacketOpened } from '../db/shapes/packets.ts'
import { problem } from '../problems/problems.ts'
import { encryptLetter } from './protect-mail.ts'

export interface ProtectedLetter {
  readonly letter: LetterText
  /** The bytes that leave, signed by the core. */
  readonly seal: (mail: Letter) => Promise<Uint8Array>
}

/** Whether the reply token stands inside alone, so that the address of the letter carries the weak one. */
export const isGuarded = ({ protection }: Pick<PacketOpened, 'protection'>) => protection !== 'plain'

export interface ProtectTools {
  readonly context: Context
  readonly catalog: FormCatalog
  readonly form: FormDefinition
  readonly packet: Packet
  readonly words: Words
  /** Of the core. */
  readonly key: PrivateKey
}

/** PGP/MIME: the part that is signed is 7-bit, so its text and its bytes are the same. */
const signedBy =
  (key: PrivateKey, { issued }: Packet) =>
  (mail: Letter) =>
    compose(mail, part => detachedSign(Buffer.from(part).toString('latin1'), key, new Date(issued)))

/** @throws Problem staff/no-key, staff/no-phrase, staff/no-protection. `seal` throws staff/key-ended. */
export async function protectLetter(
  opened: PacketOpened,
  letter: LetterText,
  tools: ProtectTools,
): Promise<ProtectedLetter> {
  switch (opened.protection) {
    case 'plain':
      return { letter, seal: signedBy(tools.key, tools.packet) }
    case 'pgp':
      return { letter, seal: encrypted(opened, tools) }
    case 'passphrase':
      return lockPacket(opened, letter, tools)
    default:
      throw problem('staff/no-protection', 'Nobody has chosen how letters to this recipient are protected.')
  }
}

/** To the key whose fingerprint was compared. One that has ended keeps the packet here: it never leaves in the clear instead. */
function encrypted({ pgp_key: key, name }: PacketOpened, { packet, key: signer }: ProtectTools) {
  if (key === null) throw problem('staff/no-key', 'There is no confirmed OpenPGP key of this recipient.')
  return async (mail: Letter): Promise<Uint8Array> => {
    try {
      return await encryptLetter(mail, { packet: packet.id, key, signer, at: new Date(packet.issued) })
    } catch (error) {
      if (!(error instanceof Problem && error.code.startsWith('key/'))) throw error
      throw problem('staff/key-ended', `No packet leaves for ${name}. ${error.message}`, {
        hint: [...error.hints, 'satchel staff key import NAME FILE registers the new key'],
        cause: error,
      })
    }
  }
}

/** Of the letter its page remains, locked; the text form, the packet file and everything else that says something of the record is gone. */
async function lockPacket(
  { phrase }: PacketOpened,
  letter: LetterText,
  { context, catalog, form, packet, words, key: signer }: ProtectTools,
): Promise<ProtectedLetter> {
  const page = letter.attachments.find(({ name }) => name.endsWith('.html'))
  const script = catalog.forms.scripts.get('locked-page')
  if (phrase === null || page === undefined || script === undefined)
    throw problem('staff/no-phrase', 'No phrase was made for this recipient.', {
      hint: 'satchel staff phrase new NAME',
    })
  const derived = await openPhraseKey(context.home, phrase.key)
  const key = { derived, salt: Buffer.from(phrase.salt, 'hex'), rounds: phrase.rounds }
  const org = organizationOf(context)
  const parts = { template: catalog.forms.lockedPage, script, key }
  const locked = printLockedPage(page.content, packet.id, words, org, parts)
  return { letter: lockedLetter(form, packet, words, org, locked), seal: signedBy(signer, packet) }
}
