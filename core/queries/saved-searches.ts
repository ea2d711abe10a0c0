// Searches that a colleague keeps. They are run by what they look for, under the colleague's role, and never by their text.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { ownQuery } from '../db/calls/installation.ts'
import { findRecords as findRows, forgetSearch as forget, listRecords as listRows } from '../db/calls/search.ts'
import { listRows as listTableRows } from '../db/calls/tables.ts'
import type { SavedSearch } from '../db/shapes/search.ts'
import { problem } from '../problems/problems.ts'
import { maxRows, type QueryResult } from './shipped-query.ts'
import { namingFaults } from '../search/search-faults.ts'

type Kept = z.infer<typeof SavedSearch>

/** Rows of a saved search with the columns of the command that saved it; their column hid is what dispatch takes. */
export async function runSaved(context: Context, search: Kept): Promise<QueryResult> {
  const { words, table, type = '', owner = '', group = '', stage = '', removed = false, limit = maxRows + 1 } = search
  const narrowed = { type, owner, group, stage, removed, limit }
  const rows = await namingFaults(() =>
    context.asStaff(async database => {
      if (words !== undefined) return database.run(findRows, { words, ...narrowed })
      const { filters = [], columns = [] } = search
      if (table !== undefined) {
        const rows = await database.run(listTableRows, {
          table,
          filters,
          sort: search.sort ?? '',
          columns,
          limit,
          after: null,
        })
        return rows.map(({ fields, ...row }) => ({ ...row, ...fields }))
      }
      const { sort = 'name' } = search
      const listed = await database.run(listRows, { ...narrowed, filters, sort, columns, after: '' })
      return listed.map(({ fields, ...row }) => ({ ...row, ...fields }))
    }),
  )
  return { columns: Object.keys(rows[0] ?? {}), rows: rows.slice(0, maxRows), cut: rows.length > maxRows }
}

/** The rows of a search that the acting staff member keeps under this name; null where they keep none. */
export async function savedRows(context: Context, name: string): Promise<QueryResult | null> {
  const own = await context.asStaff(database => database.run(ownQuery, { name }))
  return own === null || own.search === null ? null : runSaved(context, own.search)
}

/** @throws Problem query/not-known. */
export const forgetSearch = useCase(z.object({ name: z.string() }), z.null(), async (context, { name }) => {
  const { forgotten } = await context.asStaff(database => database.run(forget, { name }))
  if (forgotten) return null
  throw problem('query/not-known', `You keep no search "${name}".`, {
    hint: 'satchel query --list shows what you keep',
  })
})
