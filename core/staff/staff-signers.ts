// The confirmed keys of colleagues, for the reading of mail: whose signature a reply carries. Read where the first signature comes.

import type { PublicKey } from '@satchel/protocol/envelope/pgp-keys'
import { readRegistered } from '@satchel/protocol/envelope/recipient-key'
import type { Database } from '../db/database.ts'
import { staffSigners } from '../db/calls/staff.ts'

/** Keys as they are now; a key that is registered later counts from the next run on. */
export async function loadSigners(database: Database): Promise<() => Promise<readonly PublicKey[]>> {
  const rows = await database.run(staffSigners, {})
  let keys: Promise<readonly PublicKey[]> | undefined
  return () => {
    keys ??= Promise.all(rows.map(({ key }) => readRegistered(key)))
    return keys
  }
}
