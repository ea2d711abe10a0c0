// Names of types, fields and choices in other languages than English: the shipped words, and those of the organisation.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseWords } from '@satchel/forms/words/form-words'
import { languagesWith } from '@satchel/protocol/languages'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { keepShippedLabels, labelsOf, setLabel } from '../db/calls/lookups.ts'
import type { Database } from '../db/database.ts'
import { undone } from '../db/dry-run.ts'
import { shipped } from '../db/shipped.ts'
import { problem } from '../problems/problems.ts'

/** The shipped labels of a language by key: deal_amount, or note for each column of that name; type/deal; source/visit. */
export function shippedLabels(language: string): Readonly<Record<string, string>> {
  const folder = join(shipped('core'), 'records', 'words', language)
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .flatMap(file => [...parseWords(readFileSync(join(folder, file), 'utf8')).texts]),
  )
}

/** Stores the shipped labels of every language, of what is still called as it was shipped. */
export async function keepLabels(database: Database): Promise<void> {
  const english = shippedLabels('en')
  for (const language of languagesWith('catalog'))
    if (language !== 'en') await database.run(keepShippedLabels, { language, english, texts: shippedLabels(language) })
}

/**
 * Sets labels of the organisation, where some are given, and lists all of the name; the empty text takes one back.
 * @throws Problem record/no-field, database/no-right.
 */
export const labels = useCase(
  z.object({
    /** A type, a field of it, a field of its rows, or a choice: deal, deal.amount, contact-point.value, source/visit. */
    name: z.string().trim().min(1, 'Name a type, a field or a choice.'),
    set: z.record(
      z.string().regex(/^[a-z]{2,3}$/, 'A language is two or three small letters, like de.'),
      z.string().trim().max(100, 'A label has 100 letters at most.'),
    ),
    dryRun: z.boolean().default(false),
  }),
  z.array(z.object({ language: z.string(), label: z.string(), own: z.boolean() })),
  (context, { name, set, dryRun }) => {
    const work = async (database: Database) => {
      for (const [language, text] of Object.entries(set)) {
        const { label_of: found } = await database.run(setLabel, { name, language, text })
        if (found === null) throw unknown(name)
      }
      const all = await database.run(labelsOf, { name })
      if (all.length === 0 && Object.keys(set).length === 0) throw unknown(name)
      return [...all]
    }
    return dryRun ? undone(inner => context.asStaff(inner), work) : context.asStaff(work)
  },
)

const unknown = (name: string) =>
  problem('record/no-field', `There is no type, field or choice "${name}".`, {
    hint: 'a type is like deal, a field like deal.amount, a choice like source/visit; satchel fields TYPE lists the fields of a type',
  })
