// satchel dispatch, send, packet: records out.

import type { Command } from 'commander'
import { type Dispatched, dispatch } from '../dispatch/dispatch.ts'
import { loadShelf } from '../dispatch/form-shelf.ts'
import { answerRequests } from '../dispatch/own-form.ts'
import { send } from '../dispatch/send.ts'
import { corePrivateKey } from '../keys.ts'
import { problem } from '../problems.ts'
import { asOperator, withLogin } from '../session.ts'
import { listPackets, revokePacket } from '../statements/dispatch.ts'
import { readParams, runQuery } from '../stored-query.ts'
import { mailOut } from '../transports.ts'
import { action, openSession, type World } from './command.ts'
import { bar } from './io.ts'

interface DispatchOptions {
  readonly to: string
  readonly form: string
  readonly query?: string
  readonly param?: readonly string[]
  readonly dryRun?: boolean
}

export function dispatchCommands(program: Command, world: World): void {
  program
    .command('dispatch')
    .description('send a record to a staff member as a work packet')
    .argument('[entity...]', 'human ids or uuids of the records')
    .requiredOption('--to <staff>', 'short name of the recipient')
    .option('--form <name>', 'form of the packet', 'call-report')
    .option('--query <name>', 'every record that a stored query gives (its column hid or entity uuid)')
    .option('--param <name=value...>', 'parameters of the query, by name')
    .option('--dry-run', 'build everything, send nothing')
    .addHelpText(
      'after',
      `
Examples:
  satchel dispatch P12 --to anna
  satchel dispatch --query people/by-description --param words="maize seed" limit=20 --to anna --dry-run`,
    )
    .action(
      action(world, async (io, command, named: readonly string[]) => {
        const options = command.opts<DispatchOptions>()
        const session = openSession(world, command)
        const entities = [...named, ...(options.query === undefined ? [] : await queried(options, session))]
        if (entities.length === 0) {
          throw problem('usage/wrong', 'No record is named.', { hint: 'satchel dispatch P12 --to anna' })
        }
        const key = await corePrivateKey(session.home)
        const done: Dispatched[] = []
        await withLogin(session, 'dispatch', async database => {
          const shelf = await loadShelf(database)
          for (const entity of entities) {
            const order = { entity, staff: options.to, form: options.form }
            try {
              done.push(await dispatch(database, { session, shelf, key }, order, options.dryRun === true))
            } catch (error) {
              // these are queued: whoever repeats the command must leave them out
              if (options.dryRun !== true) {
                for (const packet of done) io.note(`queued before the fault: packet ${packet.packet} to ${packet.to}`)
              }
              throw error
            }
            io.progress(bar(done.length / entities.length, `${done.length} of ${entities.length} packets`))
          }
        })
        io.data(done)
        const what = options.dryRun === true ? 'Would send' : 'Queued'
        for (const packet of done)
          io.say(`${what} packet ${packet.packet} to ${packet.to}, good until ${packet.expires.slice(0, 10)}.`)
        if (options.dryRun !== true) io.say('satchel send puts the letters into the mailboxes.')
        return 0
      }),
    )

  program
    .command('send')
    .description('answer wishes for forms, and deliver the letters that wait in the outbox')
    .addHelpText('after', '\nExample:\n  satchel send')
    .action(
      action(world, async (io, command) => {
        const session = openSession(world, command)
        const sent = await withLogin(session, 'dispatch', async database => {
          const key = await corePrivateKey(session.home)
          await answerRequests(database, { session, shelf: await loadShelf(database), key })
          return send(
            database,
            session,
            before => mailOut(session, before),
            count => io.progress(`${count} letters`),
            world.stop,
          )
        })
        io.data(sent)
        const where = session.settings.smtpUrl === undefined ? `into ${session.home.mail}` : 'to the mail server'
        io.say(`Sent ${sent.sent} ${sent.sent === 1 ? 'letter' : 'letters'} ${where}.`)
        const { noKey = 0 } = sent
        if (sent.later > noKey)
          io.say(`${sent.later - noKey} put off: the mail server asked for that, they go out later`)
        if (sent.failed > 0) io.say(`${sent.failed} could not be sent: satchel status`)
        if (noKey > 0) {
          io.say(`${noKey} cannot be opened: the key that seals them is missing from ${session.home.keys}.`)
          io.say('Bring keys/letters-….key back from your backup, or send these records and forms again.')
        }
        return sent.failed + noKey > 0 ? 3 : 0
      }),
    )

  const packet = program.command('packet').description('work packets: list, revoke')
  packet
    .command('list')
    .description('packets that went out, newest first')
    .option('--limit <number>', 'how many', '50')
    .addHelpText('after', '\nExample:\n  satchel packet list --limit 10')
    .action(
      action(world, async (io, command) => {
        const limit = Number(command.opts<{ limit: string }>().limit)
        if (!Number.isInteger(limit) || limit < 1) throw problem('usage/wrong', '--limit takes a whole number above 0.')
        const rows = await asOperator(openSession(world, command), database => database.run(listPackets, { limit }))
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
      action(world, async (io, command, id: string) => {
        const { revoked } = await asOperator(openSession(world, command), database =>
          database.run(revokePacket, { packet: id.toUpperCase() }),
        )
        if (revoked !== true)
          throw problem('usage/wrong', 'There is no open packet of that id.', { hint: 'satchel packet list' })
        io.data({ packet: id.toUpperCase(), revoked: true })
        io.say(`Packet ${id.toUpperCase()} is revoked.`)
        return 0
      }),
    )
}

async function queried(options: DispatchOptions, session: ReturnType<typeof openSession>): Promise<readonly string[]> {
  const result = await asOperator(session, database =>
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
