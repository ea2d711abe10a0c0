// satchel dispatch: records out.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import { call } from '../command.ts'
import { readParams } from '../query-params.ts'
import { wholeNumber } from '../whole-number.ts'
import { summaries } from '../summaries.ts'
import { sayDispatched } from './say-dispatched.ts'

interface DispatchOptions {
  readonly to?: string
  readonly toOwner?: boolean
  readonly form?: string
  readonly query?: string
  readonly param?: readonly string[]
  readonly dryRun?: boolean
  readonly again?: boolean
  readonly why?: string
  readonly language?: string
  readonly days?: string
  readonly out?: string
  readonly together?: boolean
  readonly print?: boolean
  readonly output?: string
  readonly inClear?: boolean
}

export function dispatchCommand(program: Command, world: World): void {
  program
    .command('dispatch')
    .description(summaries.dispatch)
    .argument('[entity...]', 'human ids or uuids of the records')
    .option('--to <staff>', 'short name of the recipient')
    .option('--to-owner', 'each record to its owner; one that cannot go out is reported, and stops no other')
    .option('--form <name>', 'form of the packet; without it, that of its stage, or the usual one of its type')
    .option('--query <name>', 'every record that a stored query returns (its column hid or uuid)')
    .option('--param <name=value...>', 'parameters of the query, by name')
    .option('--why <text>', 'why it comes now, in your own words: the recipient reads it first')
    .option('--language <tag>', 'of the letters and pages; without it, that of each recipient')
    .option('--days <number>', 'days until the packets are due; without it, the setting packetDays says so')
    .option(
      '--out <folder>',
      'write the files of each packet into a folder, for a stick or any carrier; queue no letter',
    )
    .option('--together', 'several records of one recipient in one letter')
    .option('--print', 'write a page to print, with room to fill it in by hand; queue no letter')
    .option('-o, --output <file>', 'the file of --print', 'to-print.html')
    .option('--in-clear', 'print also for somebody whose letters are protected')
    .option('--dry-run', 'build everything and report it, send nothing')
    .option('--again', 'send records too that the recipient already has in an open packet')
    .addHelpText(
      'after',
      `
A record is left out, and reported, if the recipient still has an open packet of it with this form: not expired, not answered.
So an order that was stopped goes on where it was when it is given again.
The usual form of people is call-report; of others it is called as their type: deal, ticket, organization. satchel form list shows all forms.

Examples:
  satchel dispatch P12 --to anna --why "She asked twice for the price of maize seed."
  satchel dispatch --query people/by-description --param words="maize seed" limit=20 --to anna --dry-run
  satchel dispatch --query people/quiet --param days=90 --to-owner
  satchel dispatch P12 P13 P14 --to anna --together
  satchel dispatch P12 --to anna --language fr --days 7
  satchel dispatch P12 --to anna --out /media/stick
  satchel dispatch P12 P13 --to anna --print -o visits.html`,
    )
    .action(
      call(
        world,
        async () => (await import('../../carriers/dispatch-packets.ts')).dispatchPackets,
        (command, records: string[]) => {
          const { query: name, param = [], print: isPrinted, output, days, ...rest } = command.opts<DispatchOptions>()
          const told = days === undefined ? rest : { ...rest, days: wholeNumber(days, 'The number of days') }
          const order = isPrinted === true && output !== undefined ? { ...told, print: output } : told
          return name === undefined
            ? { records, ...order }
            : { records, query: { name, params: readParams(param) }, ...order }
        },
        (io, dispatched, command) => sayDispatched(io, command.opts<DispatchOptions>(), dispatched),
      ),
    )
}
