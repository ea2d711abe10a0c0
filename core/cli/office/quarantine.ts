// satchel quarantine: items that could not be imported, kept raw with the reason.

import type { Command } from 'commander'
import { chooseItem, quarantinedBytes, retryQuarantined } from '../../review/quarantine.ts'
import { quarantinedItems, seeItem } from '../../db/calls/import.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function quarantineCommands(program: Command, world: World): void {
  const quarantine = program.command('quarantine').description(summaries.quarantine)
  const items = (command: Command) =>
    openContext(world, command).asStaff(database => database.run(quarantinedItems, {}))

  quarantine
    .command('list', { isDefault: true })
    .description('list the items in quarantine, and why they are there')
    .option('--all', 'include items that somebody has seen')
    .addHelpText('after', '\nExamples:\n  satchel quarantine list\n  satchel quarantine list --all')
    .action(
      action(world, async (io, command) => {
        const isAll = command.opts<{ all?: boolean }>().all === true
        const rows = (await items(command)).filter(({ seen }) => isAll || seen === null)
        io.rows(
          io.json
            ? rows
            : rows.map(({ item, received, problem, message }) => ({
                item: item.slice(0, 12),
                received,
                problem,
                message,
              })),
          isAll ? 'Nothing is in quarantine.' : 'Nothing in quarantine waits for you.',
        )
        return 0
      }),
    )

  quarantine
    .command('show')
    .description('one item, raw')
    .argument('<item>', 'the first digits of its hash')
    .addHelpText('after', '\nExample:\n  satchel quarantine show 3fa9c1')
    .action(
      action(world, async (io, command, typed: string) => {
        const rows = await items(command)
        const hash = chooseItem(rows, typed)
        const row = rows.find(entry => entry.item === hash)
        const bytes = await quarantinedBytes(openContext(world, command), hash)
        io.data({ ...row, raw: Buffer.from(bytes).toString('base64') })
        io.say(`item      ${hash}`)
        io.say(`problem   ${row?.message ?? ''} (${row?.problem ?? ''})`)
        io.say(`attempts  ${row?.attempts ?? 0}`)
        io.say('')
        const isText = !bytes.subarray(0, 4096).some(byte => byte === 0 || byte > 0xf7)
        io.say(
          isText ? new TextDecoder().decode(bytes.subarray(0, 65_536)) : `(${bytes.length} bytes that are no text)`,
        )
        return 0
      }),
    )

  quarantine
    .command('retry')
    .description('queue items again after the cause was fixed; the next import tries them')
    .argument('<item...>', 'the first digits of their hashes')
    .addHelpText('after', '\nExample:\n  satchel quarantine retry 3fa9c1')
    .action(
      action(world, async (io, command, typed: readonly string[]) => {
        const context = openContext(world, command)
        const rows = await items(command)
        const hashes = typed.map(start => chooseItem(rows, start))
        await context.asImport(async database => {
          for (const hash of hashes) await retryQuarantined(database, context, hash)
        })
        io.data({ waiting: hashes })
        io.say(`${hashes.length} waiting again: satchel import`)
        return 0
      }),
    )

  quarantine
    .command('done')
    .description('mark items as seen: they leave the list and stay in quarantine')
    .argument('<item...>', 'the first digits of their hashes')
    .addHelpText('after', '\nExample:\n  satchel quarantine done 3fa9c1')
    .action(
      action(world, async (io, command, typed: readonly string[]) => {
        const done = await openContext(world, command).asStaff(async database => {
          const rows = await database.run(quarantinedItems, {})
          const hashes = typed.map(start => chooseItem(rows, start))
          for (const hash of hashes) await database.run(seeItem, { hash })
          return hashes
        })
        io.data({ done })
        io.say(`${done.length} off the list; satchel quarantine list --all shows them.`)
        return 0
      }),
    )
}
