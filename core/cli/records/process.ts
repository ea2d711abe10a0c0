// satchel process: where records stand.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { addProcess, enterStage, listProcesses, shippedProcesses } from '../../statements/processes.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { entityOf } from '../record-of.ts'
import { summaries } from '../summaries.ts'

export function processCommands(program: Command, world: World): void {
  const process = program.command('process').description(summaries.process)

  process
    .command('list')
    .description('processes and their stages')
    .option('--shipped', 'those that come with the program')
    .addHelpText('after', '\nExamples:\n  satchel process list\n  satchel process list --shipped')
    .action(
      action(world, async (io, command) => {
        const { shipped } = command.opts<{ shipped?: boolean }>()
        const rows = await openContext(world, command).asStaff<readonly object[]>(database =>
          shipped === true ? database.run(shippedProcesses, {}) : database.run(listProcesses, {}),
        )
        io.rows(rows, 'None yet: satchel process list --shipped, satchel process add NAME')
        return 0
      }),
    )

  process
    .command('add')
    .description('take a process that comes with the program')
    .argument('<process...>', 'names, as process list --shipped shows them')
    .addHelpText('after', '\nExample:\n  satchel process add lead support-case')
    .action(
      action(world, async (io, command, names: readonly string[]) => {
        const results = await openContext(world, command).asStaff(async database => {
          const added: { process: string; result: string }[] = []
          for (const name of names.map(typed => typed.toLowerCase())) {
            const { result } = await database.run(addProcess, { process: name })
            if (result === 'not known') {
              throw problem('process/not-known', `No process "${name}" comes with the program.`, {
                hint: 'satchel process list --shipped',
              })
            }
            added.push({ process: name, result: result ?? '' })
          }
          return added
        })
        io.rows(results, '')
        return 0
      }),
    )

  process
    .command('enter')
    .description('records enter a stage, and leave the one of that process before')
    .argument('<stage>', 'as process list shows it')
    .argument('<record...>', 'human ids or uuids')
    .option('--note <text>', 'why they enter it')
    .addHelpText('after', '\nExample:\n  satchel process enter lead-contacted P12 P15 --note "at the market day"')
    .action(
      action(world, async (io, command, typed: string, keys: readonly string[]) => {
        const stage = typed.toLowerCase()
        const { note } = command.opts<{ note?: string }>()
        await openContext(world, command).asStaff(async database => {
          for (const key of keys) {
            const entity = await entityOf(database, key)
            const { tracking } = await database.run(enterStage, { entity, stage, note: note ?? null })
            if (tracking === null) {
              throw problem('process/no-stage', `There is no stage "${stage}".`, { hint: 'satchel process list' })
            }
          }
        })
        io.data({ stage, records: keys })
        io.say(`${keys.join(', ')}: ${stage}`)
        return 0
      }),
    )
}
