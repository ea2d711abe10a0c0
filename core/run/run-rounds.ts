// Rounds of everything, until told to stop: one begins when a file or a mail comes, and every so many seconds.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { events } from '../context/events.ts'
import { useCase } from '../context/use-case.ts'
import { silentImport } from '../import/import-events.ts'
import { makeAlarm } from './alarm.ts'
import { ChannelStates, readChannelStates, writeChannelStates } from './channel-states.ts'
import { makeQueryCheck } from './check-queries.ts'
import { type Round, round } from './round.ts'
import type { RoundEvents } from './round-under-way.ts'
import { lookAgain, quietMs, watchAll } from './watch-channels.ts'

export interface RunEvents extends RoundEvents {
  /** It goes on until told to stop. */
  running(): void
  /** One round has ended. */
  roundDone(round: Round): void
  /** A fault outside the parts of a round, which is tried again. */
  roundFailed(error: unknown): void
  /** How the parts did cannot be kept for status. */
  notKept(error: unknown): void
}

const silent: RunEvents = {
  ...silentImport,
  turned: () => undefined,
  remark: () => undefined,
  reread: () => undefined,
  running: () => undefined,
  roundDone: () => undefined,
  roundFailed: () => undefined,
  notKept: () => undefined,
}

/**
 * @returns how each part did in the last round.
 * @throws Problem statement/wrong, before the round in which a stored query does not fit; what is wrong outside the parts, where it is one
 * round only.
 */
export const runRounds = useCase(
  z.object({
    /** One round, then stop. */
    once: z.boolean().default(false),
    events: events<RunEvents>(),
  }),
  z.object({ states: ChannelStates }),
  async (context, { once, events: listener = silent }) => {
    const checkQueries = makeQueryCheck(context)
    await checkQueries()
    if (once) return { states: await oneRound(context, listener, 0, readChannelStates(context.home)) }
    const ended = new AbortController()
    const alarm = makeAlarm(context.stop)
    const watching = watchAll(context, alarm.ring, AbortSignal.any([context.stop, ended.signal]))
    const told: RunEvents = { ...listener, growing: lookAgain(alarm.ring) }
    listener.running()
    let states = readChannelStates(context.home)
    try {
      for (;;) {
        try {
          states = await oneRound(context, told, quietMs, states)
        } catch (error) {
          listener.roundFailed(error)
        }
        if (context.stop.aborted) break
        await alarm.wait(context.settings.everySeconds * 1000)
        if (!context.stop.aborted) await checkQueries()
      }
    } finally {
      // whatever ends the rounds ends the watching: a process that lives and does nothing is taken for one that works
      ended.abort()
    }
    await watching
    return { states }
  },
)

async function oneRound(
  context: Context,
  listener: RunEvents,
  growingMs: number,
  earlier: ChannelStates,
): Promise<ChannelStates> {
  const done = await round({ context, events: listener, quietMs: growingMs }, earlier)
  listener.roundDone(done)
  try {
    writeChannelStates(context.home, done.states)
  } catch (error) {
    // what status shows is a report, not a record: the rounds go on
    listener.notKept(error)
  }
  return done.states
}
