// Letters from before they were sealed: their bytes lie in the database in the clear. Sealed in small transactions, so that a run
// that is stopped is gone on with by the next, or by the next sending, before anything leaves.

import { Problem } from '@satchel/protocol/problem'
import { type Database, withDatabase } from '../db/database.ts'
import { sqlFiles } from '../db/sql-files.ts'
import { loginUrl } from '../db/logins.ts'
import { databaseProblem } from '../db/sqlstate.ts'
import type { Context } from '../context/context.ts'
import { clearLetters, dropLetters, keepSealed } from '../db/calls/letters.ts'
import { sealLetter } from '../keys/letter-keys.ts'

const pageSize = 50
const dropSize = 1000

/** Lets go of bytes that are kept long enough. @returns of how many letters. */
export async function dropOldLetters(database: Database): Promise<number> {
  for (let count = 0; ; ) {
    const { dropped } = await database.run(dropLetters, { limit: dropSize })
    count += dropped ?? 0
    if ((dropped ?? 0) < dropSize) return count
  }
}

/** Seals what lies in the clear. @returns how many letters. */
export async function sealClearLetters(
  database: Database,
  context: Context,
  progress: (count: number) => void = () => undefined,
): Promise<number> {
  for (let count = 0; ; ) {
    const sealed = await database.inTransaction(async () => {
      const page = await database.run(clearLetters, { limit: pageSize })
      for (const { letter, hid, mailto, bytes } of page) {
        await database.run(keepSealed, { letter, bytes: await sealLetter(context, { hid, mailto }, bytes) })
      }
      return page.length
    })
    context.failpoint('letters/sealed')
    count += sealed
    if (sealed === 0) return count
    progress(count)
  }
}

interface UpgradedLetters {
  readonly sealed: number
  readonly dropped: number
  /** Whether nothing of the clear text is left in the table's files. */
  readonly rewritten: boolean
}

/**
 * The work of an upgrade or a restore: old bytes go, the others are sealed, and the table is written anew, since what an update leaves
 * behind in its files is the clear text.
 */
export async function upgradeLetters(
  owner: Database,
  context: Context,
  progress: (count: number) => void,
): Promise<UpgradedLetters> {
  const url = loginUrl(context.home, context.settings, 'dispatch')
  const { sealed, dropped } = await withDatabase(url, async database => ({
    dropped: await dropOldLetters(database),
    sealed: await sealClearLetters(database, context, progress),
  })).catch((error: unknown) => {
    // a database that was brought here by other means does not know the dispatcher of this home folder yet: its first sending seals
    if (error instanceof Problem && error.code === 'database/refused') return { dropped: 0, sealed: 0 }
    throw error
  })
  const rewritten = sealed + dropped === 0 || (await rewrite(owner))
  return { sealed, dropped, rewritten }
}

/** @returns whether it was done: who reads the table at this moment keeps it from being written anew. */
async function rewrite(database: Database): Promise<boolean> {
  try {
    await database.client.query('set role satchel_owner')
    await database.client.query(sqlFiles('setup').find(({ name }) => name === 'rewrite-letters')?.text ?? '')
    return true
  } catch (error) {
    const fault = databaseProblem(error)
    if (fault instanceof Problem && fault.code === 'database/busy') return false
    throw error
  } finally {
    await database.client.query('reset role').catch(() => undefined)
  }
}
