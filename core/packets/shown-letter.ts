// A letter as somebody looks at it before it is sent. It is the one that a dry run composed, with its protection, and no second one; the
// packet in it is undone, so that the tokens in it let nothing in.

import type { Letter } from '@satchel/dispatcher/mail-out/compose'
import { z } from 'zod'
import type { WrittenPacket } from './write-packet.ts'

const ShownFile = z.object({ name: z.string(), type: z.string(), bytes: z.number() })

export const ShownPacket = z.object({
  /** Absent where no mail carries it. */
  mail: z
    .object({
      from: z.string(),
      fromName: z.string(),
      to: z.string(),
      /** Where an answer goes. */
      replyTo: z.string(),
      /** What everybody on the way reads. */
      subject: z.string(),
      text: z.string(),
      html: z.string().nullable(),
    })
    .optional(),
  /** Short name of the recipient's language. */
  language: z.string(),
  protection: z.enum(['plain', 'pgp', 'passphrase']).nullable(),
  files: z.array(ShownFile),
  /** Its page, as the recipient has it once it is opened; null where the record has none. */
  page: z.string().nullable(),
})
export type ShownPacket = z.infer<typeof ShownPacket>

type Files = Letter['attachments']

export function shownPacket(written: WrittenPacket, files: Files, page?: string): ShownPacket {
  const { opened, letter } = written
  const own = letter.attachments.find(({ name }) => name.endsWith('.html'))?.content
  return {
    language: opened.language,
    protection: opened.protection,
    files: files.map(({ name, type, content }) => ({ name, type, bytes: Buffer.byteLength(content) })),
    page: page ?? own ?? null,
  }
}

/** @param bytes that would leave: an encrypted letter says another subject to everybody on its way. */
export function shownLetter(written: WrittenPacket, mail: Letter, bytes: Uint8Array): ShownPacket {
  const head = Buffer.from(bytes.subarray(0, 8_192)).toString('latin1')
  const outside = written.opened.protection === 'pgp' ? /^Subject: (.*)\r$/m.exec(head)?.[1] : undefined
  const { from, fromName = '', to, replyTo = from, subject, text, html = null, attachments } = mail
  return {
    ...shownPacket(written, attachments),
    mail: { from, fromName, to, replyTo, subject: outside ?? subject, text, html },
  }
}
