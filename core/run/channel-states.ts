// How each part of a round did last, kept in the home folder, so that status can say what is away and since when, also while
// the database is. Codes and times only.

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Home, writePrivate } from '../home/home.ts'

const ChannelState = z.strictObject({
  /** When it last did its work. */
  ok: z.string().nullable(),
  /** Since when it fails; null: it does not. */
  since: z.string().nullable(),
  problem: z.string().nullable(),
  message: z.string().nullable(),
  /** Hints; missing in states of earlier versions. */
  hints: z.array(z.string()).optional(),
  /** Acts of the other side in the last round that no honest one does; missing where there was nothing. */
  notes: z.array(z.string()).optional(),
  /** Acts that the other side could not do in the last round, for want of a newer version or of room; missing where there was nothing. */
  remarks: z.array(z.string()).optional(),
})
export type ChannelState = z.infer<typeof ChannelState>

export const ChannelStates = z.record(z.string(), ChannelState)
export type ChannelStates = Readonly<Record<string, ChannelState>>

/** The states after the last round; empty before the first, and where the file is damaged: it is a report, not a record. */
export function readChannelStates(home: Home): ChannelStates {
  try {
    return ChannelStates.parse(JSON.parse(readFileSync(home.channelsFile, 'utf8')))
  } catch {
    return {}
  }
}

/** The state after a try. @param fault what went wrong; null: nothing. */
export function afterTry(
  earlier: ChannelState | undefined,
  now: Date,
  fault: { readonly code: string; readonly message: string; readonly hints: readonly string[] } | null,
): ChannelState {
  const at = now.toISOString()
  if (fault === null) return { ok: at, since: null, problem: null, message: null }
  return {
    ok: earlier?.ok ?? null,
    since: earlier?.since ?? at,
    problem: fault.code,
    message: fault.message,
    hints: [...fault.hints],
  }
}

export function writeChannelStates(home: Home, states: ChannelStates): void {
  writePrivate(home.channelsFile, `${JSON.stringify(states, null, 2)}\n`)
}

/** Somebody answers, and does not want us: that is mended here or there, and never by waiting. */
const refusals: ReadonlySet<string> = new Set([
  'pull/refused',
  'pull/newer-run',
  'pull/not-safe',
  'smtp/login',
  'smtp/not-safe',
  'smtp/wants-tls',
  'smtp/sender-refused',
  'smtp/turned-away',
  'imap/login',
  'imap/not-safe',
  'imap/wants-tls',
  'imap/turned-away',
  'database/refused',
])
/** Somebody answers, or nobody has to: what went wrong is another thing. */
const faults: ReadonlySet<string> = new Set(['pull/failed', 'pull/not-believed', 'imap/no-folder', 'bug'])

/** The kind of a part's fault, for the words about it. */
export function kindOfFault(code: string | null): 'away' | 'refused' | 'failed' {
  if (code !== null && refusals.has(code)) return 'refused'
  return code !== null && faults.has(code) ? 'failed' : 'away'
}
