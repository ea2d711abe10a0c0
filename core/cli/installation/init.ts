// satchel init: a home folder that works, from nothing. May be run again after it was stopped half-way.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkSettings, homeFolder, readRaw } from '../../home/settings.ts'
import { type Home, homePaths, writePrivate } from '../../home/home.ts'
import { type Installation, loadSamples, makeInstallation } from '../../installation/install.ts'
import { problem } from '../../problems/problems.ts'
import { action, openContext, typedName } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io, GlobalOptions } from '../io.ts'
import { summaries } from '../summaries.ts'

interface InitOptions extends GlobalOptions {
  readonly organisation: string
  readonly mail: string
  readonly callingCode?: string
  readonly databaseUrl?: string
  readonly samples?: boolean
}

export function initCommand(program: Command, world: World): void {
  program
    .command('init')
    .description(summaries.init)
    .option('--organisation <name>', 'name shown in letters and forms', 'Our organisation')
    .option('--mail <address>', 'e-mail address that letters come from and replies go to', 'core@example.org')
    .option('--calling-code <code>', 'country calling code for phone numbers written without one, like +256')
    .option('--database-url <url>', 'use an existing PostgreSQL server (15 or newer) instead of the embedded one')
    .option('--samples', 'add invented people of a sample co-operative, to try things on')
    .addHelpText(
      'after',
      `
Examples:
  satchel init --organisation "Kilimo Co-operative" --mail core@kilimo.example --calling-code +256
  satchel --home /srv/satchel init --database-url postgresql://satchel:secret@db.example/satchel`,
    )
    .action(
      action(world, async (io, command) => {
        const options = command.optsWithGlobals<InitOptions>()
        const folder = homeFolder(options.home, world.env)
        const home = homePaths(folder)
        if (existsSync(home.instanceFile)) {
          throw problem('home/exists', `There is a finished home folder at ${folder} already.`, {
            hint: 'choose another with --home FOLDER, or go on with this one: satchel status',
          })
        }
        // a stopped init left settings: they stay, but for what is given now
        const isGiven = (name: string) => command.getOptionValueSource(name) === 'cli'
        const earlier = existsSync(home.settingsFile) ? readRaw(home.settingsFile) : null
        const chosen = Object.entries({
          organisation: options.organisation,
          mail: options.mail,
          callingCode: options.callingCode,
          databaseUrl: options.databaseUrl,
        }).filter(([name, value]) => value !== undefined && (earlier === null || isGiven(name)))
        const settings = { ...earlier, ...Object.fromEntries(chosen) }
        checkSettings(settings, 'what you gave')
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writePrivate(home.settingsFile, `${JSON.stringify(settings, null, 2)}\n`)
        const context = openContext(world, command)
        mkdirSync(join(folder, context.settings.inbox), { recursive: true, mode: 0o700 })
        const showMade = async (made: Installation) => {
          if (options.samples === true) await loadSamples(context)
          sayMade(io, typedName(world), folder, home, made)
        }
        await makeInstallation(context, randomBytes(8).toString('hex'), step => io.progress(step), showMade)
        return 0
      }),
    )
}

function sayMade(io: Io, name: string, folder: string, home: Home, made: Installation): void {
  io.data({ home: folder, instance: made.instance, recoveryPassphrase: made.recoveryPassphrase })
  io.say(`Made the home folder ${folder}.`)
  io.say('')
  io.say('The recovery key opens everything if this host is lost. Its passphrase, shown this once:')
  io.say(`  ${made.recoveryPassphrase}`)
  io.say(`Write it down, then move ${join(home.keys, 'recovery-private.asc')} off this host.`)
  io.say('')
  io.say('Next:')
  io.say(`  ${name} staff add anna --name "Anna Auma" --email anna@example.org --role sales`)
  io.say(`  ${name} load people.csv --owner anna --dry-run`)
  io.say(`  ${name}    (alone it says what to do next)`)
}
