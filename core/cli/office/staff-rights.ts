// satchel staff role, manager, email, login, off, on: what a colleague may do, by an administrator.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { roles } from '../../staff/roles.ts'
import { call } from '../command.ts'
import { passwordFileOption, readPassword } from '../password.ts'

const dryRunWords = ['--dry-run', 'report what would change, change nothing'] as const
const isDry = (command: Command) => command.opts<{ dryRun?: boolean }>().dryRun === true
const end = (command: Command) => (isDry(command) ? ' Nothing was changed: a dry run.' : '')

export function staffRightsCommands(staff: Command, world: World): void {
  placeCommands(staff, world)
  loginCommands(staff, world)
  leaverCommands(staff, world)
}

function placeCommands(staff: Command, world: World): void {
  staff
    .command('role')
    .description('give a staff member another role (administrators only)')
    .argument('<hid>', 'short name')
    .argument('<role>', `one of ${roles.join(', ')}`)
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff role anna manager --as tina')
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).changeRole,
        (command, hid: string, role: string) => ({ hid, role, dryRun: isDry(command) }),
        (io, now, command) => io.say(`${now.name} ("${now.hid}"): ${now.role}.${end(command)}`),
      ),
    )

  staff
    .command('manager')
    .description('put a staff member under a manager, who then sees their records too (administrators only)')
    .argument('<hid>', 'short name')
    .argument('[manager]', 'short name of the manager; without it: no manager')
    .option(...dryRunWords)
    .addHelpText(
      'after',
      '\nExamples:\n  satchel staff manager anna mona --as tina\n  satchel staff manager anna --as tina',
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).changeManager,
        (command, hid: string, manager: string | undefined) => ({
          hid,
          manager: manager ?? null,
          dryRun: isDry(command),
        }),
        (io, { hid, manager }, command) =>
          io.say(`"${hid}" stands under ${manager === null ? 'nobody' : `"${manager}"`}.${end(command)}`),
      ),
    )
}

function loginCommands(staff: Command, world: World): void {
  staff
    .command('email')
    .description('change where packets of a staff member go from now on (administrators, or the staff member)')
    .argument('<hid>', 'short name')
    .argument('<address>', 'e-mail address')
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff email anna anna@example.org --as tina')
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).changeAddress,
        (command, hid: string, email: string) => ({ hid, email, dryRun: isDry(command) }),
        (io, { hid, email }, command) =>
          io.say(`Packets for "${hid}" go to ${email}; those that are out keep their address.${end(command)}`),
      ),
    )

  staff
    .command('login')
    .description("set the password of a staff member's own login (administrators, or the staff member)")
    .argument('<hid>', 'short name')
    .option(...passwordFileOption)
    .addHelpText(
      'after',
      `
With it they work in any program that speaks SQL, and run queries of their own (docs/interfaces.md). It is asked for twice and not
shown; the database keeps what it needs to know it again, and nothing else does.

Examples:
  satchel staff login grace --as tina
  satchel staff login grace --as tina --password-file password.txt`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).changePassword,
        async (command, hid: string) => {
          const { passwordFile } = command.opts<{ passwordFile?: string }>()
          return { hid, password: await readPassword(world, passwordFile, true) }
        },
        (io, now) => io.say(`${now.name} ("${now.hid}") logs in with the new password: ${now.address}`),
      ),
    )
}

function leaverCommands(staff: Command, world: World): void {
  staff
    .command('off')
    .description('end the login and the sessions of a leaver, and park their packets (administrators only)')
    .argument('<hid>', 'short name')
    .option(...dryRunWords)
    .addHelpText(
      'after',
      `
Answers to their packets are held from then on, and no letter goes to them. Their records stay theirs until
satchel hand gives them to a colleague, who then gets the packets.

Example:
  satchel staff off anna --as tina`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).turnOff,
        (command, hid: string) => ({ hid, dryRun: isDry(command) }),
        (io, now, command) => {
          const { name, hid, sessions, packets } = now
          io.say(
            `${name} ("${hid}") is off: ${count(sessions, 'session')} ended, ${count(packets, 'open packet')} parked.${end(command)}`,
          )
          if (!isDry(command)) io.say('satchel hand RECORD --to NAME gives their records to a colleague.')
        },
      ),
    )

  staff
    .command('on')
    .description('let a leaver work again, with their earlier role and packets (administrators only)')
    .argument('<hid>', 'short name')
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff on anna --as tina')
    .action(
      call(
        world,
        async () => (await import('../../staff/change-staff.ts')).turnOn,
        (command, hid: string) => ({ hid, dryRun: isDry(command) }),
        (io, now, command) => io.say(`${now.name} ("${now.hid}") works here again, as ${now.role}.${end(command)}`),
      ),
    )
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
