// The command line: options of the program itself, and one command that is loaded when it is called.

import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { shipped } from '../db/shipped.ts'
import type { World } from '../context/world.ts'
import { commandFiles } from './commands.ts'
import { ioOf } from './io.ts'
import { shown } from '@satchel/protocol/shown'
import { summaries } from './summaries.ts'

const exitCodes = `
Exit codes: 0 done; 1 a bug; 2 usage or configuration; 3 done, but some items were refused, held or quarantined;
10 database unreachable; 11 another run holds the lock; 12 key unusable; 130 interrupted.

satchel alone says what to do next. satchel COMMAND --help shows examples; satchel problem CODE explains a message.`

/** @param wanted the command that is loaded; of the others only names and sentences are known. */
export async function makeProgram(world: World, wanted = 'all'): Promise<Command> {
  const program = new Command('satchel')
    .description('Keeps people in a private database and works with everybody outside by files.')
    .version(String(JSON.parse(readFileSync(`${shipped('core')}/package.json`, 'utf8')).version))
    .option('--home <folder>', 'home folder (else SATCHEL_HOME, else ./.satchel)')
    .option('--as <staff>', 'staff member who acts (else the setting "operator")')
    .option('--json', 'results as data on stdout')
    .showHelpAfterError('(satchel COMMAND --help shows how it is used)')
    .configureOutput({
      writeOut: text => world.streams.out.write(shown(text)),
      // it repeats what was typed, or what a script passed on
      writeErr: text => world.streams.err.write(shown(text)),
    })
    .addHelpText('after', exitCodes)
    .exitOverride()
  const help = program.createHelp()
  // the arguments of a command are known once it is loaded
  program.configureHelp({ subcommandTerm: one => (one.parent === program ? one.name() : help.subcommandTerm(one)) })
  for (const { names, load } of commandFiles) {
    if (wanted === 'all' || names.some(name => name === wanted)) (await load())(program, world, main)
    else for (const name of names) program.command(name).description(summaries[name])
  }
  return program
}

/** The words of these commands are made of all others. */
const ofAll: ReadonlySet<string> = new Set(['completion', 'manual'])

/** They need no command. */
const ofNone: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-V'])

/** The first word that is no option of the program itself: the command. @returns '' where the program itself answers, null for nothing. */
export function commandWord(args: readonly string[]): string | null {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? ''
    if (!word.startsWith('-')) return word === 'help' ? (args[at + 1] ?? null) : word
    if (word === '--home' || word === '--as') at++
    // anything else is for the parser: --help, or a mistake
    else if (word !== '--json' && !/^--(home|as)=/.test(word)) return ofNone.has(word) ? '' : 'all'
  }
  return null
}

/** Runs one command line. Never throws; the exit code goes to the world. */
export async function main(args: readonly string[], world: World): Promise<void> {
  const word = commandWord(args)
  const wanted = word ?? 'next'
  const program = await makeProgram(world, ofAll.has(wanted) ? 'all' : wanted)
  try {
    if (args.some(arg => arg === '--help' || arg === '-h') || args.includes('help')) {
      const below = await commandFiles.find(({ names }) => names.some(name => name === wanted))?.below?.()
      await below?.(program, world, args)
    }
    await program.parseAsync(word === null ? ['next', ...args] : [...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0 && args.includes('--json')) {
      ioOf(world, program).data({ problem: { code: 'usage/wrong', message: error.message, hints: [], details: {} } })
    }
    world.setExitCode(error.exitCode === 0 ? 0 : 2)
  }
}
