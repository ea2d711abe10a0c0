// How packets leave. A carrier takes some packets that were opened in one transaction, and carries them within it; what has to be done once
// they are committed is done after it.

import type { Database } from '../db/database.ts'
import type { DispatchOrder } from '../packets/dispatch-packet.ts'
import type { Order } from './find-records.ts'
import { queueLetter } from '../packets/queue-packet.ts'
import { shownLetter, type ShownPacket } from '../packets/shown-letter.ts'
import type { PacketTools, WrittenPacket } from '../packets/write-packet.ts'

/** What is said of a packet that a carrier took. */
export interface Carried {
  /** The letter that holds several packets. */
  readonly letter?: string
  /** The files that hold it, with their folder. */
  readonly files?: readonly string[]
  /** What its recipient would get, where a dry run shows it. */
  readonly shown?: ShownPacket
}

export interface Carrier {
  /** What becomes of a packet that it carries. */
  readonly state: 'queued' | 'written'
  /** Which packets go in one transaction, as many as fit: those of one recipient, or all. Each by itself where it is absent. */
  readonly lanes?: 'recipient' | 'all'
  /** How the files of a packet are called. */
  readonly base?: (order: Order) => DispatchOrder['base']
  /** Whether these are as many as go in one transaction. */
  isFull(written: readonly WrittenPacket[]): boolean
  /** Carries them, in the transaction under way. @returns what is said of all of them, and what is left to do once they are committed. */
  carry(
    database: Database,
    tools: PacketTools,
    written: readonly WrittenPacket[],
    how: { readonly dryRun: boolean; readonly isShown: boolean },
  ): Promise<{ readonly carried: readonly Carried[]; readonly place?: (() => Promise<void>) | undefined }>
}

/** Each packet by a letter of its own. */
export const ownLetters: Carrier = {
  state: 'queued',
  isFull: written => written.length > 0,
  async carry(database, tools, written, { isShown }) {
    const carried: Carried[] = []
    for (const one of written) {
      const { mail, bytes } = await queueLetter(database, tools, one)
      carried.push(isShown ? { shown: shownLetter(one, mail, bytes) } : {})
    }
    return { carried }
  },
}
