// A record made of an inquiry, checked against doubles as any new one: a person, a person who enters the process of leads, or a ticket. The
// inquiry is then of that record. Once: of two who press at the same time, one makes it.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { linkInquiry, showInquiry } from '../db/calls/inquiries.ts'
import { listProcesses } from '../db/calls/processes.ts'
import { enterStage } from '../processes/enter-stage.ts'
import { problem } from '../problems/problems.ts'
import { refusal } from '../problems/refusal.ts'
import { addRecord } from '../records/add-record.ts'
import { SaidField } from '../records/read/said-fields.ts'
import { typedId } from '../records/read/typed-text.ts'
import { notKnown } from './inquiries.ts'

type Shown = NonNullable<z.infer<typeof showInquiry.row>>

/** Of the process of leads. */
const firstStage = 'lead-new'

async function readInquiry(context: Context, inquiry: string): Promise<Shown> {
  const row = await context.asStaff(database => database.run(showInquiry, { inquiry }))
  if (row === null) throw notKnown()
  return row
}

/** What an inquiry says of whoever asked; the last word of a name is the family's. */
export function personOf({ name, email, phone, language }: Pick<Shown, 'name' | 'email' | 'phone' | 'language'>) {
  const words = (name ?? '').trim().split(/\s+/)
  const last = words.length > 1 ? words.at(-1) : undefined
  return {
    'given-name': words.slice(0, words.length > 1 ? -1 : 1).join(' '),
    'family-name': last ?? '',
    email: email ?? '',
    phone: phone ?? '',
    language: language ?? '',
  }
}

const longestName = 80

/** Its first line, and all of it. */
export function ticketOf({ message }: Pick<Shown, 'message'>) {
  const [first = ''] = message.trim().split('\n')
  const name = first.length > longestName ? `${first.slice(0, longestName - 1)}…` : first
  return { name, description: message }
}

/** What was said stands before what the inquiry says; an empty value leaves it out. */
function saidOf(known: Readonly<Record<string, string>>, set: readonly SaidField[]): SaidField[] {
  const more = Object.entries(known).flatMap(([name, value]) =>
    value === '' || set.some(said => said.name === name) ? [] : [{ name, how: '=' as const, value }],
  )
  return [...more, ...set.filter(({ value }) => value !== '')]
}

const Made = z.object({
  inquiry: z.string(),
  /** Human id. */
  record: z.string(),
  name: z.string(),
  /** False where it was of this record before. */
  isNew: z.boolean(),
})

const Wish = z.object({
  inquiry: z.string(),
  set: z.array(SaidField).default([]),
  owner: z.string().optional(),
  under: z.string().optional(),
  /** Also if somebody of that name is there. */
  anyway: z.boolean().default(false),
  dryRun: z.boolean().default(false),
})

/** @throws Problem inquiry/not-known, inquiry/linked; of addRecord: record/there, record/bad-value, database/no-right. */
export const inquiryToPerson = useCase(Wish, Made, async (context, { inquiry, set, ...how }) => {
  const row = await readInquiry(context, inquiry)
  if (row.about !== null) throw refusal('inquiry/linked')
  const made = await addRecord(context, { type: 'person', set: saidOf(personOf(row), set), inquiry, ...how })
  return { inquiry, record: made.record, name: made.name, isNew: true }
})

/** A person, where it is of none yet, who then enters the process of leads. @throws the same; Problem process/no-stage. */
export const inquiryToLead = useCase(Wish, Made, async (context, input) => {
  const row = await readInquiry(context, input.inquiry)
  // before anything is added
  const stages = await context.asStaff(database => database.run(listProcesses, {}))
  if (!stages.some(({ stage }) => stage === firstStage))
    throw problem('process/no-stage', 'This installation has no process of leads.', {
      hint: 'satchel process add lead',
    })
  const made =
    row.about === null
      ? await inquiryToPerson(context, input)
      : { inquiry: input.inquiry, record: row.about, name: row.record ?? '', isNew: false }
  if (!input.dryRun) await enterStage(context, { stage: firstStage, records: [made.record] })
  return made
})

/** @throws the same. */
export const inquiryToTicket = useCase(Wish, Made, async (context, { inquiry, set, ...how }) => {
  const row = await readInquiry(context, inquiry)
  if (row.ticket !== null) throw refusal('inquiry/linked')
  const whose = row.about === null ? {} : { party: row.about }
  const made = await addRecord(context, {
    type: 'ticket',
    set: saidOf({ ...ticketOf(row), ...whose }, set),
    inquiry,
    ...how,
  })
  return { inquiry, record: made.record, name: made.name, isNew: true }
})

/** Says whose question it is, where that person or record is there already. @throws Problem inquiry/not-known, inquiry/linked, entity/not-seen. */
export const linkInquiryTo = useCase(
  z.object({
    inquiry: z.string(),
    /** Human id or uuid. */
    record: z.string(),
  }),
  z.object({ inquiry: z.string(), record: z.string() }),
  async (context, { inquiry, record }) => {
    const hid = typedId(record)
    const { became } = await context.asStaff(database => database.run(linkInquiry, { inquiry, record: hid }))
    if (became === 'entity/not-seen')
      throw problem(became, 'There is no such record, or you may not see it.', { hint: 'satchel find WORDS' })
    if (became !== 'done') throw refusal(became)
    return { inquiry, record: hid }
  },
)
