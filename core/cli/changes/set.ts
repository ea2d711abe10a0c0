// satchel set: fields of records. satchel fields: which there are.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { isSaidField } from '../../records/read/said-fields.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { endOf, tellChanged } from './outcome-words.ts'
import { saidFields } from './typed-words.ts'

interface SetOptions {
  readonly was: readonly string[]
  readonly dryRun?: boolean
}

export function setCommands(program: Command, world: World): void {
  program
    .command('set')
    .description(summaries.set)
    .argument('<word...>', 'human ids or exact names of records, then field=value')
    .option('--was <field=value...>', 'what you saw there; if it is another by now, the office decides', [])
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', help)
    .action(
      call(
        world,
        async () => (await import('../../records/set-fields.ts')).setFields,
        (command, words: string[]) => {
          const { was, dryRun = false } = command.opts<SetOptions>()
          return {
            records: words.filter(word => !isSaidField(word)),
            set: saidFields(words.filter(isSaidField)),
            was: saidFields(was),
            dryRun,
          }
        },
        (io, changed, command) => {
          tellChanged(io, changed, command.opts<SetOptions>().dryRun)
          for (const { record, packets } of changed)
            for (const packet of packets) io.say(`${record}: queued packet ${packet}, in place of one that is parked.`)
          return endOf(changed)
        },
      ),
    )

  program
    .command('fields')
    .description(summaries.fields)
    .argument('<type>', 'person, organisation, group, deal, ticket, product')
    .addHelpText('after', '\nExample:\n  satchel fields deal')
    .action(
      call(
        world,
        async () => (await import('../../records/list-fields.ts')).listFields,
        (_, type: string) => ({ type }),
        (io, fields) =>
          io.table(
            fields.map(({ field, kind, required, write, choices, label }) => ({
              field,
              kind,
              needed: required ? 'yes' : '',
              write: write ? 'yes' : 'no',
              label,
              choices: choices.join(' '),
            })),
            'None.',
          ),
      ),
    )
}

const help = `
field=value puts a value into a field, field= empties it. phone+=NUMBER adds one more, phone-=NUMBER takes one away.
address.city=TOWN changes the address; of several, address/work.city=TOWN the one at work.
line/new.FIELD=VALUE adds a line to a deal, line/2.FIELD=VALUE changes the second, line-=2 takes it away.
owner=NAME hands the record to a colleague with the records under it, as satchel hand does. parent=RECORD moves it, parent= to the top.
@FILE reads a value from a file, - from the standard input. A field of files takes the file itself; satchel file saves it again.

Examples:
  satchel set O3 owner=baraka
  satchel set O4 parent=O3
  satchel set P12 phone=+255700000001 born=1980-05-01
  satchel set P12 P15 source=referral
  satchel set D3 amount=1200 currency=TZS --was amount=1000
  satchel set P12 note=@notes.txt --dry-run`
