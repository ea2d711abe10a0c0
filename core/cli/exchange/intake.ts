// satchel intake: what the public host needs from here. Only public halves of keys leave.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { writeSetting } from '../../home/settings.ts'
import { exportKey } from '../../keys/key-files.ts'
import { problem } from '../../problems/problems.ts'
import { pullPublicKey } from '../../keys/pull-key.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
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
      action(world, async (io, command, given: string) => {
        const { listen, pullListen, url } = command.opts<SetupOptions>()
        if (url !== undefined) writeSetting(openContext(world, command).home, 'intakeUrl', url)
        const { settings, home } = openContext(world, command)
        const folder = resolve(given)
        if (settings.intakeUrl === undefined) {
          throw problem('config/wrong', 'The setting intakeUrl is missing.', {
            hint: 'add --url https://intake.example.org: the address that people will see',
          })
        }
        if (existsSync(join(folder, 'intake.json'))) {
          throw problem('usage/wrong', `${folder} is the folder of an intake already.`, { hint: 'name a new folder' })
        }
        mkdirSync(join(folder, 'keys'), { recursive: true, mode: 0o700 })
        const files = {
          'keys/core.asc': exportKey(home, 'core'),
          'keys/recovery.asc': exportKey(home, 'recovery'),
          'keys/pull.pem': pullPublicKey(home),
          // last: a folder without it is not finished
          'intake.json': `${JSON.stringify(
            {
              organisation: settings.organisation,
              publicUrl: new URL(settings.intakeUrl).origin,
              mail: settings.mail,
              listen,
              pullListen,
            },
            null,
            2,
          )}\n`,
        }
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 })
        io.data({ folder, files: Object.keys(files) })
        io.say(`Wrote ${folder}: settings and public keys, nothing secret.`)
        io.say('Copy it to the public host and run there: satchel-intake check --home FOLDER')
        io.say('Then put the receipt key that it prints, and how you reach it, into satchel.json:')
        io.say('  "intakeReceiptKey": "...", "intakes": ["http://10.1.0.2:8081"]')
        return 0
      }),
    )
}
