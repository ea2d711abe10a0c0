// satchel review: held changes, resolved by a person.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { action, call, openContext, typedName } from '../command.ts'
import { summaries } from '../summaries.ts'
import { seenCommand, showRefused } from './review-refused.ts'

export function reviewCommands(program: Command, world: World): void {
  const review = program.command('review').description(summaries.review)
  listCommand(review, world)
  showCommand(review, world)
  seenCommand(review, world)
  resolveCommand(review, world, 'accept', 'accepted')
    .option('--value <text...>', 'value to store instead of the written one; for a row NAME=TEXT, once per field')
    .addHelpText('after', '  satchel review accept 12-3fa9c1d2 --value 1980-05-31 --why "asked by phone"')
  resolveCommand(review, world, 'refuse', 'refused')
}

function listCommand(review: Command, world: World): void {
  review
    .command('list', { isDefault: true })
    .description('list held changes, oldest first')
    .option('--reason <reason>', 'only those with this reason, and the line that resolves them together')
    .option('--refused', 'list refused changes that nobody has seen yet instead')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel review list\n  satchel review list --reason needs-review\n  satchel review list --refused',
    )
    .action(
      action(world, async (io, command) => {
        const { reason, refused } = command.opts<{ reason?: string; refused?: true }>()
        if (refused === true) return showRefused(world, io, command, reason)
        const { listHeldChanges, stampOf } = await import('../../review/held-changes.ts')
        const rows = await listHeldChanges(openContext(world, command), { reason })
        io.data(rows)
        io.table(
          rows.map(({ id, record, slot, now, wants, reason: why, sender }) => ({
            id,
            record,
            slot,
            now,
            wants,
            reason: why,
            sender,
          })),
          reason === undefined ? 'Nothing is held.' : `Nothing is held for the reason ${reason}.`,
        )
        if (reason !== undefined && rows.length > 0) {
          const name = typedName(world)
          io.note(`all ${rows.length}: ${name} review accept --reason ${reason} --stamp ${stampOf(rows)} --why "..."`)
        }
        return 0
      }),
    )
}

function showCommand(review: Command, world: World): void {
  review
    .command('show')
    .description('show one held change: the value that its sender saw, the current value, the proposed value')
    .argument('<id>', 'number, with or without its stamp')
    .addHelpText('after', '\nExample:\n  satchel review show 1-fee2b8e5')
    .action(
      call(
        world,
        async () => (await import('../../review/held-changes.ts')).showHeldChange,
        (_command, id: string) => ({ id }),
        (io, found) => {
          const { doubles, ...shown } = found
          for (const [name, value] of Object.entries(shown)) io.say(`${name.padEnd(9)} ${value}`.trimEnd())
          if (doubles?.length === 0) io.say('doubles   none found')
          for (const each of doubles ?? []) io.say(`may be    ${each}`)
          io.say('')
          const put = found.doubt === '' ? '' : ` --value "${found.slot.startsWith('row/') ? 'NAME=...' : '...'}"`
          io.say(`satchel review accept ${found.id}${put} --why "..."`)
        },
      ),
    )
}

function resolveCommand(review: Command, world: World, verb: string, decision: 'accepted' | 'refused'): Command {
  return review
    .command(verb)
    .description(`${verb} held changes; the sender is notified`)
    .argument('[id...]', 'number and stamp, like 12-3fa9c1d2')
    .option('--reason <reason>', 'all changes held for this reason, as they were shown')
    .option('--stamp <stamp>', 'stamp that review list --reason showed with them')
    .option('--why <text>', 'note that is kept with the decision', '')
    .addHelpText(
      'after',
      `\nExamples:\n  satchel review ${verb} 12-3fa9c1d2 --why "saw the passport"\n  satchel review ${verb} --reason late --stamp 5c0e11f2 --why "came by post"`,
    )
    .action(
      call(
        world,
        async () => (await import('../../review/resolve-changes.ts')).resolveChanges,
        (command, typed: string[]) => {
          const { why, value } = command.opts<{ why: string; value?: string[] }>()
          return { changes: namedChanges(command, typed), decision, why, value }
        },
        (io, { changes }) =>
          io.say(
            `${changes.length} ${decision}; satchel send tells the ${changes.length === 1 ? 'sender' : 'senders'}.`,
          ),
      ),
    )
}

/** @throws Problem usage/wrong. */
function namedChanges(command: Command, typed: string[]): string[] | { reason: string; stamp: string } {
  const { reason, stamp } = command.opts<{ reason?: string; stamp?: string }>()
  if (typed.length > 0 && reason === undefined && stamp === undefined) return typed
  if (typed.length === 0 && reason !== undefined && stamp !== undefined) return { reason, stamp }
  throw problem('usage/wrong', 'Name held changes, or a --reason with its --stamp.', {
    hint: 'satchel review list --reason REASON shows the stamp',
  })
}
