// The form that a record goes out with where nobody names one, and what is said of a form that does not fit.

import { meant } from '@satchel/protocol/nearest'
import { allForms, formsFor } from '../db/calls/forms.ts'
import type { Database } from '../db/database.ts'
import { problem } from '../problems/problems.ts'

/**
 * The usual form of the record's type: of people the call report, of others the one that is called as they are, or the only one.
 * @param record human id or uuid; where it names no record, that of people, and the database says what is wrong.
 * @throws Problem form/not-known where the type has no form, usage/wrong where it has several and none is the usual one.
 */
export async function usualForm(database: Database, record: string): Promise<string> {
  const rows = await database.run(formsFor, { record })
  const [first] = rows
  if (first === undefined) return 'call-report'
  if (first.form === null) {
    throw problem('form/not-known', `There is no form for records of the type ${first.type}.`, {
      hint: `satchel form new NAME --type ${first.type} makes one`,
    })
  }
  if (!first.is_usual && rows.length > 1) {
    throw problem('usage/wrong', `Several forms are for records of the type ${first.type}: ${namesOf(rows)}.`, {
      hint: `choose one: --form ${first.form}`,
    })
  }
  return first.form
}

/** @throws Problem form/not-known, form/other-type: where the database refused the form, with the forms that are meant or fit. */
export async function refuseForm(
  database: Database,
  answer: object,
  { entity, form }: { readonly entity: string; readonly form: string },
): Promise<void> {
  const code = 'problem' in answer ? answer.problem : undefined
  if (code === 'form/not-known') {
    const known = new Set((await database.run(allForms, {})).flatMap(({ name, active }) => (active ? [name] : [])))
    throw problem(code, `There is no active form "${form}".`, {
      details: { form },
      hint: [meant(form, [...known]), 'satchel form list shows all forms'],
    })
  }
  if (code !== 'form/other-type') return
  const rows = await database.run(formsFor, { record: entity })
  const type = rows[0]?.type ?? ''
  const names = namesOf(rows)
  throw problem(code, `The form ${form} is made for another type of record: ${entity} is of the type ${type}.`, {
    details: { entity, form },
    hint: names === '' ? `satchel form new NAME --type ${type} makes one` : `these fit: ${names}`,
  })
}

const namesOf = (rows: readonly { readonly form: string | null }[]) => rows.flatMap(({ form }) => form ?? []).join(', ')
