// Limits of what an intake may say and cost, with their reasons. The core treats each as hostile: what is over a limit is counted
// and told, never followed. Tests pass smaller ones.

import { limits } from '@satchel/protocol/limits'

const mib = 1024 * 1024

export const intakeClientLimits = {
  /** From asking to the whole of a small answer; the list of a spool of 300,000 items takes under a second. */
  answerMs: 60_000,
  /** Nothing came for so long. */
  idleMs: 30_000,
  /** An item gets the time above and a second for each of so many bytes: a slow line, but none that drips. */
  bytesPerSecond: 16 * 1024,
  /** Headers of an answer. */
  headerBytes: 16 * 1024,
  /** Items of a page that is asked for. */
  page: 500,
  /** Twice what an intake holds by its default quotas. */
  items: 600_000,
  pages: 2500,
  /** Twice what an intake holds by its default quotas; the next pull goes on. */
  bytes: 8192 * mib,
  itemBytes: limits.spoolFileBytes,
  /** Time of one pull that may be lost to items that fail. */
  lostMs: 600_000,
  /** The line is gone after so many failures, one after the other. */
  failures: 3,
  /** Files of wrong bytes that are kept as evidence in bad/. */
  badKept: 100,
  /** Single events told of one pull; the rest is a number. */
  events: 20,
} as const

export type IntakeClientLimits = { readonly [Name in keyof typeof intakeClientLimits]: number }
