// satchel run: everything, continuously. Stops cleanly on the first Ctrl-C or SIGTERM, after the item under way.

import { Problem } from '@satchel/protocol/problem'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { Opened } from '../../console/serve-console.ts'
import type { Context } from '../../context/context.ts'
import { bugText } from '../../problems/bug-text.ts'
import { fileProblem } from '../../problems/file-problem.ts'
import { problem } from '../../problems/problems.ts'
import { type ChannelStates, kindOfFault } from '../../run/channel-states.ts'
import type { Round } from '../../run/round.ts'
import type { RunEvents } from '../../run/run-rounds.ts'
import { action, openContext, progressOf } from '../command.ts'
import { type Io, report } from '../io.ts'
import { sayConsole } from '../office/say-console.ts'
import { summaries } from '../summaries.ts'
import { balanceLine, itemNotes } from './import.ts'

export function runCommand(program: Command, world: World): void {
  program
    .command('run')
    .description(summaries.run)
    .option('--once', 'one round, then stop')
    .option('--console', 'open the office console beside it: satchel console --help')
    .addHelpText(
      'after',
      `
A round begins when a file or a mail comes, and every "everySeconds" seconds. A part that does not answer (the mail server, the intake,
the database) is reported once, tried again in every round, and shown by satchel status.

Mail is read from the account of the setting "imapUrl", from the Maildir of "mailIn", or, without both, from our own mailbox below mail/.

Examples:
  satchel run
  satchel run --console
  satchel run --once`,
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { once = false, console: opens = false } = command.opts<{ once?: boolean; console?: boolean }>()
        if (once && opens) throw problem('usage/wrong', 'Either --once or --console: one round leaves no console open.')
        const { runRounds } = await import('../../run/run-rounds.ts')
        const events = eventsOf(io, context.settings.organisation)
        const opened = opens ? await besideRounds(io, context) : null
        try {
          const { states } = await runRounds(context, { once, events }, progressOf(io))
          return once ? exitCode(states) : 'stopped'
        } finally {
          await opened?.close()
        }
      }),
    )
}

async function besideRounds(io: Io, context: Context): Promise<Opened> {
  const { openConsole } = await import('../../console/serve-console.ts')
  const opened = await openConsole(context, context.settings.consoleListen, text => io.note(text))
  await sayConsole(io, context, opened)
  return opened
}

function exitCode(states: ChannelStates): number {
  const away = Object.values(states).filter(state => state.since !== null)
  return away.some(state => state.problem === 'bug') ? 1 : away.length > 0 ? 3 : 0
}

const turnedWords = {
  away: 'away, tried again in each round',
  refused: 'it answers, and refuses us: this has to be fixed; tried again in each round',
  failed: 'it failed, tried again in each round',
}

const eventsOf = (io: Io, organisation: string): RunEvents => ({
  ...itemNotes(io),
  passedOver: reason => io.note(`left where it is: ${reason}`),
  remark: what => io.note(what),
  failed(item, error) {
    io.note(
      `item ${item.slice(0, 12)} waits: ${error instanceof Problem ? error.message : 'a bug stopped the work on it'}`,
    )
    if (!(error instanceof Problem)) io.note(bugText(error))
  },
  reread: () => io.note('all that came since the backup was read again; letters leave from now on'),
  turned(part, fault) {
    if (fault === null) io.note(`${part}: works again`)
    else {
      io.note(`${part}: ${turnedWords[kindOfFault(fault instanceof Problem ? fault.code : 'bug')]}`)
      report(io, fault)
    }
  },
  running: () => io.note(`running for ${organisation}; stop with Ctrl-C`),
  roundDone: done => sayRound(io, done),
  roundFailed: error => void report(io, fileProblem(error)),
  notKept(error) {
    io.note('the states of the channels could not be saved for satchel status:')
    report(io, fileProblem(error))
  },
})

/** A round that did nothing says nothing. */
function sayRound(io: Io, done: Round): void {
  const { balance, letters } = done
  const isIdle =
    done.mails + done.pulled + done.settled + done.requests + letters.sent + letters.failed + (letters.noKey ?? 0) ===
      0 &&
    (balance === null || balance.pulled + balance.before === 0)
  if (isIdle) return
  const { states: _states, ...facts } = done
  io.data(facts)
  if (balance !== null && balance.pulled + balance.before > 0) io.say(balanceLine(balance))
  const words = [
    [done.mails, 'mail', 'taken'],
    [done.pulled, 'item', 'pulled'],
    [done.settled, 'item', 'settled'],
    [done.requests, 'wish', 'for a form answered'],
    [letters.sent, 'letter', 'sent'],
    [letters.later, 'letter', 'put off'],
    [letters.failed, 'letter', 'failed'],
    [letters.noKey ?? 0, 'letter', 'of these without its key: satchel problem letter/no-key'],
  ] as const
  const many = (word: string) => (word === 'wish' ? 'wishes' : `${word}s`)
  const said = words
    .filter(([number]) => number > 0)
    .map(([number, word, what]) => `${number} ${number === 1 ? word : many(word)} ${what}`)
  if (said.length > 0) io.say(`${said.join(', ')}.`)
}
