// satchel db backup, restore, adopt, release: the only copy of people's data, kept twice.

import { copyFileSync, existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { backup } from '../../backup/make-backup.ts'
import { readContents } from '../../backup/read-backup.ts'
import { restore } from '../../backup/restore-backup.ts'
import { adopt } from '../../backup/adopt.ts'
import { homeFolder } from '../../home/settings.ts'
import { readRecoveryKey } from '../../keys/core-keys.ts'
import { eraseAgain } from '../../privacy/erase-person.ts'
import { ledgerFile } from '../../privacy/erasure-ledger.ts'
import { problem } from '../../problems/problems.ts'
import { releaseRestore } from '../../db/calls/backup.ts'
import { releaseLetters } from '../../db/calls/letters.ts'
import { auditFaults } from '../../db/calls/installation.ts'
import { action, crashPoint, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io, GlobalOptions } from '../io.ts'

/** A folder gets a file named after the moment. */
function targetOf(given: string, now: Date): string {
  const isFolder = existsSync(given) && statSync(given).isDirectory()
  const file = isFolder ? join(given, `satchel-${now.toISOString().slice(0, 19).replaceAll(':', '')}.backup`) : given
  if (existsSync(file)) {
    throw problem('usage/wrong', `There is a file ${file} already.`, { hint: 'a backup replaces none: name another' })
  }
  return resolve(file)
}

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

export function backupCommands(db: Command, world: World): void {
  db.command('backup')
    .description('back up everything into one file: database, keys, spools, mailboxes, settings')
    .argument('<file>', 'new file; or a folder, then the file is named after the time')
    .addHelpText(
      'after',
      `
Keys and settings in it open with the recovery key only. Records in it do not: keep it where only you can read it.

Examples:
  satchel db backup /media/backup
  satchel db backup satchel.backup`,
    )
    .action(
      action(world, async (io, command, given: string) => {
        const done = await backup(openContext(world, command), targetOf(given, world.now()), what =>
          io.progress(`writing ${what}`),
        )
        io.progress(null)
        io.data(done)
        io.say(`Wrote ${done.file}: ${done.rows} rows, ${done.files} files, ${mebibytes(done.bytes)}.`)
        io.say(`SHA-256 ${done.digest}`)
        return 0
      }),
    )

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
        const options = command.opts<{
          recoveryKey?: string
          passphraseFile?: string
          databaseUrl?: string
          erasures?: string
          dryRun?: boolean
        }>()
        if (options.dryRun === true) return look(io, file)
        if (options.recoveryKey === undefined || options.passphraseFile === undefined) {
          throw problem('usage/wrong', 'The keys of a backup open with the recovery key.', {
            hint: '--recovery-key recovery-private.asc --passphrase-file FILE',
          })
        }
        if (options.erasures !== undefined && !existsSync(options.erasures)) {
          throw problem('usage/wrong', `There is no file ${options.erasures}.`)
        }
        const folder = homeFolder(command.optsWithGlobals<GlobalOptions>().home, world.env)
        const restored = await restore(
          {
            file,
            folder,
            recovery: await readRecoveryKey(options.recoveryKey, options.passphraseFile),
            ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
            env: world.env,
            now: world.now,
            failpoint: crashPoint(world.env),
            stop: world.stop,
          },
          what => io.progress(what),
        )
        io.progress(null)
        const { context, ...said } = restored
        const faults = await context.asStaff(database => database.run(auditFaults, {}))
        if (options.erasures !== undefined) copyFileSync(options.erasures, ledgerFile(context.home))
        const gone = options.erasures === undefined ? null : await eraseAgain(context, {})
        io.data({ home: folder, ...said, auditFaults: faults.length, erased: gone })
        io.say(
          `Restored the backup of ${said.at} into ${folder}: ${said.rows} rows, ${said.files} files, ${said.staff} staff.`,
        )
        if (faults.length > 0) io.say(`The audit is NOT what was sealed, at ${faults.length} places: satchel verify`)
        if (gone !== null) io.say(`Erased again: ${gone.records} records, ${gone.files} files.`)
        else io.say('Was anybody erased since? --erasures takes the list of the old home folder: docs/privacy.md')
        io.say('No letter leaves yet. satchel run reads again what came since the backup, then they do.')
        io.say('Letters that waited at the time are parked: satchel db release --letters sends them.')
        return faults.length > 0 ? 3 : 0
      }),
    )

  db.command('adopt')
    .description('connect this home folder to a database that was restored by other means')
    .addHelpText('after', '\nIt begins a new epoch, as a restore does.\n\nExample:\n  satchel db adopt')
    .action(
      action(world, async (io, command) => {
        const done = await adopt(openContext(world, command))
        io.data(done)
        io.say('Adopted. No letter leaves yet: satchel run reads again what came since, then they do.')
        return 0
      }),
    )

  db.command('release')
    .description('after a restore: let letters leave although not everything could be read again; send parked letters')
    .option('--letters', 'queue the letters that waited when the backup was taken')
    .addHelpText('after', '\nExamples:\n  satchel db release\n  satchel db release --letters')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        if (command.opts<{ letters?: boolean }>().letters === true) {
          const { released } = await context.asStaff(database => database.run(releaseLetters, {}))
          io.data({ released })
          io.say(`${released === 1 ? '1 letter waits' : `${released ?? 0} letters wait`} to be sent: satchel send`)
          return 0
        }
        const { closed } = await context.asOwner(database => database.run(releaseRestore, {}))
        io.data({ closed })
        io.say(closed === true ? 'Letters leave from now on.' : 'Nothing waited: this database is not being restored.')
        return 0
      }),
    )
}

async function look(io: Io, file: string): Promise<number> {
  const { about, counts, files } = await readContents(file, what => io.progress(`reading ${what}`))
  io.progress(null)
  const rows = Object.values(counts.rows).reduce((sum, each) => sum + each, 0)
  io.data({
    at: about.at,
    instance: about.instance,
    epoch: about.epoch,
    migrations: about.migrations.map(row => row.name),
    rows: counts.rows,
    files,
  })
  io.say(
    `Whole. Taken ${about.at}: ${rows} rows in ${about.tables.length} tables, ${files} files, schema ${about.migrations.at(-1)?.name ?? 'none'}.`,
  )
  return 0
}
