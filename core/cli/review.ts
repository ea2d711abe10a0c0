// satchel review: held changes, settled by a person.

import type { Command } from 'commander'
import { loadShelf } from '../dispatch/form-shelf.ts'
import { problem } from '../problems.ts'
import { type HeldChange, listHeld, parseHeldId, settle } from '../review.ts'
import { asOperator } from '../session.ts'
import { action, openSession, type World } from './command.ts'

export function reviewCommands(program: Command, world: World): void {
  const review = program.command('review').description('held changes: list, show, accept, refuse')

  review
    .command('list', { isDefault: true })
    .description('changes that wait for a person, oldest first')
    .addHelpText('after', '\nExample:\n  satchel review list')
    .action(
      action(world, async (io, command) => {
        const rows = await asOperator(openSession(world, command), listHeld)
        io.rows(
          io.json
            ? rows
            : rows.map(({ id, record, slot, now, wants, reason, sender }) => ({
                id,
                record,
                slot,
                now,
                wants,
                reason,
                sender,
              })),
          'Nothing is held.',
        )
        return 0
      }),
    )

  review
    .command('show')
    .description('one held change: what its sender saw, what stands now, what they want')
    .argument('<id>', 'number, with or without stamp')
    .addHelpText('after', '\nExample:\n  satchel review show 1-fee2b8e5')
    .action(
      action(world, async (io, command, id: string) => {
        const rows = await asOperator(openSession(world, command), listHeld)
        const found = rows.find(row => row.id.split('-')[0] === id.split('-')[0])
        if (found === undefined)
          throw problem('change/not-held', 'There is no such held change.', { hint: 'satchel review list' })
        io.data(found)
        for (const [name, value] of Object.entries(found) as [keyof HeldChange, string][])
          io.say(`${name.padEnd(9)} ${value}`)
        io.say('')
        io.say(`satchel review accept ${found.id} --why "..."`)
        return 0
      }),
    )

  for (const [verb, decision] of [
    ['accept', 'accepted'],
    ['refuse', 'refused'],
  ] as const) {
    review
      .command(verb)
      .description(`${verb} held changes; the sender is told`)
      .argument('<id...>', 'number and stamp, like 12-3fa9c1d2')
      .option('--why <text>', 'kept with the decision', '')
      .addHelpText('after', `\nExample:\n  satchel review ${verb} 12-3fa9c1d2 --why "saw the passport"`)
      .action(
        action(world, async (io, command, ids: readonly string[]) => {
          const { why } = command.opts<{ why: string }>()
          const session = openSession(world, command)
          ids.forEach(parseHeldId)
          await asOperator(session, async database => {
            const shelf = await loadShelf(database)
            for (const id of ids) await settle(database, session, shelf, id, decision, why)
          })
          io.data({ decision, changes: ids })
          io.say(`${ids.length} ${decision}; satchel send tells the ${ids.length === 1 ? 'sender' : 'senders'}.`)
          return 0
        }),
      )
  }
}
