// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { AnswerWay, InMail, Told } from '../shapes/inquiries.ts'
import { Files } from '../shapes/intake.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** Queues the letter that answers an inquiry, keeps its text, and ends the inquiry: queued; same (this answer is there), ended (it is open no more). */
export const answerInquiry = statement(
  'inquiries/answer',
  'one',
  z.object({
    inquiry: z.string(),
    number: z.number(),
    /** As returned by to-answer. */
    mailto: z.string(),
    text: z.string(),
    /** Id. */
    letter: z.string(),
    /** SHA-256 of the bytes. */
    digest: z.string(),
    bytes: Bytes,
  }),
  z.object({ outcome: z.enum(['queued', 'same', 'ended']) }),
)

/** The answers to an inquiry, and what became of their letters. */
export const inquiryAnswers = statement(
  'inquiries/answers',
  'many',
  z.object({ inquiry: z.string() }),
  z.object({
    number: z.number(),
    text: z.string(),
    by: z.string().nullable(),
    written: z.date(),
    letter: z.string(),
    mailto: z.string(),
    status: z.enum(['queued', 'sent', 'parked', 'failed', 'came-back']),
    problem: z.string().nullable(),
  }),
)

/** Closes an inquiry; false if it is not open. */
export const endInquiry = statement(
  'inquiries/done',
  'one',
  z.object({ inquiry: z.string(), note: z.string() }),
  z.object({ done: z.boolean().nullable() }),
)

/** Stores a person's own words as an inquiry, once an item: by its token, otherwise by the letter that it answers; {email, message, language, files}. Returns the address to inform, {packet, packet_id, language, mailto}; null if it belongs to nobody. */
export const keepWords = statement(
  'inquiries/keep',
  'one',
  z.object({
    item: z.number(),
    /** Hash of its token. */
    token: z.string().nullable(),
    /** The letter that it answers, if there is no token. */
    letter: z.string().nullable(),
    said: z.object({ email: z.string().nullable(), message: z.string(), language: z.string().nullable(), files: InMail }),
    received: z.date(),
  }),
  z.object({
    /** Address to inform; null if it belongs to nobody. */
    told: Told.nullable(),
  }),
)

/** The same for a record that was made of the inquiry in the transaction under way. */
export const linkNew = statement(
  'inquiries/link-new',
  'one',
  z.object({
    /** Short name. */
    staff: z.string(),
    inquiry: z.string(),
    /** Human id. */
    record: z.string(),
  }),
  z.object({ became: z.enum(['done', 'inquiry/not-known', 'inquiry/linked']) }),
)

/** Says whose question an inquiry is: done, or a problem. */
export const linkInquiry = statement(
  'inquiries/link',
  'one',
  z.object({
    inquiry: z.string(),
    /** Human id or uuid. */
    record: z.string(),
  }),
  z.object({ became: z.enum(['done', 'entity/not-seen', 'inquiry/not-known', 'inquiry/linked']) }),
)

/** Adds an inquiry to the queue: {name, email, phone, message, language}. */
export const noteInquiry = statement(
  'inquiries/note',
  'one',
  z.object({ item: z.number(), said: z.record(z.string(), z.string()), received: z.date() }),
  z.object({ inquiry: z.string().nullable() }),
)

/** What somebody asked, newest first, with the last answer; nothing for roles that read no inquiries. */
export const recordInquiries = statement(
  'inquiries/of-record',
  'many',
  z.object({
    /** Human id or uuid. */
    record: z.string(),
  }),
  z.object({
    inquiry: z.string(),
    received: z.date(),
    message: z.string(),
    status: z.string(),
    answer: z.string().nullable(),
    answered: z.date().nullable(),
  }),
)

/** Open inquiries, oldest first. */
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

/** One inquiry with its whole content. */
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
    /** Recipient of the packet. */
    recipient: z.string().nullable(),
    record: z.string().nullable(),
    /** Human id or uuid of the record. */
    about: z.string().nullable(),
    /** Human id of the ticket that was made of it. */
    ticket: z.string().nullable(),
    /** Name of its item. */
    item: z.string(),
    /** Files that came with it, sealed. */
    files: Files.nullable(),
    /** Files inside the mail itself. */
    inside: InMail.nullable(),
  }),
)

/** Where an answer to an inquiry goes, how it is protected, in which language, and which answer it is: {mailto, packet, guard, language, number}, or {problem}. */
export const inquiryToAnswer = statement(
  'inquiries/to-answer',
  'one',
  z.object({ inquiry: z.string() }),
  z.object({ way: z.union([AnswerWay, Refusal]) }),
)
