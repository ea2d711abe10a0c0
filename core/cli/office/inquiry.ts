// satchel inquiry: questions from the public page, and what people wrote beside a form or instead of one.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { summaries } from '../summaries.ts'
import { inquiryId } from '../typed-id.ts'
import { limitOf } from '../typed-limit.ts'
import { inquiryAnswers } from './inquiry-answers.ts'

/** What is shown of an inquiry above its message. */
const shown = [
  'received',
  'packet',
  'recipient',
  'record',
  'about',
  'ticket',
  'name',
  'email',
  'phone',
  'language',
  'status',
  'note',
] as const

export function inquiryCommands(program: Command, world: World): void {
  const inquiry = program.command('inquiry').description(summaries.inquiry)

  inquiry
    .command('list', { isDefault: true })
    .description('list open inquiries, oldest first')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel inquiry list')
    .action(
      call(
        world,
        async () => (await import('../../inquiries/inquiries.ts')).listInquiries,
        command => ({ limit: limitOf(command) }),
        (io, rows) => io.table(rows, 'No inquiry waits.'),
      ),
    )

  showCommand(inquiry, world)

  inquiry
    .command('done')
    .description('close an inquiry')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--note <text>', 'note about the answer', '')
    .addHelpText('after', '\nExample:\n  satchel inquiry done inquiry-3 --note "called her back"')
    .action(
      call(
        world,
        async () => (await import('../../inquiries/inquiries.ts')).endInquiry,
        (command, typed: string) => ({ inquiry: inquiryId(typed), ...command.opts<{ note: string }>() }),
        (io, ended) => io.say(`${ended.inquiry} is done.`),
      ),
    )

  inquiryAnswers(inquiry, world)
}

function showCommand(inquiry: Command, world: World): void {
  inquiry
    .command('show')
    .description('one inquiry, with its files')
    .argument('<inquiry>', 'like inquiry-3')
    .option('--save <folder>', 'open the files and write them there, under generated names')
    .addHelpText('after', '\nExample:\n  satchel inquiry show inquiry-3 --save ./inquiry-3')
    .action(
      call(
        world,
        async () => (await import('../../inquiries/inquiries.ts')).showInquiry,
        (command, typed: string) => ({ inquiry: inquiryId(typed), ...command.opts<{ save?: string }>() }),
        (io, row) => {
          for (const name of shown) {
            const value = row[name]
            if (value !== null) io.say(`${name.padEnd(10)}${value instanceof Date ? value.toISOString() : value}`)
          }
          for (const file of row.files ?? []) io.say(`file      ${file.name} (${file.type})`)
          for (const file of row.inside ?? [])
            io.say(`file      ${file.name || 'without a name'} (${file.type}, ${file.size} bytes)`)
          for (const path of row.saved) io.say(`saved     ${path}`)
          io.say(`\n${row.message}`)
          for (const { number, by, written, status, text } of row.answers)
            io.say(`\nanswer ${number} by ${by ?? 'nobody'}, ${written.toISOString()} (${status}):\n${text}`)
        },
      ),
    )
}
