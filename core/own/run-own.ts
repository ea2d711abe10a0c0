// A table, a type or a field of one's own is made: the file of it is written, run in a migrate that remakes triggers, rights and views, and
// filled with its lists, rules and process. All in one transaction: it is there whole, or not at all.

import { z } from 'zod'
import type { Problem } from '@satchel/protocol/problem'
import type { Context } from '../context/context.ts'
import { isBusy, readAddedFiles, writeAddedFiles } from '../db/added-files.ts'
import { actAs } from '../db/calls/installation.ts'
import { checkOwn, fillOwn, lockOwn, ownFile, ownRequired, ownTurn, prepareOwn, ranAdded } from '../db/calls/own.ts'
import { type Database, withDatabase } from '../db/database.ts'
import { undone } from '../db/dry-run.ts'
import { loginUrl } from '../db/logins.ts'
import { migrate } from '../db/migrate.ts'
import type { Wanted } from '../db/shapes/own.ts'
import { problem } from '../problems/problems.ts'

/** The file that made it: its name in HOME/sql, and its text. */
export const Made = z.object({ file: z.string(), text: z.string() })

/** The name of a file, of any typed words: it has small letters, figures and dashes. */
export const fileName = (...words: readonly (string | undefined)[]): string =>
  words
    .filter(word => word !== undefined)
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')

/** A dry run makes all of it and undoes it, so that a file that could not run is told before. */
export async function makeOwn(
  context: Context,
  wanted: Wanted,
  name: string,
  dryRun: boolean,
): Promise<z.infer<typeof Made>> {
  // where two wait for each other, PostgreSQL undoes one of them: nothing of it is there, so it goes again
  for (let attempt = 1; ; attempt++) {
    try {
      const { role, faults } = await checkWanted(context, wanted)
      refuse(faults)
      return await withDatabase(loginUrl(context.home, context.settings, 'owner'), database =>
        makeOnce(context, database, wanted, name, role, dryRun),
      )
    } catch (error) {
      if (isUndone(error) && attempt < 6) continue
      if (!isBusy(error)) throw error
      throw problem('database/busy', 'Somebody works on a table for longer than this waits: 15 seconds.', {
        hint: 'nothing was changed; run it again in a moment',
        cause: error,
      })
    }
  }
}

/** Undone by PostgreSQL because of another transaction at the same time: two that wait for each other, or grant rights on one thing. */
function isUndone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const state = [error, error.cause].map(each => (each instanceof Error && 'code' in each ? String(each.code) : ''))
  return state.includes('40P01') || error.message.includes('tuple concurrently')
}

async function makeOnce(
  context: Context,
  database: Database,
  wanted: Wanted,
  name: string,
  role: string,
  dryRun: boolean,
): Promise<z.infer<typeof Made>> {
  await database.run(ownTurn, {})
  if (dryRun)
    return undone<z.infer<typeof Made>, [z.infer<typeof Made>]>(
      inner => runOwn(context, database, wanted, name, role, inner),
      made => Promise.resolve(made),
    )
  const made = await runOwn(context, database, wanted, name, role, each => Promise.resolve(each))
  context.failpoint('own/committed')
  writeAddedFiles(context.home.sql, await database.run(ranAdded, {}))
  return made
}

/** Why something wanted cannot be made, and the part of it that is wrong: name, fields.0; the empty string where it is all of it. */
export interface OwnFault {
  readonly place: string
  readonly text: string
}

/** Asks the database under the caller's role. @returns the role that acts. @throws Problem staff/admin-only. */
export async function checkWanted(
  context: Context,
  wanted: Wanted,
): Promise<{ readonly role: string; readonly faults: readonly OwnFault[] }> {
  const [checked] = await context.asStaff(database => database.run(checkOwn, { wanted }))
  if (checked?.may !== true || checked.role === null) {
    throw problem('staff/admin-only', 'Only an administrator makes tables and fields.', {
      hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    })
  }
  return { role: checked.role, faults: faultsOf(checked) }
}

const refused = new WeakMap<Problem, readonly OwnFault[]>()

/** The single faults of own/refused, whose sentence names them one after the other; none of another problem. */
export const faultsIn = (told: Problem): readonly OwnFault[] => refused.get(told) ?? []

/** @throws Problem own/refused. */
function refuse(faults: readonly OwnFault[]): void {
  if (faults.length === 0) return
  const texts = faults.map(({ text }) => text).join('; ')
  const told = problem('own/refused', `This cannot be done: ${texts}.`, { hint: 'nothing was changed' })
  refused.set(told, faults)
  throw told
}

type Checked = z.infer<typeof checkOwn.row>

const faultsOf = (checked: Checked | undefined): readonly OwnFault[] =>
  (checked?.faults ?? []).map((text, at) => ({ place: checked?.places?.[at] ?? '', text }))

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
    turn: async () => {
      await database.run(lockOwn, { wanted })
    },
    added: async () => {
      // what another has made or written meanwhile counts
      const [checked] = await database.run(checkOwn, { wanted })
      refuse(faultsOf(checked))
      await database.run(actAs, { role })
      await database.run(prepareOwn, { wanted })
      await database.run(actAs, { role: 'satchel_owner' })
      const files = readAddedFiles(context.home.sql)
      const ran = await database.run(ranAdded, {})
      const last = Math.max(0, ...[...files, ...ran].map(file => Number.parseInt(file.name.slice(0, 4), 10)))
      const { text } = await database.run(ownFile, { wanted })
      const { text: required } = await database.run(ownRequired, { wanted })
      const numbered = (nth: number, word: string) => `${String(last + nth).padStart(4, '0')}-${word.slice(0, 60)}`
      made = { file: numbered(1, name), text: text ?? '' }
      const second = required === null ? [] : [{ name: numbered(2, `required-${name}`), text: required, by: role }]
      return [...files, { name: made.file, text: made.text, by: role, hasValues: wanted.what === 'retype' }, ...second]
    },
    atEnd: async () => {
      await database.run(actAs, { role })
      await database.run(fillOwn, { wanted })
      result = await then(made)
    },
  })
  return result as T
}
