// Shared by the ways to an intake: lists of names in parts, and times as the files carry them.

import { pullLimits } from '@satchel/protocol/pull/pull-limits'

/** Names in parts that one list may hold; one empty part for no names, since a list may carry the mark alone. */
export function partsOf(names: readonly string[]): readonly (readonly string[])[] {
  const parts: (readonly string[])[] = []
  for (let at = 0; at < names.length; at += pullLimits.names) parts.push(names.slice(at, at + pullLimits.names))
  return parts.length === 0 ? [[]] : parts
}

/** YYYY-MM-DDThh:mm:ssZ */
export function momentOf(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
