// Lists the rows of a table of the catalog with filters, sorted, a page at a time, as far as the acting staff member sees them.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { saveSearch } from '../db/calls/search.ts'
import { listRows as readRows } from '../db/calls/tables.ts'
import { namingFaults } from './search-faults.ts'
import { Limit, Save } from './search-order.ts'

const Listed = z.object({
  rows: z.array(readRows.row),
  /** There are more: the number of the row to go on after. */
  next: z.number().nullable(),
})

/** @throws Problem search/wrong. */
export const listRows = useCase(
  z.object({
    table: z.string(),
    /** Like sort>=10 or name~seed. */
    filters: z.array(z.string()).default([]),
    /** A field; with - before it in falling order. Empty: by number. */
    sort: z.string().default(''),
    columns: z.array(z.string()).default([]),
    limit: Limit,
    after: z.number().nullable().default(null),
    save: Save,
  }),
  Listed,
  (context, { save, limit = 100, after, ...search }) =>
    namingFaults(() =>
      context.asStaff(async database => {
        const found = await database.run(readRows, { ...search, after, limit: limit + 1 })
        const rows = found.slice(0, limit)
        if (save !== undefined) await database.run(saveSearch, { name: save, search })
        return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
      }),
    ),
)
