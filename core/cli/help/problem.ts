// satchel problem: explains the code at the end of a message.

import type { Command } from 'commander'
import { action } from '../command.ts'
import type { World } from '../../context/world.ts'
import { summaries } from '../summaries.ts'

export function problemCommand(program: Command, world: World): void {
  program
    .command('problem')
    .description(summaries.problem)
    .argument('[code]', 'like token/used-up; without it, all codes')
    .addHelpText('after', '\nExample:\n  satchel problem token/used-up')
    .action(
      action(world, async (io, _command, typed: string | undefined) => {
        const { explainProblem, readExplained } = await import('../../installation/explain-problem.ts')
        if (typed === undefined) {
          io.rows(
            readExplained().map(({ code, means }) => ({ code, means })),
            'No codes.',
          )
          return 0
        }
        const found = explainProblem(typed)
        io.data(found)
        io.say(`${found.code} (exit code ${found.exit})\n${found.means}\n\n${found.todo.replaceAll('`', '')}`)
        return 0
      }),
    )
}
