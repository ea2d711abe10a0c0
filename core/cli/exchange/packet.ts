// satchel packet: work packets that went out.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { packetId } from '../typed-id.ts'
import { limitOf } from '../typed-limit.ts'

export function packetCommands(program: Command, world: World): void {
  const packet = program.command('packet').description(summaries.packet)
  packet
    .command('list')
    .description('list packets, newest first: open, answered and when, expired, parked or revoked')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel packet list --limit 10')
    .action(
      call(
        world,
        async () => (await import('../../packets/sent-packets.ts')).listPackets,
        command => ({ limit: limitOf(command) }),
        (io, rows) => io.table(rows, 'No packet went out yet.'),
      ),
    )
  packet
    .command('revoke')
    .description('refuse all further replies to a packet')
    .argument('<packet>', 'packet id, like 7QK2-M9XA-3F0T')
    .addHelpText('after', '\nExample:\n  satchel packet revoke 7QK2-M9XA-3F0T')
    .action(
      call(
        world,
        async () => (await import('../../packets/sent-packets.ts')).revokePacket,
        (_command, typed: string) => ({ packet: packetId(typed) }),
        (io, { packet: id }) => io.say(`Packet ${id} is revoked.`),
      ),
    )
}
