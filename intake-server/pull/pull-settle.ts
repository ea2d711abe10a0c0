// Applies the core's lists of names: settled items go to done/, forgotten ones are gone at once. Days of done/ go when they are
// old and the core says that they are in a backup of it; without that word nothing of done/ is ever removed.

import type { NameList } from '@satchel/protocol/pull/pull-files'
import { forgetNames, settleNames } from '@satchel/protocol/pull/pull-place'
import type { ReadOutcome } from '@satchel/protocol/pull/pull-outcomes'
import { list as sexpList } from '@satchel/protocol/sexp/sexp'
import { printSexp } from '@satchel/protocol/sexp/sexp-print'
import { cleanDone, type Spool } from '@satchel/protocol/spool/spool'
import type { Log } from '../host/log.ts'
import type { OutcomeStore } from './outcome-store.ts'
import type { PullState } from './pull-state.ts'

export interface SettleTools {
  readonly spool: Spool
  readonly state: PullState
  readonly now: () => Date
  readonly log: Log
  readonly outcomes: OutcomeStore
  readonly doneDays?: number
}

const dayMs = 86_400_000
const dayOf = (time: number) => Math.floor(time / dayMs)

/** Removes the days that are older than `doneDays` and ended before the mark. @returns how many days. */
export async function cleanSettled({ spool, state, now, doneDays = 30 }: SettleTools): Promise<number> {
  const mark = state.backedUpThrough()
  if (mark === null) return 0
  const sinceMark = dayOf(now().getTime()) - dayOf(new Date(mark).getTime())
  return cleanDone(spool, now(), Math.max(doneDays, sinceMark))
}

/**
 * Applies a list; again, or with names that are not here, is no error.
 * @returns an SX1 answer with the counts. @throws Problem disk/full.
 */
export async function applyNames(tools: SettleTools, names: NameList): Promise<string> {
  const { spool, state, now, log, outcomes } = tools
  const count =
    names.kind === 'settle' ? await settleNames(spool, names.names, now()) : await forgetNames(spool, names.names)
  // what was said of a forgotten item is forgotten with it
  if (names.kind === 'forget') await outcomes.forget(names.names)
  if (names.backedUpThrough !== undefined) await state.mark(names.backedUpThrough)
  const days = names.kind === 'settle' ? await cleanSettled(tools) : 0
  log(names.kind === 'settle' ? 'pull-settled' : 'pull-forgot', { ...count, days })
  return printSexp(
    sexpList(
      'satchel-counts',
      sexpList('version', 1),
      sexpList('done', count.done),
      sexpList('already', count.already),
      sexpList('unknown', count.unknown),
    ),
  )
}

/** Keeps what the core said of receipts. @returns how many were news; null where there is no room. @throws Problem disk/full. */
export async function applyOutcomes(
  { outcomes, log }: Pick<SettleTools, 'outcomes' | 'log'>,
  list: readonly ReadOutcome[],
): Promise<number | null> {
  const kept = await outcomes.keep(list)
  log('pull-outcomes', { outcomes: list.length, kept: kept ?? 'no-room' })
  return kept
}
