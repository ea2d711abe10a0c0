// satchel consent: who may be written to.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { Context } from '../../context/context.ts'
import { problem } from '../../problems/problems.ts'
import { action, call, openContext, progressOf } from '../command.ts'
import { type Io, table } from '../io.ts'
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
    const list = verb === 'no'
    const command = consent
      .command(verb)
      .description(`record a ${verb} that somebody gave in another way`)
      .argument(list ? '[address]' : '<address>', 'e-mail address')
      .requiredOption('--why <text>', 'basis, like "signed card of 3 May"')
      .option('--person <person>', 'person, for all their addresses: human id or uuid')
      .option(
        '--purpose <purpose>',
        'what the answer is about, a word of "consent purpose"; "all": letters unasked',
        'all',
      )
    if (list)
      command
        .option('--file <file>', 'a list of addresses or human ids: one a line, or a column of a sheet')
        .option('--column <heading>', 'column of the sheet, where it has several')
        .option('--encoding <name>', 'encoding of a file that is not UTF-8')
        .option('--dry-run', 'with --file: tell what would be noted, and note nothing')
    const more = list ? '\n  satchel consent no --file stopped.csv --why "list of the old program" --dry-run' : ''
    command
      .addHelpText('after', `\nExample:\n  satchel consent ${verb} somebody@example.org --why "on the phone"${more}`)
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
  action(world, async (io, command, address: string | undefined) => {
    const options = command.opts<ConsentOptions>()
    const { why: basis, person = null, purpose } = options
    if (options.file !== undefined && (address !== undefined || person !== null)) throw oneOrList()
    if (options.file !== undefined) return noteList(io, openContext(world, command), options.file, options)
    if (address === undefined) throw oneOrList()
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

interface ConsentOptions {
  readonly why: string
  readonly person?: string
  readonly purpose: string
  readonly file?: string
  readonly column?: string
  readonly encoding?: string
  readonly dryRun?: boolean
}

const oneOrList = () =>
  problem('usage/wrong', 'It takes one address, or --file with a list and no address.', {
    hint: 'satchel consent no somebody@example.org --why "on the phone"',
  })

const outcomeWords = {
  noted: 'noted',
  already: 'has a no already',
  'not-address': 'is no e-mail address: nothing was noted',
  'not-known': 'is no person here: nothing was noted',
  empty: 'is empty',
} as const

async function noteList(io: Io, context: Context, path: string, options: ConsentOptions): Promise<number> {
  const { noteNoList } = await import('../../consent/no-list.ts')
  const { why: basis, ...rest } = options
  const { lines, noted, already, faulty } = await noteNoList(context, { ...rest, basis, path }, progressOf(io))
  io.progress(null)
  io.data({ lines, noted, already, faulty, done: options.dryRun !== true })
  // never an address: a list of those who said no is nobody's to read
  for (const { line, outcome } of lines) io.say(`line ${line}: ${outcomeWords[outcome]}`)
  const counts = `${noted} noted, ${already} had a no already, ${faulty} with a fault`
  io.say(options.dryRun === true ? `Would be: ${counts}. Nothing was changed.` : `${counts}.`)
  return faulty > 0 ? 3 : 0
}
