// A table, a type or a field of one's own is made: the file of it is written, run in a migrate that remakes triggers, rights and views, and
// filled with its lists, rules and process. All in one transaction: it is there whole, or not at all.

import { z } from 'zod'
import type { Context } from '../context/context.ts'
import { readAddedFiles, writeAddedFiles } from '../db/added-files.ts'
import { actAs } from '../db/calls/installation.ts'
import { checkOwn, fillOwn, lockOwn, ownFile, ranAdded } from '../db/calls/own.ts'
import { type Database, withDatabase } from '../db/database.ts'
import { undone } from '../db/dry-run.ts'
import { loginUrl } from '../db/logins.ts'
import { migrate } from '../db/migrate.ts'
import type { Wanted } from '../db/shapes/own.ts'
import { problem } from '../problems/problems.ts'

/** The file that made it: its name in HOME/sql, and its text. */
export const Made = z.object({ file: z.string(), text: z.string() })

/** A dry run makes all of it and undoes it, so that a file that could not run is told before. */
export async function makeOwn(
  context: Context,
  wanted: Wanted,
  name: string,
  dryRun: boolean,
): Promise<z.infer<typeof Made>> {
  const role = await checkWanted(context, wanted)
  return withDatabase(loginUrl(context.home, context.settings, 'owner'), async database => {
    if (dryRun)
      return undone<z.infer<typeof Made>, [z.infer<typeof Made>]>(
        inner => runOwn(context, database, wanted, name, role, inner),
        made => Promise.resolve(made),
      )
    const made = await runOwn(context, database, wanted, name, role, each => Promise.resolve(each))
    context.failpoint('own/committed')
    writeAddedFiles(context.home.sql, await database.run(ranAdded, {}))
    return made
  })
}

/** @returns the role that acts. @throws Problem staff/admin-only, own/refused. */
async function checkWanted(context: Context, wanted: Wanted): Promise<string> {
  const [checked] = await context.asStaff(database => database.run(checkOwn, { wanted }))
  if (checked?.may !== true || checked.role === null) {
    throw problem('staff/admin-only', 'Only an administrator makes tables and fields.', {
      hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    })
  }
  const [first, ...others] = checked.faults ?? []
  if (first === undefined) return checked.role
  throw problem('own/refused', `This cannot be made: ${[first, ...others].join('; ')}.`, {
    hint: 'nothing was changed',
  })
}

async function runOwn<T>(
  context: Context,
  database: Database,
  wanted: Wanted,
  name: string,
  role: string,
  then: (made: z.infer<typeof Made>) => Promise<T>,
): Promise<T> {
  let made = { file: '', text: '' }
  let result: T | undefined
  await migrate(database, {
    added: async () => {
      await database.run(lockOwn, {})
      const files = readAddedFiles(context.home.sql)
      const ran = await database.run(ranAdded, {})
      const last = Math.max(0, ...[...files, ...ran].map(file => Number.parseInt(file.name.slice(0, 4), 10)))
      const { text } = await database.run(ownFile, { wanted })
      made = { file: `${String(last + 1).padStart(4, '0')}-${name.slice(0, 60)}`, text: text ?? '' }
      return [...files, { name: made.file, text: made.text, by: role }]
    },
    atEnd: async () => {
      await database.run(actAs, { role })
      await database.run(fillOwn, { wanted })
      result = await then(made)
    },
  })
  return result as T
}
