// The command line: one table of commands. Each file of this folder registers one noun.

import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { shipped } from '../db/sql-files.ts'
import { ioOf, type World } from './command.ts'
import { completionCommand } from './help/completion.ts'
import { databaseCommands } from './installation/db.ts'
import { demoCommand } from './installation/demo.ts'
import { dispatchCommands } from './exchange/dispatch.ts'
import { duplicateCommands } from './records/duplicate.ts'
import { editCommand } from './records/edit.ts'
import { exportCommand } from './records/export.ts'
import { formCommands } from './exchange/form.ts'
import { handCommand } from './records/hand.ts'
import { importCommands } from './exchange/import.ts'
import { initCommand } from './installation/init.ts'
import { inquiryCommands } from './office/inquiry.ts'
import { intakeCommands } from './exchange/intake.ts'
import { keyCommands } from './installation/keys.ts'
import { loadCommand } from './records/load.ts'
import { manualCommand } from './help/manual.ts'
import { nextCommand } from './installation/next.ts'
import { privacyCommands } from './records/privacy.ts'
import { problemCommand } from './help/problem.ts'
import { processCommands } from './records/process.ts'
import { pullCommands } from './exchange/pull.ts'
import { queryCommand } from './records/query.ts'
import { letterCommands } from './exchange/letter.ts'
import { quarantineCommands } from './office/quarantine.ts'
import { reviewCommands } from './office/review.ts'
import { runCommand } from './exchange/run.ts'
import { showCommands } from './records/show.ts'
import { shown } from './shown.ts'
import { staffCommands } from './office/staff.ts'
import { statusCommand } from './installation/status.ts'
import { verifyCommand } from './installation/verify.ts'

const exitCodes = `
Exit codes: 0 done; 1 a bug; 2 usage or configuration; 3 done, but some items were refused, held or quarantined;
10 database unreachable; 11 another run holds the lock; 12 key unusable; 130 interrupted.

satchel alone says what to do next. satchel COMMAND --help shows examples; satchel problem CODE explains a message.`

export function makeProgram(world: World): Command {
  const program = new Command('satchel')
    .description('Keeps people in a private database and works with everybody outside by files.')
    .version(String(JSON.parse(readFileSync(`${shipped('core')}/package.json`, 'utf8')).version))
    .option('--home <folder>', 'home folder (else SATCHEL_HOME, else ./.satchel)')
    .option('--as <staff>', 'staff member on whose behalf the command acts (else the setting "operator")')
    .option('--json', 'results as data on stdout')
    .showHelpAfterError('(satchel COMMAND --help shows how it is used)')
    .configureOutput({
      writeOut: text => world.streams.out.write(shown(text)),
      // it repeats what was typed, or what a script passed on
      writeErr: text => world.streams.err.write(shown(text)),
    })
    .addHelpText('after', exitCodes)
    .exitOverride()
  for (const register of [
    initCommand,
    databaseCommands,
    staffCommands,
    keyCommands,
    loadCommand,
    exportCommand,
    editCommand,
    processCommands,
    handCommand,
    duplicateCommands,
    privacyCommands,
    dispatchCommands,
    formCommands,
    intakeCommands,
    pullCommands,
    importCommands,
    runCommand,
    reviewCommands,
    quarantineCommands,
    letterCommands,
    inquiryCommands,
    showCommands,
    queryCommand,
    statusCommand,
    verifyCommand,
    demoCommand,
    nextCommand,
    problemCommand,
    completionCommand,
    manualCommand,
  ]) {
    register(program, world)
  }
  return program
}

/** Whether only options of the program itself are given, and no command. */
function isBare(program: Command, args: readonly string[]): boolean {
  let at = 0
  for (; at < args.length; at++) {
    const option = program.options.find(one => one.long === args[at] && one.long !== '--version')
    if (option === undefined && !program.options.some(one => one.required && args[at]?.startsWith(`${one.long}=`)))
      return false
    if (option?.required === true) at++
  }
  return at === args.length
}

/** Runs one command line. Never throws; the exit code goes to the world. */
export async function main(args: readonly string[], world: World): Promise<void> {
  const program = makeProgram(world)
  try {
    await program.parseAsync(isBare(program, args) ? ['next', ...args] : [...args], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode !== 0 && args.includes('--json')) {
      ioOf(world, program).data({ problem: { code: 'usage/wrong', message: error.message, hints: [], details: {} } })
    }
    world.setExitCode(error.exitCode === 0 ? 0 : 2)
  }
}
