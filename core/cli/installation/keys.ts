// satchel keys: what keys there are, and public halves for others.

import type { Command } from 'commander'
import { call } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function keyCommands(program: Command, world: World): void {
  const keys = program.command('keys').description(summaries.keys)
  listCommand(keys, world)
  exportCommand(keys, world)
  rotateCommand(keys, world)
  drillCommand(keys, world)
}

function listCommand(keys: Command, world: World): void {
  keys
    .command('list', { isDefault: true })
    .description('list the keys of this home folder, with their fingerprints')
    .addHelpText('after', '\nExample:\n  satchel keys list')
    .action(
      call(
        world,
        async () => (await import('../../keys/show-keys.ts')).showKeys,
        () => ({}),
        (io, rows) => io.table(rows, 'No keys.'),
      ),
    )
}

function exportCommand(keys: Command, world: World): void {
  keys
    .command('export')
    .description('print a public key; the intake seals to both keys')
    .argument('<key>', 'core or recovery')
    .addHelpText('after', '\nExample:\n  satchel keys export core')
    .action(
      call(
        world,
        async () => (await import('../../keys/show-keys.ts')).exportPublicKey,
        (_command, key: string) => ({ key }),
        (io, { armored }) => io.say(armored.trimEnd()),
      ),
    )
}

function rotateCommand(keys: Command, world: World): void {
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
      call(
        world,
        async () => (await import('../../keys/rotate-key.ts')).rotateKey,
        () => ({}),
        (io, { fingerprint, hasIntakes }) => {
          io.say(`The core has a new key: ${fingerprint}`)
          io.say(
            'The earlier one opens what was sealed to it. Take a backup now: an older one has no copy of the new key.',
          )
          if (hasIntakes) io.say('Each intake needs the new public half as keys/core.asc: satchel keys export core')
        },
        ({ fingerprint }) => ({ fingerprint }),
      ),
    )
}

function drillCommand(keys: Command, world: World): void {
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
      call(
        world,
        async () => (await import('../../keys/drill-recovery.ts')).drillRecovery,
        command => command.opts<{ recoveryKey: string; passphraseFile: string }>(),
        io => io.say('The recovery key opens what is sealed today. Put it back to its safe place.'),
      ),
    )
}
