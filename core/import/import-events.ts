// Events of an import, for progress and logs. Never a value of a person.

import type { ItemState } from '../db/shapes/import.ts'

export interface ImportEvents {
  /** A file stays in the inbox because it cannot be taken. */
  passedOver(reason: string): void
  /** The same bytes came once more, or a killed run left the file of an item that it had ended. */
  again(item: string, state: ItemState): void
  /** A bug stopped the work on an item; it waits, and the others go on. */
  failed(item: string, error: unknown): void
  /** An item has its final state. @param isTold a letter tells the holder of its packet what was wrong. */
  ended(item: string, state: ItemState, problem: string | null, message: string | null, isTold?: boolean): void
  /** So many items are before the run. */
  waits?(count: number): void
  /** A file of the inbox was written to a moment ago: it is left, and worth another look soon. */
  growing?(): void
}

/** Nobody is told. */
export const silentImport: ImportEvents = {
  passedOver: () => undefined,
  again: () => undefined,
  failed: () => undefined,
  ended: () => undefined,
}
