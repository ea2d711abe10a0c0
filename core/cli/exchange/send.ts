// satchel send: letters out.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call, openContext } from '../command.ts'
import { summaries } from '../summaries.ts'

export function sendCommand(program: Command, world: World): void {
  program
    .command('send')
    .description(summaries.send)
    .addHelpText('after', '\nExample:\n  satchel send')
    .action(
      call(
        world,
        async () => (await import('../../letters/deliver-letters.ts')).deliverLetters,
        () => ({}),
        (io, sent, command) => {
          const { settings, home } = openContext(world, command)
          const where = settings.smtpUrl === undefined ? `into ${home.mail}` : 'to the mail server'
          io.say(`Sent ${sent.sent} ${sent.sent === 1 ? 'letter' : 'letters'} ${where}.`)
          const { noKey = 0 } = sent
          if (sent.later > noKey)
            io.say(`${sent.later - noKey} put off: the mail server asked for that, they go out later`)
          if (sent.failed > 0) io.say(`${sent.failed} could not be sent: satchel status`)
          if (noKey > 0) {
            io.say(`${noKey} cannot be opened: the key that seals them is missing from ${home.keys}.`)
            io.say(
              'Bring keys/letters-….key back from your backup, or send these records (dispatch --again) and forms anew.',
            )
          }
          return sent.failed + noKey > 0 ? 3 : 0
        },
      ),
    )
}
