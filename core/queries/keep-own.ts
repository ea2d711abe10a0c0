// SQL that a colleague of the office keeps under a name. Only its text is kept here; it runs under their own login.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { dropOwnQuery, keepOwnQuery } from '../db/calls/installation.ts'
import { namingFaults } from '../search/search-faults.ts'
import { sqlLimits } from './own-sql.ts'

/** @throws Problem search/wrong for a name that is none or taken, database/no-right. */
export const keepOwn = useCase(
  z.object({
    name: z.string(),
    about: z.string().max(200, 'What a query is for has 200 signs at most.'),
    text: z.string().min(1, 'There is no SQL to keep.').max(sqlLimits.signs),
  }),
  z.object({ name: z.string() }),
  async (context, { name, about, text }) => {
    // one statement goes into a cursor, which takes no semicolon inside
    const sql = text.replace(/[;\s]+$/, '')
    const { query } = await namingFaults(() =>
      context.asStaff(database => database.run(keepOwnQuery, { name, about: about || name, text: sql })),
    )
    return { name: query }
  },
)

/** Removes one; nothing happens where there is none of that name. */
export const dropOwn = useCase(z.object({ name: z.string() }), z.null(), async (context, input) => {
  await context.asStaff(database => database.run(dropOwnQuery, input))
  return null
})
