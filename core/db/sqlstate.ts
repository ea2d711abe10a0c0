// SQLSTATE to Problem: the one table. What is not here is a bug and passes through as it is.

import { Problem } from '@satchel/protocol/problem'
import { type CoreCode, problem } from '../problems/problems.ts'

const byState: Readonly<Record<string, readonly [CoreCode, string]>> = {
  '28P01': ['database/refused', 'The database refused the password.'],
  '28000': ['database/refused', 'The database refused the login.'],
  '3D000': ['database/refused', 'There is no database of that name on the server.'],
  '42501': ['database/no-right', 'The acting role may not do this.'],
  '40001': ['database/busy', 'The database undid the work because of another change at the same time.'],
  '40P01': ['database/busy', 'The database undid the work because two changes waited for each other.'],
  '55P03': ['database/busy', 'Somebody else holds what this needs.'],
  '55006': ['run/locked', 'An import is under way.'],
  '53100': ['database/full', 'The disk of the database is full.'],
  '53200': ['database/full', 'The database is out of memory.'],
  '53300': ['database/busy', 'The database has no free connection.'],
  '57P01': ['database/unreachable', 'The database was stopped.'],
  '57P02': ['database/unreachable', 'The database crashed.'],
  '57P03': ['database/unreachable', 'The database is starting or stopping.'],
  '08006': ['database/unreachable', 'The connection to the database was lost.'],
  '08003': ['database/unreachable', 'The connection to the database was lost.'],
  '57014': ['database/busy', 'The statement took too long and was stopped.'],
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EACCES',
  'EHOSTUNREACH',
])

const hints: Partial<Record<CoreCode, string>> = {
  'database/unreachable': 'satchel db start starts the embedded one; nothing was lost, run the command again',
  'database/refused': 'check databaseUrl, and the file database/logins.json of the home folder',
  'database/full': 'make room, then run the command again; nothing was lost',
  'database/busy': 'run the command again; nothing was lost',
}

/** As databaseProblem, for what went wrong while connecting: a database that takes no connections is away, too. */
export function connectionProblem(error: unknown): unknown {
  const isClosed = error instanceof Error && 'code' in error && error.code === '55000'
  if (!isClosed) return databaseProblem(error)
  return problem('database/unreachable', 'The database takes no connections at present.', { cause: error })
}

/** Turns what pg threw into a Problem where it is one; anything else comes back unchanged. */
export function databaseProblem(error: unknown): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error
  const state = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = byState[state]
  const lost = unreachable.has(state) || /Connection terminated|not queryable|timeout expired/.test(error.message)
  // what our own triggers refuse is said in their words
  if (state.startsWith('23') && 'routine' in error && error.routine === 'exec_stmt_raise') {
    return problem('record/refused', `The database refuses this: ${error.message}.`, { cause: error })
  }
  const [code, message] = known ?? (lost ? (['database/unreachable', 'The database does not answer.'] as const) : [])
  if (code === undefined || message === undefined) return error
  const hint = hints[code]
  return problem(code, message, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
    ...(state === '' ? {} : { details: { state } }),
  })
}
