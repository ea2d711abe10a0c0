// The options of a search besides its words.

import { z } from 'zod'

/** More words tell nothing more, and each is looked up in every type. */
const maxWords = 200

/** Whose records, of which group, in which stage: names as people type them. */
export const narrowed = {
  owner: z.string().default(''),
  group: z.string().default(''),
  stage: z.string().default(''),
  /** Removed records, too. */
  removed: z.boolean().default(false),
}

export const Words = z
  .string()
  .trim()
  .min(1, 'Name something to look for.')
  .max(maxWords, `A search has ${maxWords} characters at most.`)

/** How many rows; undefined takes what a person reads, or all that a saved search may give. */
export const Limit = z.number().int().min(1).max(10_000).optional()

/** Keeps the search as a query of the acting staff member. */
export const Save = z.string().optional()
