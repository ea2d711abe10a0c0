// satchel look: the organisation's colour and logo on letters and pages.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

interface Options {
  readonly accent?: string
  readonly accentDark?: string
  readonly logo?: string
  readonly reset?: boolean
  readonly dryRun?: boolean
}

export function lookCommand(program: Command, world: World): void {
  program
    .command('look')
    .description(summaries.look)
    .option('--accent <colour>', 'your colour, like #14605a; the colour by night is made from it')
    .option('--accent-dark <colour>', 'another colour by night')
    .option('--logo <file>', 'a PNG or JPEG of at most 32 KB; it is copied into the home folder')
    .option('--reset', "back to Satchel's own colours, without a logo")
    .option('--dry-run', 'check and report, change nothing')
    .addHelpText('after', '\nExamples:\n  satchel look\n  satchel look --accent "#7a1f5c" --logo logo.png --dry-run')
    .action(
      call(
        world,
        async () => (await import('../../installation/change-look.ts')).changeLook,
        command => {
          const { reset = false, dryRun = false, ...change } = command.opts<Options>()
          return { ...change, isReset: reset, dryRun }
        },
        (io, look, command) => {
          io.say(`By day ${look.light.accent}, by night ${look.dark.accent}${look.isOwn ? '' : ": Satchel's own"}.`)
          if (look.logo !== null)
            io.say(`Logo: ${look.logo.width} by ${look.logo.height} pixels, ${look.logo.bytes} bytes.`)
          else io.say(look.logoFault === null ? 'No logo.' : `No logo is shown: ${look.logoFault}`)
          if (command.opts<Options>().dryRun === true) io.say('Nothing was changed: a dry run.')
          else if (look.changed)
            io.say('Letters and pages from now on show it. A running satchel run takes it when it starts anew.')
        },
      ),
    )
}
