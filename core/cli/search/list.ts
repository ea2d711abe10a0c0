// satchel list: the records of one type, filtered and sorted.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { searchOrder, type SearchOptions, withSearchOptions } from './search-options.ts'

interface ListOptions extends SearchOptions {
  readonly sort?: string
  readonly columns?: string
  readonly after?: string
}

const columnsOf = (command: Command): string[] =>
  command
    .opts<ListOptions>()
    .columns?.split(',')
    .map(column => column.trim()) ?? []

export function listCommand(program: Command, world: World): void {
  withSearchOptions(
    program
      .command('list')
      .description(summaries.list)
      .argument('<type>', 'person, organisation, group, deal, ticket, product, staff')
      .argument('[filter...]', 'like status=open, "amount>=1000" or "note~maize seed"'),
  )
    .option('--sort <field>', 'order by a field; with - before it in falling order (--sort=-amount)')
    .option('--columns <fields>', 'show these fields, separated by commas')
    .option('--limit <number>', 'how many; 100 where nothing is said')
    .option('--after <id>', 'go on after this record: the last one of the page before')
    .addHelpText(
      'after',
      `
A filter compares a field: = equal, != other, < <= > >= before or after, ~ has the words. Nothing behind = means "empty".
Put filters with < or > into quotation marks. A name that is not there is answered with the names that there are.

Examples:
  satchel list deal "amount>=1000" kind=order --columns amount,expected --sort=-amount
  satchel list person "note~maize" --owner anna
  satchel list ticket "created>=2026-01-01" --limit 20 --after T7
  satchel list person language= --save without-language`,
    )
    .action(
      call(
        world,
        async () => (await import('../../search/list-records.ts')).listRecords,
        (command, type: string, filters: string[]) => ({
          ...searchOrder<ListOptions>(command),
          type,
          filters,
          columns: columnsOf(command),
        }),
        (io, { records, next, saved }, command) => {
          const columns =
            command
              .opts<ListOptions>()
              .columns?.split(',')
              .map(column => column.trim()) ?? []
          io.table(
            records.map(({ hid, name, owner, fields }) => ({
              id: hid,
              name,
              owner,
              ...Object.fromEntries(columns.map(column => [column, fields[column]])),
            })),
            'No records.',
          )
          if (next !== null) io.note(`there are more: --after ${next}`)
          if (saved !== undefined) io.say(`Kept: satchel query ${saved}`)
        },
      ),
    )
}
