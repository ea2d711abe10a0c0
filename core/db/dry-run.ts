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
export function undone<T, Given extends unknown[]>(
  transaction: (inner: (...given: Given) => Promise<T>) => Promise<T>,
  work: (...given: Given) => Promise<T>,
): Promise<T> {
  return undoneUnless(transaction, work, () => false)
}

/** Does work, which stays where its result says so, and is undone where not. @param transaction as of `undone`. @returns the result of either. */
export async function undoneUnless<T, Given extends unknown[]>(
  transaction: (inner: (...given: Given) => Promise<T>) => Promise<T>,
  work: (...given: Given) => Promise<T>,
  stays: (result: T) => boolean,
): Promise<T> {
  class Undo extends Error {
    readonly result: T
    constructor(result: T) {
      super('undone')
      this.result = result
    }
  }
  try {
    return await transaction(async (...given) => {
      const result = await work(...given)
      if (!stays(result)) throw new Undo(result)
      return result
    })
  } catch (error) {
    if (error instanceof Undo) return error.result
    throw error
  }
}
