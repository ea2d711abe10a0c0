// How letters are encrypted away from the work that writes them: what is handed over, and what comes back.

import type { Letter } from '@satchel/dispatcher/mail-out/compose'

/** What a letter is encrypted for. */
export interface LetterTo {
  /** Number of the packet that it is about. */
  readonly packet: string
  /** Of the recipient, armoured. */
  readonly key: string
  readonly at: Date
}

/** @returns the bytes of the mail; null where that has to be done in the usual way. */
export type EncryptAhead = (letter: Letter, how: LetterTo) => Promise<Uint8Array | null>
