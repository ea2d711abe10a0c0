// satchel db restore: a home folder and a database out of a backup, or a look into one.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { homeFolder } from '../../home/settings.ts'
import { action, crashPoint } from '../command.ts'
import type { GlobalOptions, Io } from '../io.ts'

interface RestoreOptions extends GlobalOptions {
  readonly recoveryKey?: string
  readonly passphraseFile?: string
  readonly databaseUrl?: string
  readonly erasures?: string
  readonly dryRun?: boolean
}

export function restoreCommand(db: Command, world: World): void {
  db.command('restore')
    .description('restore a backup into a new home folder and an empty database')
    .argument('<file>', 'file that satchel db backup wrote')
    .option('--recovery-key <file>', 'private half of the recovery key')
    .option('--passphrase-file <file>', 'file that holds only its passphrase')
    .option('--database-url <url>', 'restore into this empty database instead of the embedded one')
    .option(
      '--erasures <file>',
      'the list erasures.log of the old home folder: the people in it are erased again at once',
    )
    .option('--dry-run', 'read the whole backup, report its content and whether it is complete, restore nothing')
    .addHelpText(
      'after',
      `
The home folder is the one of --home; it must not be there yet. No letter leaves until satchel run has read again what came
since the backup; letters that waited are parked (satchel db release --letters).

Examples:
  satchel db restore satchel.backup --dry-run
  satchel --home ./restored db restore satchel.backup --recovery-key recovery-private.asc --passphrase-file passphrase.txt`,
    )
    .action(
      action(world, async (io, command, file: string) => {
        const options = command.optsWithGlobals<RestoreOptions>()
        return options.dryRun === true ? look(io, file) : restore(io, world, file, options)
      }),
    )
}

async function restore(io: Io, world: World, file: string, options: RestoreOptions): Promise<number> {
  const { restoreHome } = await import('../../backup/restore-home.ts')
  const { recoveryKey, passphraseFile, erasures, databaseUrl } = options
  const done = await restoreHome(
    {
      file,
      folder: homeFolder(options.home, world.env),
      recoveryKey,
      passphraseFile,
      erasures,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      env: world.env,
      now: world.now,
      failpoint: crashPoint(world.env),
      stop: world.stop,
    },
    what => io.progress(what),
  )
  io.progress(null)
  io.data(done)
  io.say(
    `Restored the backup of ${done.at} into ${done.home}: ${done.rows} rows, ${done.files} files, ${done.staff} staff.`,
  )
  if (done.auditFaults > 0) io.say(`The audit is NOT what was sealed, at ${done.auditFaults} places: satchel verify`)
  if (done.erased !== null) io.say(`Erased again: ${done.erased.records} records, ${done.erased.files} files.`)
  else io.say('Was anybody erased since? --erasures takes the list of the old home folder: docs/privacy.md')
  if (done.unconfirmed > 0)
    io.say(
      `How letters to ${done.unconfirmed} staff are protected is of that day, too, and waits to be confirmed: satchel staff confirm`,
    )
  io.say('No letter leaves yet. satchel run reads again what came since the backup, then they do.')
  io.say('Letters that waited at the time are parked: satchel db release --letters sends them.')
  return done.auditFaults > 0 ? 3 : 0
}

async function look(io: Io, file: string): Promise<number> {
  const { lookIntoBackup } = await import('../../backup/back-up.ts')
  const { tables, ...found } = await lookIntoBackup(file, what => io.progress(`reading ${what}`))
  io.progress(null)
  const rows = Object.values(found.rows).reduce((sum, each) => sum + each, 0)
  io.data(found)
  io.say(
    `Whole. Taken ${found.at}: ${rows} rows in ${tables} tables, ${found.files} files, schema ${found.migrations.at(-1) ?? 'none'}.`,
  )
  return 0
}
