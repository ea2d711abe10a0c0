// satchel process: where records stand.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

export function processCommands(program: Command, world: World): void {
  const process = program.command('process').description(summaries.process)

  process
    .command('list')
    .description('list processes and their stages')
    .option('--shipped', 'list the processes that come with the program')
    .addHelpText('after', '\nExamples:\n  satchel process list\n  satchel process list --shipped')
    .action(
      call(
        world,
        async () => (await import('../../processes/list-processes.ts')).listProcesses,
        command => ({ shipped: command.opts<{ shipped?: boolean }>().shipped === true }),
        (io, rows) => io.table(rows, 'None yet: satchel process list --shipped, satchel process add NAME'),
      ),
    )

  process
    .command('add')
    .description('add a process that comes with the program')
    .argument('<process...>', 'name, as process list --shipped shows it')
    .addHelpText('after', '\nExample:\n  satchel process add lead support-case')
    .action(
      call(
        world,
        async () => (await import('../../processes/add-processes.ts')).addProcesses,
        (_, processes: string[]) => ({ processes }),
        (io, added) => io.table(added, ''),
      ),
    )

  process
    .command('enter')
    .description('move records into a stage; they leave their earlier stage of that process')
    .argument('<stage>', 'stage, as process list shows it')
    .argument('<record...>', 'human ids or uuids')
    .option('--note <text>', 'reason for the move')
    .addHelpText('after', '\nExample:\n  satchel process enter lead-contacted P12 P15 --note "at the market day"')
    .action(
      call(
        world,
        async () => (await import('../../processes/enter-stage.ts')).enterStage,
        (command, stage: string, records: string[]) => ({ stage, records, ...command.opts<{ note?: string }>() }),
        (io, { stage, records }) => io.say(`${records.join(', ')}: ${stage}`),
      ),
    )
}
