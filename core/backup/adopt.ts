// satchel db adopt: a database that was restored by other means, and a home folder of the same installation that disagrees with
// it about the epoch. Both get a new one, so that a copy of either is found out.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { withDatabase } from '../db/database.ts'
import { loginUrl } from '../db/logins.ts'
import { checkSchema } from '../db/migrate.ts'
import { readInstance, writePrivate } from '../home/home.ts'
import { letIn } from '../installation/install.ts'
import { problem } from '../problems/problems.ts'
import { beginRestore, remakeRoles } from '../db/calls/backup.ts'
import { readInstanceRow } from '../db/calls/installation.ts'

/** @throws Problem home/other-instance where the two are of different installations. */
export const adoptDatabase = useCase(z.object({}), z.object({ epoch: z.number() }), async context => {
  const { home, settings } = context
  const here = readInstance(home)
  return withDatabase(loginUrl(home, settings, 'owner'), async database => {
    await checkSchema(database)
    const row = await database.run(readInstanceRow, {})
    if (here === null || row === null || row.instance !== here.instance) {
      throw problem('home/other-instance', 'This home folder and this database are of different installations.', {
        hint: 'nothing was changed; keys of one never fit the records of another',
      })
    }
    await database.run(remakeRoles, {})
    await letIn(database, context)
    const now = Math.floor(context.now().getTime() / 1000)
    const { epoch } = await database.inTransaction(() =>
      database.run(beginRestore, { kind: 'adopt', backup: null, epoch: Math.max(now, here.epoch + 1) }),
    )
    if (epoch === null) throw problem('home/other-instance', 'The database has no installation.')
    // killed before this, the two disagree, and the same command goes on
    writePrivate(home.instanceFile, `${JSON.stringify({ instance: here.instance, epoch })}\n`)
    return { epoch }
  })
})
