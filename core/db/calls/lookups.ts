// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { ChoiceFields } from '../shapes/choices.ts'
import { statement } from '../statement.ts'

/** Adds a choice to the end of a list: added, there already, or no list. */
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
  z.object({ result: z.enum(['added', 'there already', 'no list']).nullable() }),
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
