// Finds records of every type by what people type, as far as the acting staff member sees them.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { findFacets, findRecords as findRows, saveSearch } from '../db/calls/search.ts'
import { namingFaults } from './search-faults.ts'
import { Limit, narrowed, Save, Words } from './search-order.ts'

const Found = z.object({
  records: z.array(findRows.row),
  /** How many there are of each type, owner, group and stage; asked for. */
  facets: z.array(findFacets.row).optional(),
  /** The query that keeps the search. */
  saved: z.string().optional(),
})

/** @throws Problem search/wrong. */
export const findRecords = useCase(
  z.object({
    words: Words,
    type: z.string().default(''),
    ...narrowed,
    limit: Limit,
    facets: z.boolean().default(false),
    save: Save,
  }),
  Found,
  (context, { facets: isCounted, save, limit, ...search }) =>
    namingFaults(() =>
      context.asStaff(async database => {
        const records = [...(await database.run(findRows, { ...search, limit: limit ?? 20 }))]
        const facets = isCounted ? [...(await database.run(findFacets, search))] : undefined
        const kept =
          save === undefined
            ? undefined
            : await database.run(saveSearch, {
                name: save,
                search: { ...search, ...(limit === undefined ? {} : { limit }) },
              })
        return {
          records,
          ...(facets === undefined ? {} : { facets }),
          ...(kept === undefined ? {} : { saved: kept.query }),
        }
      }),
    ),
)
