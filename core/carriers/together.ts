// Several packets to one recipient in one letter. A letter that would be too large is followed by another one.

import { togetherLetter } from '@satchel/forms/letters/packet-letter'
import { lockedTogether } from '@satchel/forms/locked/locked-letter'
import { limits } from '@satchel/protocol/limits'
import { sha256 } from '@satchel/protocol/sha256'
import { postPackets } from '../db/calls/packets.ts'
import type { Database } from '../db/database.ts'
import { sealLetter } from '../keys/letter-keys.ts'
import { protectLetter } from '../packets/protect-packet.ts'
import { envelope, type QueuedLetter, queueLetter } from '../packets/queue-packet.ts'
import { shownLetter } from '../packets/shown-letter.ts'
import type { PacketTools, WrittenPacket } from '../packets/write-packet.ts'
import type { Carrier } from './carrier.ts'

export const lettersTogether: Carrier = {
  state: 'queued',
  lanes: 'recipient',
  // the short number is not enough to tell the files of many packets apart
  base:
    () =>
    ({ id }) =>
      `packet-${id.replaceAll('-', '').slice(0, 8)}`,
  isFull: written =>
    written.length >= limits.togetherPackets ||
    written.reduce((sum, { letter }) => sum + sizeOf(letter.attachments), 0) >= limits.togetherBytes,
  async carry(database, tools, written, { isShown }) {
    const [first] = written
    if (first === undefined) return { carried: [] }
    const letter = `packet-${first.tokens.id}`
    const { mail, bytes } =
      written.length === 1
        ? await queueLetter(database, tools, first)
        : await queueTogether(database, tools, first, written)
    const shown = (one: WrittenPacket) => (isShown ? { shown: shownLetter(one, mail, bytes) } : {})
    return { carried: written.map(one => ({ letter, ...shown(one) })) }
  },
}

const sizeOf = (files: WrittenPacket['letter']['attachments']) =>
  files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0)

/** The letter is the first packet's; its address answers for all of them, since each form inside has its own token. */
async function queueTogether(
  database: Database,
  tools: PacketTools,
  first: WrittenPacket,
  written: readonly WrittenPacket[],
): Promise<QueuedLetter> {
  const { context } = tools
  const { opened, words, organization, tokens } = first
  const whole =
    opened.protection === 'passphrase'
      ? await lockAll(tools, first, written)
      : await protectLetter(opened, togetherLetter(written, words, organization), { ...tools, ...first })
  const hid = `packet-${tokens.id}`
  const mail = { ...envelope(context, hid, first), ...whole.letter }
  const bytes = await whole.seal(mail)
  await database.run(postPackets, {
    packets: written.map(one => ({ packet: one.opened.id, digest: one.digest })),
    letter: hid,
    letter_digest: sha256(bytes),
    bytes: await sealLetter(context, { hid, mailto: opened.mailto }, bytes),
  })
  return { mail, bytes }
}

/** Each page is locked by itself; the letter around them tells their numbers. */
async function lockAll(tools: PacketTools, first: WrittenPacket, written: readonly WrittenPacket[]) {
  const locked = await Promise.all(
    written.map(async one => ({ one, ...(await protectLetter(one.opened, one.letter, { ...tools, ...one })) })),
  )
  const parts = locked.flatMap(({ one, letter }) =>
    letter.attachments.map(({ content }) => ({
      def: one.form,
      packet: one.packet,
      page: content,
      file: `${one.base ?? ''}.html`,
    })),
  )
  const letter = lockedTogether(parts, first.words, first.organization)
  const [{ seal } = { seal: () => Promise.reject(new Error('no packet is locked')) }] = locked
  return { letter, seal }
}
