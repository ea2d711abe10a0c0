// satchel hand: records to a colleague, with the packets that somebody who left had of them.

import type { Command } from 'commander'
import { dispatch } from '../../packets/dispatch-packet.ts'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { corePrivateKey } from '../../keys/core-keys.ts'
import { problem } from '../../problems/problems.ts'
import type { Context } from '../../context/context.ts'
import { listStaff } from '../../statements/dispatch.ts'
import { handOver, ownedRecords, packetsLeft } from '../../statements/processes.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { entityOf } from '../record-of.ts'
import { summaries } from '../summaries.ts'

interface Handed {
  readonly record: string
  readonly records: number
  /** Packets that go out to the colleague in place of those that are parked. */
  readonly packets: string[]
}

export function handCommand(program: Command, world: World): void {
  program
    .command('hand')
    .description(summaries.hand)
    .argument('[record...]', 'human ids or uuids')
    .requiredOption('--to <staff>', 'short name of the colleague')
    .option('--from <staff>', 'all records of this staff member')
    .addHelpText(
      'after',
      `
Of records that somebody who left had in open packets, the colleague gets packets of their own.

Examples:
  satchel hand P12 P15 --to baraka
  satchel hand --from anna --to baraka`,
    )
    .action(
      action(world, async (io, command, named: readonly string[]) => {
        const { to, from } = command.opts<{ to: string; from?: string }>()
        if ((from === undefined) === (named.length === 0)) {
          throw problem('usage/wrong', 'Name records, or whose they are.', {
            hint: 'satchel hand --from anna --to baraka',
          })
        }
        const context = openContext(world, command)
        const parked: { of: Handed; record: string; form: string }[] = []
        const handed = await context.asStaff(async database => {
          const counts: Handed[] = []
          if (from !== undefined && !(await database.run(listStaff, {})).some(({ hid }) => hid === from)) {
            throw problem('staff/not-known', `There is no staff member "${from}".`, { hint: 'satchel staff list' })
          }
          const owned = from === undefined ? [] : await database.run(ownedRecords, { staff: from })
          for (const key of [...named, ...owned.map(({ record }) => record)]) {
            const entity = await entityOf(database, key)
            const { records } = await database.run(handOver, { entity, staff: to })
            if (records === -1) {
              throw problem('staff/not-known', `There is no active staff member "${to}".`, {
                hint: 'satchel staff list',
              })
            }
            const of = { record: key, records: records ?? 0, packets: [] }
            counts.push(of)
            for (const { record, form } of await database.run(packetsLeft, { entity })) {
              if (record !== null && form !== null) parked.push({ of, record, form })
            }
          }
          return counts
        })
        await sendInstead(context, parked, to)
        io.data(handed)
        if (handed.length === 0) io.say(`${from} has no records.`)
        for (const { record, records, packets } of handed) {
          io.say(
            records === 0
              ? `${record}: ${to}'s already`
              : `${record}: ${records} ${records === 1 ? 'record' : 'records'} now ${to}'s`,
          )
          for (const packet of packets) io.say(`Queued packet ${packet} to ${to}, in place of one that is parked.`)
        }
        return 0
      }),
    )
}

/** After the handing over, each in a transaction of its own: stopped in between, the same command goes on. */
async function sendInstead(
  context: Context,
  parked: readonly { readonly of: Handed; readonly record: string; readonly form: string }[],
  staff: string,
): Promise<void> {
  if (parked.length === 0) return
  const key = await corePrivateKey(context.home)
  await context.asDispatch(async database => {
    const catalog = await loadCatalog(database)
    for (const { of, record, form } of parked) {
      const sent = await dispatch(database, { context, catalog, key }, { entity: record, staff, form }, false)
      if (!('issued' in sent)) of.packets.push(sent.packet)
    }
  })
}
