// The ledger of erased people, as keyed marks of record ids: it says nothing without the key, and no backup holds it. After a
// restore it is held against the database, so that nobody comes back.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from '../home/home.ts'
import { recordMark } from '../keys/keyed-marks.ts'

export const ledgerFile = (home: Home) => join(home.folder, 'erasures.log')

/** On the disk before it returns. */
export function noteErasure(home: Home, uuid: string, now: Date): void {
  const file = openSync(ledgerFile(home), 'a', 0o600)
  try {
    writeSync(file, `${now.toISOString()} ${recordMark(home, uuid)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Marks of those who were erased; a last line that was cut off by a crash is none. */
export function readLedger(home: Home): ReadonlySet<string> {
  if (!existsSync(ledgerFile(home))) return new Set()
  return new Set(
    readFileSync(ledgerFile(home), 'utf8')
      .split('\n')
      .flatMap(line => /^\S+ ([0-9a-f]{64})$/.exec(line)?.[1] ?? []),
  )
}

export const isInLedger = (home: Home, ledger: ReadonlySet<string>, uuid: string) =>
  ledger.size > 0 && ledger.has(recordMark(home, uuid))
