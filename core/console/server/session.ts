// Sessions: a cookie of 256 random bits, of which the database keeps the digest. It names nobody, and ends where the database says so.

import { createHash, randomBytes } from 'node:crypto'
import { enterByCertificate, enterConsole, leaveConsole, visitConsole } from '../../db/calls/console.ts'
import { awaitingCode, proveSession } from '../../db/calls/entrance.ts'
import type { Pool } from '../../db/pool.ts'
import type { Incoming } from '../listener.ts'

export interface Visitor {
  /** Number of the session. */
  readonly session: number
  readonly staff: number
  /** Short name. */
  readonly hid: string
  readonly name: string
  /** Database role. */
  readonly login: string
  /** sales, office ... */
  readonly role: string
  readonly language: string
  /** Types of record of one's own that they read. */
  readonly own: readonly { readonly type: string; readonly label: string }[]
}

export const newWord = (): string => randomBytes(32).toString('base64url')

export const digestOf = (word: string): Uint8Array => createHash('sha256').update(word).digest()

/** The name with `__Host-` is bound to this host and to TLS by the browser itself. */
const cookieName = (isTls: boolean) => (isTls ? '__Host-satchel-console' : 'satchel-console')

const cookie = (isTls: boolean, value: string, more: string) =>
  `${cookieName(isTls)}=${value}; Path=/; HttpOnly; SameSite=Strict${isTls ? '; Secure' : ''}${more}`

/** The word in the cookie of a request; null where there is none of the right shape. */
function wordOf({ headers }: Incoming, isTls: boolean): string | null {
  const found = (headers.cookie ?? '').split(/;\s*/).filter(part => part.startsWith(`${cookieName(isTls)}=`))
  const word = found.length === 1 ? (found[0]?.slice(cookieName(isTls).length + 1) ?? '') : ''
  return /^[A-Za-z0-9_-]{43}$/.test(word) ? word : null
}

/** A colleague whose session awaits a code. */
export type Awaiting = Pick<Visitor, 'staff' | 'hid' | 'name' | 'language'>

export interface Sessions {
  /** @param isQuiet a page that is only open does not keep its session. */
  visitor(incoming: Incoming, isQuiet?: boolean): Promise<Visitor | null>
  /** Uses a link up. @returns the cookie to set, or null where the link opens nothing. */
  enter(incoming: Incoming, link: string): Promise<string | null>
  /** The same for the certificate of the connection. */
  enterByCertificate(incoming: Incoming): Promise<string | null>
  /** Whose session it is, where it awaits a code and opens nothing yet. */
  awaiting(incoming: Incoming): Promise<Awaiting | null>
  /** The code was right. @returns the cookie to set, or null where the session is over. */
  prove(incoming: Incoming): Promise<string | null>
  /** @returns the cookie that takes the other one away. */
  leave(incoming: Incoming): Promise<string>
}

export function makeSessions(pool: Pool, isTls: boolean): Sessions {
  const agent = ({ headers }: Incoming) => headers['user-agent'] ?? null
  return {
    async visitor(incoming, isQuiet = false) {
      const word = wordOf(incoming, isTls)
      if (word === null) return null
      const rows = await pool.use(database =>
        database.run(visitConsole, { session: digestOf(word), certificate: incoming.certificate, quiet: isQuiet }),
      )
      return rows[0] ?? null
    },
    async enter(incoming, link) {
      const word = newWord()
      const entered = await pool.use(database =>
        database.run(enterConsole, { link: digestOf(link), session: digestOf(word), agent: agent(incoming) }),
      )
      return entered.staff === null ? null : cookie(isTls, word, '')
    },
    async enterByCertificate(incoming) {
      if (incoming.certificate === null) return null
      const word = newWord()
      const { certificate: fingerprint } = incoming
      const entered = await pool.use(database =>
        database.run(enterByCertificate, { fingerprint, session: digestOf(word), agent: agent(incoming) }),
      )
      return entered.staff === null ? null : cookie(isTls, word, '')
    },
    async awaiting(incoming) {
      const word = wordOf(incoming, isTls)
      if (word === null) return null
      const asked = { session: digestOf(word), certificate: incoming.certificate }
      return (await pool.use(database => database.run(awaitingCode, asked)))[0] ?? null
    },
    async prove(incoming) {
      const word = wordOf(incoming, isTls)
      const next = newWord()
      if (word === null) return null
      const words = { session: digestOf(word), next: digestOf(next) }
      const { open } = await pool.use(database => database.run(proveSession, words))
      return open ? cookie(isTls, next, '') : null
    },
    async leave(incoming) {
      const word = wordOf(incoming, isTls)
      if (word !== null) await pool.use(database => database.run(leaveConsole, { session: digestOf(word) }))
      return cookie(isTls, '', '; Max-Age=0')
    },
  }
}
