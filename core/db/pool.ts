// Connections of one login, kept open between two pieces of work of one process.

import { type Database, openDatabase, type OpenDatabase } from './database.ts'
import { databaseProblem } from './sqlstate.ts'

export interface Pool {
  /** Hands a connection to the callback. Work inside work gets a connection of its own. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>
  /** Closes the connections that are not in use, and the others when their work is done. */
  close(): Promise<void>
}

interface PoolOptions {
  /** More would be kept for nothing in a command: there, work waits for work, but for one part inside another. */
  readonly kept?: number
  readonly isWatched?: boolean
}

export function makePool(url: string, { kept = 2, isWatched = true }: PoolOptions = {}): Pool {
  const idle: OpenDatabase[] = []
  let isClosed = false

  const popIdle = async (): Promise<OpenDatabase | undefined> => {
    const found = idle.pop()
    if (found === undefined || found.isOpen()) return found
    // the server ended it; its watch goes on until it is told
    await found.close()
    return popIdle()
  }
  return {
    async use(work) {
      const used = await popIdle()
      const opened = used ?? (await openDatabase(url, isWatched))
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
        if (isWhole && !isClosed && idle.length < kept) idle.push(opened)
        else await opened.close()
      }
    },
    async close() {
      isClosed = true
      await Promise.all(idle.splice(0).map(opened => opened.close()))
    },
  }
}
