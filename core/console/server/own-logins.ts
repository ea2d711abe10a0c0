// Passwords of colleagues' own logins, each for one session of the console and in the memory of this process alone. One is dropped with its
// session, however that ends; nothing writes it anywhere.

import { consoleStillOpen } from '../../db/calls/console.ts'
import type { Pool } from '../../db/pool.ts'
import type { Visitor } from './session.ts'

/** What the pages of one visitor see of it. */
export interface OwnLogin {
  /** Null where it was not asked for yet. */
  password(): string | null
  keep(password: string): void
  forget(): void
  /** One statement of a colleague at a time, and few of all: the others answer at once. @returns null where it is not their turn. */
  alone<T>(work: () => Promise<T>): Promise<T | null>
}

export interface OwnLogins {
  of(visitor: Visitor): OwnLogin
  /** Drops those whose session is over. */
  sweep(): Promise<void>
  /** How many are kept. */
  count(): number
  close(): void
}

/** Statements of all colleagues at once: fewer than the requests that are worked on, so that slow ones leave room for pages. */
const mostRunning = 4
const sweepMs = 10_000

export function makeOwnLogins(pool: Pool): OwnLogins {
  const kept = new Map<number, { readonly login: string; readonly password: string }>()
  const running = new Set<string>()
  const sweep = async () => {
    if (kept.size === 0) return
    const sessions = [...kept.keys()].map(String)
    // when the database cannot be asked, nothing is kept
    const open = await pool.use(database => database.run(consoleStillOpen, { sessions })).catch(() => [])
    for (const session of kept.keys()) if (!open.some(one => one.session === session)) kept.delete(session)
  }
  // a session may be ended by a command, or by its time
  const timer = setInterval(() => void sweep(), sweepMs)
  timer.unref()
  return {
    of: ({ session, login }) => ({
      password: () => {
        const found = kept.get(session)
        return found?.login === login ? found.password : null
      },
      keep: password => void kept.set(session, { login, password }),
      forget: () => void kept.delete(session),
      async alone(work) {
        if (running.has(login) || running.size >= mostRunning) return null
        running.add(login)
        try {
          return await work()
        } finally {
          running.delete(login)
        }
      },
    }),
    sweep,
    count: () => kept.size,
    close() {
      clearInterval(timer)
      kept.clear()
    },
  }
}
