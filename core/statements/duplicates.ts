// Statements about records that may be one; all run under the acting staff member's role.

import { z } from 'zod'
import { statement } from '../db/statement.ts'

export const findDuplicates = statement(
  'duplicates/find',
  'one',
  z.object({ least: z.string(), all: z.boolean() }),
  z.object({ pairs: z.number().nullable() }),
)

/** How the last look was done, and by which weights. */
export const lastDuplicateRun = statement(
  'duplicates/last',
  'maybe',
  z.object({}),
  z.object({
    whole: z.boolean(),
    people: z.number(),
    changed: z.number(),
    compared: z.number(),
    learned: z.date().nullable(),
    learned_pairs: z.number().nullable(),
  }),
)

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

export const duplicateRules = statement(
  'duplicates/rules',
  'many',
  z.object({}),
  z.object({ rule: z.string(), points: z.string(), shipped: z.string(), about: z.string() }),
)

export const tuneDuplicates = statement(
  'duplicates/tune',
  'one',
  z.object({ rule: z.string(), points: z.string() }),
  z.object({ done: z.boolean().nullable() }),
)

export const decideDifferent = statement(
  'duplicates/different',
  'one',
  z.object({ pair: z.number() }),
  z.object({ done: z.boolean().nullable() }),
)

export const mergeRecords = statement(
  'duplicates/merge',
  'one',
  z.object({ kept: z.number(), lost: z.number() }),
  z.object({
    merged: z
      .object({ merge: z.number(), kept: z.number(), lost: z.number(), moved: z.record(z.string(), z.number()) })
      .nullable(),
  }),
)

export const undoMerge = statement(
  'duplicates/undo',
  'one',
  z.object({ merge: z.number() }),
  z.object({ undone: z.object({ merge: z.number(), undone: z.number(), kept: z.number() }).nullable() }),
)
