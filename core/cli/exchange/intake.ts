// satchel intake: what the public host needs from here.

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

interface SetupOptions {
  readonly listen: string
  readonly pullListen: string
  readonly url?: string
}

export function intakeCommands(program: Command, world: World): void {
  const intake = program.command('intake').description(summaries.intake)

  intake
    .command('setup')
    .description('write the folder for the public host: settings and public keys')
    .argument('<folder>', 'a new folder; copy it to the public host')
    .option('--url <address>', 'public address of the pages; becomes the setting intakeUrl')
    .option('--listen <address>', 'address on which the proxy reaches the pages', '127.0.0.1:8080')
    .option('--pull-listen <address>', 'address on which only this core reaches the intake', '127.0.0.1:8081')
    .addHelpText(
      'after',
      `
Example:
  satchel intake setup ./intake --url https://intake.example.org
Then on the public host: satchel-intake check --home ./intake, and satchel-intake serve --home ./intake`,
    )
    .action(
      call(
        world,
        async () => (await import('../../intake/set-up-intake.ts')).setUpIntake,
        (command, folder: string) => ({ folder: resolve(folder), ...command.opts<SetupOptions>() }),
        (io, { folder }) => {
          io.say(`Wrote ${folder}: settings and public keys, nothing secret.`)
          io.say('Copy it to the public host and run there: satchel-intake check --home FOLDER')
          io.say('Then put the receipt key that it prints, and how you reach it, into satchel.json:')
          io.say('  "intakeReceiptKey": "...", "intakes": ["http://10.1.0.2:8081"]')
        },
      ),
    )
}
