// Hears from PostgreSQL that records have changed, over a connection of its own that is opened again when it is lost.

import { openDatabase } from '../../db/database.ts'

const againMs = 3_000
/** Changes that follow each other are told together. */
const togetherMs = 700

export interface Notices {
  close(): Promise<void>
}

/** @param changed called after changes, and after a lost connection: some may have been missed. */
export function hearChanges(url: string, changed: () => Promise<void>): Notices {
  const closed = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    if (timer !== undefined || closed.signal.aborted) return
    timer = setTimeout(() => {
      timer = undefined
      void changed()
    }, togetherMs)
  }
  const listening = listenAgain(url, soon, closed.signal)
  return {
    async close() {
      clearTimeout(timer)
      closed.abort()
      await listening
    },
  }
}

async function listenAgain(url: string, soon: () => void, closed: AbortSignal): Promise<void> {
  while (!closed.aborted) {
    // a database that is away is said by every page; here it is only waited for
    const opened = await openDatabase(url, false).catch(() => null)
    if (opened !== null) {
      const { client } = opened.database
      client.on('notification', soon)
      await client.query('listen satchel_changed').catch(() => undefined)
      soon()
      await ended(closed, done => client.once('end', done))
      await opened.close()
    }
    await ended(closed, done => void setTimeout(done, againMs).unref())
  }
}

/** Until what `begin` waits for, or the end of all. */
const ended = (closed: AbortSignal, begin: (done: () => void) => unknown): Promise<void> =>
  new Promise(resolve => {
    if (closed.aborted) {
      resolve()
      return
    }
    closed.addEventListener('abort', () => resolve(), { once: true })
    begin(resolve)
  })
