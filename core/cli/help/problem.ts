// satchel problem: what a code at the end of a message means and what to do, out of the page that ships with the program.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { shipped } from '../../db/shipped.ts'
import { problem } from '../../problems/problems.ts'
import { action } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

interface Entry {
  readonly code: string
  readonly means: string
  readonly exit: string
  readonly todo: string
}

function readEntries(): readonly Entry[] {
  const page = readFileSync(join(shipped('docs'), 'problems.md'), 'utf8')
  return [...page.matchAll(/^\| `([^`]+)` \| (.+?) \| (\d+)(?:, later)? \| (.+) \|$/gm)].map(
    ([, code = '', means = '', exit = '', todo = '']) => ({ code, means, exit, todo }),
  )
}

/** Codes that share a word with what was typed. */
function like(entries: readonly Entry[], typed: string): readonly string[] {
  const words = typed.split(/[^a-z0-9]+/).filter(word => word.length > 2)
  const shared = (code: string) => words.filter(word => code.includes(word)).length
  return entries
    .map(entry => entry.code)
    .filter(code => shared(code) > 0)
    .toSorted((a, b) => shared(b) - shared(a))
}

export function problemCommand(program: Command, world: World): void {
  program
    .command('problem')
    .description(summaries.problem)
    .argument('[code]', 'like token/used-up; without it, all codes')
    .addHelpText('after', '\nExample:\n  satchel problem token/used-up')
    .action(
      action(world, async (io, _command, typed: string | undefined) => {
        const entries = readEntries()
        if (typed === undefined) {
          io.rows(
            entries.map(({ code, means }) => ({ code, means })),
            'No codes.',
          )
          return 0
        }
        const code = typed.toLowerCase().replace(/^\(|\)$/g, '')
        const found = entries.find(entry => entry.code === code)
        if (found === undefined) {
          const near = like(entries, code).slice(0, 8)
          throw problem('usage/wrong', 'There is no such code.', {
            hint: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'satchel problem lists all codes',
          })
        }
        io.data(found)
        io.say(`${found.code} (exit code ${found.exit})\n${found.means}\n\n${found.todo.replaceAll('`', '')}`)
        return 0
      }),
    )
}
