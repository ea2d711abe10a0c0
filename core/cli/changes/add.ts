// satchel add: a record of any type.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { typeWord } from '../../records/read/type-words.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { sentenceOf } from './outcome-words.ts'
import { saidFields } from './typed-words.ts'

interface AddOptions {
  readonly under?: string
  readonly owner?: string
  readonly anyway?: boolean
  readonly dryRun?: boolean
}

export function addCommand(program: Command, world: World): void {
  program
    .command('add')
    .description(summaries.add)
    .argument('<type>', 'person, organisation, group, deal, ticket, product')
    .argument('<field=value...>', 'what is known of it; satchel add TYPE --help lists the fields')
    .option('--under <record>', 'the record that it stands under')
    .option('--owner <staff>', 'short name of its owner; without it you')
    .option('--anyway', 'add it, even if it may be there already')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', help)
    .action(
      call(
        world,
        async () => (await import('../../records/add-record.ts')).addRecord,
        (command, type: string, words: string[]) => ({ type, set: saidFields(words), ...command.opts<AddOptions>() }),
        (io, { record, name, type, fields }, command) => {
          if (command.opts<AddOptions>().dryRun === true) io.say('Tried, and taken back: nothing was added.')
          io.say(`${record} ${name}: new ${typeWord(type)}`)
          for (const one of fields) if (one.outcome !== 'applied') io.say(`  ${sentenceOf(one)}`)
        },
      ),
    )
}

const help = `
phone=, email= and web= may be said several times. address.city=TOWN and the other lines make an address.
A field that names another record takes its human id or its exact name. @FILE reads a value from a file.

Examples:
  satchel add person given-name=Amina family-name=Otieno phone=+255700000009 address.city=Moshi
  satchel add organisation name="Moshi Traders" industry=trade web=https://moshi.example
  satchel add deal name="Maize, 20 bags" kind=quote party=O12 amount=1200 currency=TZS --owner anna
  satchel add person given-name=Baraka family-name=Otieno --under P12 --dry-run`
