// satchel new-field: fields of one's own for a type or table, shipped or not.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { fieldHelp, sayMade } from './field-help.ts'

export function newFieldCommand(program: Command, world: World): void {
  program
    .command('new-field')
    .description(summaries['new-field'])
    .argument('<type>', 'type of record, or table')
    .argument('<field:type...>', 'the new fields')
    .option('--dry-run', 'try it, show the file, and undo it')
    .addHelpText('after', `${fieldHelp}\n\nExample:\n  satchel new-field person shoe-size:number`)
    .action(
      call(
        world,
        async () => (await import('../../own/new-own.ts')).newField,
        (command, type: string, fields: string[]) => ({ ...command.opts<{ dryRun?: boolean }>(), type, fields }),
        (io, made, command) => sayMade(io, command, made, [`satchel fields ${command.args[0] ?? 'TYPE'}`]),
      ),
    )
}
