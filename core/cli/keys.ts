// satchel keys: what keys there are, and public halves for others.

import type { Command } from 'commander'
import { exportKey, listKeys } from '../keys.ts'
import { problem } from '../problems.ts'
import { action, openSession, type World } from './command.ts'

export function keyCommands(program: Command, world: World): void {
  const keys = program.command('keys').description('the keys: list, export')

  keys
    .command('list', { isDefault: true })
    .description('the keys of this home folder, with their fingerprints')
    .addHelpText('after', '\nExample:\n  satchel keys list')
    .action(
      action(world, async (io, command) => {
        io.rows(await listKeys(openSession(world, command).home), 'No keys.')
        return 0
      }),
    )

  keys
    .command('export')
    .description('print a public key: the intake seals to both')
    .argument('<key>', 'core or recovery')
    .addHelpText('after', '\nExample:\n  satchel keys export core')
    .action(
      action(world, async (io, command, name: string) => {
        if (name !== 'core' && name !== 'recovery') {
          throw problem('usage/wrong', `There is no key "${name}".`, { hint: 'core or recovery' })
        }
        const armored = exportKey(openSession(world, command).home, name)
        io.data({ key: name, armored })
        io.say(armored.trimEnd())
        return 0
      }),
    )
}
