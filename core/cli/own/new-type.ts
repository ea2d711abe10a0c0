// satchel new-type: a type of record of one's own.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { fieldHelp, rights, rightsHelp, sayMade, words } from './field-help.ts'

interface TypeOptions {
  label?: string
  under?: string
  stages?: string
  top: boolean
  rights: 'record' | 'owner' | 'office' | 'everybody'
  dryRun?: boolean
}

export function newTypeCommand(program: Command, world: World): void {
  program
    .command('new-type')
    .description(summaries['new-type'])
    .argument('<name>', 'one word, or several with dashes: parcel, school-class')
    .argument('[field:type...]', 'its fields')
    .option('--label <text>', 'as people read it (default: the name)')
    .option('--under <types>', 'types under whose records it may stand: person,organisation')
    .option('--no-top', 'it cannot stand by itself, at the top')
    .option('--stages <stages>', 'stages of its process, in their order: sown,growing,harvested')
    .addOption(rights())
    .option('--dry-run', 'try it, show the file, and undo it')
    .addHelpText(
      'after',
      `${fieldHelp}\n${rightsHelp}\n\nExample:\n  satchel new-type parcel area:number crop:choice:maize,beans --under person --stages sown,growing,harvested`,
    )
    .action(
      call(
        world,
        async () => (await import('../../own/new-own.ts')).newType,
        (command, name: string, fields: string[]) => {
          const options = command.opts<TypeOptions>()
          return { ...options, name, fields, under: words(options.under), stages: words(options.stages) }
        },
        (io, made, command) => {
          const [name = ''] = command.args
          sayMade(io, command, made, [`satchel add ${name} name="..."`, `satchel fields ${name}`])
        },
      ),
    )
}
