// satchel db: the embedded server, and the schema of whichever database is configured.

import type { Command } from 'commander'
import { call } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'
import { backupCommands } from './backup.ts'
import { migrateCommand } from './db-migrate.ts'
import { psqlCommand } from './db-psql.ts'

export function databaseCommands(program: Command, world: World): void {
  const db = program.command('db').description(summaries.db)
  backupCommands(db, world)
  startCommand(db, world)
  stopCommand(db, world)
  statusCommand(db, world)
  migrateCommand(db, world)
  psqlCommand(db, world)
}

function startCommand(db: Command, world: World): void {
  db.command('start')
    .description('start the embedded database; it keeps running between commands')
    .addHelpText('after', '\nExample:\n  satchel db start')
    .action(
      call(
        world,
        async () => (await import('../../installation/database-server.ts')).startDatabase,
        () => ({}),
        (io, { pid, socket }) => io.say(`The database runs (process ${pid}, socket in ${socket}).`),
      ),
    )
}

function stopCommand(db: Command, world: World): void {
  db.command('stop')
    .description('stop the embedded database')
    .addHelpText('after', '\nExample:\n  satchel db stop')
    .action(
      call(
        world,
        async () => (await import('../../installation/database-server.ts')).stopDatabase,
        () => ({}),
        (io, { stopped }) => io.say(stopped ? 'The database is stopped.' : 'The database did not run.'),
      ),
    )
}

function statusCommand(db: Command, world: World): void {
  db.command('status')
    .description('show whether the database answers, and which migrations it has')
    .addHelpText('after', '\nExample:\n  satchel db status')
    .action(
      call(
        world,
        async () => (await import('../../installation/database-server.ts')).databaseStatus,
        () => ({}),
        (io, { pid, socket, migrations, left }) => {
          io.say(socket === null ? 'The outside database answers.' : `The embedded database runs (process ${pid}).`)
          io.say(`Schema: ${migrations.at(-1) ?? 'none'}.`)
          for (const { data, home } of left) {
            io.say(
              `${data} is the database of ${home}, which is gone. If you removed it, remove this too: rm -r ${data}`,
            )
          }
        },
      ),
    )
}
