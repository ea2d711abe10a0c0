// satchel review: held changes, settled by a person.

import type { Command } from 'commander'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { problem } from '../../problems/problems.ts'
import { type HeldChange, heldTogether, listHeld, parseHeldId, settle, stampOf } from '../../review/held-changes.ts'
import { action, openContext, typedName } from '../command.ts'
import type { World } from '../../context/world.ts'
import { seenCommand, showRefused } from './review-refused.ts'
import { summaries } from '../summaries.ts'

export function reviewCommands(program: Command, world: World): void {
  const review = program.command('review').description(summaries.review)

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
        const all = await openContext(world, command).asStaff(listHeld)
        const rows = all.filter(row => reason === undefined || row.reason === reason)
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
          reason === undefined ? 'Nothing is held.' : `Nothing is held for the reason ${reason}.`,
        )
        if (reason !== undefined && rows.length > 0) {
          const name = typedName(world)
          io.note(`all ${rows.length}: ${name} review accept --reason ${reason} --stamp ${stampOf(rows)} --why "..."`)
        }
        return 0
      }),
    )

  review
    .command('show')
    .description('show one held change: the value that its sender saw, the current value, the proposed value')
    .argument('<id>', 'number, with or without its stamp')
    .addHelpText('after', '\nExample:\n  satchel review show 1-fee2b8e5')
    .action(
      action(world, async (io, command, id: string) => {
        const rows = await openContext(world, command).asStaff(listHeld)
        const found = rows.find(row => row.id.split('-')[0] === id.split('-')[0])
        if (found === undefined)
          throw problem('change/not-held', 'There is no such held change.', { hint: 'satchel review list' })
        io.data(found)
        for (const [name, value] of Object.entries(found) as [keyof HeldChange, string][])
          io.say(`${name.padEnd(9)} ${value}`.trimEnd())
        io.say('')
        const put = found.doubt === '' ? '' : ` --value "${found.slot.startsWith('row/') ? 'NAME=...' : '...'}"`
        io.say(`satchel review accept ${found.id}${put} --why "..."`)
        return 0
      }),
    )

  seenCommand(review, world)

  for (const [verb, decision] of [
    ['accept', 'accepted'],
    ['refuse', 'refused'],
  ] as const) {
    const settling = review
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
        action(world, async (io, command, typed: readonly string[]) => {
          const options = command.opts<{ why: string; reason?: string; stamp?: string; value?: readonly string[] }>()
          const { why, reason, stamp, value = [] } = options
          const context = openContext(world, command)
          if (typed.length > 0 === (reason !== undefined) || (reason === undefined) !== (stamp === undefined)) {
            throw problem('usage/wrong', 'Name held changes, or a --reason with its --stamp.', {
              hint: 'satchel review list --reason REASON shows the stamp',
            })
          }
          if (value.length > 0 && typed.length !== 1)
            throw problem('usage/wrong', 'A --value is put in the place of one held change.', {
              hint: 'satchel review accept 12-3fa9c1d2 --value 2026-11-28',
            })
          typed.forEach(parseHeldId)
          let ids = typed
          await context.asStaff(async database => {
            const catalog = await loadCatalog(database)
            if (reason !== undefined && stamp !== undefined) {
              ids = (await heldTogether(database, reason, stamp)).map(row => row.id)
            }
            await settle(database, context, catalog, ids, decision, why, value)
          })
          io.data({ decision, changes: ids })
          io.say(`${ids.length} ${decision}; satchel send tells the ${ids.length === 1 ? 'sender' : 'senders'}.`)
          return 0
        }),
      )
    if (verb === 'accept')
      settling
        .option('--value <text...>', 'value to store instead of the written one; for a row NAME=TEXT, once per field')
        .addHelpText('after', '  satchel review accept 12-3fa9c1d2 --value 1980-05-31 --why "asked by phone"')
  }
}
