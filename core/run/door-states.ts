// How each part of a round did last, kept in the home folder, so that status can say what is away and since when, also while
// the database is. Codes and times only.

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Home, writePrivate } from '../home.ts'

const DoorState = z.strictObject({
  /** When it last did its work. */
  ok: z.string().nullable(),
  /** Since when it fails; null: it does not. */
  since: z.string().nullable(),
  problem: z.string().nullable(),
  message: z.string().nullable(),
})
export type DoorState = z.infer<typeof DoorState>

const DoorStates = z.record(z.string(), DoorState)
export type DoorStates = Readonly<Record<string, DoorState>>

/** What the last rounds left; empty before the first, and where the file is damaged: it is a report, not a record. */
export function readDoorStates(home: Home): DoorStates {
  try {
    return DoorStates.parse(JSON.parse(readFileSync(home.doorsFile, 'utf8')))
  } catch {
    return {}
  }
}

/** The state after a try. @param fault what went wrong; null: nothing. */
export function afterTry(
  earlier: DoorState | undefined,
  now: Date,
  fault: { readonly code: string; readonly message: string } | null,
): DoorState {
  const at = now.toISOString()
  if (fault === null) return { ok: at, since: null, problem: null, message: null }
  return { ok: earlier?.ok ?? null, since: earlier?.since ?? at, problem: fault.code, message: fault.message }
}

export function writeDoorStates(home: Home, states: DoorStates): void {
  writePrivate(home.doorsFile, `${JSON.stringify(states, null, 2)}\n`)
}
