// --limit, as people type it.

import type { Command } from 'commander'
import { problem } from '../problems/problems.ts'

/** @throws Problem usage/wrong. */
export function limitOf(command: Command): number {
  const limit = Number(command.opts<{ limit: string }>().limit)
  if (Number.isInteger(limit) && limit >= 1) return limit
  throw problem('usage/wrong', '--limit takes a whole number above 0.')
}
