// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Refusal } from '../shapes/refusal.ts'
import { statement } from '../statement.ts'

/** Asks nobody about a purpose any more; what was said stays. False where there is none. */
export const endPurpose = statement(
  'consents/end-purpose',
  'one',
  z.object({ name: z.string() }),
  z.object({ ended: z.boolean() }),
)

/** The answers for the address with this mark, and of people who have the address, newest first. */
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

/** Whether anybody at the address with this mark may get letters that they did not ask for; for the office. */
export const consentInForce = statement(
  'consents/in-force',
  'one',
  z.object({ mark: z.string(), mailto: z.string() }),
  z.object({ stands: z.boolean().nullable() }),
)

/** Records a no for each of a list that has none yet: line with mark and address, or person. Per line noted, already, not-known; purpose where that is on no list. */
export const noteNoes = statement(
  'consents/note-noes',
  'many',
  z.object({
    /** line, mark, mailto, person. */
    said: z.array(z.object({ line: z.number(), mark: z.string().optional(), mailto: z.string().optional(), person: z.string().optional() })),
    basis: z.string(),
    purpose: z.string(),
  }),
  z.object({ line: z.number().nullable(), outcome: z.enum(['noted', 'already', 'not-known', 'purpose']).nullable() }),
)

/** Records an answer that the office enters: mark of the address, yes or no, its reason, the address, the person, the purpose. {person, out: the number of people at the address who said no for themselves}. */
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
    purpose: z.string(),
  }),
  z.object({ noted: z.union([Refusal, z.object({ person: z.number().nullable(), out: z.number() })]) }),
)

/** The purposes that an intake offers to stop one by one: word, words by language. */
export const offeredPurposes = statement(
  'consents/offered',
  'many',
  z.object({}),
  z.object({ purpose: z.string(), labels: z.record(z.string(), z.string()) }),
)

/** The purposes that people are asked about in their own form: word, English words, languages, words by language. */
export const purposes = statement(
  'consents/purposes',
  'many',
  z.object({}),
  z.object({
    purpose: z.string(),
    words: z.string(),
    languages: z.string(),
    labels: z.record(z.string(), z.string()),
  }),
)

/** Adds a purpose that people are asked about in their own form, or changes its words: name, words by language. False where a new one has no English words. */
export const setPurpose = statement(
  'consents/set-purpose',
  'one',
  z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  z.object({ set: z.boolean() }),
)

/** Records a no: item, token or mark with address, basis, receipt, purposes (all: to everything). {case: new | repeat, mailto: the address for the confirmation, language, purposes: their words, null for all} or {problem}. */
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
    purposes: z.array(z.string()),
  }),
  z.object({
    noted: z.union([Refusal, z.object({ case: z.enum(['new', 'repeat']), mailto: z.string().nullable(), language: z.string(), purposes: z.array(z.string()).nullable() })]),
  }),
)

/** Records a person's own yes: item, token of a letter of theirs, mark of its address, sender for whom our mail server vouches, basis, receipt, token of the confirmation. {evidence, ask: the address to ask for a confirmation, language} or {problem}. */
export const noteYes = statement(
  'consents/yes',
  'one',
  z.object({
    item: z.number(),
    token: z.string(),
    /** Of the letter's address. */
    mark: z.string().nullable(),
    /** The sender for whom our mail server vouches. */
    sender: z.string().nullable(),
    basis: z.string(),
    received: z.date(),
    /** Hash of the token of the confirmation. */
    question: z.string(),
    /** Validity of that token. */
    days: z.number(),
  }),
  z.object({
    noted: z.union([Refusal, z.object({ evidence: z.enum(['weak', 'strong']).nullable(), ask: z.string().nullable().default(null), language: z.string().default('en') })]),
  }),
)
