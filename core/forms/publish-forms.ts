// Puts form definitions into the database. A published version never changes: a change needs a new number.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FormDefinition } from '@satchel/forms/definition/definition'
import { parseDefinition } from '@satchel/forms/definition/read-definition'
import { withLines } from '@satchel/forms/definition/definition-lines'
import { problem as formProblem } from '@satchel/forms/problems'
import { Problem } from '@satchel/protocol/problem'
import { sha256 } from '@satchel/protocol/sha256'
import type { Database } from '../db/database.ts'
import { shipped } from '../db/shipped.ts'
import { problem } from '../problems/problems.ts'
import { fieldRows } from './field-rows.ts'
import { withAdvice } from './form-advice.ts'
import { allForms, formFaults, publishForm } from '../db/calls/forms.ts'

/**
 * Publishes every shipped definition; a name that an own form has already stays its name.
 * @throws Problem form/changed, form/not-valid. @returns names of versions that are new.
 */
export async function publishForms(database: Database): Promise<readonly string[]> {
  const added: string[] = []
  const own = await ownNames(database)
  for (const { file, text, form } of shippedForms()) {
    if (own.has(form.name)) continue
    const { name, version, isNew } = await publish(database, file, text)
    if (isNew) added.push(`${name}/${version}`)
  }
  return added
}

/** Names of the forms that this installation made itself. */
export async function ownNames(database: Database): Promise<ReadonlySet<string>> {
  return new Set((await database.run(allForms, {})).flatMap(({ name, own }) => (own ? [name] : [])))
}

/** Whether a name belongs to the program: that of a shipped form, or of the form that commands write a type of record with. */
export const isTaken = (name: string): boolean =>
  name.startsWith('record-') || shippedForms().some(({ form }) => form.name === name)

/** The definitions that come with the program, by file name. */
export function shippedForms() {
  const folder = join(shipped('forms'), 'definitions')
  return definitionFiles(folder).map(file => {
    const text = readFileSync(join(folder, file), 'utf8')
    return { file, text, form: parseWithLines(file, text) }
  })
}

const definitionFiles = (folder: string) =>
  readdirSync(folder)
    .filter(name => name.endsWith('.sexp'))
    .sort()

/** A fault with its place, as forms/definition/definition-check.ts says it. */
export const takenName = 'the form: (name ...) is that of a form that comes with the program: choose another'

/**
 * Publishes one definition. @param file its name, for what is said of it. @param own whether it is of this installation.
 * @throws Problem form/not-valid with each fault and its line, form/changed; Problem of protocol where it is no SX1.
 */
export async function publish(database: Database, file: string, definition: string, own = false) {
  const parsed = parseWithLines(file, definition)
  const { name, version } = parsed
  const form = formOf(parsed, definition, own)
  const { result } = await database.run(publishForm, { form })
  if (result === 'changed') {
    throw problem('form/changed', `The form ${name} ${version} was changed after it was published.`, {
      hint: `give ${file} the next version number`,
    })
  }
  if (result === 'taken') throw notValid(file, definition, [takenName])
  if (result === 'faults') throw notValid(file, definition, await databaseFaults(database, parsed, definition))
  return { name, version, isNew: result === 'new' }
}

/** What the database finds wrong with a definition, each fault with its place and what to write instead. */
export async function databaseFaults(
  database: Database,
  parsed: FormDefinition,
  definition: string,
): Promise<readonly string[]> {
  const form = formOf(parsed, definition, true)
  const faults = (await database.run(formFaults, { form })).map(({ fault }) => fault ?? '')
  return withAdvice(database, parsed, form.fields, faults)
}

const formOf = (parsed: FormDefinition, definition: string, own: boolean) => ({
  name: parsed.name,
  version: parsed.version,
  entity: parsed.entity,
  definition,
  digest: sha256(definition),
  own,
  report_kind: parsed.reportKind,
  shows: parsed.shows.join(' '),
  fields: fieldRows(parsed),
})

/** @throws Problem form/not-valid with each fault and its line. */
export function parseWithLines(file: string, definition: string): FormDefinition {
  try {
    return parseDefinition(definition)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'form/not-valid') throw notValid(file, definition, error.hints)
    // it is no list, and says where itself
    throw formProblem('form/not-valid', `The form in ${file} cannot be used: it cannot be read.`, {
      hint: `${file}, ${error.message}`,
    })
  }
}

/** @param faults beginning with the place that they speak of. */
export const notValid = (file: string, definition: string, faults: readonly string[]) =>
  formProblem(
    'form/not-valid',
    `The form in ${file} cannot be used: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}.`,
    { hint: withLines(definition, faults).map(fault => `${file}, ${fault}`) },
  )
