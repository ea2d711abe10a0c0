// A packet's own letter, composed and queued in the transaction that opened the packet.

import type { Letter } from '@satchel/dispatcher/mail-out/compose'
import { sha256 } from '@satchel/protocol/sha256'
import type { Context } from '../context/context.ts'
import { postPacket } from '../db/calls/packets.ts'
import type { Database } from '../db/database.ts'
import type { PacketOpened } from '../db/shapes/packets.ts'
import { sealLetter } from '../keys/letter-keys.ts'
import { replyAddress } from './packet-file.ts'
import { protectLetter } from './protect-packet.ts'
import {
  type PacketTokens,
  type PacketTools,
  type PacketWishes,
  writePacket,
  type WrittenPacket,
} from './write-packet.ts'

export interface QueuedLetter {
  readonly mail: Letter
  /** As they leave. */
  readonly bytes: Uint8Array
}

/** Composes and queues the letter. @throws Problem of writePacket, protectLetter. */
export async function queuePacket(
  database: Database,
  tools: PacketTools,
  opened: PacketOpened,
  tokens: PacketTokens,
  wishes: PacketWishes,
): Promise<QueuedLetter & { readonly written: WrittenPacket }> {
  const written = await writePacket(tools, opened, tokens, wishes)
  return { written, ...(await queueLetter(database, tools, written)) }
}

/** @throws Problem staff/no-key, staff/no-phrase, staff/no-protection, staff/key-ended. */
export async function queueLetter(
  database: Database,
  tools: PacketTools,
  written: WrittenPacket,
): Promise<QueuedLetter> {
  const { context } = tools
  const { opened, tokens, digest, letter } = written
  const guarded = await protectLetter(opened, letter, { ...tools, ...written })
  const hid = `packet-${tokens.id}`
  const mail = { ...envelope(context, hid, written), ...guarded.letter }
  const bytes = await guarded.seal(mail)
  await database.run(postPacket, {
    packet: opened.id,
    digest,
    letter: hid,
    letter_digest: sha256(bytes),
    bytes: await sealLetter(context, { hid, mailto: opened.mailto }, bytes),
  })
  return { mail, bytes }
}

/** All of a letter but what it says: from whom, to whom, and where answers and bounces go. */
export function envelope(
  { settings }: Context,
  hid: string,
  { opened, packet, tokens, ways }: WrittenPacket,
): Omit<Letter, 'subject' | 'text' | 'html' | 'attachments'> {
  return {
    id: hid,
    messageId: `${hid}@${settings.mail.split('@')[1]}`,
    date: new Date(opened.issued),
    from: settings.mail,
    fromName: settings.organisation,
    to: opened.mailto,
    replyTo: packet.replyTo.mail,
    envelopeFrom: replyAddress(settings.mail, tokens.bounce),
    autoSubmitted: 'auto-generated' as const,
    ...(ways === undefined ? {} : { listUnsubscribe: ways }),
  }
}
