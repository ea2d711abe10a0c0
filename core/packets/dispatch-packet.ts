// Sends a record out: packet, tokens and letter in one transaction, the record read under the recipient's role.

import type { Database } from '../db/database.ts'
import { openPacket } from '../statements/dispatch.ts'
import { refusal } from './refusal.ts'
import { newPacketTokens, type PacketTools, queuePacket, tokenHashes } from './queue-packet.ts'

export interface DispatchOrder {
  /** Human id or uuid of the record. */
  readonly entity: string
  /** Short name of the recipient. */
  readonly staff: string
  readonly form: string
  /** Also where a packet of this record, recipient and form is still open. */
  readonly again?: boolean
}

export interface Dispatched {
  readonly packet: string
  readonly to: string
  readonly expires: string
}

/** The packet that is still open, so that none was made beside it. */
export interface LeftOut extends Dispatched {
  readonly issued: string
}

/** Runs work in a transaction; a dry run does all of it and undoes it. */
export async function inTransaction<T>(database: Database, dryRun: boolean, work: () => Promise<T>): Promise<T> {
  if (!dryRun) return database.inTransaction(work)
  class Undo extends Error {}
  let result: { readonly value: T } | undefined
  try {
    await database.inTransaction(async () => {
      result = { value: await work() }
      throw new Undo('dry run')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  if (result === undefined) throw new Error('a dry run ended without a result')
  return result.value
}

/**
 * Opens a packet and queues its letter, unless one is still open. With `dryRun` everything is undone.
 * @throws Problem of {@link refusals}.
 */
export async function dispatch(
  database: Database,
  tools: PacketTools,
  order: DispatchOrder,
  dryRun: boolean,
): Promise<Dispatched | LeftOut> {
  const { context } = tools
  const tokens = newPacketTokens()
  const { again = false, ...named } = order
  const dispatched = await inTransaction(database, dryRun, async () => {
    const { opened } = await database.run(openPacket, {
      ...named,
      ...tokenHashes(tokens),
      days: context.settings.packetDays,
      kind: 'work',
      again,
    })
    if ('problem' in opened) throw refusal(opened.problem, { ...named })
    if ('open' in opened)
      return { packet: opened.open, to: opened.mailto, expires: opened.expires, issued: opened.issued }
    context.failpoint('dispatch/opened')
    await queuePacket(database, tools, opened, tokens)
    context.failpoint('dispatch/posted')
    return { packet: tokens.id, to: opened.mailto, expires: opened.expires }
  })
  context.failpoint('dispatch/committed')
  return dispatched
}
