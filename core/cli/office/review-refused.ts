// satchel review list --refused, and satchel review seen: what was refused, until somebody has seen it.

import type { Command } from 'commander'
import { problem } from '../../problems/problems.ts'
import { listRefused, markSeen, refusedTogether } from '../../review/refused-changes.ts'
import { stampOf } from '../../review/held-changes.ts'
import { action, openContext, typedName } from '../command.ts'
import type { World } from '../../context/world.ts'
import type { Io } from '../io.ts'

export async function showRefused(world: World, io: Io, command: Command, reason: string | undefined): Promise<number> {
  const all = await openContext(world, command).asStaff(listRefused)
  const rows = all.filter(row => reason === undefined || row.reason === reason)
  io.rows(
    io.json
      ? rows
      : rows.map(({ id, record, slot, wanted, reason: why, sender }) => ({
          id,
          record,
          slot,
          wanted,
          reason: why,
          sender,
        })),
    'Nothing was refused that nobody has seen.',
  )
  // a list of some is marked by their ids: the stamp is that of all
  if (rows.length > 0 && rows.length === all.length)
    io.note(`all ${rows.length} seen: ${typedName(world)} review seen --stamp ${stampOf(rows)}`)
  return 0
}

export function seenCommand(review: Command, world: World): void {
  review
    .command('seen')
    .description('mark refused changes as seen; they leave the list, and nothing else happens')
    .argument('[id...]', 'as review list --refused shows them')
    .option('--stamp <stamp>', 'all of them, as they were shown')
    .addHelpText('after', '\nExamples:\n  satchel review seen 12 14\n  satchel review seen --stamp 5c0e11f2')
    .action(
      action(world, async (io, command, typed: readonly string[]) => {
        const { stamp } = command.opts<{ stamp?: string }>()
        if (typed.length > 0 === (stamp !== undefined) || typed.some(id => !/^[0-9]{1,15}$/.test(id))) {
          throw problem('usage/wrong', 'Name refused changes by their numbers, or all of them by --stamp.', {
            hint: 'satchel review list --refused shows them',
          })
        }
        const ids = await openContext(world, command).asStaff(async database => {
          const found = stamp === undefined ? typed : await refusedTogether(database, stamp)
          await markSeen(database, found)
          return found
        })
        io.data({ seen: ids })
        io.say(`${ids.length} noted as seen.`)
        return 0
      }),
    )
}
