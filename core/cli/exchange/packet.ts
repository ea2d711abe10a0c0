// satchel packet: work packets that went out.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, call, openContext } from '../command.ts'
import { editAndMerge, editorOf, readEditing } from './edit-text.ts'
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
  packet
    .command('answer')
    .description('type in the answer that came back on a printed packet')
    .argument('<packet>', 'packet id, as it is printed')
    .argument('<code>', 'the code below it')
    .option('--editor <command>', 'editor command; without it, VISUAL or EDITOR')
    .option('--again <file>', 'continue with a file whose text had a fault')
    .addHelpText(
      'after',
      `
The form opens in an editor with the values that the paper shows; change what was written on it. The answer counts as the recipient's, under
their role, and is acknowledged to them by mail.

Example:
  satchel packet answer 7QK2-M9XA-3F0T K7QM-2X4T --editor nano`,
    )
    .action(
      action(world, async (io, command, typed: string, code: string) => {
        const context = openContext(world, command)
        const options = command.opts<{ editor?: string; again?: string }>()
        const id = packetId(typed)
        const editor = editorOf(world, options.editor, `packet answer ${id} ${code}`)
        const { beginPaper } = await import('../../people/begin-paper.ts')
        const isAgain = options.again !== undefined
        const editing =
          options.again === undefined ? await beginPaper(context, { packet: id, code }) : readEditing(options.again)
        const goOn = `packet answer ${id} ${code} --again ${editing.file}`
        return editAndMerge(io, { context, world, editor, editing, isAgain, goOn, tellsSender: true })
      }),
    )
}
