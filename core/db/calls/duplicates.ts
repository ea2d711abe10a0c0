// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** Marks a pair of records as different; false if the pair is not open. */
export const decideDifferent = statement(
  'duplicates/different',
  'one',
  z.object({
    /** Pair. */
    pair: z.number(),
  }),
  z.object({
    /** Whether it was open. */
    done: z.boolean().nullable(),
  }),
)

/** The evidence that a pair of records is one, in words, with its points: the number of doublings by which it is likelier in two records of one person than of strangers. */
export const duplicateEvidence = statement(
  'duplicates/evidence',
  'many',
  z.object({ pair: z.number() }),
  z.object({ means: z.string(), points: z.string().nullable() }),
)

/** Searches for pairs of people that may be the same person, only for new people or among all; returns the number of open pairs of this score or more. */
export const findDuplicates = statement(
  'duplicates/find',
  'one',
  z.object({
    /** Least score. */
    least: z.string(),
    /** Compare everybody again. */
    all: z.boolean(),
  }),
  z.object({
    /** Open pairs. */
    pairs: z.number().nullable(),
  }),
)

/** The last search for duplicates, and the basis of its weights. */
export const lastDuplicateRun = statement(
  'duplicates/last',
  'maybe',
  z.object({}),
  z.object({
    at: z.date(),
    by: z.string(),
    whole: z.boolean(),
    people: z.number(),
    changed: z.number(),
    compared: z.number(),
    learned: z.date().nullable(),
    learned_pairs: z.number().nullable(),
  }),
)

/** Merges the second record into the first, with the caller's rights: {merge, kept, lost, moved: rows by table}. */
export const mergeRecords = statement(
  'duplicates/merge',
  'one',
  z.object({
    /** Surviving record. */
    kept: z.number(),
    /** Record to merge into the other. */
    lost: z.number(),
    /** Fields whose value comes from the other. */
    take: z.array(z.string()),
  }),
  z.object({
    /** Result. */
    merged: z.object({ merge: z.number(), kept: z.number(), lost: z.number(), moved: z.record(z.string(), z.number()) }).nullable(),
  }),
)

/** Records that were merged, newest first. */
export const recordMerges = statement(
  'duplicates/merges',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    merge: z.number(),
    kept: z.string().nullable(),
    kept_name: z.string(),
    lost: z.string().nullable(),
    lost_name: z.string(),
    at: z.date(),
    by: z.string(),
    undone: z.date().nullable(),
  }),
)

/** Pairs of records that may be the same, likeliest first. */
export const openDuplicates = statement(
  'duplicates/open',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    pair: z.number(),
    left: z.string().nullable(),
    left_name: z.string(),
    right: z.string().nullable(),
    right_name: z.string(),
    band: z.string().nullable(),
    score: z.string(),
    reason: z.string(),
  }),
)

/** The office's rules for the score of a pair; points as shipped change nothing. */
export const duplicateRules = statement(
  'duplicates/rules',
  'many',
  z.object({}),
  z.object({ rule: z.string(), points: z.string(), shipped: z.string(), about: z.string() }),
)

/** Sets the points of a rule, -1 to 1; false if there is no such rule. */
export const tuneDuplicates = statement(
  'duplicates/tune',
  'one',
  z.object({
    /** Its name. */
    rule: z.string(),
    /** -1 to 1; the shipped value changes nothing. */
    points: z.string(),
  }),
  z.object({ done: z.boolean().nullable() }),
)

/** Undoes a merge from the audit: {undone: rows, kept: rows that have changed since and stay unchanged}. */
export const undoMerge = statement(
  'duplicates/undo',
  'one',
  z.object({
    /** Merge. */
    merge: z.number(),
  }),
  z.object({
    /** Result. */
    undone: z.object({ merge: z.number(), undone: z.number(), kept: z.number() }).nullable(),
  }),
)
