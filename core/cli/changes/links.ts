// satchel relate and unrelate: two records. satchel join and leave: records in groups.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { endOf, tellChanged } from './outcome-words.ts'

interface RelateOptions {
  readonly from?: string
  readonly until?: string
  readonly note?: string
  readonly dryRun?: boolean
}

const relate = async () => (await import('../../records/link-records.ts')).relateRecords
const join = async () => (await import('../../records/link-records.ts')).joinGroup

export function linkCommands(program: Command, world: World): void {
  for (const ends of [false, true]) {
    const command = program
      .command(ends ? 'unrelate' : 'relate')
      .description(ends ? summaries.unrelate : summaries.relate)
      .argument('<record>', 'human id or exact name')
      .argument('<kind>', 'works-for, contact-for, parent-of ...; or as it is read from the other side: employs')
      .argument('<other>', 'human id or exact name')
      .option('--from <day>', ends ? 'which of several: the day since which it held' : 'since when')
      .option('--dry-run', 'say what would be done, and do nothing')
      .addHelpText('after', ends ? '\nExample:\n  satchel unrelate P12 works-for O3' : relateHelp)
    if (!ends) command.option('--until <day>', 'until when').option('--note <text>', 'a word on it')
    command.action(
      call(
        world,
        relate,
        (typed, one: string, kind: string, other: string) => ({
          one,
          kind,
          other,
          ends,
          ...typed.opts<RelateOptions>(),
        }),
        (io, changed, typed) => {
          tellChanged(io, [changed], typed.opts<RelateOptions>().dryRun)
          return endOf([changed])
        },
      ),
    )
  }

  for (const leaves of [false, true]) {
    const command = program
      .command(leaves ? 'leave' : 'join')
      .description(leaves ? summaries.leave : summaries.join)
      .argument('<record...>', 'human ids or exact names; the group comes last')
      .option('--dry-run', 'say what would be done, and do nothing')
      .addHelpText('after', leaves ? '\nExample:\n  satchel leave P12 G3' : joinHelp)
    if (!leaves) command.option('--status <word>', 'active, invited or left')
    command.action(
      call(
        world,
        join,
        (typed, words: string[]) => ({
          ...lastOf(words),
          leaves,
          ...typed.opts<{ status?: string; dryRun?: boolean }>(),
        }),
        (io, changed, typed) => {
          tellChanged(io, changed, typed.opts<{ dryRun?: boolean }>().dryRun)
          return endOf(changed)
        },
      ),
    )
  }
}

/** @throws Problem usage/wrong. */
function lastOf(words: readonly string[]): { readonly records: string[]; readonly group: string } {
  const group = words.at(-1)
  if (group === undefined || words.length < 2)
    throw problem('usage/wrong', 'Name a record and a group.', { hint: 'satchel join P12 G3' })
  return { records: words.slice(0, -1), group }
}

const relateHelp = `
Of a relation that is there already, --until and --note are put into it.

Examples:
  satchel relate P12 works-for O3 --from 2026-01-01
  satchel relate O3 employs P12
  satchel relate P12 works-for O3 --until 2026-12-31`

const joinHelp = `
A record that is in the group already gets the status.

Examples:
  satchel join P12 P15 "Market day" --status invited
  satchel join P12 G3`
