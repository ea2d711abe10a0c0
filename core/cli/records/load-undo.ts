// satchel load --undo: a load is taken back while nothing of it was changed, sent or referred to since.

import { problem } from '../../problems/problems.ts'
import type { Context } from '../../context/context.ts'
import { undoLoad } from '../../db/calls/files.ts'
import type { Io } from '../io.ts'

const reasons = {
  changed: 'was changed since',
  gone: 'was removed or merged since',
  packet: 'went out in a packet',
  referred: 'is referred to by something that came later',
} as const

/** @returns the exit status. @throws Problem usage/wrong, load/no-run, load/undone. */
export async function undo(io: Io, context: Context, run: string, isDry: boolean): Promise<number> {
  if (!/^[1-9][0-9]{0,14}$/.test(run)) {
    throw problem('usage/wrong', '--undo takes the number of a load.', { hint: 'satchel query load/runs shows it' })
  }
  const { undone } = await context.asStaff(async database => {
    const told = await database.run(undoLoad, { run: Number(run), dry: isDry })
    context.failpoint('load/undone')
    return told
  })
  const { state, blocked, removed, restored, asked } = undone
  if (state === 'unknown') {
    throw problem('load/no-run', `There is no load ${run}, or it is not yours to take back.`, {
      hint: 'satchel query load/runs shows the loads that you see',
    })
  }
  if (state === 'undone') throw problem('load/undone', `The load ${run} was taken back already.`)
  io.data({ run: Number(run), ...undone })
  if (state === 'blocked') {
    for (const { record, why } of blocked)
      io.say(`${record ?? 'a record that you do not see any more'}: ${reasons[why]}`)
    io.say(`The load ${run} cannot be taken back as a whole. Nothing was changed.`)
    return 3
  }
  const counts = `${removed} new records ${state === 'done' ? 'were' : 'would be'} removed, ${restored} put back as they were, ${asked} questions ended`
  io.say(
    `${state === 'done' ? `Load ${run} taken back` : `Load ${run}`}: ${counts}.${state === 'done' ? '' : ' Nothing was changed.'}`,
  )
  return 0
}
