// The letter that tells a sender what became of each field. Built from the outcome alone: no colleague's name, and of values
// only what the database says that this letter may tell.

import type { Beside } from '@satchel/forms/letters/letter-parts'
import { numbersLetter } from '@satchel/forms/letters/numbers-letter'
import { outcomeLetter, type ReplyAbout, type ToldOutcome } from '@satchel/forms/letters/packet-letter'
import { wordsFor } from '@satchel/forms/loader'
import type { ChangeToConfirm } from '@satchel/forms/letters/notice-letters'
import { printOutcome } from '@satchel/protocol/messages/outcome'
import { sha256 } from '@satchel/protocol/sha256'
import type { Database } from '../../db/database.ts'
import type { FormCatalog } from '../../forms/form-catalog.ts'
import { organizationOf } from '../../home/organization.ts'
import { replyAddress } from '../../packets/packet-file.ts'
import { protectMail } from '../../packets/protect-mail.ts'
import { letterSealer } from '../../keys/letter-keys.ts'
import { problem } from '../../problems/problems.ts'
import type { Context } from '../../context/context.ts'
import { untoldReplies } from '../../db/calls/import.ts'
import { queueAnswers } from '../../db/calls/letters.ts'
import type { ReplyOutcome } from '../../db/shapes/import.ts'
import type { Kept } from '../read/act.ts'

/** The outcome of what apply_reply or resolve_change gave, as the outcome file and its letter tell it. */
export function outcomeOf(result: ReplyOutcome): ToldOutcome {
  return {
    version: 1,
    reply: result.reply,
    packet: result.packet,
    epoch: result.epoch,
    status: result.status,
    isLater: result.later,
    confirms: result.confirms,
    ...(result.about === null ? {} : { about: aboutOf(result.about) }),
    slots: result.slots.map(({ slot, outcome, reason, entry, purpose, misfit, figures, told, becomes, row, hint }) => ({
      ...nameOf(slot),
      outcome,
      ...(reason === null || (outcome === 'applied' && reason !== 'accepted-by-office') ? {} : { reason }),
      ...(entry === undefined ? {} : { entry }),
      ...(purpose === undefined ? {} : { purpose }),
      ...(misfit === undefined ? {} : { misfit }),
      ...(figures === undefined ? {} : { figures }),
      ...(told === undefined ? {} : { isTold: told }),
      ...(becomes === undefined ? {} : { becomes }),
      ...(row === undefined || row === null ? {} : { values: row }),
      ...(hint === undefined ? {} : { hint }),
    })),
  }
}

function aboutOf({ name, outcome, next, due }: NonNullable<ReplyOutcome['about']>): ReplyAbout {
  return {
    name,
    ...(outcome === undefined ? {} : { outcome }),
    ...(next === undefined ? {} : { next }),
    ...(due === undefined ? {} : { due }),
  }
}

/** The words of letters about a reply: in the language that the reply chose, where there are words in it, else in the one of its packet. */
export function wordsOfReply({ forms }: FormCatalog, { speaks, language }: ReplyOutcome) {
  return wordsFor(forms.words, speaks !== null && forms.words.has(speaks) ? speaks : language)
}

/** A slot as the core names it: `field/NAME`, `row/COLLECTION/ID`, `report/...`. */
export function nameOf(slot: string) {
  const [place, name = '', row] = slot.split('/')
  if (place === 'field') return { kind: 'field', name } as const
  if (place === 'row') return { kind: 'row', name, ...(row === undefined ? {} : { row }) } as const
  // a value of a report that does not fit, beside its report: report/DRAFT/NAME
  return row === undefined
    ? ({ kind: 'report', name: 'report' } as const)
    : ({ kind: 'report-field', name: row } as const)
}

/** The sentence of a letter about words and files that came beside a form. */
export const besideOf = ({ message, files, call }: Kept): readonly Beside[] => [
  ...(call === true ? (['call'] as const) : message === '' ? [] : (['words'] as const)),
  ...(files.length === 0 ? [] : (['files'] as const)),
]

/** A letter that tells an outcome; the same outcome has one id, and so one letter. */
export interface Answer {
  readonly reply: number
  readonly letter: string
  readonly mailto: string
  /** The mail, not yet sealed. */
  readonly bytes: Uint8Array
}

/**
 * Writes the acknowledgement of what apply_reply or resolve_change gave.
 * @param beside what came with it and is read by a person.
 * @param question for the address that the acknowledgement goes to. @throws Problem form/not-known.
 */
export async function answerTo(
  context: Context,
  catalog: FormCatalog,
  result: ReplyOutcome,
  beside?: Kept,
  question?: ChangeToConfirm,
): Promise<Answer> {
  const form = catalog.find(result.form_name, result.form_version)
  if (form === null) throw problem('form/not-known', 'The form of this packet is not in the database.')
  const outcome = outcomeOf(result)
  const also = beside === undefined ? [] : besideOf(beside)
  const said = [result.reply_id, printOutcome(outcome), ...also].join('\n')
  const hid = `outcome-${sha256(said).slice(0, 32)}`
  const words = wordsOfReply(catalog, result)
  const organization = organizationOf(context)
  const mail = {
    id: hid,
    messageId: `${hid}@${context.settings.mail.split('@')[1]}`,
    date: context.now(),
    from: context.settings.mail,
    fromName: context.settings.organisation,
    to: result.mailto,
    ...(question === undefined ? {} : { replyTo: replyAddress(context.settings.mail, question.token) }),
    autoSubmitted: 'auto-replied' as const,
    ...outcomeLetter(
      form,
      { ...outcome, day: context.now().toISOString().slice(0, 10) },
      words,
      organization,
      also,
      question,
    ),
  }
  const bytes = await protectMail(context, mail, result.guard, {
    packet: result.packet,
    instead: () => numbersLetter(words, organization, result.packet, outcome),
  })
  return { reply: result.reply_id, letter: hid, mailto: result.mailto, bytes }
}

/** Queues acknowledgements, sealed, in the transaction under way; the same outcome has one letter. @returns how many are new. */
export async function queueAll(database: Database, context: Context, answers: readonly Answer[]): Promise<number> {
  if (answers.length === 0) return 0
  const seal = await letterSealer(context)
  const letters = answers.map(({ reply, letter, mailto, bytes }) => ({
    reply,
    letter,
    digest: sha256(bytes),
    bytes: Buffer.from(seal({ hid: letter, mailto }, bytes)).toString('base64'),
  }))
  const { queued } = await database.run(queueAnswers, { letters })
  return queued
}

/** Queues the acknowledgement of one reply. @returns whether it is new. */
export async function acknowledge(
  database: Database,
  context: Context,
  catalog: FormCatalog,
  result: ReplyOutcome,
  beside?: Kept,
  question?: ChangeToConfirm,
): Promise<boolean> {
  return (await queueAll(database, context, [await answerTo(context, catalog, result, beside, question)])) > 0
}

const pageSize = 50

/** Tells senders of holds that ended by themselves, because the record came to what they asked for. */
export async function acknowledgeEnded(database: Database, context: Context, catalog: FormCatalog): Promise<void> {
  for (;;) {
    const told = await database.inTransaction(async () => {
      const rows = await database.run(untoldReplies, { limit: pageSize })
      for (const { outcome } of rows) await acknowledge(database, context, catalog, outcome)
      return rows.length
    })
    if (told < pageSize) return
  }
}
