// satchel run: everything, continuously. Stops cleanly on the first Ctrl-C or SIGTERM, after the item under way.

import type { Command } from 'commander'
import { watchFolder } from '@satchel/dispatcher/folder'
import { Problem } from '@satchel/protocol/problem'
import { inboxFolder } from '../import/take.ts'
import { readDoorStates, writeDoorStates } from '../run/door-states.ts'
import { type Round, round } from '../run/round.ts'
import { mailboxes } from '../transports.ts'
import { action, openSession, type World } from './command.ts'
import { balanceLine } from './import.ts'
import { type Io, report } from './io.ts'

export function runCommand(program: Command, world: World): void {
  program
    .command('run')
    .description('everything, continuously: mail and files in, pull, import, settle, letters out')
    .option('--once', 'one round, then stop')
    .addHelpText(
      'after',
      `
A round begins when a file or a mail comes, and every "everySeconds" seconds. What is away (the mail server, the intake,
the database) is said once, tried again in every round, and shown by satchel status.

Examples:
  satchel run
  satchel run --once`,
    )
    .action(
      action(world, async (io, command) => {
        const session = openSession(world, command)
        const once = command.opts<{ once?: boolean }>().once === true
        let states = readDoorStates(session.home)
        const wake = makeAlarm(world.stop)
        const watching = once ? [] : watchAll(world, session, wake.ring)
        let code = 0
        if (!once) io.note(`running for ${session.settings.organisation}; stop with Ctrl-C`)
        for (;;) {
          const done = await round({ session, events: eventsOf(io), stop: world.stop, quietMs: once ? 0 : 250 }, states)
          states = done.states
          writeDoorStates(session.home, states)
          tell(io, done)
          const away = Object.values(states).filter(state => state.since !== null)
          code = away.some(state => state.problem === 'bug') ? 1 : away.length > 0 ? 3 : 0
          if (once || world.stop.aborted) break
          await wake.wait(session.settings.everySeconds * 1000)
        }
        await Promise.all(watching)
        return once ? code : 'stopped'
      }),
    )
}

function eventsOf(io: Io) {
  return {
    passedOver: (reason: string) => io.note(`left where it is: ${reason}`),
    failed(item: string, error: unknown) {
      io.note(
        `item ${item.slice(0, 12)} waits: ${error instanceof Problem ? error.message : 'a bug stopped the work on it'}`,
      )
      if (!(error instanceof Problem)) io.note(error instanceof Error ? (error.stack ?? error.message) : String(error))
    },
    again(item: string, state: string) {
      io.note(`item ${item.slice(0, 12)} was here before (${state.replace('-', ' ')}): nothing was done twice`)
    },
    ended(item: string, state: string, code: string | null, message: string | null) {
      if (state === 'quarantined') io.note(`item ${item.slice(0, 12)} quarantined: ${message ?? ''} (${code ?? ''})`)
    },
    turned(part: string, fault: Error | null) {
      if (fault === null) io.note(`${part}: works again`)
      else {
        io.note(`${part}: away, tried again in each round`)
        report(io, fault)
      }
    },
  }
}

/** A round that did nothing says nothing. */
function tell(io: Io, done: Round): void {
  const { balance, letters } = done
  const isIdle =
    done.mails + done.pulled + done.settled + done.requests + letters.sent + letters.failed === 0 &&
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

function watchAll(world: World, session: ReturnType<typeof openSession>, ring: () => void): readonly Promise<void>[] {
  return [
    watchFolder(inboxFolder(session), ring, world.stop),
    // a hint only: a mailbox that cannot be watched is looked at in every round all the same
    ...mailboxes(session).map(({ mail }) => mail.watch(ring, world.stop).catch(() => undefined)),
  ]
}
