// satchel staff key: the OpenPGP keys of colleagues. A key is stored only after its fingerprint was compared.

import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { action, call, openContext } from '../command.ts'
import { readLine } from '../password.ts'

interface ImportOptions {
  readonly fingerprint?: string
  readonly dryRun?: boolean
}

export function staffKeyCommands(staff: Command, world: World): void {
  const key = staff.command('key').description('OpenPGP keys of staff: their letters are encrypted to these')
  importCommand(key, world)
  showCommand(key, world)
}

function importCommand(key: Command, world: World): void {
  key
    .command('import')
    .description('register the public key of a staff member, once its fingerprint was compared (administrators only)')
    .argument('<hid>', 'short name')
    .argument(
      '<file>',
      'the public key, as their program exports it; or a saved mail of theirs that brings it (Autocrypt)',
    )
    .option(
      '--fingerprint <hex>',
      'the fingerprint that they read out, or its last 16 digits; without it you are asked',
    )
    .option('--dry-run', 'report what would change, change nothing')
    .addHelpText(
      'after',
      `
Call them, or meet, and let them read the fingerprint from their own screen: a key that came by mail can be anybody's.
An earlier key is replaced. From then on a reply that they sign is proven to be theirs.

Examples:
  satchel staff key import anna anna.asc --as tina
  satchel staff key import anna anna.asc --fingerprint 8F3C1D8E02B9A4C5E17D6F90AA31B2C4D5E6F708 --as tina`,
    )
    .action(
      action(world, async (io, command, hid: string, file: string) => {
        const context = openContext(world, command)
        const { readStaffKey, importStaffKey } = await import('../../staff/staff-key.ts')
        const { fingerprint: given, dryRun = false } = command.opts<ImportOptions>()
        const bytes = bytesOf(file)
        const read = await readStaffKey(context, { hid, bytes })
        io.say(`Fingerprint  ${grouped(read.fingerprint)}`)
        for (const id of read.userIds) io.say(`User id      ${id}`)
        io.say(`Expires      ${read.expires?.toISOString().slice(0, 10) ?? 'never'}`)
        const fingerprint = given ?? (await askFor(world, read.name))
        const note = (text: string) => io.note(text)
        const done = await importStaffKey(context, { hid, bytes, fingerprint, dryRun }, { step: () => undefined, note })
        io.data(done)
        const instead =
          done.earlier === null || done.earlier === done.fingerprint ? '' : `, in place of ${grouped(done.earlier)}`
        io.say(
          `Registered for ${done.name} ("${done.hid}")${instead}.${dryRun ? ' Nothing was changed: a dry run.' : ''}`,
        )
        return 0
      }),
    )
}

function showCommand(key: Command, world: World): void {
  key
    .command('show')
    .description('show the registered key of a staff member, or all')
    .argument('[hid]', 'short name')
    .addHelpText('after', '\nExamples:\n  satchel staff key show anna\n  satchel staff key show')
    .action(
      call(
        world,
        async () => (await import('../../staff/staff-key.ts')).showStaffKeys,
        (_, hid: string | undefined) => ({ hid: hid ?? null }),
        (io, rows) =>
          io.table(
            rows.map(row => ({ ...row })),
            'No key yet: satchel staff key import',
          ),
      ),
    )
}

/** In groups of four, as programs show it. */
const grouped = (fingerprint: string) => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (cause) {
    throw problem('usage/wrong', `The file ${file} cannot be read.`, { cause })
  }
}

/** @throws Problem usage/wrong where nobody can be asked. */
function askFor(world: World, name: string): Promise<string> {
  return readLine(world, `Last 16 digits of the fingerprint, as ${name} reads them out: `, {
    message: 'There is no terminal to ask for the fingerprint; nothing was stored.',
    hint: '--fingerprint HEX names the one that the owner of the key read out',
  })
}
