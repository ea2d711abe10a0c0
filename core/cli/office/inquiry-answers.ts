// satchel inquiry reply, to-person, to-lead, to-ticket, link: what is made of a question.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { saidFields, valueOf } from '../changes/typed-words.ts'
import { call } from '../command.ts'
import { inquiryId } from '../typed-id.ts'

interface MakeOptions {
  readonly owner?: string
  readonly under?: string
  readonly anyway?: boolean
  readonly dryRun?: boolean
}

const makes = {
  person: {
    about: 'add whoever asked as a person; who may be there already is named first',
    example: 'satchel inquiry to-person inquiry-3 family-name=Otieno phone=+255700000009',
    load: async () => (await import('../../inquiries/inquiry-record.ts')).inquiryToPerson,
  },
  lead: {
    about: 'the same, and enter them into the process of leads; also a person whose question it is already',
    example: 'satchel inquiry to-lead inquiry-3 --owner anna',
    load: async () => (await import('../../inquiries/inquiry-record.ts')).inquiryToLead,
  },
  ticket: {
    about: 'make a ticket of it',
    example: 'satchel inquiry to-ticket inquiry-3 priority=high',
    load: async () => (await import('../../inquiries/inquiry-record.ts')).inquiryToTicket,
  },
} as const

export function inquiryAnswers(inquiry: Command, world: World): void {
  inquiry
    .command('reply')
    .description('answer an inquiry by a letter in your own words, and close it')
    .argument('<inquiry>', 'like inquiry-3')
    .argument('<text>', 'your words; @FILE reads them from a file, - from the standard input')
    .option('--subject <text>', 'of the letter; without it, the letter says that it is about their question', '')
    .option('--dry-run', 'show the letter, and send nothing')
    .addHelpText(
      'after',
      `
It goes where the words came from: of words beside a packet, to the address that the packet went to. If the letter cannot be sent or comes back,
the inquiry is open again.

Examples:
  satchel inquiry reply inquiry-3 "Seed is here from Monday, at 4,000 a bag."
  satchel inquiry reply inquiry-3 @answer.txt --dry-run`,
    )
    .action(
      call(
        world,
        async () => (await import('../../inquiries/answer-inquiry.ts')).replyToInquiry,
        (command, typed: string, text: string) => ({
          inquiry: inquiryId(typed),
          text: valueOf(text),
          ...command.opts<{ subject: string; dryRun?: boolean }>(),
        }),
        (io, { inquiry: hid, to, subject, text, isNew }, command) => {
          if (command.opts<{ dryRun?: boolean }>().dryRun === true) io.say(`To ${to}: ${subject}\n\n${text}`)
          else if (isNew) io.say(`${hid} is answered; satchel send puts the letter to ${to} into the mailbox.`)
          else io.say(`${hid} has this answer already; no second letter goes out.`)
        },
      ),
    )

  for (const what of ['person', 'lead', 'ticket'] as const) toRecord(inquiry, world, what)
  linkCommand(inquiry, world)
}

function toRecord(inquiry: Command, world: World, what: keyof typeof makes): void {
  const { about, example, load } = makes[what]
  inquiry
    .command(`to-${what}`)
    .description(about)
    .argument('<inquiry>', 'like inquiry-3')
    .argument('[field=value...]', 'what the inquiry does not say, or says wrongly; field= leaves it out')
    .option('--under <record>', 'the record that it stands under')
    .option('--owner <staff>', 'short name of its owner; without it you')
    .option('--anyway', 'add it, even if it may be there already')
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', `\nExample:\n  ${example}`)
    .action(
      call(
        world,
        load,
        (command, typed: string, fields: string[]) => ({
          inquiry: inquiryId(typed),
          set: saidFields(fields),
          ...command.opts<MakeOptions>(),
        }),
        (io, { inquiry: hid, record, name }, command) => {
          if (command.opts<MakeOptions>().dryRun === true) io.say('Tried, and taken back: nothing was added.')
          io.say(`${hid} is of ${record} ${name}.`)
        },
      ),
    )
}

function linkCommand(inquiry: Command, world: World): void {
  inquiry
    .command('link')
    .description('say whose question it is, where that record is there already')
    .argument('<inquiry>', 'like inquiry-3')
    .argument('<record>', 'human id or uuid')
    .addHelpText('after', '\nExample:\n  satchel inquiry link inquiry-3 P12')
    .action(
      call(
        world,
        async () => (await import('../../inquiries/inquiry-record.ts')).linkInquiryTo,
        (_, typed: string, record: string) => ({ inquiry: inquiryId(typed), record }),
        (io, { inquiry: hid, record }) => io.say(`${hid} is of ${record}.`),
      ),
    )
}
