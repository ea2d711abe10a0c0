// The last step of a packet's letter: how it is protected on its way. Only a choice that somebody made for this recipient lets a letter leave
// as it is; what is unknown leaves by no letter.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import type { LetterText } from '@satchel/forms/letters/packet-letter'
import { lockedLetter } from '@satchel/forms/locked/locked-letter'
import { printLockedPage } from '@satchel/forms/locked/locked-page'
import type { Words } from '@satchel/forms/words/form-words'
import type { Packet } from '@satchel/protocol/messages/packet'
import type { Context } from '../context/context.ts'
import type { FormCatalog } from '../forms/form-catalog.ts'
import { organizationOf } from '../home/organization.ts'
import { openPhraseKey } from '../keys/phrase-keys.ts'
import type { PacketOpened } from '../db/shapes/packets.ts'
import { problem } from '../problems/problems.ts'

export interface ProtectedLetter {
  readonly letter: LetterText
  /** Turns the composed mail into the one that leaves. */
  readonly seal: (mail: Uint8Array) => Promise<Uint8Array>
}

/** Whether the reply token stands inside alone, so that the address of the letter carries the weak one. */
export const isGuarded = ({ protection }: Pick<PacketOpened, 'protection'>) => protection !== 'plain'

export interface ProtectTools {
  readonly context: Context
  readonly catalog: FormCatalog
  readonly form: FormDefinition
  readonly packet: Packet
  readonly words: Words
}

const asItIs = (mail: Uint8Array) => Promise.resolve(mail)

/** @throws Problem staff/no-key, staff/no-phrase, staff/no-protection. */
export async function protectLetter(
  opened: PacketOpened,
  letter: LetterText,
  tools: ProtectTools,
): Promise<ProtectedLetter> {
  switch (opened.protection) {
    case 'plain':
      return { letter, seal: asItIs }
    case 'pgp':
      throw problem('staff/no-key', 'This version of Satchel does not encrypt letters yet.')
    case 'passphrase':
      return lockPacket(opened, letter, tools)
    default:
      throw problem('staff/no-protection', 'Nobody has chosen how letters to this recipient are protected.')
  }
}

/** Of the letter its page remains, locked; the text form, the packet file and everything else that says something of the record is gone. */
async function lockPacket(
  { phrase }: PacketOpened,
  letter: LetterText,
  { context, catalog, form, packet, words }: ProtectTools,
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
  return { letter: lockedLetter(form, packet, words, org, locked), seal: asItIs }
}
