// satchel dispatch, send, packet: records out.

import type { Command } from 'commander'
import { loadCatalog } from '../../forms/form-catalog.ts'
import { answerRequests } from '../../packets/own-form.ts'
import { send } from '../../letters/send-letters.ts'
import { corePrivateKey } from '../../keys/core-keys.ts'
import { problem } from '../../problems/problems.ts'
import { listPackets, revokePacket } from '../../statements/dispatch.ts'
import { readParams, runQuery } from '../../queries/shipped-query.ts'
import { mailOut } from '../../letters/mail-accounts.ts'
import { action, openContext } from '../command.ts'
import type { World } from '../../context/world.ts'
import { dispatchEach, eachOnce, recordsOf, sayResults } from './dispatch-many.ts'
import { packetId } from '../typed-id.ts'
import { summaries } from '../summaries.ts'

interface DispatchOptions {
  readonly to: string
  readonly form: string
  readonly query?: string
  readonly param?: readonly string[]
  readonly dryRun?: boolean
  readonly again?: boolean
}

export function dispatchCommands(program: Command, world: World): void {
  program
    .command('dispatch')
    .description(summaries.dispatch)
    .argument('[entity...]', 'human ids or uuids of the records')
    .requiredOption('--to <staff>', 'short name of the recipient')
    .option('--form <name>', 'form of the packet', 'call-report')
    .option('--query <name>', 'every record that a stored query gives (its column hid or entity uuid)')
    .option('--param <name=value...>', 'parameters of the query, by name')
    .option('--dry-run', 'say who would go out; build everything, send nothing')
    .option('--again', 'send also what the recipient has in an open packet already')
    .addHelpText(
      'after',
      `
A record whose packet of this form is still open for the recipient (good, and not answered yet) is left out, and named.

Examples:
  satchel dispatch P12 --to anna
  satchel dispatch --query people/by-description --param words="maize seed" limit=20 --to anna --dry-run`,
    )
    .action(
      action(world, async (io, command, named: readonly string[]) => {
        const options = command.opts<DispatchOptions>()
        const context = openContext(world, command)
        const entities = [...named, ...(options.query === undefined ? [] : await queried(options, context))]
        if (entities.length === 0) {
          throw problem('usage/wrong', 'No record is named.', { hint: 'satchel dispatch P12 --to anna' })
        }
        const records = await recordsOf(context, entities)
        const results = await dispatchEach(context, io, options, options.again === true ? records : eachOnce(records))
        io.data(results)
        sayResults(io, options, results)
        return 0
      }),
    )

  program
    .command('send')
    .description(summaries.send)
    .addHelpText('after', '\nExample:\n  satchel send')
    .action(
      action(world, async (io, command) => {
        const context = openContext(world, command)
        const sent = await context.asDispatch(async database => {
          const key = await corePrivateKey(context.home)
          await answerRequests(database, { context, catalog: await loadCatalog(database), key })
          return send(
            database,
            context,
            before => mailOut(context, before),
            count => io.progress(`${count} letters`),
            world.stop,
          )
        })
        io.data(sent)
        const where = context.settings.smtpUrl === undefined ? `into ${context.home.mail}` : 'to the mail server'
        io.say(`Sent ${sent.sent} ${sent.sent === 1 ? 'letter' : 'letters'} ${where}.`)
        const { noKey = 0 } = sent
        if (sent.later > noKey)
          io.say(`${sent.later - noKey} put off: the mail server asked for that, they go out later`)
        if (sent.failed > 0) io.say(`${sent.failed} could not be sent: satchel status`)
        if (noKey > 0) {
          io.say(`${noKey} cannot be opened: the key that seals them is missing from ${context.home.keys}.`)
          io.say(
            'Bring keys/letters-….key back from your backup, or send these records (dispatch --again) and forms anew.',
          )
        }
        return sent.failed + noKey > 0 ? 3 : 0
      }),
    )

  const packet = program.command('packet').description(summaries.packet)
  packet
    .command('list')
    .description('packets that went out, newest first: open, answered and when, expired, parked or revoked')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel packet list --limit 10')
    .action(
      action(world, async (io, command) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await openContext(world, command).asStaff(database => database.run(listPackets, { limit }))
        io.rows(rows, 'No packet went out yet.')
        return 0
      }),
    )
  packet
    .command('revoke')
    .description('refuse all further replies to a packet')
    .argument('<packet>', 'packet id, like 7QK2-M9XA-3F0T')
    .addHelpText('after', '\nExample:\n  satchel packet revoke 7QK2-M9XA-3F0T')
    .action(
      action(world, async (io, command, typed: string) => {
        const id = packetId(typed)
        const { revoked } = await openContext(world, command).asStaff(database =>
          database.run(revokePacket, { packet: id }),
        )
        if (revoked !== true)
          throw problem('usage/wrong', 'There is no open packet of that id.', { hint: 'satchel packet list' })
        io.data({ packet: id, revoked: true })
        io.say(`Packet ${id} is revoked.`)
        return 0
      }),
    )
}

async function queried(options: DispatchOptions, context: ReturnType<typeof openContext>): Promise<readonly string[]> {
  const result = await context.asStaff(database =>
    runQuery(database, options.query ?? '', readParams(options.param ?? [])),
  )
  return result.rows.map(row => {
    const key = row.hid ?? row.uuid
    if (typeof key === 'string') return key
    throw problem('query/wrong', `The query ${options.query} gives neither a column hid nor uuid.`, {
      hint: 'satchel query --list shows what there is',
    })
  })
}
