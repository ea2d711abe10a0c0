// Sends a record out: packet, tokens and letter in one transaction, the record read under the recipient's role.

import { createHash } from 'node:crypto'
import { compose } from '@satchel/dispatcher/compose'
import { packetLetter } from '@satchel/forms/letters'
import { wordsFor } from '@satchel/forms/loader'
import { detachedSign } from '@satchel/protocol/envelope-sign'
import type { PrivateKey } from '@satchel/protocol/keys'
import { printPacket } from '@satchel/protocol/packet'
import { newPacketId, newToken, tokenHash } from '@satchel/protocol/token'
import type { Database } from '../db/database.ts'
import { type CoreCode, isCoreCode, problem } from '../problems.ts'
import type { Session } from '../session.ts'
import { openPacket, postPacket } from '../statements/dispatch.ts'
import type { FormShelf } from './form-shelf.ts'
import { buildPacket, replyAddress } from './packet-file.ts'

export interface DispatchOrder {
  /** Human id or uuid of the record. */
  readonly entity: string
  /** Short name of the recipient. */
  readonly staff: string
  readonly form: string
}

export interface Dispatched {
  readonly packet: string
  readonly to: string
  readonly expires: string
}

const refusals: Readonly<Partial<Record<CoreCode, readonly [string, string]>>> = {
  'staff/not-known': ['There is no active staff member of that id.', 'satchel staff list shows who there is'],
  'form/not-known': ['There is no active form of that name.', 'satchel db migrate publishes the shipped forms'],
  'form/other-type': ['The form is made for another type of record.', 'choose another with --form NAME'],
  'entity/not-seen': [
    'There is no such record, or the recipient may not see it.',
    'satchel show ENTITY shows what the office sees; sales see what they own and what stands under them',
  ],
}

/** The Problem for a refusal that a database function answered with. */
export function refusal(code: string, details: Readonly<Record<string, string>>): Error {
  if (!isCoreCode(code)) return new Error(`the database answered with an unknown problem ${code}`)
  const [message, hint] = refusals[code] ?? [code, undefined]
  return problem(code, message, { details, ...(hint === undefined ? {} : { hint }) })
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** Opens a packet and queues its letter. @throws Problem of {@link refusals}. With `dryRun` everything is undone. */
export async function dispatch(
  database: Database,
  session: Session,
  shelf: FormShelf,
  key: PrivateKey,
  order: DispatchOrder,
  dryRun: boolean,
): Promise<Dispatched> {
  const id = newPacketId()
  const token = newToken()
  const bounceToken = newToken()
  class Undo extends Error {}
  let dispatched: Dispatched | undefined
  try {
    await database.inTransaction(async () => {
      const { opened } = await database.run(openPacket, {
        ...order,
        packet: id,
        reply_token: tokenHash(token),
        bounce_token: tokenHash(bounceToken),
        days: session.settings.packetDays,
      })
      if ('problem' in opened) throw refusal(opened.problem, { ...order })
      const form = shelf.find(opened.form_name, opened.form_version)
      if (form === null) throw refusal('form/not-known', { ...order })
      session.reach('dispatch/opened')
      const secrets = { id, token, key: key.getFingerprint().toUpperCase() }
      const packet = buildPacket(opened, secrets, form, session.settings)
      const signature = await detachedSign(printPacket(packet), key, new Date(opened.issued))
      const words = wordsFor(shelf.forms.words, opened.language)
      const letter = packetLetter(
        form,
        packet,
        words,
        { name: session.settings.organisation },
        {
          htmlForm: shelf.forms.htmlForm,
          signature,
        },
      )
      const hid = `packet-${id}`
      const bytes = await compose({
        id: hid,
        messageId: `${hid}@${session.settings.mail.split('@')[1]}`,
        date: new Date(opened.issued),
        from: session.settings.mail,
        to: opened.mailto,
        replyTo: packet.replyTo.mail,
        envelopeFrom: replyAddress(session.settings.mail, bounceToken),
        autoSubmitted: 'auto-generated',
        ...letter,
      })
      // the file with its token masked: an audit can make it again and compare
      const masked = printPacket({
        ...packet,
        token: 'masked',
        replyTo: { ...packet.replyTo, mail: session.settings.mail },
      })
      await database.run(postPacket, {
        packet: opened.id,
        digest: sha256(masked),
        letter: hid,
        letter_digest: sha256(bytes),
        bytes,
      })
      session.reach('dispatch/posted')
      dispatched = { packet: id, to: opened.mailto, expires: opened.expires }
      if (dryRun) throw new Undo('dry run')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  if (dispatched === undefined) throw new Error('a dispatch ended without a packet')
  session.reach('dispatch/committed')
  return dispatched
}
