// satchel review list --refused, and satchel review seen: what was refused, until somebody has seen it.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call, openContext, typedName } from '../command.ts'
import type { Io } from '../io.ts'

export async function showRefused(world: World, io: Io, command: Command, reason: string | undefined): Promise<number> {
  const [{ listRefusedChanges }, { stampOf }] = await Promise.all([
    import('../../review/refused-changes.ts'),
    import('../../review/held-changes.ts'),
  ])
  const all = await listRefusedChanges(openContext(world, command), {})
  const rows = all.filter(row => reason === undefined || row.reason === reason)
  io.data(rows)
  io.table(
    rows.map(({ id, record, slot, wanted, reason: why, sender }) => ({
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
      call(
        world,
        async () => (await import('../../review/refused-changes.ts')).seeRefusedChanges,
        (command, typed: string[]) => {
          const { stamp } = command.opts<{ stamp?: string }>()
          if (typed.length > 0 === (stamp !== undefined) || typed.some(id => !/^[0-9]{1,15}$/.test(id))) {
            throw problem('usage/wrong', 'Name refused changes by their numbers, or all of them by --stamp.', {
              hint: 'satchel review list --refused shows them',
            })
          }
          return { changes: stamp === undefined ? typed : { stamp } }
        },
        (io, { seen }) => io.say(`${seen.length} noted as seen.`),
      ),
    )
}
