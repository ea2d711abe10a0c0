// One record becomes a packet: opened in the transaction under way, read under the recipient's role, and written. Or the packet is named
// that its recipient still has open.

import { isUnreachable } from '@satchel/forms/definition/reach'
import { z } from 'zod'
import type { Database } from '../db/database.ts'
import { openPacket } from '../db/calls/packets.ts'
import { refuseForm } from '../forms/form-of-record.ts'
import { accepted, type Refusals, refusal } from '../problems/refusal.ts'
import {
  caseSources,
  newPacketTokens,
  type PacketTokens,
  type PacketTools,
  tokenHashes,
  writePacket,
  type WrittenPacket,
} from './write-packet.ts'

export interface DispatchOrder {
  /** Human id or uuid of the record. */
  readonly entity: string
  /** Short name of the recipient. */
  readonly staff: string
  readonly form: string
  /** Also where a packet of this record, recipient and form is still open. */
  readonly again: boolean
  /** Why it comes now, for the recipient. */
  readonly why?: string | undefined
  /** It may share its letter with other packets. */
  readonly isTogether?: boolean | undefined
  /** Of the packet; without it, the recipient's. */
  readonly language?: string | undefined
  /** Until it is due; without it, the setting says so. */
  readonly days?: number | undefined
  /** Somebody looks at it, and it is undone. */
  readonly isShown?: boolean | undefined
  /** How its files are called before their endings, by the secrets of the packet. */
  readonly base?: ((tokens: PacketTokens) => string) | undefined
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

/** @throws Problem of core/problems/refusal.ts; of writePacket. */
export async function openAndWrite(
  database: Database,
  tools: PacketTools,
  order: DispatchOrder,
): Promise<WrittenPacket | LeftOut> {
  const { context } = tools
  const tokens = newPacketTokens()
  const { again, why, base, isTogether, language = '', days, isShown = false, ...named } = order
  const answer = await database.run(openPacket, {
    ...named,
    ...tokenHashes(tokens),
    ...caseSources(context),
    days: days ?? context.settings.packetDays,
    kind: 'work',
    again,
    language,
    shown: isShown,
  })
  await refuseForm(database, answer.opened, named)
  const opened = accepted(answer.opened, code => refusal(code, { ...named }, notChosen(order.staff)))
  if ('open' in opened)
    return { packet: opened.open, to: opened.mailto, expires: opened.expires, issued: opened.issued, form: named.form }
  context.failpoint('dispatch/opened')
  return writePacket(tools, opened, tokens, { entity: order.entity, why, base: base?.(tokens), isTogether })
}

export function dispatchedOf({ form, packet, opened, tokens }: WrittenPacket): Dispatched {
  const unreachable = isUnreachable(form, packet) ? { unreachable: true as const } : {}
  return { packet: tokens.id, to: opened.mailto, expires: opened.expires, form: form.name, ...unreachable }
}

/** Nothing is chosen for anybody: not at an upgrade either. */
export const notChosen = (staff: string): Refusals => ({
  'database/no-right': [
    'Your role sends records to yourself, and a manager to those under them.',
    'ask the office to send it',
  ],
  'staff/no-protection': [
    `Nobody has chosen how letters to "${staff}" are protected, so nothing is sent to them.`,
    `satchel staff protection ${staff} passphrase (or pgp; or plain, and everybody on the way can read them)`,
  ],
  'staff/not-confirmed': [
    `Since the restore nobody has confirmed how letters to "${staff}" are protected, so nothing is sent to them.`,
    'satchel staff confirm shows what the backup says; with --all it counts again',
  ],
})
