// Letters that the import owes beside acknowledgements: the one confirmation of an opt-out, the question whether a risky change
// was meant, and what could not be read of a mail. Each at most once, and few an address and day; never a value.

import { compose, type Letter } from '@satchel/dispatcher/mail-out/compose'
import { numbersLetter } from '@satchel/forms/letters/numbers-letter'
import type { LetterText } from '@satchel/forms/letters/packet-letter'
import { wordsFor } from '@satchel/forms/loader'
import {
  againLetter,
  type ChangeToConfirm,
  confirmChangeLetter,
  keptLetter,
  repeatLetter,
  unreadableLetter,
  unsubscribedLetter,
} from '@satchel/forms/letters/notice-letters'
import type { Problem } from '@satchel/protocol/problem'
import { newToken, tokenHash } from '@satchel/protocol/messages/token'
import { sha256 } from '@satchel/protocol/sha256'
import { organizationOf } from '../../home/organization.ts'
import { intakePage } from '../../home/settings.ts'
import type { Database } from '../../db/database.ts'
import type { FormCatalog } from '../../forms/form-catalog.ts'
import { replyAddress } from '../../packets/packet-file.ts'
import { protectMail } from '../../packets/protect-mail.ts'
import { packetGuard } from '../../db/calls/packets.ts'
import { sealLetter } from '../../keys/letter-keys.ts'
import type { Context } from '../../context/context.ts'
import { openConfirmation } from '../../db/calls/import.ts'
import { queueNotice } from '../../db/calls/letters.ts'
import type { Told } from '../../db/shapes/inquiries.ts'
import type { ReplyOutcome } from '../../db/shapes/import.ts'
import { besideOf, nameOf, wordsOfReply } from './acknowledgement.ts'
import type { Kept } from '../read/act.ts'

export interface NoticeTools {
  readonly context: Context
  readonly catalog: FormCatalog
  readonly beside?: Kept
}

const besideIn = ({ beside }: NoticeTools) => (beside === undefined ? [] : besideOf(beside))

/** A program that answers our notices by itself meets this limit before it meets us again. */
const perDay = 5
/** Somebody who writes in words all day is told each time; a program that answers is not answered for ever. */
const keptPerDay = 20
export const confirmDays = 14

async function queue(
  database: Database,
  { context, catalog }: NoticeTools,
  id: string,
  letter: LetterText,
  to: { readonly mailto: string; readonly packet: number | null; readonly replyTo?: string },
  most = perDay,
): Promise<void> {
  const hid = `notice-${id}`
  const mail = {
    id: hid,
    messageId: `${hid}@${context.settings.mail.split('@')[1]}`,
    date: context.now(),
    from: context.settings.mail,
    fromName: context.settings.organisation,
    to: to.mailto,
    ...(to.replyTo === undefined ? {} : { replyTo: to.replyTo }),
    autoSubmitted: 'auto-replied' as const,
    ...letter,
  }
  const bytes =
    to.packet === null ? await compose(mail) : await protectNotice(database, { context, catalog }, mail, to.packet)
  await database.run(queueNotice, {
    letter: hid,
    packet: to.packet,
    mailto: to.mailto,
    digest: sha256(bytes),
    bytes: await sealLetter(context, { hid, mailto: to.mailto }, bytes),
    per_day: most,
  })
}

/** No less than the packet that it is about. */
async function protectNotice(
  database: Database,
  tools: NoticeTools,
  mail: Letter,
  packet: number,
): Promise<Uint8Array> {
  const { context, catalog } = tools
  const { guard } = await database.run(packetGuard, { packet })
  return protectMail(context, mail, guard, {
    packet: guard.packet,
    instead: () =>
      numbersLetter(wordsFor(catalog.forms.words, guard.language), organizationOf(context), guard.packet, null),
  })
}

interface Confirmed {
  readonly mailto: string
  readonly language: string
  /** Their words in that language; null: everything. */
  readonly purposes: readonly string[] | null
}

/** The one confirmation of an opt-out. */
export async function confirmUnsubscribed(
  database: Database,
  tools: NoticeTools,
  item: string,
  { mailto, language, purposes }: Confirmed,
): Promise<void> {
  const words = wordsFor(tools.catalog.forms.words, language)
  const letter = unsubscribedLetter(words, organizationOf(tools.context), { purposes, beside: besideIn(tools) })
  await queue(database, tools, `unsubscribed-${item.slice(0, 32)}`, letter, { mailto, packet: null })
}

/** Asks the address on file whether the wish for letters was meant: who answers has the mailbox. */
export async function askAgain(
  database: Database,
  tools: NoticeTools,
  item: string,
  token: string,
  mailto: string,
  language: string,
): Promise<void> {
  const { mail } = tools.context.settings
  const letter = againLetter(
    wordsFor(tools.catalog.forms.words, language),
    organizationOf(tools.context),
    besideIn(tools),
  )
  const to = { mailto, packet: null, replyTo: replyAddress(mail, token) }
  await queue(database, tools, `again-${item.slice(0, 32)}`, letter, to)
}

/**
 * Asks the address on file whether what waits for stronger evidence was meant. Once a reply.
 * @returns the question, where that address is the one that the acknowledgement goes to, which asks it; else it has gone out.
 */
export async function askToConfirm(
  database: Database,
  tools: NoticeTools,
  result: ReplyOutcome,
): Promise<ChangeToConfirm | undefined> {
  const waits = result.slots.some(slot => slot.outcome === 'held' && slot.reason === 'weak-evidence')
  const form = tools.catalog.find(result.form_name, result.form_version)
  if (result.kind !== 'self-update' || !waits || form === null) return undefined
  const { settings } = tools.context
  const token = newToken()
  const page = intakePage(settings, 'reply')
  const { opened } = await database.run(openConfirmation, {
    reply: result.reply_id,
    token: tokenHash(token),
    days: confirmDays,
  })
  if (opened === null) return undefined
  const question: ChangeToConfirm = {
    organization: organizationOf(tools.context),
    packet: result.packet,
    asked: opened.asked.map(({ slot, becomes, entry, purpose, hint }) => ({
      slot: {
        ...nameOf(slot),
        ...(entry === undefined ? {} : { entry }),
        ...(purpose === undefined ? {} : { purpose }),
      },
      becomes,
      ...(hint === undefined ? {} : { hint }),
    })),
    token,
    ...(page === null ? {} : { url: page, page: tools.catalog.forms.confirmPage }),
  }
  // the token goes to the address on file and to no other
  if (opened.mailto.toLowerCase() === result.mailto.toLowerCase()) return question
  const letter = confirmChangeLetter(form, wordsOfReply(tools.catalog, result), question)
  await queue(database, tools, `confirm-${sha256(`${result.reply_id}`).slice(0, 32)}`, letter, {
    mailto: opened.mailto,
    packet: result.packet_id,
    replyTo: replyAddress(settings.mail, token),
  })
  return undefined
}

/** Says that a person reads somebody's own words, and how to answer where an answer was meant; what came beside a repeat alike. */
export async function answerKept(
  database: Database,
  tools: NoticeTools,
  item: string,
  kept: Kept,
  told: Told,
  how: 'form' | 'yes' | 'repeat' | null,
): Promise<void> {
  if (told.mailto === null) return
  const words = wordsFor(tools.catalog.forms.words, told.language)
  const organization = organizationOf(tools.context)
  const beside = besideOf(kept)
  const letter =
    how === 'repeat' ? repeatLetter(words, organization, beside) : keptLetter(words, { organization, beside, how })
  await queue(
    database,
    tools,
    `kept-${item.slice(0, 32)}`,
    letter,
    { mailto: told.mailto, packet: told.packet_id },
    keptPerDay,
  )
}

/** Says what was wrong with a mail, and how to do it right; only to whom a live packet went. */
export async function answerUnreadable(
  database: Database,
  tools: NoticeTools,
  item: string,
  fault: Problem,
  to: { readonly mailto: string; readonly packet: string; readonly packetId: number; readonly language: string },
  part = false,
): Promise<void> {
  const words = wordsFor(tools.catalog.forms.words, to.language)
  const line = fault.details?.line
  const letter = unreadableLetter(words, {
    organization: organizationOf(tools.context),
    packet: to.packet,
    faults: [{ code: fault.code, ...(typeof line === 'number' ? { line } : {}) }],
    part,
  })
  await queue(database, tools, `unread-${item.slice(0, 32)}`, letter, { mailto: to.mailto, packet: to.packetId })
}
