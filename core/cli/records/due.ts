// satchel due: what is to be done, by day.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { limitOf } from '../typed-limit.ts'

interface Options {
  readonly for?: string
  readonly all?: boolean
  readonly days: string
}

export function dueCommand(program: Command, world: World): void {
  program
    .command('due')
    .description(summaries.due)
    .option('--for <staff>', 'the work of a colleague, as far as you may see it')
    .option('--all', "everybody's work, and what is nobody's")
    .option('--days <number>', 'how many days ahead', '0')
    .option('--limit <number>', 'how many', '100')
    .addHelpText(
      'after',
      '\nExamples:\n  satchel due\n  satchel due --days 7\n  satchel --as anna due\n  satchel due --all',
    )
    .action(
      call(
        world,
        async () => (await import('../../processes/list-due.ts')).listDue,
        command => {
          const { days, ...whose } = command.opts<Options>()
          return { for: whose.for, all: whose.all === true, days: Number(days), limit: limitOf(command) }
        },
        (io, { staff, rows, total }, command) => {
          const { days } = command.opts<Options>()
          const ahead = Number(days) === 0 ? '' : ` in the next ${days} days`
          if (rows.length === 0) {
            io.say(`Nothing is due${staff === null ? '' : ` for ${staff}`}${ahead}.`)
            if (staff !== null) io.say('satchel due --all shows what is due for everybody, --days 7 the coming week.')
            return
          }
          io.table(
            rows.map(row => ({
              due: row.due,
              late: row.late > 0 ? `${row.late} ${row.late === 1 ? 'day' : 'days'}` : '',
              record: row.hid,
              name: row.name,
              kind: row.kind === null ? '' : (kinds[row.kind] ?? row.kind),
              what: row.form === null ? row.what : `${row.what ?? ''} [${row.form}]`,
              ...(staff === null ? { whose: row.staff ?? 'nobody' } : {}),
            })),
            '',
          )
          if (total > rows.length) io.say(`and ${total - rows.length} more: --limit ${total}`)
        },
      ),
    )
}

const kinds: Readonly<Record<string, string>> = {
  'next-step': 'next step',
  stage: 'task of its stage',
  stuck: 'too long in its stage',
  'deal-expected': 'deal expected',
  'deal-valid': 'deal valid until',
}
