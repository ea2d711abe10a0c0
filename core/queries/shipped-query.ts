// The shipped queries for people, run under the acting role. Their text comes from the files of this program, never from the
// table: a session of the owner runs them, and a text that somebody wrote into the table could give itself the owner's rights.

import { z } from 'zod'
import { type Database, shippedQuery } from '../db/database.ts'
import { databaseProblem } from '../db/sqlstate.ts'
import { problem } from '../problems/problems.ts'

/** What a query gave. */
export const QueryResult = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.record(z.string(), z.unknown())),
  /** There were more rows than {@link maxRows}. */
  cut: z.boolean(),
})
export type QueryResult = z.infer<typeof QueryResult>

/** More rows than a person reads; `cut` says that there were more. */
export const maxRows = 10_000

/** Whether the program brings a query of this name for people. */
export const isShipped = (name: string): boolean => shippedQuery(name)?.use === 'people'

const takes = ({ name, standard }: { readonly name: string; readonly standard?: string }) =>
  standard === undefined ? name : `${name} (${standard} when left out)`

/**
 * Runs a query in the transaction under way, read-only, with a time-out.
 * @throws Problem query/not-known, query/wrong.
 */
export async function runShipped(
  database: Database,
  name: string,
  params: ReadonlyMap<string, string>,
): Promise<QueryResult> {
  const query = shippedQuery(name)
  if (query?.use !== 'people') {
    throw problem('query/not-known', `There is no stored query "${name}".`, {
      hint: [
        'satchel query --list shows them',
        "satchel --as NAME query runs one of a colleague's own, with their password",
      ],
    })
  }
  const names = query.params.map(param => param.name)
  const unknown = [...params.keys()].find(given => !names.includes(given))
  const missing = query.params.filter(({ name: wanted, standard }) => standard === undefined && !params.has(wanted))
  if (unknown !== undefined || missing.length > 0) {
    throw problem(
      'query/wrong',
      `The query ${name} takes ${query.params.length === 0 ? 'no parameters' : query.params.map(takes).join(', ')}.`,
      {
        hint: `satchel query ${name}${query.params
          .filter(({ standard }) => standard === undefined)
          .map(wanted => ` --param ${wanted.name}=VALUE`)
          .join('')}`,
      },
    )
  }
  const values = query.params.map(wanted => params.get(wanted.name) ?? wanted.standard)
  try {
    await database.client.query('set transaction read only')
    await database.client.query("set local statement_timeout = '30s'")
    const { rows, fields } = await database.client.query<Record<string, unknown>>({ text: query.text, values })
    return { columns: fields.map(field => field.name), rows: rows.slice(0, maxRows), cut: rows.length > maxRows }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22')) {
      throw problem('query/wrong', `A parameter of ${name} has the wrong form.`, {
        hint: `it takes: ${query.params.map(param => `${param.name} (${param.type})`).join(', ')}`,
        cause: error,
      })
    }
    throw databaseProblem(error)
  }
}
