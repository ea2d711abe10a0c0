// satchel init: a home folder that works, from nothing. May be run again after it was stopped half-way.

import { join } from 'node:path'
import type { Command } from 'commander'
import { homeFolder } from '../../home/settings.ts'
import { type Home, homePaths } from '../../home/home.ts'
import type { StaffPhrase } from '../../installation/init-home.ts'
import type { Installation } from '../../installation/install.ts'
import { chooseProtection, protectionOption, sayPhrase, sayPlain } from '../choose-protection.ts'
import { action, openContext, progressOf, typedName } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io, GlobalOptions } from '../io.ts'
import { summaries } from '../summaries.ts'

interface InitOptions extends GlobalOptions {
  readonly organisation: string
  readonly mail: string
  readonly callingCode?: string
  readonly databaseUrl?: string
  readonly samples?: boolean
  readonly protection?: string
}

export function initCommand(program: Command, world: World): void {
  program
    .command('init')
    .description(summaries.init)
    .option('--organisation <name>', 'name shown in letters and forms', 'Our organisation')
    .option('--mail <address>', 'e-mail address that letters come from and replies go to', 'core@example.org')
    .option('--calling-code <code>', 'country calling code for phone numbers written without one, like +256')
    .option('--database-url <url>', 'use an existing PostgreSQL server (15 or newer) instead of the embedded one')
    .option(...protectionOption)
    .option('--samples', 'add invented people of a sample co-operative, to try things on')
    .addHelpText(
      'after',
      `
Examples:
  satchel init --organisation "Kilimo Co-operative" --mail core@kilimo.example --calling-code +256 --protection passphrase
  satchel --home /srv/satchel init --database-url postgresql://satchel:secret@db.example/satchel`,
    )
    .action(
      action(world, async (io, command) => {
        const options = command.optsWithGlobals<InitOptions>()
        const home = homePaths(homeFolder(options.home, world.env))
        const { checkUnfinished, initHome, writeFirstSettings } = await import('../../installation/init-home.ts')
        const { organisation, mail, callingCode, databaseUrl } = options
        checkUnfinished(home)
        const protection = await chooseProtection(world, options.protection, 'the office')
        writeFirstSettings(
          home,
          { organisation, mail, callingCode, databaseUrl },
          name => command.getOptionValueSource(name) === 'cli',
        )
        const context = openContext(world, command)
        const events = {
          made: (made: Installation, phrases: readonly StaffPhrase[]) =>
            sayMade(io, typedName(world), home.folder, home, { ...made, phrases, protection }),
        }
        await initHome(context, { samples: options.samples === true, protection, events }, progressOf(io))
        return 0
      }),
    )
}

function sayMade(
  io: Io,
  name: string,
  folder: string,
  home: Home,
  { phrases, ...made }: Installation & { phrases: readonly StaffPhrase[]; protection: string },
): void {
  const { instance, recoveryPassphrase } = made
  const phrase = phrases.find(({ hid }) => hid === 'office')?.phrase ?? null
  io.data({ home: folder, instance, recoveryPassphrase, phrase, phrases })
  io.say(`Made the home folder ${folder}.`)
  io.say('')
  io.say('The recovery key opens everything if this host is lost. Its passphrase, shown this once:')
  io.say(`  ${recoveryPassphrase}`)
  io.say(`Write it down, then move ${join(home.keys, 'recovery-private.asc')} off this host.`)
  if (made.protection === 'plain') {
    io.say('')
    sayPlain(io)
  }
  if (made.protection === 'pgp') {
    io.say('')
    io.say('No packet goes to anybody before their key is there, and chosen: satchel staff protection NAME pgp')
  }
  for (const { hid, name: whose, phrase } of phrases) {
    io.say('')
    sayPhrase(io, hid === 'office' ? 'the office' : whose, phrase)
  }
  io.say('')
  io.say('Next:')
  io.say(`  ${name} staff add anna --name "Anna Auma" --email anna@example.org --role sales`)
  io.say(`  ${name} load people.csv --owner anna --dry-run`)
  io.say(`  ${name}    (alone it says what to do next)`)
}
