// satchel staff protection, phrase new: how the letters of a colleague are protected.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { sayPhrase, sayPlain } from '../choose-protection.ts'
import { call } from '../command.ts'

export function staffProtectionCommands(staff: Command, world: World): void {
  protectionCommand(staff, world)
  phraseCommand(staff, world)
}

function protectionCommand(staff: Command, world: World): void {
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
        (io, { hid, name, protection, phrase }, command) => {
          io.say(
            `Letters to ${name} ("${hid}"): ${protection}.${isDry(command) ? ' Nothing was changed: a dry run.' : ''}`,
          )
          if (protection === 'plain') sayPlain(io)
          if (phrase !== null) sayPhrase(io, name, phrase)
        },
      ),
    )
}

function phraseCommand(staff: Command, world: World): void {
  staff
    .command('phrase')
    .description('the phrase that opens the packets of a staff member')
    .command('new')
    .description('make a new phrase and show it once (administrators, or the staff member)')
    .argument('<hid>', 'short name')
    .addHelpText(
      'after',
      `
Tell it to them in person or by telephone, never by mail. Satchel keeps a key made from it, sealed to the core key, never the phrase.
Packets that open with an earlier phrase are revoked: it may be lost where somebody finds it.

Example:
  satchel staff phrase new anna --as tina`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/staff-phrase.ts')).renewPhrase,
        (_command, hid: string) => ({ hid }),
        (io, { hid, name, protection, phrase, revoked }) => {
          sayPhrase(io, name, phrase)
          if (revoked.length > 0)
            io.say(`Revoked, since the earlier phrase opens them: ${revoked.join(', ')}. Send them again.`)
          if (protection !== 'passphrase')
            io.say(`It counts once it is chosen: satchel staff protection ${hid} passphrase`)
        },
      ),
    )
}

const isDry = (command: Command) => command.opts<{ dryRun?: boolean }>().dryRun === true
