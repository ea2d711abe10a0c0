// A mail that holds no reply: one known word to the right address is an answer, too; anything else that somebody wrote is a
// question, which a person reads; and its sender is told.

import { Problem } from '@satchel/protocol/problem'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import type { Database } from '../../db/database.ts'
import { addressMark } from '../../keys/keyed-marks.ts'
import { noteUnsubscribe, noteYes } from '../../db/calls/consent.ts'
import { applyConfirmation } from '../../db/calls/import.ts'
import { tokenAddress } from '../../db/calls/intake.ts'
import type { TokenAddress } from '../../db/shapes/intake.ts'
import type { Act, Kept } from '../read/act.ts'
import type { ActItem, ActTools, Ended } from './act-tools.ts'
import { keepAlone, keepBeside, letterAnswered } from './keep-words.ts'
import { answerUnreadable, askAgain, confirmDays, confirmUnsubscribed } from './notices.ts'
import { accepted } from '../../problems/refusal.ts'
import { finishReply, refusedItem } from './finish-reply.ts'
import { tellHolder } from './not-understood.ts'

interface Leaving {
  readonly token: string | null
  readonly mark: string | null
  readonly mailto: string | null
  readonly basis: string
  readonly received: Date
  readonly purposes: readonly string[]
}

/** Takes somebody's no; confirmed once, where an address of theirs is known. */
export async function unsubscribe(
  database: Database,
  tools: ActTools,
  item: ActItem,
  leaving: Leaving,
): Promise<Ended> {
  const answer = await database.run(noteUnsubscribe, { item: item.item, ...leaving, purposes: [...leaving.purposes] })
  const noted = accepted(answer.noted, refusedItem)
  const state = noted.case === 'new' ? 'imported' : 'repeat'
  if (noted.case === 'new' && noted.mailto !== null) {
    try {
      await confirmUnsubscribed(database, tools, item.hash, { ...noted, mailto: noted.mailto })
      return { state }
    } catch (error) {
      // an address that no letter can go to is no reason to forget its no
      if (!(error instanceof Problem && error.code === 'address/not-valid')) throw error
    }
  }
  return { state, untold: 'alone' }
}

/** A person's own yes by mail; one that is not sure enough is asked about at the address on file. */
async function agree(
  database: Database,
  tools: ActTools,
  item: ActItem,
  { token, mailto, sender }: { readonly token: string; readonly mailto: string | null; readonly sender: string | null },
): Promise<Ended> {
  const question = newToken()
  const answer = await database.run(noteYes, {
    item: item.item,
    token,
    mark: mailto === null ? null : addressMark(tools.context.home, mailto),
    sender,
    basis: 'mail, by reply',
    received: item.received,
    question: tokenHash(question),
    days: confirmDays,
  })
  const noted = accepted(answer.noted, refusedItem)
  if (noted.ask === null) return { state: 'noted', untold: 'alone' }
  await askAgain(database, tools, item.hash, question, noted.ask, noted.language)
  return { state: 'noted' }
}

/** The token that answers a packet, and the one that stands in the address of a protected letter and lets nothing in: both say whose it is. */
const isOfPacket = (purpose: string) => ['reply', 'address'].includes(purpose)

/** Says that nothing in it can be a form, which is no fault of a mail in plain words. */
const isNoForm = (code: string) => ['mail/no-form', 'item/not-a-reply', 'text-form/no-form'].includes(code)

interface Mail {
  readonly act: Extract<Act, { act: 'mail' }>
  /** Does what a form asks for that came with a word. */
  readonly applyAct: (database: Database, tools: ActTools, item: ActItem, act: Act) => Promise<Ended | null>
}

export async function mailWithoutReply(
  database: Database,
  tools: ActTools,
  item: ActItem,
  { act, applyAct }: Mail,
): Promise<Ended | null> {
  const { kept } = act
  const fault = { code: act.fault.code, message: act.fault.message }
  for (const token of act.tokens) {
    const { address } = await database.run(tokenAddress, { token })
    if (address === null) continue
    const { purpose, mailto, packet, packet_id: packetId } = address
    const byWord = await applyWord(database, withBeside(tools, act.beside), item, act, { token, address })
    if (byWord !== null) {
      if (act.beside !== undefined)
        await keepBeside(database, tools, item, { kept: act.beside, token, untold: byWord.untold })
      // a form that came with the word counts as well, and is told of where it says anything
      if (act.otherwise === undefined) return byWord
      return applyAct(database, { ...tools, isQuiet: true }, item, withoutKept(act.otherwise))
    }
    if (act.otherwise !== undefined || purpose === 'bounce') continue
    if (kept !== undefined && isNoForm(fault.code)) {
      const how = isOfPacket(purpose) ? 'form' : 'yes'
      if (await keepAlone(database, tools, item, { kept, token, letter: null, how })) return { state: 'noted' }
    }
    if (isOfPacket(purpose) && address.live === true && mailto !== null && packet !== null && packetId !== null) {
      const to = { mailto, packet, packetId, language: address.language }
      await answerUnreadable(database, tools, item.hash, act.fault, to)
      // what stands beside a form that cannot be read can be read all the same
      if (kept !== undefined) await keepBeside(database, tools, item, { kept, token })
      return { state: 'quarantined', fault }
    }
  }
  if (act.otherwise !== undefined) return applyAct(database, tools, item, act.otherwise)
  const letter = letterAnswered(tools, act.answers)
  if (kept !== undefined && letter !== null && isNoForm(fault.code)) {
    if (await keepAlone(database, tools, item, { kept, token: null, letter, how: null })) return { state: 'noted' }
  }
  if (act.hints !== undefined) await tellHolder(database, tools, item.hash, act.fault, act.hints)
  return { state: 'quarantined', fault }
}

const withBeside = (tools: ActTools, beside: Kept | undefined): ActTools =>
  beside === undefined ? tools : { ...tools, beside }

function withoutKept(act: Act): Act {
  const { kept: _, ...rest } = act
  return rest
}

interface Addressed {
  readonly token: string
  readonly address: TokenAddress
}

/** The meaning of the one word for the address that it came to; null where it means nothing there. */
async function applyWord(
  database: Database,
  tools: ActTools,
  item: ActItem,
  { word, sender }: Extract<Act, { act: 'mail' }>,
  { token, address }: Addressed,
): Promise<Ended | null> {
  const { purpose, mailto } = address
  if (purpose === 'form' && word === 'yes') {
    const { outcome } = await database.run(applyConfirmation, { token, received: item.received })
    return finishReply(database, tools, outcome)
  }
  const mayLeave = purpose === 'unsubscribe' || address.kind === 'self-update'
  if (mayLeave && (word === 'stop' || purpose === 'unsubscribe')) {
    const mark = address.mark ?? (mailto === null ? null : addressMark(tools.context.home, mailto))
    const leaving = { token, mark, mailto, basis: 'mail, by reply', received: item.received, purposes: ['all'] }
    return unsubscribe(database, tools, item, leaving)
  }
  const isOwn = purpose === 'reply' && address.kind === 'self-update'
  if ((purpose === 'yes' && word === 'yes') || (isOwn && word === 'start')) {
    return agree(database, tools, item, { token, mailto, sender })
  }
  return null
}
