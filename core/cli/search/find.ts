// satchel find: records of every type by half a name, a number, an address, a word.

import { typedType } from '../../records/read/type-words.ts'
import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { table } from '../io.ts'
import { summaries } from '../summaries.ts'
import { searchOrder, withSearchOptions } from './search-options.ts'

export function findCommand(program: Command, world: World): void {
  withSearchOptions(
    program
      .command('find')
      .description(summaries.find)
      .argument('<words...>', 'half a name, an id, a telephone number, an e-mail address, a city, a word of a field')
      .option('--type <type>', 'only this type: person, organisation, group, deal, ticket, product, staff'),
  )
    .option('--limit <number>', 'how many, the best first; 20 where nothing is said')
    .option('--facets', 'count what was found, by type, owner, group and stage')
    .addHelpText(
      'after',
      `
All words have to be there, in whatever order: in names half a word is enough. Accents, capital letters and the spaces of
telephone numbers make no difference. Where nothing has the words, names that are like them are shown.

Examples:
  satchel find okel moshi
  satchel find 0712 34 --type person
  satchel find maize --owner anna --facets
  satchel find maize moshi --save maize-moshi`,
    )
    .action(
      call(
        world,
        async () => (await import('../../search/find-records.ts')).findRecords,
        (command, words: string[]) => ({ words: words.join(' '), ...searchOrder(command) }),
        (io, { records, facets, saved }) => {
          if (records.some(({ near }) => near)) io.note('nothing has these words; these names are like them')
          const gone = records.some(({ removed }) => removed !== null)
          io.table(
            records.map(({ hid, name, type, owner, matched, removed }) => ({
              id: hid,
              name,
              type: typedType(type),
              owner,
              ...(gone ? { removed } : {}),
              found: matched,
            })),
            'Nothing was found.',
          )
          for (const one of facets === undefined ? [] : ['type', 'owner', 'group', 'stage']) {
            const rows = facets?.filter(({ facet }) => facet === one) ?? []
            const named = rows.map(({ value, name, records: many }) => ({
              [one]: name ?? 'nobody, or not yours to see',
              [`--${one}`]: value,
              records: many,
            }))
            if (rows.length > 0) io.say(`\n${table(named)}`)
          }
          if (saved !== undefined) io.say(`Kept: satchel query ${saved}`)
        },
      ),
    )
}
