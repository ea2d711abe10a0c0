// From typed fields to slots: what the steps of reading hand to each other.

import { z } from 'zod'
import type { CatalogField } from './catalog.ts'
import type { SaidField } from './said-fields.ts'

export type Slots = Readonly<Record<string, unknown>>

/** One slot of a command. */
export interface SaidSlot {
  readonly slot: string
  readonly value: unknown
  /** Names as they were typed, for what is told of it. */
  readonly name: string
  /** A value is put in the place of another, added, or taken away. */
  readonly change: 'set' | 'emptied' | 'added' | 'replaced' | 'removed'
}

export interface Said {
  /** The slots that were seen, with what the person says that they saw. */
  readonly shown: Slots
  readonly said: readonly SaidSlot[]
}

export interface Typed {
  readonly fields: readonly CatalogField[]
  readonly set: readonly SaidField[]
  /** The values that the person saw in these fields, where they differ from the current ones. */
  readonly was: readonly SaidField[]
}

/** What is being read, of one field. */
export interface OneSaid {
  readonly said: SaidField
  readonly field: CatalogField
  /** What the person says that they saw there. */
  readonly before: readonly string[]
}

export interface State {
  readonly shown: Record<string, unknown>
  readonly said: SaidSlot[]
}

/** The fate of a field. */
export const FieldOutcome = z.object({
  /** As it was typed. */
  field: z.string(),
  change: z.enum(['set', 'emptied', 'added', 'replaced', 'removed']),
  outcome: z.enum(['applied', 'same', 'held', 'refused', 'untouched', 'superseded']),
  /** Why it is held. */
  reason: z.string().nullable(),
  was: z.unknown(),
  now: z.unknown(),
})
export type FieldOutcome = z.infer<typeof FieldOutcome>
