// --param of a stored query, as people type it.

import { problem } from '../problems/problems.ts'

/** @param pairs `name=value`. @throws Problem usage/wrong. */
export function readParams(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const at = pair.indexOf('=')
      if (at < 1) throw problem('usage/wrong', `--param takes name=value, not "${pair}".`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}
