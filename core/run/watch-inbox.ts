// Imports whenever the inbox changes, until told to stop.

import { z } from 'zod'
import { events } from '../context/events.ts'
import { useCase } from '../context/use-case.ts'
import type { ImportEvents } from '../import/import-events.ts'
import { importKeys, lockedImport, RecoveryFiles } from '../import/import-replies.ts'
import { importRun } from '../import/import-run.ts'
import { inboxFolder } from '../import/receive-files.ts'
import type { Balance } from '../db/shapes/import.ts'
import { makeAlarm } from './alarm.ts'
import { lookAgain, quietMs, watchInboxFolder } from './watch-channels.ts'

export interface WatchEvents extends ImportEvents {
  /** It begins. */
  watching(folder: string): void
  /** A run found something to do, and has ended. */
  imported(balance: Balance): void
}

/** One run at a time; a change during a run makes one more. @returns how many runs there were. @throws as importReplies does. */
export const watchInbox = useCase(
  z.object({ recovery: RecoveryFiles.optional(), events: events<WatchEvents>() }),
  z.object({ runs: z.number() }),
  async (context, { recovery, events: listener }, progress) => {
    const keys = await importKeys(context, recovery)
    return context.asImport(async database => {
      const tools = await lockedImport(database, context, { keys, quietMs, listener, progress })
      // whatever ends the runs ends the watching
      const ended = new AbortController()
      const alarm = makeAlarm(context.stop)
      const watching = watchInboxFolder(context, alarm.ring, AbortSignal.any([context.stop, ended.signal]))
      const looking = { ...tools, events: { ...tools.events, growing: lookAgain(alarm.ring) } }
      listener?.watching(inboxFolder(context))
      let runs = 0
      try {
        for (; !context.stop.aborted; runs++) {
          const balance = await importRun(database, looking)
          if (balance.pulled + balance.before > 0) listener?.imported(balance)
          await alarm.wait(Infinity)
        }
      } finally {
        ended.abort()
      }
      await watching
      return { runs }
    })
  },
)
