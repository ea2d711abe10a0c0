// Statements of inquiries: questions from the public page, and words that came beside a form or instead of one.

import { z } from 'zod'
import { statement } from '../db/statement.ts'
import { Files } from './doors.ts'

export const noteInquiry = statement(
  'inquiries/note',
  'one',
  z.object({ item: z.number(), said: z.record(z.string(), z.string()), received: z.date() }),
  z.object({ inquiry: z.string().nullable() }),
)

/** Files that lie in a mail: the sender's words for them. */
const InMail = z.array(z.object({ name: z.string(), type: z.string(), size: z.number() }))

/** The address that learns that a person reads its words. */
const Told = z.object({
  packet: z.string().nullable(),
  packet_id: z.number().nullable(),
  language: z.string(),
  mailto: z.string().nullable(),
})
export type Told = z.infer<typeof Told>

export const keepWords = statement(
  'inquiries/keep',
  'one',
  z.object({
    item: z.number(),
    token: z.string().nullable(),
    letter: z.string().nullable(),
    said: z.object({
      email: z.string().nullable(),
      message: z.string(),
      language: z.string().nullable(),
      files: InMail,
    }),
    received: z.date(),
  }),
  z.object({ told: Told.nullable() }),
)

export const openInquiries = statement(
  'inquiries/open',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    inquiry: z.string(),
    received: z.date(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    packet: z.string().nullable(),
    recipient: z.string().nullable(),
    record: z.string().nullable(),
    files: z.number().nullable(),
  }),
)

export const showInquiry = statement(
  'inquiries/show',
  'maybe',
  z.object({ inquiry: z.string() }),
  z.object({
    inquiry: z.string(),
    received: z.date(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    message: z.string(),
    language: z.string().nullable(),
    status: z.string(),
    note: z.string().nullable(),
    packet: z.string().nullable(),
    recipient: z.string().nullable(),
    record: z.string().nullable(),
    item: z.string(),
    files: Files.nullable(),
    inside: InMail.nullable(),
  }),
)

export const endInquiry = statement(
  'inquiries/done',
  'one',
  z.object({ inquiry: z.string(), note: z.string() }),
  z.object({ done: z.boolean().nullable() }),
)
