// What a command works with: home folder, settings, and connections that were checked once: right installation, right
// schema, every stored query fits.

import type { Settings } from '../home/settings.ts'
import { type Database, prepareAll, withDatabase } from '../db/database.ts'
import { type Login, loginUrl } from '../db/logins.ts'
import { checkSchema } from '../db/migrate.ts'
import { checkInstance, type Home } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { staffRole } from '../statements/dispatch.ts'
import { actAs, readInstanceRow } from '../statements/schema.ts'

export interface Session {
  readonly home: Home
  readonly settings: Settings
  readonly env: NodeJS.ProcessEnv
  readonly now: () => Date
  /** Called after each durable step by its name; crash tests stop the process there. */
  readonly reach: (step: string) => void
}

/** Opens a checked connection for a login. The check reads with the owner's login, since the others may read nothing. */
export async function withLogin<T>(
  session: Session,
  login: Exclude<Login, 'super'>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(loginUrl(session.home, session.settings, 'owner'), async owner => {
    await checkSchema(owner)
    checkInstance(session.home, await owner.run(readInstanceRow, {}))
    await prepareAll(owner)
    if (login === 'owner') return work(owner)
    await owner.client.end()
    return withDatabase(loginUrl(session.home, session.settings, login), work)
  })
}

/**
 * Runs the callback in one transaction under the role of the staff member at this keyboard: PostgreSQL decides what they see.
 * @throws Problem staff/not-known when the setting `operator` names nobody active.
 */
export async function asOperator<T>(
  session: Session,
  work: (database: Database) => Promise<T>,
  /** One picture of the database for all statements, however long they take. */
  isOnePicture = false,
): Promise<T> {
  return withLogin(session, 'owner', async database => {
    const { operator } = session.settings
    const { role } = await database.run(staffRole, { hid: operator })
    if (role === null) {
      throw problem('staff/not-known', `There is no active staff member "${operator}" to act as.`, {
        hint: ['satchel staff list shows who there is', 'the setting operator, or --as HID, names who acts'],
      })
    }
    return database.inTransaction(async () => {
      if (isOnePicture) await database.client.query('set transaction isolation level repeatable read read only')
      await database.run(actAs, { role })
      return work(database)
    })
  })
}
