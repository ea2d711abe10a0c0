// satchel staff protection, phrase new: how the letters of a colleague are protected.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { Io } from '../io.ts'
import { sayPhrase, sayPlain } from '../choose-protection.ts'
import { call } from '../command.ts'

export function staffProtectionCommands(staff: Command, world: World): void {
  protectionCommand(staff, world)
  confirmCommand(staff, world)
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

function confirmCommand(staff: Command, world: World): void {
  staff
    .command('confirm')
    .description(
      'after a restore: say that protection, phrases and keys of the backup are still right (administrators)',
    )
    .argument('[hid]', 'short name; without it and without --all, what waits is listed')
    .option('--all', 'confirm everybody that is listed')
    .addHelpText(
      'after',
      `
A restore brings back the choices, phrases and keys of the day of the backup. Until they are confirmed no packet goes to these members,
letters that waited stay, acknowledgements tell numbers alone, and nobody is proven by their phrase or key.
Where something has changed since: satchel staff phrase new, staff key import, staff protection.

Examples:
  satchel staff confirm
  satchel staff confirm anna --as tina
  satchel staff confirm --all --as tina`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/confirm-staff.ts')).confirmProtection,
        (command, hid: string | undefined) => ({
          hid: hid ?? null,
          all: command.opts<{ all?: boolean }>().all === true,
        }),
        (io, { waits, confirmed }) => {
          for (const { hid, protection } of confirmed) io.say(`Confirmed: letters to "${hid}": ${protection}.`)
          io.table(waits, 'Nothing waits to be confirmed.')
          if (waits.length > 0) io.say('If all of it is still right: satchel staff confirm --all')
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
    .option('--dry-run', 'report which packets would be revoked, change nothing')
    .addHelpText(
      'after',
      `
Tell it to them in person or by telephone, never by mail. Satchel keeps a key made from it, sealed to the core key, never the phrase.
Packets that open with an earlier phrase are revoked: it may be lost where somebody finds it. What was not answered yet cannot be
answered any more; the command says how the records are sent again, and --dry-run says it before.

Examples:
  satchel staff phrase new anna --dry-run --as tina
  satchel staff phrase new anna --as tina`,
    )
    .action(
      call(
        world,
        async () => (await import('../../staff/staff-phrase.ts')).renewPhrase,
        (command, hid: string) => ({ hid, dryRun: isDry(command) }),
        (io, { hid, name, protection, phrase, revoked, records }) => {
          if (phrase !== null) sayPhrase(io, name, phrase)
          sayRevoked(io, { hid, revoked, records, isDry: phrase === null })
          if (phrase !== null && protection !== 'passphrase')
            io.say(`It counts once it is chosen: satchel staff protection ${hid} passphrase`)
        },
      ),
    )
}

interface Revoked {
  readonly hid: string
  readonly revoked: readonly string[]
  readonly records: readonly { readonly record: string; readonly form: string }[]
  readonly isDry: boolean
}

/** What becomes of the packets that are out, and how their records are sent again. */
function sayRevoked(io: Io, { hid, revoked, records, isDry }: Revoked): void {
  const count = revoked.length === 1 ? '1 open packet' : `${revoked.length} open packets`
  if (isDry) io.say(`No phrase was made: a dry run. A new one would revoke ${count}${listed(revoked)}.`)
  else if (revoked.length > 0)
    io.say(
      `Revoked: ${count}, since the earlier phrase opens ${revoked.length === 1 ? 'it' : 'them'}${listed(revoked)}.`,
    )
  // the packets that went out are named already: this is for a phrase that was made, or told, a moment ago
  if (!isDry) io.say('An earlier phrase opens no new packets: forget it, and tell them this one.')
  if (revoked.length === 0) return
  io.say(isDry ? 'The records would go out again with:' : 'Send the records again:')
  for (const form of new Set(records.map(each => each.form))) {
    const of = records.filter(each => each.form === form).map(each => each.record)
    io.say(`  satchel dispatch ${of.join(' ')} --to ${hid} --form ${form}`)
  }
}

const listed = (ids: readonly string[]) => (ids.length === 0 ? '' : `: ${ids.join(', ')}`)

const isDry = (command: Command) => command.opts<{ dryRun?: boolean }>().dryRun === true
