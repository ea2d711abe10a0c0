// satchel staff: who works here. Each gets a database role, under which packets are read and replies are merged.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { withLogin } from '../../context/session.ts'
import { addStaff, listStaff } from '../../statements/dispatch.ts'
import { setStaffManager } from '../../statements/staff.ts'
import { action, openSession, type World } from '../command.ts'
import { staffRightsCommands } from './staff-rights.ts'
import { isPlainAddress, roleNamed, roles } from './staff-words.ts'

interface AddOptions {
  readonly name: string
  readonly email: string
  readonly role: string
  readonly language: string
  readonly manager?: string
}

export function staffCommands(program: Command, world: World): void {
  const staff = program
    .command('staff')
    .description('people who work here: add, list, role, manager, email, login, off, on')

  staff
    .command('add')
    .description('add a staff member with a database role')
    .argument('<hid>', 'short name: lower-case letters, digits, _')
    .requiredOption('--name <name>', 'full name')
    .requiredOption('--email <address>', 'where their packets go')
    .option('--role <role>', `one of ${roles.join(', ')}`, 'sales')
    .option('--manager <staff>', 'short name of the manager whom they stand under')
    .option('--language <code>', 'language of their letters: en, sw, fr, de', 'en')
    .addHelpText(
      'after',
      '\nExample:\n  satchel staff add anna --name "Anna Auma" --email anna@example.org --language sw',
    )
    .action(
      action(world, async (io, command, hid: string) => {
        const { name, email, role, language, manager } = command.opts<AddOptions>()
        if (!/^[a-z][a-z0-9_]{0,30}$/.test(hid)) {
          throw problem('usage/wrong', 'A short name has lower-case letters, digits and _, and starts with a letter.')
        }
        roleNamed(role)
        if (!isPlainAddress(email)) {
          throw problem('usage/wrong', 'The e-mail address is not one plain address.', {
            hint: '--email anna@example.org',
          })
        }
        const added = await withLogin(openSession(world, command), 'owner', database =>
          database.inTransaction(async () => {
            try {
              const { added: made } = await database.run(addStaff, { hid, name, email, role, language })
              if (manager !== undefined) {
                const { changed } = await database.run(setStaffManager, { hid, manager })
                if ('problem' in changed) {
                  throw problem('staff/not-known', `There is no active staff member "${manager}".`, {
                    hint: 'satchel staff list',
                  })
                }
              }
              return made
            } catch (error) {
              if (error instanceof Error && 'constraint' in error && error.constraint === 'staff_staff_hid_key') {
                throw problem('staff/exists', `There is a staff member "${hid}" already.`, {
                  hint: 'satchel staff list',
                })
              }
              throw error
            }
          }),
        )
        io.data(added)
        io.say(`Added ${name} as "${hid}" (${role}), database role ${added?.login}.`)
        return 0
      }),
    )

  staffRightsCommands(staff, world)

  staff
    .command('list')
    .description('everybody who works here')
    .addHelpText('after', '\nExample:\n  satchel staff list')
    .action(
      action(world, async (io, command) => {
        const rows = await withLogin(openSession(world, command), 'owner', database => database.run(listStaff, {}))
        io.rows(rows, 'Nobody yet: satchel staff add')
        return 0
      }),
    )
}
