// Shared by the ways to an intake: lists of names in parts, and times as the files carry them.

import { pullLimits } from '@satchel/protocol/pull/pull-limits'

/** Names in parts that one list may hold; one empty part for no names, since a list may carry the mark alone. */
export function partsOf(names: readonly string[]): readonly (readonly string[])[] {
  const parts = slices(names, pullLimits.names)
  return parts.length === 0 ? [[]] : parts
}

/** All of them, at most so many at a time. */
export function slices<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let at = 0; at < all.length; at += most) parts.push(all.slice(at, at + most))
  return parts
}

/** YYYY-MM-DDThh:mm:ssZ */
export function momentOf(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
