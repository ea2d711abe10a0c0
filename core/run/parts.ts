// The parts of a round. Each is tried on its own: one failing part does not stop the others, and is tried again in the next round.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../context/context.ts'
import { afterTry, type ChannelState, type ChannelStates } from './channel-states.ts'

export interface PartEvents {
  /** A part of the round failed, or works again after it had failed. */
  turned(part: string, fault: Error | null): void
}

export interface Parts {
  /** How the parts did in the round before. */
  readonly earlier: ChannelStates
  /** How those did that were tried in this one. */
  readonly states: ChannelStates
  /** Notes what the other side of a part did that nobody of ours does; shown by status, with the state of this round. */
  note(name: string, what: string): void
  /** Notes what the other side cannot do yet; shown like the notes, and no reason for mistrust. */
  remark(name: string, what: string): void
  /** Tries one part. Told to stop, it tries none and keeps the state of before. @returns whether it went well. */
  attempt(name: string, work: () => Promise<void>): Promise<boolean>
}

/** Notes of one part in one round. */
const mostNotes = 25

export function makeParts(context: Context, events: PartEvents, earlier: ChannelStates): Parts {
  const states: Record<string, ChannelState> = {}
  const noted: Record<string, readonly string[]> = {}
  const remarked: Record<string, readonly string[]> = {}
  const add = (to: Record<string, readonly string[]>, name: string, what: string) => {
    const before = to[name] ?? []
    if (before.length < mostNotes) to[name] = [...before, what]
  }
  return {
    earlier,
    states,
    note: (name, what) => add(noted, name, what),
    remark: (name, what) => add(remarked, name, what),
    async attempt(name, work) {
      const before = earlier[name]
      if (context.stop.aborted) {
        if (before !== undefined) states[name] = before
        return false
      }
      let fault: Error | null = null
      try {
        await work()
      } catch (error) {
        // a bug in one part is no reason to leave the others undone; it is reported, and shown by status
        fault = error instanceof Error ? error : new Error(String(error))
      }
      if ((fault === null) !== ((before?.since ?? null) === null)) events.turned(name, fault)
      const [notes, remarks] = [noted[name], remarked[name]]
      const state = afterTry(before, context.now(), fault === null ? null : statedFault(fault))
      states[name] = {
        ...state,
        ...(notes === undefined ? {} : { notes: [...notes] }),
        ...(remarks === undefined ? {} : { remarks: [...remarks] }),
      }
      return fault === null
    },
  }
}

function statedFault(fault: Error) {
  if (!(fault instanceof Problem)) return { code: 'bug', message: 'a bug stopped this part', hints: [] }
  const { code, message, hints } = fault
  return { code, message, hints }
}
