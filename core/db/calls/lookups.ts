// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { ChoiceFields } from '../shapes/choices.ts'
import { statement } from '../statement.ts'

/** Stores the shipped labels of a language: of what is still called as it was shipped. */
export const keepShippedLabels = statement(
  'labels/keep',
  'none',
  z.object({
    /** Language. */
    language: z.string(),
    /** Shipped English by key. */
    english: z.record(z.string(), z.string()),
    /** Labels by key. */
    texts: z.record(z.string(), z.string()),
  }),
  z.object({}),
)

/** The labels of a type, a field or a choice, by language. */
export const labelsOf = statement(
  'labels/of',
  'many',
  z.object({
    /** deal, deal.amount or source/visit. */
    name: z.string(),
  }),
  z.object({ language: z.string(), label: z.string(), own: z.boolean() }),
)

/** Says the language of labels for the rest of the transaction. */
export const readIn = statement(
  'labels/read-in',
  'one',
  z.object({
    /** Language. */
    language: z.string(),
  }),
  z.object({ language: z.string().nullable() }),
)

/** Says what the organisation calls a type, a field or a choice in a language; the empty text takes that back. Null: no such name. */
export const setLabel = statement(
  'labels/set',
  'one',
  z.object({
    /** deal, deal.amount or source/visit. */
    name: z.string(),
    /** Language. */
    language: z.string(),
    /** Label. */
    text: z.string(),
  }),
  z.object({ label_of: z.enum(['type', 'field', 'choice']).nullable() }),
)

/** Adds a choice to the end of a list, or begins a list of one's own with it: added, new list, there already, or no list. */
export const addChoice = statement(
  'lookups/add',
  'one',
  z.object({
    /** List. */
    list: z.string(),
    /** Word, small letters. */
    word: z.string(),
    /** Title. */
    name: z.string(),
  }),
  z.object({ result: z.enum(['added', 'new list', 'there already', 'no list']).nullable() }),
)

/** Changes a choice of a list: name, sort and active, those that are named. A value that somebody else changed since is kept and told; null where there is none. */
export const changeChoice = statement(
  'lookups/change',
  'one',
  z.object({
    /** Id, like outcome/busy. */
    choice: z.string(),
    /** What the writer saw. */
    was: ChoiceFields,
    /** What shall be. */
    wanted: ChoiceFields,
  }),
  z.object({ outcome: z.object({ changed: z.array(z.string()), kept: ChoiceFields }).nullable() }),
)

/** The choices of a list, in its order. */
export const lookupChoices = statement(
  'lookups/choices',
  'many',
  z.object({ domain: z.string() }),
  z.object({ choice: z.string(), word: z.string(), name: z.string(), sort: z.number(), active: z.boolean() }),
)

/** The lists of choices, with the fields that take their values from each. */
export const lookupLists = statement(
  'lookups/lists',
  'many',
  z.object({}),
  z.object({ domain: z.string(), choices: z.number(), active: z.number(), fields: z.string().nullable() }),
)
