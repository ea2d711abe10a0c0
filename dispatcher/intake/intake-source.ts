// An intake as the core sees it, over the network or as a folder. Nobody behind this interface is believed: sizes, names and
// bytes are what the other side says.

import type { SignedApp } from '@satchel/protocol/pull/pull-app'
import type { KeyObject } from 'node:crypto'
import type { IntakeAbout } from '@satchel/protocol/pull/pull-about'
import type { ListedItem, Listing } from '@satchel/protocol/pull/pull-files'
import type { Purpose } from '@satchel/protocol/pull/purpose-list'
import type { SignedOutcome } from '@satchel/protocol/pull/pull-outcomes'
import type { IntakeClientLimits } from './intake-client-limits.ts'

/** Identifies the core that asks: its key, and rising numbers that reveal a copy or an old restore of the core. */
export interface IntakeOrder {
  /** Ed25519. */
  readonly privateKey: KeyObject
  readonly epoch: number
  /** New for each opening. */
  readonly run: number
  readonly now: () => Date
  readonly limits?: IntakeClientLimits
}

/**
 * All may throw Problem pull/unreachable and pull/failed (later), pull/refused, pull/newer-run, pull/not-believed; a folder
 * throws folder/not-readable, pull/no-spool, disk/full.
 */
export interface IntakeSource {
  /** For events and logs. */
  readonly name: string
  /** One page by name, behind `after`. @param from `done`: what was settled, for a core that was restored. */
  list(after: string | undefined, limit: number, from?: 'new' | 'done'): Promise<Listing>
  /**
   * The item's bytes from an offset on, at most as many as its size says.
   * @throws also Problem pull/not-there.
   */
  read(item: ListedItem, offset: number, stop?: AbortSignal): AsyncIterable<Uint8Array>
  /**
   * Tells that items have their final state. Any number of names; again is no error.
   * @param options.backedUpThrough days of done/ that ended before it are in a backup of the core and may go when they are old.
   */
  settle(names: readonly string[], options?: { readonly backedUpThrough?: Date }): Promise<void>
  /** Has items removed at once, from done/ too. */
  forget(names: readonly string[]): Promise<void>
  /** Replaces the list of live tokens. @param hashes first 16 hex digits of each token's hash. */
  pushTokens(hashes: readonly string[]): Promise<void>
  /** Replaces the kinds of letters that people may stop one by one. */
  pushPurposes(purposes: readonly Purpose[]): Promise<void>
  /** Leaves what became of items, for whoever holds their receipts. Any number; again is no error. */
  pushOutcomes(outcomes: readonly SignedOutcome[]): Promise<void>
  /** Leaves the signed list of Pocket's files; absent where a folder is carried, whose intake has it from its set-up. */
  pushApp?(app: SignedApp): Promise<void>
  /** Its report about itself; null: a folder that was copied before its intake had said anything. */
  about(): Promise<IntakeAbout | null>
  close(): Promise<void>
}
