// The context of every use case: the home folder, its settings, its keys, and connections to the database. The connections were
// checked once: right installation, right schema.

import type { PrivateKey } from '@satchel/protocol/envelope/pgp-keys'
import type { EncryptAhead } from './encrypt-ahead.ts'
import { type Database, withDatabase } from '../db/database.ts'
import { type Login, loginUrl } from '../db/logins.ts'
import { checkSchema } from '../db/migrate.ts'
import { makePool, type Pool } from '../db/pool.ts'
import { checkInstance, type Home } from '../home/home.ts'
import { zoneOf } from '../home/local-day.ts'
import type { Settings } from '../home/settings.ts'
import { problem } from '../problems/problems.ts'
import { staffRole } from '../db/calls/staff.ts'
import { ownGate } from '../db/calls/own.ts'
import { actAs, keepZone, readInstanceRow } from '../db/calls/installation.ts'

/** The parts that the entry of the process hands over. */
export interface Surroundings {
  readonly home: Home
  readonly settings: Settings
  readonly env: NodeJS.ProcessEnv
  readonly now: () => Date
  /** Reads the core's private key, when it is asked for: most work needs no OpenPGP. */
  readonly readCoreKey: (home: Home) => Promise<PrivateKey>
  /** Called after each durable step by its name; crash tests stop the process there. */
  readonly failpoint: (step: string) => void
  /** Aborted when the process shall end: long work stops at the next item. */
  readonly stop: AbortSignal
}

type Work<T> = (database: Database) => Promise<T>

export interface Context extends Surroundings {
  /** The core's private key, read once. @throws Problem key/missing, key/unreadable. */
  coreKey(): Promise<PrivateKey>
  /** Runs as the owner of the tables. Nothing but the work itself limits what it does. */
  asOwner<T>(work: Work<T>): Promise<T>
  /** Runs under the login that opens packets and sends letters. */
  asDispatch<T>(work: Work<T>): Promise<T>
  /** Runs under the login that merges replies. */
  asImport<T>(work: Work<T>): Promise<T>
  /**
   * Runs in one transaction under the role of the staff member who acts: PostgreSQL decides what they see.
   * @param isOnePicture one picture of the database for all statements, however long they take; nothing can be written.
   * @throws Problem staff/not-known when the setting `operator` names nobody active.
   */
  asStaff<T>(work: Work<T>, isOnePicture?: boolean): Promise<T>
  /** Encrypts letters in a thread of its own, where a long run has one. */
  readonly encryptAhead?: EncryptAhead
  /** Forgets keys and checks, and closes the connections that are not in use. The next work begins anew. */
  close(): Promise<void>
}

export function makeContext(surroundings: Surroundings): Context {
  const { home, settings } = surroundings
  const pools = new Map<Login, Pool>()
  let coreKey: Promise<PrivateKey> | undefined
  let checked: Promise<void> | undefined

  const use = <T>(login: Login, work: Work<T>): Promise<T> => {
    let pool = pools.get(login)
    if (pool === undefined) {
      pool = makePool(loginUrl(home, settings, login))
      pools.set(login, pool)
    }
    return pool.use(work)
  }
  // it reads with the owner's login, since the others may read nothing; one that failed is made again
  const check = (): Promise<void> => {
    checked ??= use('owner', owner => checkDatabase(owner, home, settings.timezone)).catch((error: unknown) => {
      checked = undefined
      throw error
    })
    return checked
  }
  const runAs = async <T>(login: Login, work: Work<T>): Promise<T> => {
    await check()
    return use(login, work)
  }
  return {
    ...surroundings,
    coreKey() {
      // one that could not be read is asked for again: somebody may bring the file back
      coreKey ??= surroundings.readCoreKey(home).catch((error: unknown) => {
        coreKey = undefined
        throw error
      })
      return coreKey
    },
    asOwner: work => runAs('owner', work),
    asDispatch: work => runAs('dispatch', work),
    // a connection of its own: the lock of an import lasts as long as its connection
    async asImport(work) {
      await check()
      return withDatabase(loginUrl(home, settings, 'import'), work)
    },
    asStaff: (work, isOnePicture = false) =>
      runAs('owner', database => workAsStaff(database, settings.operator, work, isOnePicture)),
    async close() {
      checked = undefined
      coreKey = undefined
      const open = [...pools.values()]
      pools.clear()
      await Promise.all(open.map(pool => pool.close()))
    },
  }
}

/** Whether this is the database of this home, at this program's schema. */
async function checkDatabase(owner: Database, home: Home, timezone: string | undefined): Promise<void> {
  await checkSchema(owner)
  const row = await owner.run(readInstanceRow, {})
  checkInstance(home, row)
  // what is due today depends on it, also for whoever asks in SQL
  const zone = zoneOf(timezone)
  if (row?.zone !== zone) await owner.run(keepZone, { zone })
}

/** Runs in one transaction under the operator's role. */
async function workAsStaff<T>(database: Database, operator: string, work: Work<T>, isOnePicture: boolean): Promise<T> {
  const role = await operatorRole(database, operator)
  if (isOnePicture) await database.run(ownGate, {})
  return database.inTransaction(async () => {
    if (!isOnePicture) await database.run(ownGate, {})
    await database.run(actAs, { role })
    return work(database)
  }, isOnePicture)
}

/** The database role of the staff member who acts. @throws Problem staff/not-known. */
export async function operatorRole(database: Database, operator: string): Promise<string> {
  const { role } = await database.run(staffRole, { hid: operator })
  if (role !== null) return role
  throw problem('staff/not-known', `There is no active staff member "${operator}" to act as.`, {
    hint: ['satchel staff list shows who there is', 'the setting operator, or --as HID, names who acts'],
  })
}
