// Restores a home folder from a backup, says whether its audit is what was sealed, and erases again who was erased since.

import { copyFileSync, existsSync } from 'node:fs'
import { auditFaults } from '../db/calls/installation.ts'
import { staffProtections } from '../db/calls/staff.ts'
import { readRecoveryKey } from '../keys/core-keys.ts'
import { eraseAgain } from '../privacy/erase-person.ts'
import { ledgerFile } from '../privacy/erasure-ledger.ts'
import { problem } from '../problems/problems.ts'
import { restore, type RestoreOrder } from './restore-backup.ts'

export interface RestoreHomeOrder extends Omit<RestoreOrder, 'recovery'> {
  /** Files of the private half and of its passphrase; without them nothing is restored. */
  readonly recoveryKey: string | undefined
  readonly passphraseFile: string | undefined
  /** The list erasures.log of the old home folder. */
  readonly erasures: string | undefined
}

/** The home folder is made by it, so it gets no context. @throws Problem usage/wrong, key/..., home/exists, backup/... */
export async function restoreHome(order: RestoreHomeOrder, progress: (what: string) => void) {
  const { recoveryKey, passphraseFile, erasures, ...rest } = order
  if (recoveryKey === undefined || passphraseFile === undefined) {
    throw problem('usage/wrong', 'The keys of a backup open with the recovery key.', {
      hint: '--recovery-key recovery-private.asc --passphrase-file FILE',
    })
  }
  if (erasures !== undefined && !existsSync(erasures)) throw problem('usage/wrong', `There is no file ${erasures}.`)
  const recovery = await readRecoveryKey(recoveryKey, passphraseFile)
  const { context, ...restored } = await restore({ ...rest, recovery }, progress)
  try {
    const { faults, unconfirmed } = await context.asStaff(async database => ({
      faults: await database.run(auditFaults, {}),
      unconfirmed: (await database.run(staffProtections, {})).find(({ restored: is }) => is)?.count ?? 0,
    }))
    if (erasures !== undefined) copyFileSync(erasures, ledgerFile(context.home))
    const erased = erasures === undefined ? null : await eraseAgain(context, {})
    return { home: order.folder, ...restored, auditFaults: faults.length, unconfirmed, erased }
  } finally {
    await context.close()
  }
}
