// satchel keys: what keys there are, and public halves for others.

import type { Command } from 'commander'
import { randomBytes } from 'node:crypto'
import { open } from '@satchel/protocol/envelope/envelope-open'
import { seal } from '@satchel/protocol/envelope/envelope-seal'
import { readRecoveryKey, rotateCoreKey, sealingKeys } from '../../keys/core-keys.ts'
import { exportKey } from '../../keys/key-files.ts'
import { listKeys } from '../../keys/list-keys.ts'
import { makeLetterKey } from '../../keys/letter-keys.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function keyCommands(program: Command, world: World): void {
  const keys = program.command('keys').description(summaries.keys)

  keys
    .command('list', { isDefault: true })
    .description('list the keys of this home folder, with their fingerprints')
    .addHelpText('after', '\nExample:\n  satchel keys list')
    .action(
      action(world, async (io, command) => {
        const { home } = openContext(world, command)
        await sealingKeys(home) // one that cannot be used is no list to trust
        io.rows(await listKeys(home), 'No keys.')
        return 0
      }),
    )

  keys
    .command('export')
    .description('print a public key; the intake seals to both keys')
    .argument('<key>', 'core or recovery')
    .addHelpText('after', '\nExample:\n  satchel keys export core')
    .action(
      action(world, async (io, command, name: string) => {
        if (name !== 'core' && name !== 'recovery') {
          throw problem('usage/wrong', `There is no key "${name}".`, { hint: 'core or recovery' })
        }
        const armored = exportKey(openContext(world, command).home, name)
        io.data({ key: name, armored })
        io.say(armored.trimEnd())
        return 0
      }),
    )

  keys
    .command('rotate')
    .description('make a new core key; the earlier one still opens files that were sealed to it')
    .addHelpText(
      'after',
      `
Then each intake needs the new public half: put it into its home as keys/core.asc and send the process SIGHUP. Until then it
seals to the earlier key, and nothing is lost.

Examples:
  satchel keys rotate
  satchel keys export core > core.asc`,
    )
    .action(
      action(world, async (io, command) => {
        const { home, settings } = openContext(world, command)
        const fingerprint = await rotateCoreKey(home, settings.organisation, settings.mail, world.now())
        await makeLetterKey(home, world.now())
        io.data({ fingerprint })
        io.say(`The core has a new key: ${fingerprint}`)
        io.say(
          'The earlier one opens what was sealed to it. Take a backup now: an older one has no copy of the new key.',
        )
        if (settings.intakes.length > 0 || settings.intakeUrl !== undefined)
          io.say('Each intake needs the new public half as keys/core.asc: satchel keys export core')
        return 0
      }),
    )

  keys
    .command('drill')
    .description('prove that the recovery key and its passphrase open files that are sealed today')
    .requiredOption('--recovery-key <file>', 'private half of the recovery key')
    .requiredOption('--passphrase-file <file>', 'file that holds only its passphrase')
    .addHelpText(
      'after',
      '\nExample:\n  satchel keys drill --recovery-key /media/safe/recovery-private.asc --passphrase-file passphrase.txt',
    )
    .action(
      action(world, async (io, command) => {
        const { home } = openContext(world, command)
        const options = command.opts<{ recoveryKey: string; passphraseFile: string }>()
        const recovery = await readRecoveryKey(options.recoveryKey, options.passphraseFile)
        const text = `(satchel-drill ${randomBytes(8).toString('hex')})`
        const sealed = await seal(text, await sealingKeys(home), { now: world.now() })
        const opened = await open(sealed, { keys: [recovery] })
        if (opened.text.trim() !== text) throw new Error('the recovery key opened something else')
        io.data({ opens: true, fingerprint: recovery.getFingerprint().toUpperCase() })
        io.say('The recovery key opens what is sealed today. Put it back to its safe place.')
        return 0
      }),
    )
}
