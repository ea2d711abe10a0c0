// satchel demo: the whole loop with sample people, in a home folder of its own.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { action, type Main } from '../command.ts'
import type { GlobalOptions } from '../io.ts'
import { summaries } from '../summaries.ts'

/** @param main the command line itself: the story is told with real commands. */
export function demoCommand(program: Command, world: World, main: Main): void {
  program
    .command('demo')
    .description(summaries.demo)
    .option('--serve', 'then keep everything running until Ctrl-C, so that you can answer packets yourself')
    .addHelpText('after', '\nExamples:\n  satchel demo\n  satchel demo --serve')
    .action(
      action(world, async (io, command) => {
        if (command.optsWithGlobals<GlobalOptions>().json === true) {
          throw problem('usage/wrong', 'The demo tells a story; it has no --json.', { hint: 'leave --json out' })
        }
        const serves = command.opts<{ serve?: boolean }>().serve === true
        const { playDemo } = await import('../../demo/play-demo.ts')
        const balanced = await playDemo({ world, main, tell: line => io.say(line), serves })
        if (!balanced) return 1
        return serves ? 'stopped' : 0
      }),
    )
}
