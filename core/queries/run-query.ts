// Stored queries under the rights of whoever acts: those that come with the program, and a colleague's own.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { problem } from '../problems/problems.ts'
import { listQueries as queryRows, ownQuery } from '../db/calls/installation.ts'
import { runOwn } from './own-query.ts'
import { runSaved } from './saved-searches.ts'
import { isShipped, QueryResult, runShipped } from './shipped-query.ts'

export const listQueries = useCase(z.object({}), z.array(queryRows.row), context =>
  context.asStaff(async database => [...(await database.run(queryRows, {}))]),
)

const findOwn = (context: Context, name: string) =>
  isShipped(name) ? null : context.asStaff(database => database.run(ownQuery, { name }))

/** Whether a query is text of the acting staff member's own: it runs under their login, with its password. A saved search needs none. */
export const isOwnQuery = useCase(
  z.object({ name: z.string() }),
  z.boolean(),
  async (context, { name }) => (await findOwn(context, name))?.search === null,
)

/** @throws Problem query/not-known, query/wrong, staff/no-login. */
export const runQuery = useCase(
  z.object({
    /** Like people/by-phone. */
    name: z.string(),
    /** Parameters by name. */
    params: z.record(z.string(), z.string()).default({}),
    /** Of the acting staff member's login, for a query of their own. */
    password: z.string().optional(),
  }),
  QueryResult,
  async (context, { name, params, password }) => {
    const given = new Map(Object.entries(params))
    const own = await findOwn(context, name)
    if (own === null) return context.asStaff(database => runShipped(database, name, given))
    if (own.search !== null) return runSaved(context, own.search)
    if (password === undefined)
      throw problem('usage/wrong', `The query ${name} is your own: it takes the password of your login.`)
    return runOwn(context, own, given, password)
  },
)
