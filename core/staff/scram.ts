// A password as PostgreSQL keeps it (RFC 5802, RFC 7677). Sent like this, no log of a server and no watcher of its statements sees it.

import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

const iterations = 4096

/** @param password ASCII only: then no rule of Unicode stands between what is typed here and what a client sends. */
export function scramVerifier(password: string, salt: Uint8Array = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const keyFor = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(keyFor('Client Key')).digest('base64')
  const salt64 = Buffer.from(salt).toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt64}$${stored}:${keyFor('Server Key').toString('base64')}`
}
