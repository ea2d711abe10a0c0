// satchel staff: who works here. Each gets a database role, under which packets are read and replies are merged.

import { languagesWith } from '@satchel/protocol/languages'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { roles } from '../../staff/roles.ts'
import { chooseProtection, protectionOption, sayPhrase, sayPlain } from '../choose-protection.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { staffCertificateCommands } from './staff-certificates.ts'
import { staffKeyCommands } from './staff-key.ts'
import { staffLettersCommands } from './staff-letters.ts'
import { staffProtectionCommands } from './staff-protection.ts'
import { staffRightsCommands } from './staff-rights.ts'

interface AddOptions {
  readonly name: string
  readonly email: string
  readonly role: string
  readonly language: string
  readonly protection?: string
  readonly manager?: string
}

export function staffCommands(program: Command, world: World): void {
  const staff = program.command('staff').description(summaries.staff)

  staff
    .command('add')
    .description('add a staff member with a database role')
    .argument('<hid>', 'short name: lower-case letters, digits, _')
    .requiredOption('--name <name>', 'full name')
    .requiredOption('--email <address>', 'where their packets go')
    .option('--role <role>', `one of ${roles.join(', ')}`, 'sales')
    .option('--manager <staff>', 'short name of their manager')
    .option('--language <code>', `language of their letters: ${languagesWith('letters').join(', ')}`, 'en')
    .option(...protectionOption)
    .addHelpText(
      'after',
      '\nExample:\n  satchel staff add anna --name "Anna Auma" --email anna@example.org --protection passphrase',
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/add-staff.ts')).addStaff,
        async (command, hid: string) => {
          const { protection, ...options } = command.opts<AddOptions>()
          return { hid, ...options, protection: await chooseProtection(world, protection, options.name) }
        },
        (io, added, command) => {
          const { name, role } = command.opts<AddOptions>()
          io.say(`Added ${name} as "${added.hid}" (${role}), database role ${added.login}.`)
          if (added.protection === 'plain') sayPlain(io)
          if (added.phrase !== null) sayPhrase(io, name, added.phrase)
        },
      ),
    )

  staffRightsCommands(staff, world)
  staffProtectionCommands(staff, world)
  staffKeyCommands(staff, world)
  staffLettersCommands(staff, world)
  staffCertificateCommands(staff, world)

  staff
    .command('list')
    .description('list everybody who works here')
    .addHelpText('after', '\nExample:\n  satchel staff list')
    .action(
      call(
        world,
        async () => (await import('../../staff/list-staff.ts')).listStaff,
        () => ({}),
        (io, rows) => io.table(rows, 'Nobody yet: satchel staff add'),
      ),
    )
}
