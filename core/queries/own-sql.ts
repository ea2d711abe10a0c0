// SQL that a colleague writes, run over a connection of their own login: never over one that could take another role. One statement that
// gives rows, in a transaction that changes nothing and is undone in any case, limited in time, rows and octets.

import type { Duplex } from 'node:stream'
import type { CustomTypesConfig, QueryArrayConfig } from 'pg'
import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { useCase } from '../context/use-case.ts'
import { type Database, openDatabase } from '../db/database.ts'
import { staffUrl } from '../db/logins.ts'
import { databaseProblem } from '../db/sqlstate.ts'
import { problem } from '../problems/problems.ts'

export const sqlLimits = {
  /** A statement is stopped after so long, all of its rows together. */
  ms: 30_000,
  /** Signs of a statement. */
  signs: 20_000,
  /** Octets that the server sends for it. */
  octets: 32_000_000,
  /** Rows that are fetched at a time. */
  batch: 500,
} as const

const Fault = z.object({
  /** In PostgreSQL's words. */
  message: z.string(),
  code: z.string(),
  detail: z.string(),
  hint: z.string(),
  /** Where PostgreSQL says a place: the line from 1, its text, and the sign in it from 1. */
  at: z.object({ line: z.number(), text: z.string(), sign: z.number() }).nullable(),
})
export type SqlFault = z.infer<typeof Fault>

const Rows = z.object({
  columns: z.array(z.object({ name: z.string(), isFigure: z.boolean() })),
  /** Each value as PostgreSQL writes it. */
  rows: z.array(z.array(z.string().nullable())),
  /** There were more rows than were asked for. */
  cut: z.boolean(),
})
export type SqlRows = z.infer<typeof Rows>

/** `stopped`: it took too long. `large`: it gave more octets than are read. */
const Answer = z.union([
  z.object({ rows: Rows }),
  z.object({ fault: Fault }),
  z.object({ ended: z.enum(['stopped', 'large']) }),
])
export type SqlAnswer = z.infer<typeof Answer>

/** @throws Problem staff/no-login, database/unreachable, database/busy. */
export const runOwnSql = useCase(
  z.object({
    /** Role of the acting colleague in the database. */
    login: z.string(),
    password: z.string(),
    text: z.string().max(sqlLimits.signs, `A statement has ${sqlLimits.signs} signs at most.`),
    /** The parameters $1[1], $1[2] ...; null where the text has none. */
    values: z.array(z.string()).nullable(),
    most: z.number().int(),
    ms: z.number().int().default(sqlLimits.ms),
    octets: z.number().int().default(sqlLimits.octets),
  }),
  Answer,
  async (context, { login, password, text, values, most, ms, octets }): Promise<SqlAnswer> => {
    const opened = await openOwn(context, login, password)
    const { client } = opened.database
    let isLarge = false
    let size = 0
    // the driver would hold a value of any size in memory before it hands it on
    streamOf(client).on('data', (part: Buffer) => {
      size += part.length
      if (size <= octets || isLarge) return
      isLarge = true
      streamOf(client).destroy()
    })
    try {
      await client.query('begin read only')
      return { rows: await fetchRows(opened.database, { text, values, most, ms }) }
    } catch (error) {
      if (isLarge) return { ended: 'large' }
      return answerOf(error, text)
    } finally {
      // whatever the statement left behind, a notice to others among it, goes with the connection
      if (!isLarge) await client.query('rollback').catch(() => undefined)
      await opened.close()
    }
  },
)

/** Whether this password opens this login. @throws Problem staff/no-login, database/unreachable. */
export async function tryOwnLogin(context: Context, login: string, password: string): Promise<void> {
  await (await openOwn(context, login, password)).close()
}

async function openOwn(context: Context, login: string, password: string) {
  try {
    return await openDatabase(staffUrl(context.home, context.settings, login, password), false)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'database/refused')) throw error
    throw problem('staff/no-login', `The login ${login} does not open with this password.`, {
      hint: 'satchel staff login NAME sets it, by an administrator',
      cause: error,
    })
  }
}

const streamOf = (client: Database['client']) =>
  (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream

/** Values as PostgreSQL writes them: a number keeps its digits, a date its form. The list before it declares the one parameter as text[]. */
const asText = (hasValues: boolean) =>
  Object.assign(hasValues ? [1009] : [], {
    getTypeParser: () => (text: string) => text,
  }) as unknown as CustomTypesConfig

/** A cursor takes one statement that gives rows; the text is sent alone, so that a second statement in it is refused. */
const beginning = 'declare satchel_own no scroll cursor for '

interface Asked {
  readonly text: string
  readonly values: readonly string[] | null
  readonly most: number
  readonly ms: number
}

async function fetchRows({ client }: Database, { text, values, most, ms }: Asked): Promise<SqlRows> {
  const ends = performance.now() + ms
  // set before each step: a statement may set it, too, and what it sets counts from the next step on
  const limit = () => client.query(`set local statement_timeout = ${Math.max(1, Math.round(ends - performance.now()))}`)
  await limit()
  const given = values === null ? {} : { values: [[...values]] }
  const declared = { text: `${beginning}${text}`, queryMode: 'extended', types: asText(values !== null), ...given }
  await client.query(declared)
  const rows: (string | null)[][] = []
  for (;;) {
    await limit()
    const wanted = Math.min(sqlLimits.batch, most + 1 - rows.length)
    const fetch: QueryArrayConfig = { text: `fetch ${wanted} from satchel_own`, rowMode: 'array', types: asText(false) }
    const got = await client.query<(string | null)[]>(fetch)
    rows.push(...got.rows)
    if (got.rows.length === wanted && rows.length <= most) continue
    const columns = got.fields.map(({ name, dataTypeID }) => ({ name, isFigure: figures.has(dataTypeID) }))
    return { columns, rows: rows.slice(0, most), cut: rows.length > most }
  }
}

/** bigint, smallint, integer, real, double precision, numeric. */
const figures = new Set([20, 21, 23, 700, 701, 1700])

/** @throws what is not about the statement: the database is away, or has no room. */
function answerOf(error: unknown, text: string): SqlAnswer {
  if (!(error instanceof Error && 'severity' in error && 'code' in error) || typeof error.code !== 'string')
    throw databaseProblem(error)
  if (error.code === '57014') return { ended: 'stopped' }
  if (/^(08|53|57|58|XX)/.test(error.code)) throw databaseProblem(error)
  const said = error as { readonly detail?: string; readonly hint?: string; readonly position?: string }
  return {
    fault: {
      message: error.message,
      code: error.code,
      detail: said.detail ?? '',
      hint: said.hint ?? '',
      at: placeOf(text, Number(said.position ?? 0) - beginning.length),
    },
  }
}

/** @param position of a sign in the text, from 1, as PostgreSQL counts them. */
function placeOf(text: string, position: number): SqlFault['at'] {
  const signs = [...text]
  if (!(position >= 1) || position > signs.length + 1) return null
  const before = signs.slice(0, position - 1)
  const start = before.lastIndexOf('\n') + 1
  const end = signs.indexOf('\n', position - 1)
  return {
    line: before.filter(sign => sign === '\n').length + 1,
    text: signs.slice(start, end < 0 ? undefined : end).join(''),
    sign: position - start,
  }
}
