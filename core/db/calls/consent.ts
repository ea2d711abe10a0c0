// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Refusal } from '../shapes/refusal.ts'
import { statement } from '../statement.ts'

/** What was said for an address and by the people who have it, newest first. */
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

/** The office's own entry of a yes or no. */
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

/** Whether anybody at an address may be written to unasked. */
export const consentStands = statement(
  'consents/stands',
  'one',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({ stands: z.boolean().nullable() }),
)

/** Writes a no down. */
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

/** Writes a person's own yes down. */
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
