// What waits, since when, and what needs a decision: queues, the last import and backup, the keys, how each channel did.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { lastBackup, restoreOpen } from '../db/calls/backup.ts'
import { forgottenWaits, lastRuns, queues } from '../db/calls/intake.ts'
import { staffProtections } from '../db/calls/staff.ts'
import { KeyRow, listKeys } from '../keys/list-keys.ts'
import { readLate } from '../processes/list-due.ts'
import { ChannelStates, readChannelStates } from '../run/channel-states.ts'

const Status = z.object({
  home: z.string(),
  queues: z.array(queues.row),
  /** Work that is late, of everybody whose work the acting one sees. */
  late: z.object({ count: z.number(), since: z.string().nullable() }),
  lastRun: lastRuns.row.nullable(),
  lastBackup: z.date().nullable(),
  /** Restored, and not yet read again what came since. */
  isRestoring: z.boolean(),
  /** How the letters of those who work here are protected. */
  protections: z.array(staffProtections.row),
  keys: z.array(KeyRow),
  channels: ChannelStates,
  /** Intakes that still have to be told to forget items of erased people. */
  forgets: z.array(forgottenWaits.row),
})
export type Status = z.infer<typeof Status>

/** @throws Problem database/..., key/...: how the channels did is read without a database, by readChannelStates. */
export const readStatus = useCase(z.object({}), Status, async context => {
  const fromDatabase = await context.asStaff(async database => {
    const [lastRun = null] = await database.run(lastRuns, { limit: 1 })
    return {
      queues: [...(await database.run(queues, {}))],
      late: await readLate(database),
      lastRun,
      protections: [...(await database.run(staffProtections, {}))],
      lastBackup: (await database.run(lastBackup, {}))?.at ?? null,
      forgets: [...(await database.run(forgottenWaits, { addresses: [...context.settings.intakes] }))],
      isRestoring: (await database.run(restoreOpen, {})).open === true,
    }
  })
  return {
    home: context.home.folder,
    ...fromDatabase,
    keys: [...(await listKeys(context.home))],
    channels: readChannelStates(context.home),
  }
})
