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
  consent
    .command('purpose')
    .description('purposes that people are asked about in their own form: list them, add or word one, end one')
    .argument('[purpose]', 'word for it, like "offers"; without it, the list')
    .option('--label <language=words...>', 'what people read, by language; English is needed')
    .option('--end', 'ask nobody about it any more')
    .addHelpText('after', '\nExample:\n  satchel consent purpose offers --label "en=Prices and offers" "sw=Bei na ofa"')
    .action(purposeCommand(world))
  for (const verb of ['yes', 'no'] as const) {
    consent
      .command(verb)
      .description(`record a ${verb} that somebody gave in another way`)
      .argument('<address>', 'e-mail address')
      .requiredOption('--why <text>', 'basis, like "signed card of 3 May"')
      .option('--person <person>', 'person, for all their addresses: human id or uuid')
      .option(
        '--purpose <purpose>',
        'what the answer is about, a word of "consent purpose"; "all": letters unasked',
        'all',
      )
      .addHelpText('after', `\nExample:\n  satchel consent ${verb} somebody@example.org --why "on the phone"`)
      .action(noteConsent(world, verb === 'yes'))
  }
}

const purposeCommand = (world: World) =>
  action(world, async (io, command, purpose: string | undefined) => {
    const { label = [], end = false } = command.opts<{ label?: readonly string[]; end?: boolean }>()
    const use = await import('../../consent/purposes.ts')
    const context = openContext(world, command)
    if (purpose === undefined) {
      const all = await use.listPurposes(context, {})
      io.data(all)
      io.say(table(all))
      return 0
    }
    const labels = Object.fromEntries(
      label.map(each => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
    )
    io.data(end ? await use.endPurpose(context, { purpose }) : await use.setPurpose(context, { purpose, labels }))
    io.say(end ? `Nobody is asked about ${purpose} any more.` : `Own forms ask about ${purpose} from now on.`)
    return 0
  })

function notedAs(given: boolean, purpose: string): string {
  if (purpose !== 'all') return `Noted: ${given ? 'yes' : 'no'} to ${purpose}, and to nothing else.`
  return given ? 'Noted: this address may be written to.' : 'Noted: this address is not written to unasked.'
}

const noteConsent = (world: World, given: boolean) =>
  action(world, async (io, command, address: string) => {
    const { why: basis, person = null, purpose } = command.opts<{ why: string; person?: string; purpose: string }>()
    const use = await import('../../consent/note-consent.ts')
    const noted = await use.noteConsent(openContext(world, command), { address, given, basis, person, purpose })
    io.data({ given, person: noted.person, purpose })
    io.say(notedAs(given, purpose))
    if (noted.person !== null)
      io.say(`It is the person's own: ${given ? 'their no ends' : 'it counts at every address of theirs'}.`)
    if (given && noted.out > 0)
      io.say(
        `${noted.out} of those who have this address said no for themselves, and stay out: --person ends one's no.`,
      )
    return 0
  })
