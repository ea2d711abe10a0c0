// A colleague's own query. Its text is whatever they wrote, so it runs over a connection of their own login, where it can do no more than
// they can: never in a session of the owner, from which it could take any role.

import { withDatabase } from '../db/database.ts'
import { staffUrl } from '../db/logins.ts'
import { problem } from '../problems/problems.ts'
import type { Context } from '../context/context.ts'
import { runOwnQuery } from '../db/calls/installation.ts'
import { maxRows, type QueryResult } from './shipped-query.ts'

interface OwnQuery {
  readonly name: string
  /** A line for each parameter, its name first. */
  readonly params: string
  readonly login: string
}

/** The values in the order of the parameters; where the query names none, they are given as 1=VALUE, 2=VALUE. @throws Problem query/wrong. */
function valuesOf({ name, params }: OwnQuery, given: ReadonlyMap<string, string>): readonly (string | null)[] {
  const named = params.split('\n').flatMap(line => line.trim().split(/[ =]/)[0] || [])
  const names = named.length > 0 ? named : Array.from({ length: given.size }, (_, index) => String(index + 1))
  const unknown = [...given.keys()].find(one => !names.includes(one))
  if (unknown !== undefined) {
    throw problem('query/wrong', `The query ${name} has no parameter "${unknown}".`, {
      hint: named.length > 0 ? `it takes: ${named.join(', ')}` : '--param 1=VALUE 2=VALUE, since it names none',
    })
  }
  return names.map(one => given.get(one) ?? null)
}

/** Runs a query over its owner's login, read-only, with a time-out. @throws Problem query/wrong, staff/no-login. */
export async function runOwn(
  context: Context,
  own: OwnQuery,
  params: ReadonlyMap<string, string>,
  password: string,
): Promise<QueryResult> {
  const values = [...valuesOf(own, params)]
  try {
    const rows = await withDatabase(staffUrl(context.home, context.settings, own.login, password), database =>
      database.inTransaction(async () => {
        await database.client.query('set transaction read only')
        await database.client.query("set local statement_timeout = '30s'")
        return database.run(runOwnQuery, { query: own.name, values })
      }),
    )
    const all = rows.map(({ row }) => row)
    return { columns: Object.keys(all[0] ?? {}), rows: all, cut: all.length >= maxRows }
  } catch (error) {
    const state = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
    if (state === 'database/refused') {
      throw problem('staff/no-login', `The login ${own.login} does not open with this password.`, {
        hint: 'satchel staff login NAME sets it, by an administrator',
        cause: error,
      })
    }
    if (/^(22|42)/.test(state)) {
      throw problem('query/wrong', `The query ${own.name} fails: ${error instanceof Error ? error.message : ''}.`, {
        cause: error,
      })
    }
    throw error
  }
}
