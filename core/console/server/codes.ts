// Codes of a telephone (RFC 6238): a new one every half minute, of a secret that was shown once. Each opens once. Recovery codes stand in
// for a telephone that is lost.

import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { beginCode, codeOf, confirmCode, endCode, useCode } from '../../db/calls/entrance.ts'
import type { Pool } from '../../db/pool.ts'

interface CodeState {
  /** In use since; null: begun, and not confirmed. */
  readonly confirmed: Date | null
  /** Recovery codes that are left. */
  readonly recovery: number
}

export interface Codes {
  /** @returns null where none was begun. */
  state(staff: number): Promise<CodeState | null>
  /** @returns the secret, in base 32, and the address that a telephone reads; null where one is in use. */
  begin(staff: number, label: string): Promise<{ readonly secret: string; readonly address: string } | null>
  /** @returns recovery codes, which nothing keeps; null where the code is wrong. */
  confirm(staff: number, session: number, typed: string): Promise<readonly string[] | null>
  /** Uses a code of the telephone or a recovery code up. */
  right(staff: number, typed: string): Promise<boolean>
  end(staff: number): Promise<void>
}

const periodMs = 30_000
const recoveryCodes = 10
/** 80 bits: a digest of one cannot be guessed. */
const recoveryBytes = 10
/** Half minutes before and after, for a clock that is not right. */
const window = 1

const totp = (secret: string, issuer: string, label: string) =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: periodMs / 1000 })

/** The half minute of a right code, counted from 1970; null for another. */
function stepOf(secret: string, typed: string, now: Date): number | null {
  if (!/^[0-9]{6}$/.test(typed)) return null
  const timestamp = now.getTime()
  const delta = totp(secret, '', 'x').validate({ token: typed, timestamp, window })
  return delta === null ? null : Math.floor(timestamp / periodMs) + delta
}

const digest = (code: string) => createHash('sha256').update(code).digest('hex')
const newRecovery = () => {
  const text = new Secret({ buffer: new Uint8Array(randomBytes(recoveryBytes)).buffer }).base32.toLowerCase()
  return text.replace(/(.{4})(?=.)/g, '$1-')
}
/** As it was shown, however it is typed. */
const recoveryOf = (typed: string) =>
  typed
    .toLowerCase()
    .replace(/[^a-z2-7]/g, '')
    .replace(/(.{4})(?=.)/g, '$1-')

export function makeCodes(pool: Pool, issuer: string, now: () => Date): Codes {
  const read = async (staff: number) => (await pool.use(database => database.run(codeOf, { staff })))[0] ?? null
  return {
    state: read,
    async begin(staff, label) {
      const secret = new Secret({ size: 20 }).base32
      const { begun } = await pool.use(database => database.run(beginCode, { staff, secret }))
      return begun ? { secret, address: totp(secret, issuer, label).toString() } : null
    },
    async confirm(staff, session, typed) {
      const found = await read(staff)
      const step = found === null ? null : stepOf(found.secret, typed.replace(/\s/g, ''), now())
      if (step === null) return null
      const made = Array.from({ length: recoveryCodes }, newRecovery)
      const kept = { staff, session, step, recovery: made.map(digest) }
      const { confirmed } = await pool.use(database => database.run(confirmCode, kept))
      return confirmed ? made : null
    },
    async right(staff, typed) {
      const found = await read(staff)
      if (found?.confirmed == null) return false
      const step = stepOf(found.secret, typed.replace(/\s/g, ''), now())
      const recovery = step === null ? digest(recoveryOf(typed)) : null
      return (await pool.use(database => database.run(useCode, { staff, step, recovery }))).used
    },
    async end(staff) {
      await pool.use(database => database.run(endCode, { staff }))
    },
  }
}
