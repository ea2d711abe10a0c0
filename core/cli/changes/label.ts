// satchel label: what a type, a field or a choice is called in each language.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { problem } from '../../problems/problems.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'

export function labelCommand(program: Command, world: World): void {
  program
    .command('label')
    .description(summaries.label)
    .argument('<name>', 'a type, a field or a choice: deal, deal.amount, contact-point.value, source/visit')
    .argument(
      '[language=text...]',
      'its label in a language; language= takes yours back. Without any, its labels are listed',
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', help)
    .action(
      call(
        world,
        async () => (await import('../../records/labels.ts')).labels,
        (command, name: string, texts: string[]) => ({
          name,
          set: Object.fromEntries(texts.map(readText)),
          dryRun: command.opts<{ dryRun?: boolean }>().dryRun ?? false,
        }),
        (io, all) =>
          io.table(
            all.map(({ language, label, own }) => ({ language, label, whose: own ? 'yours' : '' })),
            'None in another language than English.',
          ),
      ),
    )
}

function readText(word: string): readonly [string, string] {
  const at = word.indexOf('=')
  if (at < 1)
    throw problem('usage/wrong', `"${word}" gives no label.`, { hint: 'write language=text, such as de=Summe' })
  return [word.slice(0, at).toLowerCase(), word.slice(at + 1)]
}

const help = `
Examples:
  satchel label deal.amount
  satchel label deal.amount de=Summe fr=Total
  satchel label deal.amount de=
  satchel label source/visit de=Hofbesuch --dry-run`
