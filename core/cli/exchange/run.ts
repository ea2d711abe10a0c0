// satchel run: everything, continuously. Stops cleanly on the first Ctrl-C or SIGTERM, after the item under way.

import type { Command } from 'commander'
import { watchFolder } from '@satchel/dispatcher/watched-folder'
import { Problem } from '@satchel/protocol/problem'
import { bugText } from '../../problems/bug-text.ts'
import { inboxFolder } from '../../import/receive-files.ts'
import { fileProblem } from '../../problems/file-problem.ts'
import { type DoorStates, readDoorStates, writeDoorStates, kindOfFault } from '../../run/channel-states.ts'
import { type Round, round } from '../../run/round.ts'
import type { Context } from '../../context/context.ts'
import { mailboxes } from '../../letters/mail-accounts.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { balanceLine } from './import.ts'
import { type Io, report } from '../io.ts'
import { summaries } from '../summaries.ts'

export function runCommand(program: Command, world: World): void {
  program
    .command('run')
    .description(summaries.run)
    .option('--once', 'one round, then stop')
    .addHelpText(
      'after',
      `
A round begins when a file or a mail comes, and every "everySeconds" seconds. A part that does not answer (the mail server, the intake,
the database) is reported once, tried again in every round, and shown by satchel status.

Examples:
  satchel run
  satchel run --once`,
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const once = command.opts<{ once?: boolean }>().once === true
        let states = readDoorStates(context.home)
        const ended = new AbortController()
        const wake = makeAlarm(world.stop)
        const watching = once ? [] : watchAll(AbortSignal.any([world.stop, ended.signal]), context, wake.ring)
        if (!once) io.note(`running for ${context.settings.organisation}; stop with Ctrl-C`)
        let code = 0
        try {
          for (;;) {
            const last = await oneRound(
              io,
              context,
              world,
              { once, lookAgain: () => setTimeout(wake.ring, growingMs) },
              states,
            )
            states = last.states
            code = last.code
            if (once || world.stop.aborted) break
            await wake.wait(context.settings.everySeconds * 1000)
          }
        } finally {
          // whatever ends the rounds ends the watching: a process that lives and does nothing is taken for one that works
          ended.abort()
        }
        await Promise.all(watching)
        return once ? code : 'stopped'
      }),
    )
}

/** When a file that was still being written is looked at again. */
const growingMs = 400

/** One round. What goes wrong outside its parts is said, and tried again in the next one; a single round throws it. */
async function oneRound(
  io: Io,
  context: Context,
  world: World,
  { once, lookAgain }: { readonly once: boolean; readonly lookAgain: () => void },
  earlier: DoorStates,
): Promise<{ readonly states: DoorStates; readonly code: number }> {
  try {
    const events = { ...eventsOf(io), growing: lookAgain }
    const tools = { context, events, stop: world.stop, quietMs: once ? 0 : 250 }
    const done = await round(tools, earlier)
    tell(io, done)
    keepStates(io, context, done.states)
    const away = Object.values(done.states).filter(state => state.since !== null)
    return { states: done.states, code: away.some(state => state.problem === 'bug') ? 1 : away.length > 0 ? 3 : 0 }
  } catch (error) {
    if (once) throw error
    return { states: earlier, code: report(io, fileProblem(error)) }
  }
}

/** The states are a report, not a record: a failure to write them is reported, and the rounds go on. */
function keepStates(io: Io, context: Context, states: DoorStates): void {
  try {
    writeDoorStates(context.home, states)
  } catch (error) {
    io.note('how the doors did cannot be kept for satchel status:')
    report(io, fileProblem(error))
  }
}

const turnedWords = {
  away: 'away, tried again in each round',
  refused: 'it answers, and refuses us: this has to be mended; tried again in each round',
  failed: 'it failed, tried again in each round',
}

function eventsOf(io: Io) {
  return {
    passedOver: (reason: string) => io.note(`left where it is: ${reason}`),
    failed(item: string, error: unknown) {
      io.note(
        `item ${item.slice(0, 12)} waits: ${error instanceof Problem ? error.message : 'a bug stopped the work on it'}`,
      )
      if (!(error instanceof Problem)) io.note(bugText(error))
    },
    again(item: string, state: string) {
      io.note(`item ${item.slice(0, 12)} was here before (${state.replace('-', ' ')}): nothing was done twice`)
    },
    ended(item: string, state: string, code: string | null, message: string | null) {
      if (state === 'quarantined') io.note(`item ${item.slice(0, 12)} quarantined: ${message ?? ''} (${code ?? ''})`)
    },
    reread: () => io.note('all that came since the backup was read again; letters leave from now on'),
    turned(part: string, fault: Error | null) {
      if (fault === null) io.note(`${part}: works again`)
      else {
        io.note(`${part}: ${turnedWords[kindOfFault(fault instanceof Problem ? fault.code : 'bug')]}`)
        report(io, fault)
      }
    },
  }
}

/** A round that did nothing says nothing. */
function tell(io: Io, done: Round): void {
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

/** Something that may be rung at any time, and waited for: a ring before the waiting is not lost. */
function makeAlarm(stop: AbortSignal) {
  let rung = false
  let wake: () => void = () => undefined
  const ring = () => {
    rung = true
    wake()
  }
  stop.addEventListener('abort', ring)
  return {
    ring,
    async wait(mostMs: number): Promise<void> {
      if (!rung) {
        let timer: NodeJS.Timeout | undefined
        await new Promise<void>(resolve => {
          wake = resolve
          timer = setTimeout(resolve, mostMs)
        })
        clearTimeout(timer)
      }
      rung = false
    },
  }
}

function watchAll(stop: AbortSignal, context: Context, ring: () => void): readonly Promise<void>[] {
  return [
    watchFolder(inboxFolder(context), ring, stop).catch(() => undefined),
    // a hint only: a mailbox that cannot be watched is looked at in every round all the same
    ...mailboxes(context).map(({ mail }) => mail.watch(ring, stop).catch(() => undefined)),
  ]
}
