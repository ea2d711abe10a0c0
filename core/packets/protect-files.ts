// The files of a packet that leaves without a letter: protected no less than its letter would be.

import type { LetterText } from '@satchel/forms/letters/packet-letter'
import { encryptSigned } from '@satchel/protocol/envelope/message-encrypt'
import { readRegistered } from '@satchel/protocol/envelope/recipient-key'
import { protectLetter } from './protect-packet.ts'
import type { PacketTools, WrittenPacket } from './write-packet.ts'

/**
 * In clear, or locked behind the recipient's phrase, or each encrypted to their key.
 * @throws Problem staff/no-key, staff/no-phrase, staff/no-protection; key/... where the key can be used no longer.
 */
export async function protectFiles(tools: PacketTools, written: WrittenPacket): Promise<LetterText['attachments']> {
  const { opened, letter, packet, base } = written
  if (opened.protection === 'pgp' && opened.pgp_key !== null) {
    const key = await readRegistered(opened.pgp_key)
    const at = new Date(packet.issued)
    const encrypt = async ({ name, type, content }: LetterText['attachments'][number]) => ({
      name: `${name}.pgp`,
      type,
      content: await encryptSigned(Buffer.from(content), key, tools.key, at),
    })
    return Promise.all(letter.attachments.map(encrypt))
  }
  const { letter: guarded } = await protectLetter(opened, letter, { ...tools, ...written })
  // the letter of a locked page names it by the packet alone
  return guarded.attachments.map(file => ({
    ...file,
    name: base === undefined ? file.name : file.name.replace(/^[^.]*/, base),
  }))
}
