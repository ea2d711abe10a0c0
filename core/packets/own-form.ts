// A person's own form: to the address on file, read under satchel_subject, behind the gate of consent unless they asked.

import { Problem } from '@satchel/protocol/problem'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import type { z } from 'zod'
import type { Database } from '../db/database.ts'
import { addressMark } from '../keys/keyed-marks.ts'
import { endFormRequest, nextFormRequest } from '../db/calls/forms.ts'
import { openOwnPacket, ownAddresses } from '../db/calls/packets.ts'
import { inTransaction } from '../db/dry-run.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { Dispatched } from './dispatch-packet.ts'
import { queuePacket } from './queue-packet.ts'
import { shownLetter, ShownPacket } from './shown-letter.ts'
import { newPacketTokens, type PacketTools, tokenHashes } from './write-packet.ts'

export const ownForm = 'self-update'

export const SentForm = Dispatched.extend({ shown: ShownPacket.optional() })
export type SentForm = z.infer<typeof SentForm>

interface OwnOrder {
  readonly entity: string
  /** One of the addresses on file; null: the best of them. */
  readonly mailto: string | null
  readonly asked: boolean
  /** Answered by a sealed page only; the setting may ask for it, too. */
  readonly sealed: boolean
  /** What the person would get is told. */
  readonly isShown?: boolean
}

/** Opens a person's own form and queues its letter, in the transaction under way. @throws Problem. */
async function openOwn(database: Database, tools: PacketTools, order: OwnOrder): Promise<SentForm> {
  const { context } = tools
  if (context.settings.ownForms === 'none') throw refusal('form/not-in-clear')
  const found = await database.run(ownAddresses, { entity: order.entity, mailto: order.mailto })
  const tokens = { ...newPacketTokens(), unsubscribe: newToken() }
  const open = async (mailto: string | null) => {
    const { opened } = await database.run(openOwnPacket, {
      entity: order.entity,
      mailto,
      form: ownForm,
      ...tokenHashes(tokens),
      unsubscribe_token: tokenHash(tokens.unsubscribe),
      mark: addressMark(context.home, mailto ?? ''),
      asked: order.asked,
      days: context.settings.packetDays,
    })
    return opened
  }
  // without an address there is no mark to ask the gate by; the database says what is missing
  const [best = order.mailto, ...others] = found.map(({ mailto }) => mailto)
  let opened = await open(best)
  // an address that said no stops itself alone
  for (const mailto of others) {
    if (!('problem' in opened) || opened.problem !== 'consent/withdrawn') break
    opened = await open(mailto)
  }
  const packet = accepted(opened, code => refusal(code, { entity: order.entity }))
  context.failpoint('own-form/opened')
  const sealed = order.sealed || context.settings.ownForms === 'sealed'
  const { written, mail, bytes } = await queuePacket(database, tools, packet, tokens, { entity: order.entity, sealed })
  const shown = order.isShown === true ? { shown: shownLetter(written, mail, bytes) } : {}
  return { packet: tokens.id, to: packet.mailto, expires: packet.expires, form: ownForm, ...shown }
}

/** The office sends somebody their form. @throws Problem entity/not-known, entity/no-address, consent/withdrawn, form/cannot-seal. */
export async function sendOwnForm(
  database: Database,
  tools: PacketTools,
  entity: string,
  { dryRun, sealed, isShown }: { readonly dryRun: boolean; readonly sealed: boolean; readonly isShown: boolean },
): Promise<SentForm> {
  return inTransaction(database, dryRun || isShown, () =>
    openOwn(database, tools, { entity, mailto: null, asked: false, sealed, isShown }),
  )
}

/**
 * Answers every wish for a form that waits. One transaction each: killed in between, the rest waits on. A wish that cannot be
 * answered ends as failed, and stops none of the others. @returns how many ended.
 */
export async function answerRequests(database: Database, tools: PacketTools): Promise<number> {
  for (let answered = 0; ; answered++) {
    let request: number | null = null
    try {
      request = await database.inTransaction(async () => {
        const { wish } = await database.run(nextFormRequest, {})
        request = wish?.request ?? null
        if (wish === null) return null
        for (const entity of wish.make) {
          await openOwn(database, tools, { entity, mailto: wish.mailto ?? null, asked: true, sealed: false })
        }
        await database.run(endFormRequest, { request: wish.request, status: wish.status })
        return wish.request
      })
    } catch (error) {
      if (request === null || !(error instanceof Problem) || error.retry === 'later' || error.exit >= 10) throw error
      await database.run(endFormRequest, { request, status: 'failed' })
    }
    if (request === null) return answered
    tools.context.failpoint('own-form/answered')
  }
}
