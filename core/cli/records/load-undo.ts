// satchel load --undo: a load is taken back while nothing of it was changed, sent or referred to since.

import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'

const reasons = {
  changed: 'was changed since',
  gone: 'was removed or merged since',
  packet: 'went out in a packet',
  referred: 'is referred to by something that came later',
} as const

export const undoCall = (world: World) =>
  call(
    world,
    async () => (await import('../../files/load/undo-load.ts')).undoLoad,
    command => {
      const { undo, dryRun } = command.opts<{ undo?: string; dryRun?: boolean }>()
      if (undo === undefined) throw oneFileOrUndo()
      if (!/^[1-9][0-9]{0,14}$/.test(undo)) {
        throw problem('usage/wrong', '--undo takes the number of a load.', { hint: 'satchel query load/runs shows it' })
      }
      return { run: Number(undo), dryRun }
    },
    (io, { run, state, blocked, removed, restored, asked }) => {
      if (state === 'blocked') {
        for (const { record, why } of blocked)
          io.say(`${record ?? 'a record that you do not see any more'}: ${reasons[why]}`)
        io.say(`The load ${run} cannot be taken back as a whole. Nothing was changed.`)
        return 3
      }
      const isDone = state === 'done'
      const counts = `${removed} new records ${isDone ? 'were' : 'would be'} removed, ${restored} put back as they were, ${asked} questions ended`
      io.say(`${isDone ? `Load ${run} taken back` : `Load ${run}`}: ${counts}.${isDone ? '' : ' Nothing was changed.'}`)
      return 0
    },
  )

export const oneFileOrUndo = () =>
  problem('usage/wrong', 'It takes one file, or --undo with the number of a load and no file.', {
    hint: 'satchel load people.csv',
  })
