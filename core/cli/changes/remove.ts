// satchel remove and restore: records go, and come back.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

interface RemoveOptions {
  readonly anyway?: boolean
  readonly dryRun?: boolean
}

export function removeCommands(program: Command, world: World): void {
  for (const removed of [true, false]) {
    const command = program
      .command(removed ? 'remove' : 'restore')
      .description(removed ? summaries.remove : summaries.restore)
      .argument('<record...>', 'human ids or exact names')
      .option('--dry-run', 'say what would be done, and do nothing')
      .addHelpText('after', removed ? removeHelp : '\nExample:\n  satchel restore P12')
    if (removed) command.option('--anyway', 'also where something hangs on it')
    command.action(
      call(
        world,
        async () => (await import('../../records/remove-records.ts')).removeRecords,
        (typed, records: string[]) => ({ records, removed, ...typed.opts<RemoveOptions>() }),
        (io, done, typed) => {
          if (typed.opts<RemoveOptions>().dryRun === true) io.say('Tried, and taken back: nothing was changed.')
          for (const { record, name, outcome, hangs } of done) {
            const became = removed ? 'removed' : 'here again'
            io.say(`${record} ${name}: ${outcome === 'same' ? `${became} already` : became}`)
            for (const { what, number } of hangs) io.say(`  ${number} ${what} stay`)
          }
        },
      ),
    )
  }
}

const removeHelp = `
A removed record is in no list, gets no letter, and keeps its rows and its history. satchel restore brings it back; satchel erase is for good.

Example:
  satchel remove P12`
