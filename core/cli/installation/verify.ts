// satchel verify: is everything what it should be?

import type { Command } from 'commander'
import { call } from '../command.ts'
import type { World } from '../../context/world.ts'
import { table } from '../io.ts'
import { summaries } from '../summaries.ts'

export function verifyCommand(program: Command, world: World): void {
  program
    .command('verify')
    .description(summaries.verify)
    .addHelpText('after', '\nExample:\n  satchel verify\n\nThe exit code is 3 if something is wrong.')
    .action(
      call(
        world,
        async () => (await import('../../installation/verify.ts')).verifyInstallation,
        () => ({}),
        (io, findings) => {
          const word = { ok: 'ok', wrong: 'WRONG', nag: 'to do' } as const
          io.say(table(findings.map(({ what, state, says }) => ({ checked: what, result: word[state], '': says }))))
          return findings.some(each => each.state === 'wrong') ? 3 : 0
        },
      ),
    )
}
