// satchel staff protection: how the letters of a colleague are protected.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'

export function staffProtectionCommands(staff: Command, world: World): void {
  staff
    .command('protection')
    .description(
      'choose how the letters of a staff member are protected (administrators; or the member, to make them safer)',
    )
    .argument('<hid>', 'short name')
    .argument('<protection>', 'plain, pgp or passphrase')
    .option('--dry-run', 'report what would change, change nothing')
    .addHelpText(
      'after',
      `
  passphrase  the packet is a page that opens with a phrase, told in person: satchel staff phrase new
  pgp         the whole letter is encrypted to their OpenPGP key: satchel staff key import
  plain       letters and packets travel in the clear: every mail server on the way can read them

No packet goes to a member for whom nobody has chosen.

Examples:
  satchel staff protection anna passphrase --as tina
  satchel staff protection anna plain --as tina`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/protect-staff.ts')).changeProtection,
        (command, hid: string, protection: string) => ({ hid, protection, dryRun: isDry(command) }),
        (io, { hid, name, protection }, command) =>
          io.say(
            `Letters to ${name} ("${hid}"): ${protection}.${isDry(command) ? ' Nothing was changed: a dry run.' : ''}`,
          ),
      ),
    )
}

const isDry = (command: Command) => command.opts<{ dryRun?: boolean }>().dryRun === true
