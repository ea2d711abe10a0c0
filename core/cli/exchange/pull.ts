// satchel pull: what came to the intakes, into the core's spool; and what was imported, off their hands.

import type { Command } from 'commander'
import { Problem } from '@satchel/protocol/problem'
import { takeImportLock } from '../../import/import-run.ts'
import { openSpools } from '../../home/item-spools.ts'
import { problem } from '../../problems/problems.ts'
import {
  doorOf,
  pullFrom,
  pushTokens,
  settle,
  type SourceEntry,
  sources,
  withSource,
} from '../../intake/pull-intake.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { report } from '../io.ts'
import { summaries } from '../summaries.ts'

export function pullCommands(program: Command, world: World): void {
  program
    .command('pull')
    .description(summaries.pull)
    .argument('[from...]', 'an intake or a folder (a USB stick); without it, those of the setting "intakes"')
    .addHelpText(
      'after',
      `
Examples:
  satchel pull && satchel import && satchel pull
  satchel pull /media/stick/intake-spool`,
    )
    .action(
      action(world, async (io, command, given: readonly string[]) => {
        const context = openContext(world, command)
        const from: readonly SourceEntry[] =
          given.length === 0 ? sources(context) : given.map(place => ({ name: place, place }))
        if (from.length === 0) {
          throw problem('config/wrong', 'No intake is named.', {
            hint: 'put "intakes": ["http://10.1.0.2:8081"] into satchel.json, or name one: satchel pull FOLDER',
          })
        }
        return context.asImport(async database => {
          await takeImportLock(database)
          const spools = await openSpools(context.home)
          let code = 0
          const done: object[] = []
          for (const entry of from) {
            try {
              await withSource(database, context, entry, async source => {
                const events = { passedOver: (what: string) => io.note(what) }
                const settled = await settle(database, context, source, world.stop)
                const pulled = await pullFrom(database, context, spools[doorOf(entry)], source, events, world.stop)
                await pushTokens(database, source)
                done.push({ from: entry.name, ...pulled, settled })
                io.say(`${entry.name}: ${pulled.fetched} fetched, ${pulled.known} known already, ${settled} settled.`)
                if (pulled.refused + pulled.bad > 0) code = 3
              })
            } catch (error) {
              // one intake that is away keeps nobody from the others
              if (!(error instanceof Problem) || from.length === 1) throw error
              code = report(io, error)
            }
          }
          io.data(done)
          return code
        })
      }),
    )
}
