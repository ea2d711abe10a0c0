// satchel next, and satchel alone: what to do next in this home folder. Never fails where something is away; it says that.

import type { Command } from 'commander'
import { homeFolder } from '../../home/settings.ts'
import { homePaths } from '../../home/home.ts'
import { action, openContext, typedName } from '../command.ts'
import type { GlobalOptions } from '../io.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function nextCommand(program: Command, world: World): void {
  program
    .command('next')
    .description(summaries.next)
    .addHelpText('after', '\nExample:\n  satchel next')
    .action(
      action(world, async (io, command) => {
        const { home, as } = command.optsWithGlobals<GlobalOptions>()
        const folder = homeFolder(home, world.env)
        const { adviseNext } = await import('../../installation/advise-next.ts')
        const advice = await adviseNext(homePaths(folder), () => openContext(world, command))
        // typed as they stand, they are about the same folder
        const named = `${typedName(world)}${home === undefined ? '' : ` --home ${/^[\w./-]+$/.test(home) ? home : JSON.stringify(home)}`}`
        const steps = advice.steps.map(step => ({
          ...step,
          command: step.command.replace(
            /^satchel/,
            as === undefined || step.command.includes(' --as ') ? named : `${named} --as ${as}`,
          ),
        }))
        io.data({ ...advice, steps })
        io.say(advice.away === 'no-home' ? `There is no home folder at ${folder} yet.` : `Home folder: ${folder}`)
        io.say('')
        if (steps.length === 0) io.say('Nothing is left to do.')
        for (const step of steps) io.say(`  ${step.command}\n      ${step.why}`)
        io.say(`\n${typedName(world)} --help lists all commands.`)
        return 0
      }),
    )
}
