// One connection under one login, running stored queries by name. Nothing else in the core talks to pg.

import { Client, type CustomTypesConfig, types as pgTypes } from 'pg'
import type { z } from 'zod'
import { problem } from '../problems/problems.ts'
import { actAs, endSession, lockBlockers } from './calls/installation.ts'
import { ownGate } from './calls/own.ts'
import { type Watching, watch } from './lock-watch.ts'
import type { StoredQuery } from './query-header.ts'
import { readQueries, readQuery } from './sql-files.ts'
import { connectionProblem, databaseProblem } from './sqlstate.ts'
import type { Result, Statement } from './statement.ts'

export interface Database {
  /** Runs a statement with checked parameters and checked rows. @throws Problem for what sqlstate.ts lists. */
  run<P extends z.ZodObject, R extends z.ZodObject, N extends 'none' | 'one' | 'maybe' | 'many'>(
    statement: Statement<P, R, N>,
    params: z.input<P>,
  ): Promise<Result<R, N>>
  /**
   * Runs the callback in a transaction; a throw undoes it. Over the logins of import, dispatch and console it waits first until nobody makes
   * tables of one's own.
   * @param isOnePicture all that it reads is of one moment, and it writes nothing.
   */
  inTransaction<T>(work: () => Promise<T>, isOnePicture?: boolean): Promise<T>
  /** The plain connection, for files of sql/ as a whole and for tests. */
  readonly client: Client
}

const types: CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    // bigint as a number: ours stay far below 2^53, and a larger one is an error instead of a wrong number
    if (oid === 20) {
      return (text: string) => {
        const value = Number(text)
        if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53')
        return value
      }
    }
    return (pgTypes.getTypeParser as (oid: number, format?: string) => (text: string) => unknown)(oid, format)
  },
}

let queriesRead: ReadonlyMap<string, StoredQuery> | undefined

/** The shipped queries, read once. */
export function shippedQueries(): ReadonlyMap<string, StoredQuery> {
  queriesRead ??= readQueries()
  return queriesRead
}

const queryRead = new Map<string, StoredQuery>()

/** One shipped query, read once; undefined where there is none of that name. */
export function shippedQuery(name: string): StoredQuery | undefined {
  const query = queryRead.get(name) ?? readQuery(name)
  if (query !== undefined) queryRead.set(name, query)
  return query
}

/** A connection that its holder closes. */
export interface OpenDatabase {
  readonly database: Database
  /** False once the server ended the connection. */
  isOpen(): boolean
  close(): Promise<void>
}

/**
 * Opens a connection, and the watch over what it waits for.
 * @param isWatched false for one that is open all day: the watch has a connection of its own, and looks every few seconds.
 * @throws Problem database/unreachable.
 */
export async function openDatabase(url: string, isWatched = true): Promise<OpenDatabase> {
  const client = makeClient(url)
  let open = true
  client.on('end', () => {
    open = false
  })
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => undefined)
    throw connectionProblem(error)
  }
  const watched = isWatched ? watch(sessionOf(client), watching(url)) : null
  return {
    database: makeDatabase(client, isGated(url)),
    isOpen: () => open,
    async close() {
      await watched?.end()
      await client.end().catch(() => undefined)
    },
  }
}

/** Opens a connection, hands it to the callback and closes it, whatever happens. */
export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const opened = await openDatabase(url)
  try {
    return await work(opened.database)
  } catch (error) {
    throw databaseProblem(error)
  } finally {
    await opened.close()
  }
}

/**
 * Statements here are short and many: none is worth compiling. The import always asks for a few rows out of many, by a key; its
 * connections keep their plans while the tables grow, and a plan that read a small table through would read the large one through, too
 * (the price keeps PostgreSQL 18 from it where it compares two forms of a condition by price alone).
 */
const planning = (url: string) =>
  new URL(url).username === 'satchel_import'
    ? '-c jit=off -c enable_seqscan=off -c seq_page_cost=1000 -c plan_cache_mode=force_generic_plan'
    : '-c jit=off'

function makeClient(url: string): Client {
  const client = new Client({
    connectionString: url,
    types,
    connectionTimeoutMillis: 10_000,
    // what is not ended by the watch must not hold the import for ever: the item waits for the next run
    lock_timeout: 30_000,
    application_name: 'satchel',
    options: planning(url),
  })
  // a connection that dies between two statements must not kill the process: the next statement reports it
  client.on('error', () => undefined)
  return client
}

/** The number by which the server knows this connection. The driver has it, its types do not. */
export const sessionOf = (client: Client) => (client as unknown as { readonly processID: number }).processID

const watching = (url: string): Watching => ({
  async open() {
    const client = makeClient(url)
    await client.connect()
    return client
  },
  async blockers(client, pid) {
    const rows = await makeDatabase(client, false).run(lockBlockers, { pid })
    return rows.flatMap(({ pid: of, login }) => (of === null || login === null ? [] : [{ pid: of, login }]))
  },
  async endSession(client, { pid, login }) {
    const database = makeDatabase(client, false)
    await database.inTransaction(async () => {
      await database.run(actAs, { role: login })
      await database.run(endSession, { pid })
    })
  },
  ended({ login }) {
    process.stderr.write(
      `A session of ${login} held a lock that this command waited for. It was ended; what it had not committed is undone.\n`,
    )
  },
})

/** The owner's login makes the tables, and may find none there. */
const isGated = (url: string) => /^satchel_(import|dispatch|console)$/.test(new URL(url).username)

function makeDatabase(client: Client, isGated: boolean): Database {
  // inside another transaction the gate is held already, and the role there may be one that cannot ask for it
  let depth = 0
  const pass = async () => {
    if (isGated && depth === 0) await database.run(ownGate, {})
  }
  const database: Database = {
    client,
    async run<P extends z.ZodObject, R extends z.ZodObject, N extends 'none' | 'one' | 'maybe' | 'many'>(
      statement: Statement<P, R, N>,
      params: z.input<P>,
    ) {
      const query = shippedQuery(statement.name)
      if (query === undefined) throw new Error(`no stored query ${statement.name}`)
      const given: Record<string, unknown> = statement.params.parse(params)
      const values = query.params.map(param => encode(given[param.name], param.type))
      const { rows } = await client
        .query({ name: statement.name, text: query.text, values })
        .catch((error: unknown) => Promise.reject(databaseProblem(error)))
      return resultOf(statement, rows) as Result<R, N>
    },
    async inTransaction(work, isOnePicture = false) {
      // one picture is taken by the first statement, so it waits before
      if (isOnePicture) await pass()
      const begin = isOnePicture ? 'begin isolation level repeatable read read only' : 'begin'
      await client.query(begin).catch((error: unknown) => Promise.reject(databaseProblem(error)))
      try {
        if (!isOnePicture) await pass()
        depth++
        const result = await work().finally(() => depth--)
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw databaseProblem(error)
      }
    },
  }
  return database
}

function encode(value: unknown, type: string): unknown {
  return type === 'jsonb' && value !== null && value !== undefined ? JSON.stringify(value) : (value ?? null)
}

function resultOf(statement: Statement<z.ZodObject, z.ZodObject>, rows: readonly unknown[]): unknown {
  if (statement.returns === 'none') return undefined
  const parsed = rows.map(row => statement.row.parse(row))
  if (statement.returns === 'many') return parsed
  if (parsed.length > 1 || (statement.returns === 'one' && parsed.length === 0)) {
    throw new Error(`${statement.name} gave ${parsed.length} rows`)
  }
  return parsed[0] ?? null
}

/** Prepares every shipped query, in one round trip, so that a wrong one stops the program before any work. */
export async function prepareAll(database: Database): Promise<void> {
  const queries = [...shippedQueries().values()]
  for (const query of queries) {
    if (query.text.includes(';'))
      throw problem('statement/wrong', `sql/queries/${query.name}.sql is not one statement.`)
  }
  const text = queries.map((query, index) => `prepare satchel_check_${index} as ${query.text};`).join('\n')
  try {
    await database.client.query(text)
  } catch (error) {
    const known = databaseProblem(error)
    if (known !== error) throw known
    throw problem(
      'statement/wrong',
      `A stored query does not fit this database: ${error instanceof Error ? error.message : ''}`,
      {
        hint: 'satchel db migrate brings the database up to this program',
        cause: error,
      },
    )
  }
  // by name: what the driver prepared under its own names stays
  await database.client.query(queries.map((_, index) => `deallocate satchel_check_${index};`).join('\n'))
}
