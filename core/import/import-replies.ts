// Replies in, once: what lies in the inbox and waits in the spools is imported, field by field, and its acknowledgements are queued.

import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { events } from '../context/events.ts'
import { type Progress, useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { loadSigners } from '../staff/staff-signers.ts'
import { openingKeys, readRecoveryKey } from '../keys/core-keys.ts'
import { Balance } from '../db/shapes/import.ts'
import { type ImportEvents, silentImport } from './import-events.ts'
import { importRun, claimImportLock } from './import-run.ts'
import type { ImportTools } from './import-tools.ts'

/** Files with the recovery key and its passphrase, where a core key was lost: they open what was sealed to it. */
export const RecoveryFiles = z.object({ key: z.string(), passphrase: z.string() })

/** @returns the conservation line. @throws Problem run/locked, run/unbalanced, key/...; what is wrong with one item is not thrown. */
export const importReplies = useCase(
  z.object({ recovery: RecoveryFiles.optional(), events: events<ImportEvents>() }),
  Balance,
  async (context, { recovery, events: listener }, progress) => {
    const keys = await importKeys(context, recovery)
    return context.asImport(async database =>
      // the file is there before the call: none of them may just be growing
      importRun(database, await lockedImport(database, context, { keys, quietMs: 0, listener, progress })),
    )
  },
)

/** Every key that an item may be sealed to. */
export async function importKeys(
  context: Context,
  recovery: z.infer<typeof RecoveryFiles> | undefined,
): Promise<readonly PrivateKey[]> {
  const keys = await openingKeys(context.home)
  return recovery === undefined ? keys : [...keys, await readRecoveryKey(recovery.key, recovery.passphrase)]
}

interface ImportOrder extends Pick<ImportTools, 'keys' | 'quietMs'> {
  readonly listener: ImportEvents | undefined
  readonly progress: Progress
}

/** Takes the lock, and makes ready what a run works with. @throws Problem run/locked. */
export async function lockedImport(
  database: Database,
  context: Context,
  { keys, quietMs, listener = silentImport, progress }: ImportOrder,
): Promise<ImportTools> {
  await claimImportLock(database)
  let count = 0
  let of: number | undefined
  return {
    context,
    keys,
    quietMs,
    signers: await loadSigners(database),
    catalog: await loadCatalog(database),
    stop: context.stop,
    events: {
      ...listener,
      waits(items) {
        // a watch has run after run
        of = count + items
        listener.waits?.(items)
      },
      ended(...item) {
        count++
        const share = of === undefined ? undefined : count / Math.max(of, count)
        progress.step(`${count} items`, share, {
          done: count,
          ...(of === undefined ? {} : { of: Math.max(of, count) }),
        })
        listener.ended(...item)
      },
    },
  }
}
