// satchel pull: what came to the intakes, into the core's spool; and what was imported, off their hands.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { Pulled } from '../../intake/pull-intakes.ts'
import { action, openContext, progressOf } from '../command.ts'
import { report } from '../io.ts'
import { summaries } from '../summaries.ts'

export function pullCommands(program: Command, world: World): void {
  program
    .command('pull')
    .description(summaries.pull)
    .argument('[from...]', 'an intake or a folder (a USB stick); without it, those of the setting "intakes"')
    .addHelpText(
      'after',
      `
Examples:
  satchel pull && satchel import && satchel pull
  satchel pull /media/stick/intake-spool`,
    )
    .action(
      action(world, async (io, command, from: string[]) => {
        const context = openContext(world, command)
        const { pullIntakes } = await import('../../intake/pull-intakes.ts')
        let code = 0
        const events = {
          passedOver: (reason: string) => io.note(reason),
          remark: (what: string) => io.note(what),
          pulled({ from: name, fetched, known, refused, bad, settled }: Pulled) {
            io.say(`${name}: ${fetched} fetched, ${known} known already, ${settled} settled.`)
            if (refused + bad > 0) code = 3
          },
          failed(error: Error) {
            code = report(io, error)
          },
        }
        io.data(await pullIntakes(context, { from, events }, progressOf(io)))
        return code
      }),
    )
}
