// Forms of an installation's own: the definitions in the folder forms of its home. They lie beside the shipped ones, never in their place.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { problem as formProblem } from '@satchel/forms/problems'
import { Problem } from '@satchel/protocol/problem'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import type { Home } from '../home/home.ts'
import { problem } from '../problems/problems.ts'
import { isTaken, notValid, ownNames, parseWithLines, publish, shippedForms, takenName } from './publish-forms.ts'

export const HomeForms = z.object({
  /** Versions that are new. */
  added: z.array(z.string()),
  /** Versions that were published before. */
  known: z.array(z.string()),
  /** The faults of the others: file, line, reason. */
  faults: z.array(z.string()),
  /** Files that are no definitions by their names. */
  passedOver: z.array(z.string()),
  /** Names of forms that come with the program and that an own form had before: the own one stays in use. */
  kept: z.array(z.string()),
})
export type HomeForms = z.infer<typeof HomeForms>

/**
 * Publishes what can be published, in the name of the administrator who acts. A fault in one file keeps none of the others: the result tells
 * it, see {@link refuseFaults}.
 * @throws Problem staff/admin-only.
 */
export const publishOwnForms = useCase(z.object({}), HomeForms, context =>
  context
    .asStaff(database => publishHomeForms(database, context.home))
    .catch((error: unknown) => Promise.reject(adminOnly(error))),
)

function adminOnly(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'database/no-right')) return error
  return problem('staff/admin-only', 'Only an administrator publishes forms.', {
    hint: 'satchel --as NAME, where NAME is an administrator: satchel staff list',
    cause: error,
  })
}

/** The shipped forms are there already. */
export async function publishHomeForms(database: Database, home: Home): Promise<HomeForms> {
  const own = await ownNames(database)
  const ours = shippedForms().map(({ form }) => form.name)
  const names = filesOf(home.forms)
  const result = {
    added: [] as string[],
    known: [] as string[],
    faults: [] as string[],
    passedOver: names.filter(name => !name.endsWith('.sexp')),
    kept: ours.filter(name => own.has(name)),
  }
  for (const file of names.filter(name => name.endsWith('.sexp'))) {
    try {
      const definition = readFileSync(join(home.forms, file), 'utf8')
      const { name } = parseWithLines(file, definition)
      if (isTaken(name) && !own.has(name)) {
        throw notValid(file, definition, [takenName])
      }
      const { version, isNew } = await publish(database, file, definition, true)
      ;(isNew ? result.added : result.known).push(`${name}/${version}`)
    } catch (error) {
      if (!(error instanceof Problem) || !error.code.startsWith('form/')) throw error
      result.faults.push(
        ...(error.code === 'form/not-valid' ? error.hints : [`${file}: ${error.message}`, ...error.hints]),
      )
    }
  }
  return result
}

/** @throws Problem form/not-valid where something is wrong with a form; the others are published all the same. */
export function refuseFaults({ faults }: HomeForms, home: Home): void {
  if (faults.length === 0) return
  throw formProblem('form/not-valid', `Not every form in ${home.forms} can be used; what has no fault is published.`, {
    hint: faults,
  })
}

/** What is said of the names that are kept. */
export const keptName = (name: string) =>
  `Your form ${name} keeps its name: the form ${name} that comes with the program is not used here.`

export function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    // a home of before has no such folder
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
