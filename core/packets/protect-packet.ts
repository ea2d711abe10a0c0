// The last step of a packet's letter: how it is protected on its way. Only a choice that somebody made for this recipient lets a letter leave
// as it is; what is unknown leaves by no letter.

import type { LetterText } from '@satchel/forms/letters/packet-letter'
import type { PacketOpened } from '../db/shapes/packets.ts'
import { problem } from '../problems/problems.ts'

export interface ProtectedLetter {
  readonly letter: LetterText
  /** Turns the composed mail into the one that leaves. */
  readonly seal: (mail: Uint8Array) => Promise<Uint8Array>
}

/** Whether the reply token stands inside alone, so that the address of the letter carries the weak one. */
export const isGuarded = ({ protection }: Pick<PacketOpened, 'protection'>) => protection !== 'plain'

const asItIs = (mail: Uint8Array) => Promise.resolve(mail)

/** @throws Problem staff/no-key, staff/no-phrase, staff/no-protection. */
export function protectLetter(opened: PacketOpened, letter: LetterText): Promise<ProtectedLetter> {
  switch (opened.protection) {
    case 'plain':
      return Promise.resolve({ letter, seal: asItIs })
    case 'pgp':
      throw problem('staff/no-key', 'This version of Satchel does not encrypt letters yet.')
    case 'passphrase':
      throw problem('staff/no-phrase', 'This version of Satchel does not lock pages yet.')
    default:
      throw problem('staff/no-protection', 'Nobody has chosen how letters to this recipient are protected.')
  }
}
