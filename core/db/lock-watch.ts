// Nobody stops the program by holding a lock. While one of its connections is open, another one looks now and then whether it waits
// for a staff member's own session, and ends that session when it has waited for some seconds. What the session had not committed
// is undone. docs/decisions/0026 says why.

import type { Client } from 'pg'

const lookMs = 2500

export interface Watch {
  end(): Promise<void>
}

/** How the watch opens its own connection and asks for what it needs; see database.ts. */
export interface Watching {
  /** Connects a client of the same login. */
  readonly open: () => Promise<Client>
  readonly blockers: (client: Client, pid: number) => Promise<readonly Blocker[]>
  /** Ends a session of a login, under that login's own role. */
  readonly endSession: (client: Client, blocker: Blocker) => Promise<void>
  /** Told after a session was ended. */
  readonly ended: (blocker: Blocker) => void
}

export interface Blocker {
  readonly pid: number
  readonly login: string
}

/** Watches over the session of this number until `end`. Its own connection is opened by the first look: most commands are done before. */
export function watch(pid: number, watching: Watching): Watch {
  let client: Client | null = null
  let look: Promise<void> | null = null
  const once = async () => {
    try {
      client ??= await watching.open()
      for (const blocker of await watching.blockers(client, pid)) {
        await watching.endSession(client, blocker)
        watching.ended(blocker)
      }
    } catch {
      // the next look opens another connection; what it is for goes on without it
      await client?.end().catch(() => undefined)
      client = null
    }
  }
  const timer = setInterval(() => {
    look ??= once().finally(() => {
      look = null
    })
  }, lookMs)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await look
      await client?.end().catch(() => undefined)
    },
  }
}
