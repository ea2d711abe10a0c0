// A transaction that may be a dry run: everything is done, and then undone.

import type { Database } from './database.ts'

/** Runs work in a transaction; a dry run does all of it and undoes it. */
export async function inTransaction<T>(database: Database, dryRun: boolean, work: () => Promise<T>): Promise<T> {
  if (!dryRun) return database.inTransaction(work)
  class Undo extends Error {}
  let result: { readonly value: T } | undefined
  try {
    await database.inTransaction(async () => {
      result = { value: await work() }
      throw new Undo('dry run')
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
  }
  if (result === undefined) throw new Error('a dry run ended without a result')
  return result.value
}
