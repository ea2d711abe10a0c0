// satchel duplicate merge, undo: two records become one, and two again.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { wholeNumber } from '../whole-number.ts'

export function duplicateMergeCommands(duplicate: Command, world: World): void {
  duplicate
    .command('merge')
    .description('merge the second record into the first: rows move, gaps are filled, nothing is lost')
    .argument('<kept>', 'human id or uuid of the record that stays')
    .argument('<lost>', 'human id or uuid of the record that becomes part of it')
    .option(
      '--take <field...>',
      'fields of which the value of the second record stays; satchel fields lists their names',
    )
    .option('--dry-run', 'report what would move, change nothing')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel duplicate merge P12 P97 --dry-run\n  satchel duplicate merge P12 P97 --take born language',
    )
    .action(
      call(
        world,
        async () => (await import('../../duplicates/merge-records.ts')).mergeRecords,
        (command, kept: string, lost: string) => ({
          kept,
          lost,
          ...command.opts<{ take?: string[]; dryRun?: boolean }>(),
        }),
        (io, { merge, moved }, { args: [kept, lost] }) => {
          const what = Object.entries(moved)
            .map(([table, rows]) => `${rows} ${table}`)
            .join(', ')
          io.say(
            merge === null
              ? `Would move: ${what === '' ? 'nothing' : what}. Nothing was changed.`
              : `${lost} is part of ${kept} now (${what === '' ? 'no rows moved' : what}). satchel duplicate undo ${merge} takes it back.`,
          )
        },
      ),
    )

  duplicate
    .command('undo')
    .description('undo a merge; values that were changed since stay as they are')
    .argument(
      '<merge>',
      'number of the merge, as duplicate merge printed it; satchel query duplicates/merges lists them',
    )
    .addHelpText('after', '\nExample:\n  satchel duplicate undo 7')
    .action(
      call(
        world,
        async () => (await import('../../duplicates/merge-records.ts')).undoMerge,
        (_, merge: string) => ({ merge: wholeNumber(merge, 'A merge') }),
        (io, { undone, kept }) =>
          io.say(`Two records again: ${undone} changes taken back, ${kept} left as they were changed since.`),
      ),
    )
}
