// A round under way: what it works with, how its parts do, what came of them so far.

import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import type { Context } from '../context/context.ts'
import type { ImportEvents } from '../import/import-events.ts'
import type { Sent } from '../letters/send-letters.ts'
import type { Balance } from '../db/shapes/import.ts'
import type { PartEvents, Parts } from './parts.ts'

export interface RoundEvents extends ImportEvents, PartEvents {
  /** An intake cannot do something yet, and is honest all the same. */
  remark(what: string): void
  /** After a restore: all that came since the backup was read again, and letters leave from now on. */
  reread(): void
}

export interface RoundTools {
  readonly context: Context
  readonly events: RoundEvents
  /** See ImportTools. */
  readonly quietMs: number
}

/** What a round did. */
export interface RoundCounts {
  readonly mails: number
  readonly pulled: number
  readonly settled: number
  readonly requests: number
  readonly balance: Balance | null
  readonly letters: Sent
  /** This database was restored, and something that came since its backup is not read again yet. */
  readonly isRestoring: boolean
}

export interface RoundUnderWay extends RoundTools {
  readonly parts: Parts
  readonly counts: { -readonly [Name in keyof RoundCounts]: RoundCounts[Name] }
  /** Every key that an item may be sealed to. */
  keys: readonly PrivateKey[]
  /** Whether the mailboxes were looked into. */
  isMailReceived: boolean
}
