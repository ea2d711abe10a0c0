// The version of Pocket is what its files are: the worker keeps them under it, and another version is another worker.

import { createHash } from 'node:crypto'

/** Stands in the worker's source where the version goes. */
const place = 'pocket-VERSION'

export function versionOf(pages: readonly string[]): string {
  const hash = createHash('sha256')
  for (const page of pages) hash.update(page)
  return hash.digest('hex').slice(0, 16)
}

/** @throws TypeError for a worker without the place. */
export function workerFor(script: string, version: string): string {
  if (!script.includes(place)) throw new TypeError('the worker names no version')
  return script.replace(place, `pocket-${version}`)
}
