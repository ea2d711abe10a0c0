// satchel quarantine: items that could not be imported, kept raw with the reason.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

const isAll = (command: Command) => command.opts<{ all?: boolean }>().all === true

export function quarantineCommands(program: Command, world: World): void {
  const quarantine = program.command('quarantine').description(summaries.quarantine)
  lookCommands(quarantine, world)
  decideCommands(quarantine, world)
}

function lookCommands(quarantine: Command, world: World): void {
  quarantine
    .command('list', { isDefault: true })
    .description('list the items in quarantine, and why they are there')
    .option('--all', 'include items that somebody has seen')
    .addHelpText('after', '\nExamples:\n  satchel quarantine list\n  satchel quarantine list --all')
    .action(
      call(
        world,
        async () => (await import('../../review/quarantine.ts')).listQuarantine,
        command => ({ all: isAll(command) }),
        (io, rows, command) =>
          io.table(
            rows.map(({ item, received, problem, message }) => ({
              item: item.slice(0, 12),
              received,
              problem,
              message,
            })),
            isAll(command) ? 'Nothing is in quarantine.' : 'Nothing in quarantine waits for you.',
          ),
      ),
    )

  quarantine
    .command('show')
    .description('one item, raw')
    .argument('<item>', 'the first digits of its hash')
    .addHelpText('after', '\nExample:\n  satchel quarantine show 3fa9c1')
    .action(
      call(
        world,
        async () => (await import('../../review/quarantine.ts')).showQuarantined,
        (_command, item: string) => ({ item }),
        (io, row) => {
          io.say(`item      ${row.item}`)
          io.say(`problem   ${row.message ?? ''} (${row.problem ?? ''})`)
          io.say(`attempts  ${row.attempts}`)
          io.say('')
          const bytes = Buffer.from(row.raw, 'base64')
          const isText = !bytes.subarray(0, 4096).some(byte => byte === 0 || byte > 0xf7)
          io.say(
            isText ? new TextDecoder().decode(bytes.subarray(0, 65_536)) : `(${bytes.length} bytes that are no text)`,
          )
        },
      ),
    )
}

function decideCommands(quarantine: Command, world: World): void {
  quarantine
    .command('retry')
    .description('queue items again after the cause was fixed; the next import tries them')
    .argument('<item...>', 'the first digits of their hashes')
    .addHelpText('after', '\nExample:\n  satchel quarantine retry 3fa9c1')
    .action(
      call(
        world,
        async () => (await import('../../review/quarantine.ts')).retryItems,
        (_command, items: string[]) => ({ items }),
        (io, { waiting }) => io.say(`${waiting.length} waiting again: satchel import`),
      ),
    )

  quarantine
    .command('done')
    .description('mark items as seen: they leave the list and stay in quarantine')
    .argument('<item...>', 'the first digits of their hashes')
    .addHelpText('after', '\nExample:\n  satchel quarantine done 3fa9c1')
    .action(
      call(
        world,
        async () => (await import('../../review/quarantine.ts')).seeItems,
        (_command, items: string[]) => ({ items }),
        (io, { done }) => io.say(`${done.length} off the list; satchel quarantine list --all shows them.`),
      ),
    )
}
