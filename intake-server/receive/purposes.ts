// Kinds of letters that may be stopped one by one, as the core left them in HOME/purposes.sexp. Without the file, or with one that cannot be
// read, the page offers to stop everything, as always.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parsePurposes, type Purpose } from '@satchel/protocol/pull/purpose-list'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import { intakeLimits } from '../limits.ts'
import type { Log } from '../host/log.ts'
import { purposesFile } from '../pull/pull-keep.ts'

/** @returns the list of now; the file is looked at every few seconds. */
export function openPurposes(home: string, log: Log): () => Promise<readonly Purpose[]> {
  let looked = Number.NEGATIVE_INFINITY
  let known: Promise<readonly Purpose[]> = Promise.resolve([])
  return () => {
    if (performance.now() - looked > intakeLimits.tokenListLookMs) {
      looked = performance.now()
      known = readPurposes(join(home, purposesFile), log)
    }
    return known
  }
}

async function readPurposes(path: string, log: Log): Promise<readonly Purpose[]> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null) return []
  try {
    if (bytes.length > pullLimits.fileBytes) throw new RangeError('too large')
    return parsePurposes(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).purposes
  } catch {
    log('purposes-not-used', { why: 'damaged' })
    return []
  }
}
