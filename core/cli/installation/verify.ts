// satchel verify: is everything what it should be?

import type { Command } from 'commander'
import { verify } from '../../installation/verify.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { table } from '../io.ts'
import { summaries } from '../summaries.ts'

export function verifyCommand(program: Command, world: World): void {
  program
    .command('verify')
    .description(summaries.verify)
    .addHelpText('after', '\nExample:\n  satchel verify\n\nThe exit code is 3 if something is wrong.')
    .action(
      action(world, async (io, command) => {
        const findings = await verify(openContext(world, command), what => io.progress(what))
        io.data(findings)
        const word = { ok: 'ok', wrong: 'WRONG', nag: 'to do' } as const
        io.say(table(findings.map(({ what, state, says }) => ({ checked: what, result: word[state], '': says }))))
        return findings.some(each => each.state === 'wrong') ? 3 : 0
      }),
    )
}
