// satchel consent: who may be written to.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { action, call, openContext } from '../command.ts'
import { table } from '../io.ts'
import { summaries } from '../summaries.ts'

export function consentCommands(program: Command, world: World): void {
  const consent = program.command('consent').description(summaries.consent)
  consent
    .command('show', { isDefault: true })
    .description('show the history of consent for an address, newest first')
    .argument('<address>', 'e-mail address')
    .addHelpText('after', '\nExample:\n  satchel consent show somebody@example.org')
    .action(
      call(
        world,
        async () => (await import('../../consent/show-consent.ts')).showConsent,
        (_command, address: string) => ({ address }),
        (io, { mayWrite, history }) => {
          io.say(mayWrite === false ? 'No: there is an objection on file.' : 'Allowed: no objection on file.')
          if (history.length > 0) io.say(table(history))
        },
      ),
    )
  for (const verb of ['yes', 'no'] as const) {
    consent
      .command(verb)
      .description(`record a ${verb} that somebody gave in another way`)
      .argument('<address>', 'e-mail address')
      .requiredOption('--why <text>', 'basis, like "signed card of 3 May"')
      .option('--person <person>', 'person, for all their addresses: human id or uuid')
      .addHelpText('after', `\nExample:\n  satchel consent ${verb} somebody@example.org --why "on the phone"`)
      .action(noteConsent(world, verb === 'yes'))
  }
}

const noteConsent = (world: World, given: boolean) =>
  action(world, async (io, command, address: string) => {
    const { why: basis, person = null } = command.opts<{ why: string; person?: string }>()
    const use = await import('../../consent/note-consent.ts')
    const noted = await use.noteConsent(openContext(world, command), { address, given, basis, person })
    io.data({ given, person: noted.person })
    io.say(given ? 'Noted: this address may be written to.' : 'Noted: this address is not written to unasked.')
    if (noted.person !== null)
      io.say(`It is the person's own: ${given ? 'their no ends' : 'it counts at every address of theirs'}.`)
    if (given && noted.out > 0)
      io.say(
        `${noted.out} of those who have this address said no for themselves, and stay out: --person ends one's no.`,
      )
    return 0
  })
