// satchel hand: records to a colleague, with the packets that somebody who left had of them.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

interface HandOptions {
  readonly to: string
  readonly from?: string
}

export function handCommand(program: Command, world: World): void {
  program
    .command('hand')
    .description(summaries.hand)
    .argument('[record...]', 'human ids or uuids')
    .requiredOption('--to <staff>', 'short name of the colleague')
    .option('--from <staff>', 'all records of this staff member')
    .addHelpText(
      'after',
      `
The colleague gets new packets for records that a leaver had in open packets.

Examples:
  satchel hand P12 P15 --to baraka
  satchel hand --from anna --to baraka`,
    )
    .action(
      call(
        world,
        async () => (await import('../../people/hand-over.ts')).handOver,
        (command, records: string[]) => {
          const { to, from } = command.opts<HandOptions>()
          if ((from === undefined) === (records.length === 0)) {
            throw problem('usage/wrong', 'Name records, or whose they are.', {
              hint: 'satchel hand --from anna --to baraka',
            })
          }
          return { records, from, to }
        },
        (io, handed, command) => {
          const { to, from } = command.opts<HandOptions>()
          if (handed.length === 0) io.say(`${from} has no records.`)
          for (const { record, records, packets } of handed) {
            io.say(
              records === 0
                ? `${record}: ${to}'s already`
                : `${record}: ${records} ${records === 1 ? 'record' : 'records'} now ${to}'s`,
            )
            for (const packet of packets) io.say(`Queued packet ${packet} to ${to}, in place of one that is parked.`)
          }
        },
      ),
    )
}
