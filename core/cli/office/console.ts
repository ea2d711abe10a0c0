// satchel console: private pages for colleagues who never open a terminal.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, call, openContext } from '../command.ts'
import { sayConsole } from './say-console.ts'
import { summaries } from '../summaries.ts'

export function consoleCommands(program: Command, world: World): void {
  const console_ = serveCommand(program, world)
  linkCommand(console_, world)
  sessionCommands(console_, world)
  waitCommands(console_, world)
  codeCommands(console_, world)
}

function serveCommand(program: Command, world: World): Command {
  return program
    .command('console')
    .description(summaries.console)
    .option('--listen <address>', 'another address than the setting consoleListen')
    .addHelpText(
      'after',
      `
Private pages: each shows what the colleague's own database role may see. At this computer a link opens one session; it is good for ten
minutes and works once. At an address of a private network the console takes TLS alone, and a browser shows a certificate that names its
colleague. It never listens at a public address.

Examples:
  satchel console
  satchel console --listen 10.1.0.5:8443
  satchel console link --as anna
  satchel console sessions
  satchel console unlock anna --as tina`,
    )
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { listen = context.settings.consoleListen } = command.opts<{ listen?: string }>()
        const { serveConsole } = await import('../../console/serve-console.ts')
        await serveConsole(context, {
          listen,
          onBug: text => io.note(text),
          onOpen: opened => sayConsole(io, context, opened),
        })
        return 'stopped'
      }),
    )
}

function linkCommand(console_: Command, world: World): void {
  console_
    .command('link')
    .description('print a link that opens the console once, for who acts')
    .option('--address <url>', 'where the console listens, if it said another address')
    .addHelpText('after', '\nExample:\n  satchel console link --as anna')
    .action(
      call(
        world,
        async () => (await import('../../console/console-link.ts')).makeConsoleLink,
        command => {
          const { address } = command.opts<{ address?: string }>()
          const { consoleUrl, consoleListen } = openContext(world, command).settings
          return { address: address ?? consoleUrl ?? `http://${consoleListen}` }
        },
        (io, { link, staff, minutes }) => io.say(`Open this within ${minutes} minutes, as ${staff}: ${link}`),
      ),
    )
}

function sessionCommands(console_: Command, world: World): void {
  console_
    .command('sessions')
    .description('list the open sessions: your own, or all for an administrator')
    .addHelpText('after', '\nExample:\n  satchel console sessions')
    .action(
      call(
        world,
        async () => (await import('../../console/console-sessions.ts')).listConsoleSessions,
        () => ({}),
        (io, rows) =>
          io.table(
            rows.map(({ session, staff, seen, until, agent }) => ({
              session,
              staff,
              seen,
              until,
              browser: agent ?? '',
            })),
            'Nobody is logged in.',
          ),
      ),
    )

  console_
    .command('end')
    .description('end a session')
    .argument('<session>', 'its number')
    .addHelpText('after', '\nExample:\n  satchel console end 12')
    .action(
      call(
        world,
        async () => (await import('../../console/console-sessions.ts')).endConsoleSession,
        (_command, session: string) => ({ session }),
        (io, { session }) => io.say(`Session ${session} is over.`),
      ),
    )
}

function waitCommands(console_: Command, world: World): void {
  console_
    .command('waits')
    .description('list the failed attempts of the last day, for an administrator')
    .addHelpText('after', '\nExample:\n  satchel console waits --as tina')
    .action(
      call(
        world,
        async () => (await import('../../console/console-waits.ts')).listConsoleWaits,
        () => ({}),
        (io, rows) =>
          io.table(
            rows.map(({ kind, staff, address, failed, last, until }) => ({
              attempt: attemptNames[kind] ?? kind,
              of: staff ?? address ?? '',
              failed,
              last,
              'waits until': until ?? '',
            })),
            'No attempt failed.',
          ),
      ),
    )

  console_
    .command('unlock')
    .description('end the wait of a colleague after failed attempts, for an administrator')
    .argument('<whom>', 'short name of the colleague, or an address')
    .addHelpText('after', '\nExample:\n  satchel console unlock anna --as tina')
    .action(
      call(
        world,
        async () => (await import('../../console/console-waits.ts')).unlockConsole,
        (_command, whom: string) => ({ whom }),
        (io, { whom }) => io.say(`The failed attempts of ${whom} are forgotten.`),
      ),
    )
}

const attemptNames: Readonly<Record<string, string>> = { link: 'link', code: 'code', sql: 'password of own SQL' }

function codeCommands(console_: Command, world: World): void {
  console_
    .command('codes')
    .description('list who is asked for a code of their telephone')
    .addHelpText('after', '\nExample:\n  satchel console codes --as tina')
    .action(
      call(
        world,
        async () => (await import('../../console/console-codes.ts')).listConsoleCodes,
        () => ({}),
        (io, rows) =>
          io.table(
            rows.map(({ staff, since, recovery }) => ({ staff, since, 'recovery codes left': recovery })),
            'Nobody is asked for a code.',
          ),
      ),
    )

  console_
    .command('reset-code')
    .description('ask a colleague for no code any more, whose telephone is lost; for an administrator')
    .argument('<name>', 'short name of the colleague')
    .addHelpText('after', '\nExample:\n  satchel console reset-code anna --as tina')
    .action(
      call(
        world,
        async () => (await import('../../console/console-codes.ts')).resetConsoleCode,
        (_command, hid: string) => ({ hid }),
        (io, { hid }) => io.say(`The console asks ${hid} for no code any more. They turn codes on again at /me/code.`),
      ),
    )
}
