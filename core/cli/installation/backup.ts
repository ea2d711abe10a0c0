// satchel db backup, restore, adopt, release: the only copy of people's data, kept twice.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, call, openContext } from '../command.ts'
import { restoreCommand } from './restore.ts'

const mebibytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

export function backupCommands(db: Command, world: World): void {
  backupCommand(db, world)
  restoreCommand(db, world)
  adoptCommand(db, world)
  releaseCommand(db, world)
}

function backupCommand(db: Command, world: World): void {
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
      call(
        world,
        async () => (await import('../../backup/back-up.ts')).backUp,
        (_command, file: string) => ({ file }),
        (io, done) => {
          io.say(`Wrote ${done.file}: ${done.rows} rows, ${done.files} files, ${mebibytes(done.bytes)}.`)
          io.say(`SHA-256 ${done.digest}`)
        },
      ),
    )
}

function adoptCommand(db: Command, world: World): void {
  db.command('adopt')
    .description('connect this home folder to a database that was restored by other means')
    .addHelpText('after', '\nIt begins a new epoch, as a restore does.\n\nExample:\n  satchel db adopt')
    .action(
      call(
        world,
        async () => (await import('../../backup/adopt.ts')).adoptDatabase,
        () => ({}),
        io => {
          io.say('Adopted. No letter leaves yet: satchel run reads again what came since, then they do.')
          io.say('How letters to staff are protected waits to be confirmed: satchel staff confirm')
        },
      ),
    )
}

function releaseCommand(db: Command, world: World): void {
  db.command('release')
    .description('after a restore: let letters leave although not everything could be read again; send parked letters')
    .option('--letters', 'queue the letters that waited when the backup was taken')
    .addHelpText('after', '\nExamples:\n  satchel db release\n  satchel db release --letters')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const release = await import('../../backup/release.ts')
        if (command.opts<{ letters?: boolean }>().letters === true) {
          const { released } = await release.releaseLetters(context, {})
          io.data({ released })
          io.say(`${released === 1 ? '1 letter waits' : `${released ?? 0} letters wait`} to be sent: satchel send`)
          return 0
        }
        const { closed } = await release.releaseRestore(context, {})
        io.data({ closed })
        io.say(closed === true ? 'Letters leave from now on.' : 'Nothing waited: this database is not being restored.')
        return 0
      }),
    )
}
