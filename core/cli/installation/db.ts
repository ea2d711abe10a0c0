// satchel db: the embedded server, and the schema of whichever database is configured.

import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { withDatabase } from '../../db/database.ts'
import { loginUrl } from '../../db/logins.ts'
import { leftFolders } from '../../db/outside-folders.ts'
import { readServerState, runningServer, startServer, stopServer } from '../../db/embedded-server.ts'
import { publishHomeForms, refuseFaults } from '../../forms/home-forms.ts'
import { upgrade } from '../../installation/install.ts'
import { upgradeLetters } from '../../letters/seal-old-letters.ts'
import { problem } from '../../problems/problems.ts'
import type { Context } from '../../context/context.ts'
import { joinedNumbers, ranMigrations } from '../../db/calls/installation.ts'
import { backupCommands } from './backup.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

function onlyEmbedded(context: Context): void {
  if (context.settings.databaseUrl !== undefined) {
    throw problem('server/not-embedded', 'This home folder uses an outside database.', {
      hint: 'start and stop it with the tools of its own server',
    })
  }
}

export function databaseCommands(program: Command, world: World): void {
  const db = program.command('db').description(summaries.db)
  backupCommands(db, world)

  db.command('start')
    .description('start the embedded database; it keeps running between commands')
    .addHelpText('after', '\nExample:\n  satchel db start')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        onlyEmbedded(context)
        const state = await startServer(context.home, context.settings.osUser)
        io.data({ running: true, pid: runningServer(state), socket: state.socket })
        io.say(`The database runs (process ${runningServer(state)}, socket in ${state.socket}).`)
        return 0
      }),
    )

  db.command('stop')
    .description('stop the embedded database')
    .addHelpText('after', '\nExample:\n  satchel db stop')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        onlyEmbedded(context)
        const ran = await stopServer(context.home, context.settings.osUser)
        io.data({ running: false, stopped: ran })
        io.say(ran ? 'The database is stopped.' : 'The database did not run.')
        return 0
      }),
    )

  db.command('status')
    .description('show whether the database answers, and which migrations it has')
    .addHelpText('after', '\nExample:\n  satchel db status')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const state = context.settings.databaseUrl === undefined ? readServerState(context.home) : null
        const migrations = await withDatabase(loginUrl(context.home, context.settings, 'owner'), async database =>
          database.run(ranMigrations, {}),
        )
        const pid = state === null ? null : runningServer(state)
        const left = leftFolders()
        io.data({
          running: true,
          pid,
          socket: state?.socket ?? null,
          migrations: migrations.map(row => row.name),
          left,
        })
        io.say(state === null ? 'The outside database answers.' : `The embedded database runs (process ${pid}).`)
        io.say(`Schema: ${migrations.at(-1)?.name ?? 'none'}.`)
        for (const { data, home } of left) {
          io.say(`${data} is the database of ${home}, which is gone. If you removed it, remove this too: rm -r ${data}`)
        }
        return 0
      }),
    )

  db.command('migrate')
    .description("bring the database's schema, stored queries and forms up to this program")
    .addHelpText('after', '\nExample:\n  satchel db migrate')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { ran, joined, letters, forms } = await withDatabase(
          loginUrl(context.home, context.settings, 'owner'),
          async database => ({
            ran: await upgrade(database, context),
            joined: (await database.run(joinedNumbers, {})).joined ?? 0,
            letters: await upgradeLetters(database, context, count => io.progress(`${count} letters sealed`)),
            forms: await publishHomeForms(database, context.home),
          }),
        )
        const added = [...ran, ...forms.added]
        if (forms.faults.length === 0) io.data({ ran: added, joined, letters })
        io.say(added.length === 0 ? 'Nothing new; functions and policies were made anew.' : `New: ${added.join(', ')}.`)
        if (joined > 0) {
          io.say(
            `Telephone numbers that were a second spelling of one that their record has, and are one row now: ${joined}.`,
          )
          io.say('satchel query people/joined-numbers')
        }
        if (letters.sealed > 0) {
          io.say(`Letters that lay in the clear are sealed now: ${letters.sealed}. Earlier backups still hold them so:`)
          io.say('keep those locked away, or remove them once you have taken a new one.')
        }
        if (!letters.rewritten) {
          io.say(
            'Something else reads the table of letters: its files still hold what was in the clear. Once it is done:',
          )
          io.say('satchel db psql -- --command "vacuum (full) letter"')
        }
        refuseFaults(forms, context.home)
        return 0
      }),
    )

  db.command('psql')
    .description("open the system's psql as the owner; more arguments go to psql")
    .argument('[arguments...]', 'arguments for psql')
    .allowUnknownOption()
    .addHelpText('after', '\nExamples:\n  satchel db psql\n  satchel db psql -- --tuples-only')
    .action(
      action(world, async (_io, command, args: readonly string[]) => {
        const context = openContext(world, command)
        const url = new URL(loginUrl(context.home, context.settings, 'owner'))
        const env = {
          ...world.env,
          PGUSER: decodeURIComponent(url.username),
          PGPASSWORD: decodeURIComponent(url.password),
          PGDATABASE: url.pathname.slice(1),
          PGHOST: url.searchParams.get('host') ?? url.hostname,
          ...(url.port === '' ? {} : { PGPORT: url.port }),
        }
        return new Promise<number>((resolve, reject) => {
          spawn('psql', args, { stdio: 'inherit', env })
            .on('error', cause =>
              reject(
                problem('usage/wrong', 'There is no psql on this system.', {
                  hint: 'on Debian: apt-get install postgresql-client',
                  cause,
                }),
              ),
            )
            .on('exit', code => resolve(code ?? 1))
        })
      }),
    )
}
