// An answer to an inquiry: a letter in the words of a colleague, in the look of all letters, by the same queue. The inquiry ends with it; a
// letter that cannot be sent, or comes back, opens it again.

import { cleanText } from '@satchel/forms/clean-text/text-form-clean'
import { answerLetter } from '@satchel/forms/letters/notice-letters'
import { wordsFor } from '@satchel/forms/loader'
import { Problem } from '@satchel/protocol/problem'
import { sha256 } from '@satchel/protocol/sha256'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { answerInquiry, inquiryToAnswer, showInquiry } from '../db/calls/inquiries.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { AnswerWay } from '../db/shapes/inquiries.ts'
import { loadCatalog } from '../forms/form-catalog.ts'
import { organizationOf } from '../home/organization.ts'
import { sealLetter } from '../keys/letter-keys.ts'
import { protectMail } from '../packets/protect-mail.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal, type Refusals } from '../problems/refusal.ts'
import { notKnown } from './inquiries.ts'

const longest = 20_000

const Answered = z.object({
  inquiry: z.string(),
  /** Address. */
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  language: z.string(),
  protection: z.enum(['plain', 'pgp']),
  /** It waits in the outbox; of a dry run, it would. False where the same answer was there already. */
  isNew: z.boolean(),
})

const noWay: Refusals = {
  'inquiry/no-address': [
    'No letter can answer this inquiry: no address came with it.',
    [
      'where it names a telephone number, call; satchel inquiry done INQUIRY --note TEXT notes what was said',
      'satchel inquiry to-person INQUIRY makes a person of it',
    ],
  ],
  'inquiry/protected': [
    'Letters to this colleague are locked with a phrase, and words of your own would leave in the clear.',
    'call them; or send them the record again and say it with --why, which is locked with it',
  ],
}

/** @throws Problem inquiry/not-known, inquiry/no-address, inquiry/protected, inquiry/answered. */
export const replyToInquiry = useCase(
  z.object({
    /** Like inquiry-3. */
    inquiry: z.string(),
    text: z
      .string()
      .transform(text => cleanText(text).trim())
      .pipe(
        z
          .string()
          .min(1, 'An answer without words is none.')
          .max(longest, `An answer has ${longest} characters at most.`),
      ),
    /** Without it, the letter says that it is about their question. */
    subject: z.string().max(150, 'A subject has 150 characters at most.').default(''),
    /** Makes the letter and queues nothing. */
    dryRun: z.boolean().default(false),
  }),
  Answered,
  (context, { inquiry, text, subject, dryRun }) =>
    context.asStaff(database =>
      inTransaction(database, dryRun, async () => {
        const row = await database.run(showInquiry, { inquiry })
        if (row === null) throw notKnown()
        const read = await database.run(inquiryToAnswer, { inquiry })
        const way = accepted(read.way, code => refusal(code, {}, noWay))
        if (row.status !== 'new') return same(database, context, { inquiry, text, subject, way })
        return queue(database, context, { inquiry, text, subject, way })
      }),
    ),
)

/** Where an answer would go; or why none can, and what can be done. */
export const answerWayOf = useCase(
  z.object({ inquiry: z.string() }),
  z.object({ way: AnswerWay.nullable(), problem: z.instanceof(Problem).nullable() }),
  (context, { inquiry }) =>
    context.asStaff(async database => {
      const { way } = await database.run(inquiryToAnswer, { inquiry })
      if ('problem' in way && way.problem === 'inquiry/not-known') throw notKnown()
      try {
        return { way: accepted(way, code => refusal(code, {}, noWay)), problem: null }
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return { way: null, problem: error }
      }
    }),
)

interface Answer {
  readonly inquiry: string
  readonly text: string
  readonly subject: string
  readonly way: AnswerWay
}

/** Pressed once more after the answer was there: nothing is written twice. @throws Problem inquiry/answered. */
async function same(database: Database, context: Context, answer: Answer): Promise<z.infer<typeof Answered>> {
  const before = { ...answer, way: { ...answer.way, number: answer.way.number - 1 } }
  if (before.way.number < 1) throw answered(answer.inquiry)
  return queue(database, context, before)
}

const answered = (inquiry: string) =>
  problem('inquiry/answered', `A colleague is done with ${inquiry} already; nothing was sent.`, {
    hint: `satchel inquiry show ${inquiry} shows what was answered`,
  })

async function queue(
  database: Database,
  context: Context,
  { inquiry, text, subject, way }: Answer,
): Promise<z.infer<typeof Answered>> {
  const { settings } = context
  const { forms } = await loadCatalog(database)
  const words = wordsFor(forms.words, way.language)
  const letter = answerLetter(words, organizationOf(context), text, subject)
  const hid = `answer-${inquiry}-${way.number}`
  const mail = {
    id: hid,
    messageId: `${hid}@${settings.mail.split('@')[1]}`,
    date: context.now(),
    from: settings.mail,
    fromName: settings.organisation,
    to: way.mailto,
    autoSubmitted: 'no' as const,
    ...letter,
  }
  const bytes = await protectMail(
    context,
    mail,
    { ...way.guard, packet: way.packet ?? '', language: way.language },
    {
      packet: way.packet ?? '',
      // words of a person leave as they are protected, or not at all
      instead: () => {
        throw refusal('inquiry/protected', {}, noWay)
      },
    },
  )
  const { outcome } = await database.run(answerInquiry, {
    inquiry,
    number: way.number,
    mailto: way.mailto,
    text,
    letter: hid,
    digest: sha256(bytes),
    bytes: await sealLetter(context, { hid, mailto: way.mailto }, bytes),
  })
  if (outcome === 'ended') throw answered(inquiry)
  return {
    inquiry,
    to: way.mailto,
    subject: letter.subject,
    text: letter.text,
    html: letter.html ?? '',
    language: way.language,
    protection: way.guard.protection === 'pgp' ? 'pgp' : 'plain',
    isNew: outcome === 'queued',
  }
}
