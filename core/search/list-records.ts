// Lists the records of one type with filters, sorted, a page at a time, as far as the acting staff member sees them.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { listRecords as listRows, saveSearch } from '../db/calls/search.ts'
import { namingFaults } from './search-faults.ts'
import { Limit, narrowed, Save } from './search-order.ts'

const Listed = z.object({
  records: z.array(listRows.row),
  /** There are more: the human id, or the number, to go on after. */
  next: z.string().nullable(),
  saved: z.string().optional(),
})

/** @throws Problem search/wrong. */
export const listRecords = useCase(
  z.object({
    type: z.string(),
    /** Like amount>=1000 or note~seed. */
    filters: z.array(z.string()).default([]),
    ...narrowed,
    /** A field; with - before it in falling order. */
    sort: z.string().default('name'),
    columns: z.array(z.string()).default([]),
    limit: Limit,
    /** Human id of the last record of the page before. */
    after: z.string().default(''),
    save: Save,
  }),
  Listed,
  (context, { save, limit, after, ...search }) =>
    namingFaults(() =>
      context.asStaff(async database => {
        const many = limit ?? 100
        const rows = await database.run(listRows, { ...search, after, limit: many + 1 })
        const records = rows.slice(0, many)
        const kept =
          save === undefined
            ? undefined
            : await database.run(saveSearch, {
                name: save,
                search: { ...search, ...(limit === undefined ? {} : { limit }) },
              })
        const next = rows.length > many ? (records.at(-1)?.hid ?? null) : null
        return { records: [...records], next, ...(kept === undefined ? {} : { saved: kept.query }) }
      }),
    ),
)
