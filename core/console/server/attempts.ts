// Attempts to get in. They are counted in the database; which wait follows is said there.

import { beginAttempt, endAttempt } from '../../db/calls/entrance.ts'
import type { Pool } from '../../db/pool.ts'

export type AttemptKind = 'link' | 'code' | 'sql'

/** Who tries: a colleague, where it is known who, and an address of the network. */
export interface Trier {
  readonly staff: number | null
  /**
   * Null at this computer and for a proxy that names none. All who work there share that address: any program on it could make everybody
   * wait. A link cannot be guessed at any speed, and the other attempts are counted by colleague.
   */
  readonly address: string | null
}

export interface Attempts {
  /** Counts an attempt before it is made. @returns until when it may not be made; null where it may. */
  begin(kind: AttemptKind, trier: Trier): Promise<Date | null>
  /** It was right. */
  right(kind: AttemptKind, trier: Trier): Promise<void>
}

export const makeAttempts = (pool: Pool): Attempts => ({
  async begin(kind, trier) {
    return (await pool.use(database => database.run(beginAttempt, { kind, ...trier }))).waits
  },
  async right(kind, trier) {
    await pool.use(database => database.run(endAttempt, { kind, ...trier }))
  },
})

/** The address by which attempts are counted. @param shown of the connection, or as a proxy says it. */
export function countedAddress(shown: string | undefined): string | null {
  const address = (shown ?? '')
    .trim()
    .toLowerCase()
    .replace(/^::ffff:/, '')
  const isOwn = address.startsWith('127.') || address === '::1'
  return /^[0-9a-f:.]{3,45}$/.test(address) && !isOwn ? address : null
}
