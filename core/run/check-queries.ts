// Prepares all stored queries before a round does anything: a wrong one must not be found in the middle of the work.

import { Problem } from '@satchel/protocol/problem'
import type { Context } from '../context/context.ts'
import { storedQueries } from '../db/calls/installation.ts'
import { prepareAll } from '../db/database.ts'

/**
 * @returns a check for each round. It prepares once, and again after a migrate, which stores the queries anew.
 * @throws Problem statement/wrong. Any other fault, as a database that does not answer, is left to the round: its parts report it.
 */
export function makeQueryCheck(context: Context): () => Promise<void> {
  let prepared: number | null = null
  return async () => {
    try {
      await context.asOwner(async database => {
        const { stored } = await database.run(storedQueries, {})
        if (stored === prepared) return
        await prepareAll(database)
        prepared = stored
      })
    } catch (error) {
      if (error instanceof Problem && error.code === 'statement/wrong') throw error
    }
  }
}
