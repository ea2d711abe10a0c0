// satchel db migrate: the schema, stored queries and forms of this program.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, openContext, progressOf } from '../command.ts'

export function migrateCommand(db: Command, world: World): void {
  db.command('migrate')
    .description("bring the database's schema, stored queries and forms up to this program")
    .addHelpText('after', '\nExample:\n  satchel db migrate')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const { migrateDatabase } = await import('../../installation/migrate-database.ts')
        const { keptName, refuseFaults } = await import('../../forms/home-forms.ts')
        const { ran, joined, outdated, letters, forms } = await migrateDatabase(context, {}, progressOf(io))
        const added = [...ran, ...forms.added]
        if (forms.faults.length === 0) io.data({ ran: added, joined, outdated, letters })
        io.say(added.length === 0 ? 'Nothing new; functions and policies were made anew.' : `New: ${added.join(', ')}.`)
        if (joined > 0) {
          io.say(
            `Telephone numbers that were a second spelling of one that their record has, and are one row now: ${joined}.`,
          )
          io.say('satchel query people/joined-numbers')
        }
        for (const { query, owner, earlier, now } of outdated)
          io.say(`The query ${query} of ${owner} says ${earlier}, which is called ${now} now: change its text.`)
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
        for (const name of forms.kept) io.say(keptName(name))
        refuseFaults(forms, context.home)
        return 0
      }),
    )
}
