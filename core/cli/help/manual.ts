// satchel manual: one page for man(1) of each command, made of the table of commands.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { action } from '../command.ts'
import type { World } from '../../context/world.ts'
import { type CommandPage, commandPages } from './command-pages.ts'
import { summaries } from '../summaries.ts'

export function manualCommand(program: Command, world: World): void {
  program
    .command('manual')
    .description(summaries.manual)
    .argument('<folder>', 'folder; made if it does not exist')
    .addHelpText(
      'after',
      `
Examples:
  satchel manual ~/.local/share/man/man1
  man satchel-dispatch`,
    )
    .action(
      action(world, async (io, _command, folder: string) => {
        const pages = commandPages(program)
        mkdirSync(folder, { recursive: true })
        const files = pages.map(page => {
          const file = join(folder, `${nameOf(page)}.1`)
          writeFileSync(file, manualPage(page, pages, program.version() ?? ''))
          return file
        })
        io.data({ files })
        io.say(`Wrote ${files.length} pages into ${folder}; man -l ${files[0] ?? ''} shows the first.`)
        return 0
      }),
    )
}

const nameOf = (page: CommandPage) => ['satchel', ...page.path].join('-')

/** Text that troff prints as it stands: no control lines, no escapes, hyphens that can be copied into a shell. */
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .split('\n')
    .map(line => (/^[.']/.test(line) ? `\\&${line}` : line))
    .join('\n')
}

const described = (entries: readonly { readonly term: string; readonly about: string }[]) =>
  entries.map(({ term, about }) => `.TP\n\\fB${plain(term)}\\fR\n${plain(about)}\n`).join('')

/** One page in the macros of man(7). */
export function manualPage(page: CommandPage, pages: readonly CommandPage[], version: string): string {
  const top = pages[0]
  const below = page.commands.map(name => pages.find(each => each.path.join(' ') === [...page.path, name].join(' ')))
  const parents = page.path.map((_, depth) => ['satchel', ...page.path.slice(0, depth)].join('-'))
  const others = [...parents, ...page.commands.map(name => `${nameOf(page)}-${name}`)]
  const sections: readonly (readonly [string, string])[] = [
    ['NAME', `${plain(nameOf(page))} \\- ${plain(page.about)}\n`],
    ['SYNOPSIS', `.B ${plain(page.usage)}\n`],
    [
      'COMMANDS',
      described(
        below.flatMap(each => (each === undefined ? [] : [{ term: each.path.at(-1) ?? '', about: each.about }])),
      ),
    ],
    ['ARGUMENTS', described(page.args)],
    ['OPTIONS', described(page.options)],
    ['OPTIONS BEFORE THE COMMAND', page === top ? '' : described(top?.options ?? [])],
    ['NOTES', page.more === '' ? '' : `.nf\n${plain(page.more)}\n.fi\n`],
    ['SEE ALSO', others.length === 0 ? '' : `${others.map(name => `.BR ${plain(name)} (1)`).join(',\n')}\n`],
  ]
  const title = `.TH ${plain(nameOf(page)).toUpperCase()} 1 "" "satchel ${plain(version)}" "Satchel"\n`
  return title + sections.flatMap(([name, text]) => (text === '' ? [] : [`.SH ${name}\n${text}`])).join('')
}
