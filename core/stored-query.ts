// Stored queries for people: read from the table, so that users' own work as well as the shipped ones.

import type { Database } from './db/database.ts'
import { problem } from './problems.ts'
import { storedQuery } from './statements/schema.ts'

export interface QueryParams {
  readonly named?: ReadonlyMap<string, string>
  readonly inOrder?: readonly string[]
}

export interface QueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/** Rows at most; a query for people that gives more is cut, and says so. */
const maxRows = 10_000

/**
 * Runs a stored query in the transaction under way, read-only, with a time-out, under the acting role.
 * @throws Problem query/not-known, query/wrong.
 */
export async function runQuery(database: Database, name: string, params: QueryParams): Promise<QueryResult> {
  const stored = await database.run(storedQuery, { name })
  if (stored === null) {
    throw problem('query/not-known', `There is no stored query "${name}".`, { hint: 'satchel query --list shows them' })
  }
  const wanted = stored.params.split('\n').filter(line => line !== '')
  const names = wanted.map(line => line.split(' ')[0] ?? '')
  for (const given of params.named?.keys() ?? []) {
    if (!names.includes(given)) {
      throw problem('query/wrong', `The query ${name} has no parameter "${given}".`, {
        hint: names.length === 0 ? 'it takes none' : `it takes: ${names.join(', ')}`,
      })
    }
  }
  const values = names.map((parameter, index) => params.named?.get(parameter) ?? params.inOrder?.[index])
  const missing = names.filter((_, index) => values[index] === undefined)
  if (missing.length > 0 || (params.inOrder?.length ?? 0) > names.length) {
    throw problem(
      'query/wrong',
      `The query ${name} takes ${names.length === 0 ? 'no parameters' : names.join(', ')}.`,
      {
        hint: `satchel query ${name}${names.map(parameter => ` --param ${parameter}=VALUE`).join('')}`,
      },
    )
  }
  try {
    await database.client.query('set transaction read only')
    await database.client.query("set local statement_timeout = '30s'")
    const { rows, fields } = await database.client.query<Record<string, unknown>>({ text: stored.text, values })
    return { columns: fields.map(field => field.name), rows: rows.slice(0, maxRows) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22')) {
      throw problem('query/wrong', `A parameter of ${name} has the wrong form.`, {
        hint: `it takes: ${wanted.join('; ')}`,
        cause: error,
      })
    }
    throw error
  }
}
