// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Refusal } from '../shapes/refusal.ts'
import { statement } from '../statement.ts'

/** What was said for the address with this mark, and by people who have the address, newest first. */
export const consentHistory = statement(
  'consents/history',
  'many',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({
    received: z.date(),
    given: z.boolean(),
    purpose: z.string(),
    basis: z.string(),
    noted_by: z.string(),
    person: z.string().nullable(),
    evidence: z.string().nullable(),
  }),
)

/** The office's own entry: mark of the address, yes or no, what it rests on, the address, whose it is. {person, out: how many people at the address said no for themselves}. */
export const noteConsent = statement(
  'consents/note',
  'one',
  z.object({
    mark: z.string(),
    given: z.boolean(),
    basis: z.string(),
    mailto: z.string(),
    /** Human id or uuid. */
    person: z.string().nullable(),
  }),
  z.object({ noted: z.union([Refusal, z.object({ person: z.number().nullable(), out: z.number() })]) }),
)

/** Whether anybody at the address with this mark may be written to unasked, for the office. */
export const consentStands = statement(
  'consents/stands',
  'one',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({ stands: z.boolean().nullable() }),
)

/** Writes a no down: item, token or mark with address, basis, receipt. {case: new | repeat, mailto: whom to confirm it to} or {problem}. */
export const noteUnsubscribe = statement(
  'consents/unsubscribe',
  'one',
  z.object({
    item: z.number(),
    token: z.string().nullable(),
    mark: z.string().nullable(),
    mailto: z.string().nullable(),
    basis: z.string(),
    received: z.date(),
  }),
  z.object({
    noted: z.union([Refusal, z.object({ case: z.enum(['new', 'repeat']), mailto: z.string().nullable(), language: z.string() })]),
  }),
)

/** Writes a person's own yes down: item, token of a letter of theirs, mark of its address, sender whom our mail server vouches for, basis, receipt, token of a question. {evidence, ask: whom to ask whether it was meant, language} or {problem}. */
export const noteYes = statement(
  'consents/yes',
  'one',
  z.object({
    item: z.number(),
    token: z.string(),
    /** Of the address that the letter went to. */
    mark: z.string().nullable(),
    /** Whom a mail server of ours vouches for. */
    sender: z.string().nullable(),
    basis: z.string(),
    received: z.date(),
    /** Hash of the token of the question whether it was meant. */
    question: z.string(),
    /** How long that is good. */
    days: z.number(),
  }),
  z.object({
    noted: z.union([Refusal, z.object({ evidence: z.enum(['weak', 'strong']).nullable(), ask: z.string().nullable().default(null), language: z.string().default('en') })]),
  }),
)
