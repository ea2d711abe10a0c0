// Connections of one login, kept open between two pieces of work of one process.

import { type Database, openDatabase, type OpenDatabase } from './database.ts'
import { databaseProblem } from './sqlstate.ts'

export interface Pool {
  /** Hands a connection to the callback. Work inside work gets a connection of its own. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>
  /** Closes the connections that are not in use. */
  close(): Promise<void>
}

/** @param kept more would be kept for nothing in a command: there, work waits for work, but for one part inside another. */
export function makePool(url: string, kept = 2): Pool {
  const idle: OpenDatabase[] = []

  const popIdle = (): OpenDatabase | undefined => {
    const found = idle.pop()
    return found === undefined || found.isOpen() ? found : popIdle()
  }
  return {
    async use(work) {
      const used = popIdle()
      const opened = used ?? (await openDatabase(url))
      let isWhole = false
      try {
        // it must not find a role, a setting or a table of the work before it; advisory locks are closed to every login. Asked for when
        // there is a next piece of work: most commands do one
        if (used !== undefined) await used.database.client.query('reset role; reset all; discard temp')
        const result = await work(opened.database)
        isWhole = true
        return result
      } catch (error) {
        throw databaseProblem(error)
      } finally {
        if (isWhole && idle.length < kept) idle.push(opened)
        else await opened.close()
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map(opened => opened.close()))
    },
  }
}
