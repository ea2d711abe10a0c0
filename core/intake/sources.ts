// The intakes that this core pulls from, and a connection to one of them. An intake is treated as hostile: what it says is
// bounded, counted and compared, and it decides nothing.

import { basename } from 'node:path'
import { openIntake } from '@satchel/dispatcher/intake/intake-client'
import { openIntakeFolder } from '@satchel/dispatcher/intake/intake-folder'
import type { IntakeSource } from '@satchel/dispatcher/intake/intake-source'
import type { Context } from '../context/context.ts'
import type { Database } from '../db/database.ts'
import { readInstance } from '../home/home.ts'
import { pullKey } from '../keys/pull-key.ts'
import { problem } from '../problems/problems.ts'
import { nextPull } from '../db/calls/import.ts'

export interface SourceEntry {
  /** For status and logs. */
  readonly name: string
  readonly place: string
}

/** The intakes that the settings name. */
export function sources(context: Context): readonly SourceEntry[] {
  return context.settings.intakes.map(place => ({ name: `intake at ${nameOf(place)}`, place }))
}

function nameOf(place: string): string {
  // an address that is none is told where it is used
  if (/^https?:/.test(place) && URL.canParse(place)) return new URL(place).host
  return basename(place.replace(/^unix:/, ''))
}

/** The spool that its items go to. A folder is signed by nobody: who carried it may have put more into it. */
export const channelOf = (entry: SourceEntry): 'web' | 'carried' =>
  /^(https?|unix):/.test(entry.place) ? 'web' : 'carried'

/** Opens one intake with a run number of its own: an intake that has seen a higher one refuses, and the core stops. */
export async function withSource<T>(
  database: Database,
  context: Context,
  entry: SourceEntry,
  work: (source: IntakeSource) => Promise<T>,
): Promise<T> {
  const { run } = await database.run(nextPull, {})
  const epoch = readInstance(context.home)?.epoch
  if (run === null || epoch === undefined) throw problem('home/other-instance', 'The home folder is not finished.')
  const order = { privateKey: pullKey(context.home), epoch, run, now: context.now }
  const source =
    channelOf(entry) === 'web' ? openIntake(entry.place, order) : await openIntakeFolder(entry.place, order)
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}
