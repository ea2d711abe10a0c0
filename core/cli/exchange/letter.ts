// satchel letter: letters that could not be sent, until somebody has seen them or they were tried again.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, call, openContext } from '../command.ts'
import { summaries } from '../summaries.ts'

export function letterCommands(program: Command, world: World): void {
  const letter = program.command('letter').description(summaries.letter)

  letter
    .command('list', { isDefault: true })
    .description('list the letters that could not be sent, and why, oldest first')
    .addHelpText('after', '\nExample:\n  satchel letter list')
    .action(
      call(
        world,
        async () => (await import('../../letters/failed-letters.ts')).listFailedLetters,
        () => ({}),
        (io, rows) => io.table(rows, 'No letter that could not be sent waits for you.'),
      ),
    )

  letter
    .command('retry')
    .description('queue letters again after the cause was fixed; satchel send delivers them')
    .argument('<letter...>', 'like letter-12')
    .addHelpText('after', '\nExample:\n  satchel letter retry letter-12')
    .action(
      action(world, async (io, command, typed: string[]) => {
        const { endLetters } = await import('../../letters/failed-letters.ts')
        const { letters } = await endLetters(openContext(world, command), { letters: typed, again: true })
        io.data({ waiting: letters })
        io.say(`${letters.length} waiting again: satchel send`)
        return 0
      }),
    )

  letter
    .command('done')
    .description('give up letters: they leave the list and are not sent')
    .argument('<letter...>', 'like letter-12')
    .addHelpText('after', '\nExample:\n  satchel letter done letter-12')
    .action(
      action(world, async (io, command, typed: string[]) => {
        const { endLetters } = await import('../../letters/failed-letters.ts')
        const { letters } = await endLetters(openContext(world, command), { letters: typed, again: false })
        io.data({ done: letters })
        io.say(`${letters.length} off the list.`)
        return 0
      }),
    )
}
