// Has an intake forget the items of erased people, those that it was acknowledged too. An item that it was not told of stays on the list of the
// database, so an intake that is away, or a program that is killed, is told later.

import { createHash } from 'node:crypto'
import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import type { IntakeAbout } from '@satchel/protocol/pull/pull-about'
import { pullLimits } from '@satchel/protocol/pull/pull-limits'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { itemsToForget, noteForgotten } from '../db/calls/intake.ts'

/** An address, and the host behind it: a host that was replaced has another receipt key, and may have been given the old one's files. */
export function markOfIntake(address: string, about: IntakeAbout | null): string {
  const key = about?.receiptKey ?? ''
  return `${address.replaceAll('#', '%23')}#${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
}

/** @param mark of markOfIntake. @returns how many items it was told to forget. */
export async function tellForgotten(
  database: Database,
  context: Context,
  source: IntakeSource,
  mark: string,
): Promise<number> {
  let told = 0
  for (;;) {
    const rows = await database.run(itemsToForget, { place: mark, limit: pullLimits.names })
    const hashes = rows.map(row => row.hash)
    if (hashes.length === 0) return told
    await source.forget(hashes)
    // killed here, it is told again: forgetting twice is no error
    context.failpoint('pull/forgot')
    await database.run(noteForgotten, { place: mark, hashes })
    told += hashes.length
  }
}
