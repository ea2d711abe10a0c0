// What every part of applying an item works with: its tools, the item, and how it ended.

import type { Context } from '../../context/context.ts'
import type { FormCatalog } from '../../forms/form-catalog.ts'
import type { SpoolChannel, Spools } from '../../home/item-spools.ts'
import type { ItemState, ReplyOutcome } from '../../db/shapes/import.ts'
import type { Kept } from '../read/act.ts'
import type { Reader } from '../read/reader.ts'

export interface ActTools {
  readonly context: Context
  readonly spools: Spools
  readonly keys: Reader['keys']
  readonly catalog: FormCatalog
  readonly run: number
  /** Names of files that an item waits for, which is here already or not. */
  readonly awaited: Set<string>
  /** Called with what became of a reply instead of writing to its sender, who sits here and is shown it. */
  readonly show?: (outcome: ReplyOutcome) => void
  /** Writes to the sender all the same: another one sits here. */
  readonly tellsSender?: boolean
  /** Words and files that came beside what is applied: its letter says that a person reads them. */
  readonly beside?: Kept
  /** A reply that says nothing new is not told of: something else that came with it is. */
  readonly isQuiet?: boolean
}

export interface ActItem {
  readonly item: number
  readonly hash: string
  readonly channel: SpoolChannel
  readonly received: Date
}

export interface Ended {
  readonly state: ItemState
  /** A code and a sentence where the item ends in quarantine and its sender was told all the same. */
  readonly fault?: { readonly code: string; readonly message: string }
  /** Items that ended with this one: the files that it names. */
  readonly attached?: readonly string[]
  /** No letter tells of it, so words that came with it need one of their own; a repeat was told of earlier. */
  readonly untold?: 'repeat' | 'alone'
  /** Hash of the token that says whom it was about, where the act names several. */
  readonly token?: string
}
