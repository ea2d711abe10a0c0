// satchel new-table: rows of records, in a table of one's own.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { fieldHelp, rights, rightsHelp, sayMade } from './field-help.ts'

interface TableOptions {
  label?: string
  of?: string
  rights: 'record' | 'owner' | 'office' | 'everybody'
  dryRun?: boolean
}

export function newTableCommand(program: Command, world: World): void {
  program
    .command('new-table')
    .description(summaries['new-table'])
    .argument('<name>', 'one word, or several with dashes: soil-test')
    .argument('[field:type...]', 'its fields')
    .option('--of <type>', 'type of the records whose rows they are (default: every type)')
    .option('--label <text>', 'as people read it (default: the name)')
    .addOption(rights())
    .option('--dry-run', 'try it, show the file, and undo it')
    .addHelpText(
      'after',
      `${fieldHelp}\n${rightsHelp}\n\nRows that stand by themselves are records: satchel new-type makes those.\n\nExample:\n  satchel new-table soil-test day:date:required ph:number --of parcel`,
    )
    .action(
      call(
        world,
        async () => (await import('../../own/new-own.ts')).newTable,
        (command, name: string, fields: string[]) => ({ ...command.opts<TableOptions>(), name, fields }),
        (io, made, command) => sayMade(io, command, made, ['satchel fields TYPE lists its fields']),
      ),
    )
}
