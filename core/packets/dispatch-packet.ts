// Sends a record out: packet, tokens and letter in one transaction, the record read under the recipient's role.

import { isUnreachable } from '@satchel/forms/definition/reach'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { openPacket } from '../db/calls/packets.ts'
import { refuseForm, usualForm } from '../forms/form-of-record.ts'
import { accepted, type Refusals, refusal } from '../problems/refusal.ts'
import { caseSources, newPacketTokens, type PacketTools, queuePacket, tokenHashes } from './queue-packet.ts'

export interface DispatchOrder {
  /** Human id or uuid of the record. */
  readonly entity: string
  /** Short name of the recipient. */
  readonly staff: string
  /** Without it, the usual one of the record's type. */
  readonly form?: string | undefined
  /** Also where a packet of this record, recipient and form is still open. */
  readonly again?: boolean
  /** Why it comes now, for the recipient. */
  readonly why?: string
}

export const Dispatched = z.object({
  packet: z.string(),
  /** Address of the recipient. */
  to: z.string(),
  expires: z.string(),
  /** Name of the form. */
  form: z.string(),
  /** The record has neither a telephone number nor an e-mail address that its recipient could use. Absent where it has one. */
  unreachable: z.literal(true).optional(),
})
export type Dispatched = z.infer<typeof Dispatched>

/** The packet that is still open, so that none was made beside it. */
export interface LeftOut extends Dispatched {
  readonly issued: string
}

/**
 * Opens a packet and queues its letter, unless one is still open. With `dryRun` everything is undone.
 * @throws Problem of core/problems/refusal.ts.
 */
export async function dispatch(
  database: Database,
  tools: PacketTools,
  order: DispatchOrder,
  dryRun: boolean,
): Promise<Dispatched | LeftOut> {
  const { context } = tools
  const tokens = newPacketTokens()
  const { again = false, why, ...wished } = order
  const dispatched = await inTransaction(database, dryRun, async () => {
    const named = { ...wished, form: wished.form ?? (await usualForm(database, order.entity)) }
    const answer = await database.run(openPacket, {
      ...named,
      ...tokenHashes(tokens),
      ...caseSources(context),
      days: context.settings.packetDays,
      kind: 'work',
      again,
    })
    await refuseForm(database, answer.opened, named)
    const opened = accepted(answer.opened, code => refusal(code, { ...named }, notChosen(order.staff)))
    if ('open' in opened)
      return {
        packet: opened.open,
        to: opened.mailto,
        expires: opened.expires,
        issued: opened.issued,
        form: named.form,
      }
    context.failpoint('dispatch/opened')
    const { form, packet } = await queuePacket(database, tools, opened, tokens, { entity: order.entity, why })
    context.failpoint('dispatch/posted')
    const unreachable = isUnreachable(form, packet) ? { unreachable: true as const } : {}
    return { packet: tokens.id, to: opened.mailto, expires: opened.expires, form: named.form, ...unreachable }
  })
  context.failpoint('dispatch/committed')
  return dispatched
}

/** Nothing is chosen for anybody: not at an upgrade either. */
const notChosen = (staff: string): Refusals => ({
  'staff/no-protection': [
    `Nobody has chosen how letters to "${staff}" are protected, so nothing is sent to them.`,
    `satchel staff protection ${staff} passphrase (or pgp; or plain, and everybody on the way can read them)`,
  ],
  'staff/not-confirmed': [
    `Since the restore nobody has confirmed how letters to "${staff}" are protected, so nothing is sent to them.`,
    'satchel staff confirm shows what the backup says; with --all it counts again',
  ],
})
