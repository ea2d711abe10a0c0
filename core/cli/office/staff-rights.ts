// satchel staff role, manager, email, login, off, on: what a colleague may do, by an administrator.

import type { Command } from 'commander'
import type { Database } from '../../db/database.ts'
import { staffUrl } from '../../db/logins.ts'
import { scramVerifier } from '../../db/scram.ts'
import { inTransaction } from '../../packets/dispatch-packet.ts'
import { isCoreCode, problem } from '../../problems/problems.ts'
import { type Session, withLogin } from '../../context/session.ts'
import { staffRole } from '../../statements/dispatch.ts'
import { actAs } from '../../statements/schema.ts'
import {
  endStaffSessions,
  setStaffEmail,
  setStaffManager,
  setStaffPassword,
  setStaffRole,
  turnStaffOff,
  turnStaffOn,
} from '../../statements/staff.ts'
import { action, openSession, type World } from '../command.ts'
import { checkNewPassword, passwordFileOption, readPassword } from '../password.ts'
import { isPlainAddress, roleNamed } from './staff-words.ts'

const dryRunWords = ['--dry-run', 'say what would change, change nothing'] as const
const isDry = (command: Command) => command.opts<{ dryRun?: boolean }>().dryRun === true
const end = (command: Command) => (isDry(command) ? ' Nothing was changed: a dry run.' : '')

const refusals: Readonly<Record<string, readonly [string, string]>> = {
  'staff/not-known': ['There is no staff member', 'satchel staff list shows who there is'],
  'staff/last-admin': [
    'There would be no administrator left without',
    'satchel staff role NAME admin makes another first',
  ],
  'staff/self': ['Nobody ends their own login:', 'another administrator does it, with --as'],
}

/** One change in one transaction, under the name of who acts. @throws Problem staff/admin-only, staff/not-known, staff/last-admin. */
async function change<T extends object>(
  session: Session,
  hid: string,
  dryRun: boolean,
  work: (database: Database) => Promise<{ changed: T | { problem: string; hid?: string | undefined } }>,
  after?: (database: Database) => Promise<void>,
): Promise<T> {
  return withLogin(session, 'owner', async database => {
    const { operator } = session.settings
    const { role } = await database.run(staffRole, { hid: operator })
    if (role === null) {
      throw problem('staff/not-known', `There is no active staff member "${operator}" to act as.`, {
        hint: 'the setting operator, or --as HID, names who acts',
      })
    }
    const done = await inTransaction(database, dryRun, async () => {
      await database.run(actAs, { role })
      const { changed } = await work(database).catch((error: unknown) => Promise.reject(adminOnly(error, operator)))
      if (!('problem' in changed)) return changed
      if (!isCoreCode(changed.problem)) throw new Error(`the database refused with ${changed.problem}`)
      const [said = 'This is refused:', hint = ''] = refusals[changed.problem] ?? []
      throw problem(changed.problem, `${said} "${changed.hid ?? hid}".`, { hint })
    })
    if (!dryRun) await after?.(database)
    return done
  })
}

function adminOnly(error: unknown, operator: string): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'database/no-right')) return error
  return problem('staff/admin-only', `Only an administrator changes what staff may do; "${operator}" is none.`, {
    hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    cause: error,
  })
}

export function staffRightsCommands(staff: Command, world: World): void {
  staff
    .command('role')
    .description('give a staff member another role; by an administrator')
    .argument('<hid>', 'short name')
    .argument('<role>', 'sales, office, admin, manager, support, marketing, analyst or auditor')
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff role anna manager --as tina')
    .action(
      action(world, async (io, command, hid: string, wanted: string) => {
        const role = roleNamed(wanted)
        const now = await change(openSession(world, command), hid, isDry(command), database =>
          database.run(setStaffRole, { hid, role }),
        )
        io.data(now)
        io.say(`${now.name} ("${hid}"): ${now.role}.${end(command)}`)
        return 0
      }),
    )

  staff
    .command('manager')
    .description('put a staff member under a manager, who then has their records too; by an administrator')
    .argument('<hid>', 'short name')
    .argument('[manager]', 'short name of the manager; left out: under nobody')
    .option(...dryRunWords)
    .addHelpText(
      'after',
      '\nExamples:\n  satchel staff manager anna mona --as tina\n  satchel staff manager anna --as tina',
    )
    .action(
      action(world, async (io, command, hid: string, manager: string | undefined) => {
        const now = await change(openSession(world, command), hid, isDry(command), database =>
          database.run(setStaffManager, { hid, manager: manager ?? null }),
        )
        io.data(now)
        io.say(`"${hid}" stands under ${now.manager === null ? 'nobody' : `"${now.manager}"`}.${end(command)}`)
        return 0
      }),
    )

  staff
    .command('email')
    .description('say where packets of a staff member go from now on; by an administrator, or by whose address it is')
    .argument('<hid>', 'short name')
    .argument('<address>', 'e-mail address')
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff email anna anna@example.org --as tina')
    .action(
      action(world, async (io, command, hid: string, email: string) => {
        if (!isPlainAddress(email)) {
          throw problem('usage/wrong', 'The e-mail address is not one plain address.', { hint: 'anna@example.org' })
        }
        const now = await change(openSession(world, command), hid, isDry(command), database =>
          database.run(setStaffEmail, { hid, email }),
        )
        io.data(now)
        io.say(`Packets for "${hid}" go to ${now.email}; those that are out keep their address.${end(command)}`)
        return 0
      }),
    )

  staff
    .command('login')
    .description("set the password of a staff member's own login; by an administrator, or by whose login it is")
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
      action(world, async (io, command, hid: string) => {
        const session = openSession(world, command)
        const { passwordFile } = command.opts<{ passwordFile?: string }>()
        const verifier = scramVerifier(checkNewPassword(await readPassword(world, passwordFile, true)))
        const now = await change(session, hid, false, database => database.run(setStaffPassword, { hid, verifier }))
        const address = staffUrl(session.home, session.settings, now.login)
        io.data({ ...now, address })
        io.say(`${now.name} ("${now.hid}") logs in with the new password: ${address}`)
        return 0
      }),
    )

  staff
    .command('off')
    .description('end the login and the sessions of somebody who leaves, and park their packets; by an administrator')
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
      action(world, async (io, command, hid: string) => {
        let sessions = 0
        const now = await change(
          openSession(world, command),
          hid,
          isDry(command),
          database => database.run(turnStaffOff, { hid }),
          // only now can nobody open another one
          async database => {
            sessions = (await database.run(endStaffSessions, { hid })).ended ?? 0
          },
        )
        io.data({ ...now, sessions })
        io.say(
          `${now.name} ("${hid}") is off: ${count(sessions, 'session')} ended, ${count(now.packets, 'open packet')} parked.${end(command)}`,
        )
        if (!isDry(command)) io.say('satchel hand RECORD --to NAME gives their records to a colleague.')
        return 0
      }),
    )

  staff
    .command('on')
    .description('let somebody who left work again, with the role and the packets that they had; by an administrator')
    .argument('<hid>', 'short name')
    .option(...dryRunWords)
    .addHelpText('after', '\nExample:\n  satchel staff on anna --as tina')
    .action(
      action(world, async (io, command, hid: string) => {
        const now = await change(openSession(world, command), hid, isDry(command), database =>
          database.run(turnStaffOn, { hid }),
        )
        io.data(now)
        io.say(`${now.name} ("${hid}") works here again, as ${now.role}.${end(command)}`)
        return 0
      }),
    )
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
