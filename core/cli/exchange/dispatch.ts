// satchel dispatch: records out.

import type { Command } from 'commander'
import type { World } from '../../context/world.ts'
import type { DispatchedRecord } from '../../packets/dispatch-packets.ts'
import { call } from '../command.ts'
import type { Io } from '../io.ts'
import { readParams } from '../query-params.ts'
import { summaries } from '../summaries.ts'

interface DispatchOptions {
  readonly to: string
  readonly form?: string
  readonly query?: string
  readonly param?: readonly string[]
  readonly dryRun?: boolean
  readonly again?: boolean
  readonly why?: string
}

export function dispatchCommand(program: Command, world: World): void {
  program
    .command('dispatch')
    .description(summaries.dispatch)
    .argument('[entity...]', 'human ids or uuids of the records')
    .requiredOption('--to <staff>', 'short name of the recipient')
    .option('--form <name>', 'form of the packet; without it, the usual one of its type')
    .option('--query <name>', 'every record that a stored query returns (its column hid or uuid)')
    .option('--param <name=value...>', 'parameters of the query, by name')
    .option('--why <text>', 'why it comes now, in your own words: the recipient reads it first')
    .option('--dry-run', 'build everything and report it, send nothing')
    .option('--again', 'send records too that the recipient already has in an open packet')
    .addHelpText(
      'after',
      `
A record is left out, and reported, if the recipient still has an open packet of it with this form: not expired, not answered.
The usual form of people is call-report; of others it is called as their type: deal, ticket, organization. satchel form list shows all forms.

Examples:
  satchel dispatch P12 --to anna --why "She asked twice for the price of maize seed."
  satchel dispatch --query people/by-description --param words="maize seed" limit=20 --to anna --dry-run`,
    )
    .action(
      call(
        world,
        async () => (await import('../../packets/dispatch-packets.ts')).dispatchPackets,
        (command, records: string[]) => {
          const { query: name, param = [], ...order } = command.opts<DispatchOptions>()
          return name === undefined
            ? { records, ...order }
            : { records, query: { name, params: readParams(param) }, ...order }
        },
        (io, dispatched, command) => sayDispatched(io, command.opts<DispatchOptions>(), dispatched),
      ),
    )
}

const called = ({ record, name }: DispatchedRecord) => (name === null ? record : `${name} (${record})`)

/** In words: each that goes out, each that is left out and why, and how many. */
function sayDispatched(
  io: Io,
  { dryRun }: { readonly dryRun?: boolean },
  dispatched: readonly DispatchedRecord[],
): void {
  const out = dispatched.filter(({ state }) => state !== 'left-out')
  const left = dispatched.filter(({ state }) => state === 'left-out')
  for (const one of out) {
    const until = `good until ${one.expires.slice(0, 10)}.`
    if (dryRun === true) io.say(`Would send ${called(one)} to ${one.to}, ${until}`)
    else io.say(`Queued packet ${one.packet} to ${one.to}, ${until}`)
  }
  for (const one of out.filter(({ unreachable }) => unreachable === true))
    io.note(`${called(one)} has neither a telephone number nor an e-mail address on file: the letter says so.`)
  for (const one of left) {
    const { packet, issued = '', expires } = one
    io.say(
      `Left out: ${called(one)}. Packet ${packet} of ${issued.slice(0, 10)} is open until ${expires.slice(0, 10)}.`,
    )
  }
  if (left.length > 0) {
    const many = left.length === 1 ? '1 record was' : `${left.length} records were`
    io.say(
      `${many} left out: ${left[0]?.to} has an open packet with the form ${left[0]?.form}. --again sends all the same.`,
    )
  }
  if (dryRun === true) io.say(`${out.length} would go out, ${left.length} left out. Nothing was sent.`)
  else if (out.length > 0) io.say('satchel send puts the letters into the mailboxes.')
}
