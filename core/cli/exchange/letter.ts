// satchel letter: letters that could not be sent, until somebody has seen them or they were tried again.

import type { Command } from 'commander'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'
import { failedLetters, seeLetter } from '../../statements/seen.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function letterCommands(program: Command, world: World): void {
  const letter = program.command('letter').description(summaries.letter)

  letter
    .command('list', { isDefault: true })
    .description('letters that could not be sent, and why, oldest first')
    .addHelpText('after', '\nExample:\n  satchel letter list')
    .action(
      action(world, async (io, command) => {
        const rows = await openContext(world, command).asStaff(database => database.run(failedLetters, {}))
        io.rows(rows, 'No letter that could not be sent waits for you.')
        return 0
      }),
    )

  letter
    .command('retry')
    .description('let letters wait again, after the cause was mended; satchel send takes them')
    .argument('<letter...>', 'like letter-12')
    .addHelpText('after', '\nExample:\n  satchel letter retry letter-12')
    .action(
      action(world, async (io, command, typed: readonly string[]) => {
        await openContext(world, command).asStaff(database => end(database, typed, true))
        io.data({ waiting: typed })
        io.say(`${typed.length} waiting again: satchel send`)
        return 0
      }),
    )

  letter
    .command('done')
    .description('take letters off the list that nothing more can be done about; they are not sent')
    .argument('<letter...>', 'like letter-12')
    .addHelpText('after', '\nExample:\n  satchel letter done letter-12')
    .action(
      action(world, async (io, command, typed: readonly string[]) => {
        await openContext(world, command).asStaff(database => end(database, typed, false))
        io.data({ done: typed })
        io.say(`${typed.length} off the list.`)
        return 0
      }),
    )
}

async function end(database: Database, typed: readonly string[], again: boolean): Promise<void> {
  for (const name of typed) {
    const number = /^(?:letter-?)?([0-9]{1,15})$/i.exec(name.trim())?.[1]
    const { became } =
      number === undefined ? { became: 'not-stuck' } : await database.run(seeLetter, { letter: Number(number), again })
    if (became === 'gone') {
      throw problem('letter/gone', `Nothing of ${name} is left to send.`, {
        hint: `send the record or form anew; satchel letter done ${name} takes it off the list`,
      })
    }
    if (became === 'not-stuck') {
      throw problem('letter/not-stuck', `No letter ${name} waits that could not be sent.`, {
        hint: 'satchel letter list',
      })
    }
  }
}
