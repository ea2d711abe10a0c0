// Connections of one login, kept open between two pieces of work of one process.

import { type Database, openDatabase, type OpenDatabase } from './database.ts'
import { databaseProblem } from './sqlstate.ts'

export interface Pool {
  /** Hands a connection to the callback. Work inside work gets a connection of its own. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>
  /** Closes the connections that are not in use. */
  close(): Promise<void>
}

/** More would be kept for nothing: work waits for work, but for one part inside another. */
const kept = 2

export function makePool(url: string): Pool {
  const idle: OpenDatabase[] = []

  const takeIdle = (): OpenDatabase | undefined => {
    const found = idle.pop()
    return found === undefined || found.isOpen() ? found : takeIdle()
  }
  return {
    async use(work) {
      const opened = takeIdle() ?? (await openDatabase(url))
      let isClean = false
      try {
        const result = await work(opened.database)
        // the next piece of work must not find a role, a setting or a table of this one; advisory locks are closed to every login
        await opened.database.client.query('reset role; reset all; discard temp')
        isClean = true
        return result
      } catch (error) {
        throw databaseProblem(error)
      } finally {
        if (isClean && idle.length < kept) idle.push(opened)
        else await opened.close()
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map(opened => opened.close()))
    },
  }
}
