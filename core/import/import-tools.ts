// What the parts of an import run hand to each other: the run's tools, and an item from its row to what it asks for.

import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import type { SpoolItem } from '@satchel/protocol/spool/spool-layout'
import type { Context } from '../context/context.ts'
import type { FormCatalog } from '../forms/form-catalog.ts'
import type { SpoolChannel, Spools } from '../home/item-spools.ts'
import type { ActTools } from './apply/act-tools.ts'
import type { ImportEvents } from './import-events.ts'
import type { Act } from './read/act.ts'
import type { Reader } from './read/reader.ts'

export interface ImportTools {
  readonly context: Context
  /** Every key that an item may be sealed to. */
  readonly keys: readonly PrivateKey[]
  /** See Reader. */
  readonly signers: Reader['signers']
  readonly catalog: FormCatalog
  readonly events: ImportEvents
  /** Aborted: the run ends after the item under way, the others wait. */
  readonly stop: AbortSignal
  /** A file of the inbox that was written to more recently is left for the next run. */
  readonly quietMs: number
  /** Runs the taking of files from the inbox; where given, an inbox that is away stops nothing else. */
  readonly inbox?: (work: () => Promise<void>) => Promise<unknown>
}

/** The tools of all parts of a run. */
export interface RunTools extends ImportTools {
  readonly spools: Spools
  /** See ActTools. */
  readonly show?: NonNullable<ActTools['show']>
  readonly tellsSender?: boolean
  /** Number of the run. */
  readonly run: number
  /** See ActTools. */
  readonly awaited: Set<string>
  /** Uploads that no submission has named so far. */
  readonly uploads: Tried[]
}

export interface Waiting {
  readonly item: number
  readonly hash: string
  readonly channel: SpoolChannel
  readonly trust: string
  readonly received: Date
  /** Tries before this one that did not come to an end. */
  readonly attempts: number
}

export interface Tried {
  readonly waiting: Waiting
  /** With this one. */
  readonly attempts: number
  readonly file: SpoolItem
  /** Hash of the receipt that its intake gave; missing before it was read, and where there is none. */
  readonly receipt?: string
}

/** An item as it was read: what it asks for, or what is wrong with it. */
export type Read = { readonly tried: Tried } & ({ readonly act: Act } | { readonly error: unknown })
