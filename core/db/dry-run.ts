// A transaction that may be a dry run: everything is done, and then undone.

import type { Database } from './database.ts'

/** Runs work in a transaction; a dry run does all of it and undoes it. */
export async function inTransaction<T>(database: Database, dryRun: boolean, work: () => Promise<T>): Promise<T> {
  if (!dryRun) return database.inTransaction(work)
  return undone(inner => database.inTransaction(inner), work)
}

/**
 * Does work and undoes it.
 * @param transaction runs what it is given in a transaction, which an error rolls back.
 */
export async function undone<T, Given extends unknown[]>(
  transaction: (inner: (...given: Given) => Promise<never>) => Promise<never>,
  work: (...given: Given) => Promise<T>,
): Promise<T> {
  class Undo extends Error {}
  let result: { readonly value: T } | undefined
  try {
    await transaction(async (...given) => {
      result = { value: await work(...given) }
      throw new Undo('dry run')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  if (result === undefined) throw new Error('a dry run ended without a result')
  return result.value
}
