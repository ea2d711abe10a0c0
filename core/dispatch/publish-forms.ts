// Puts the shipped form definitions into the database. A published version never changes: a change needs a new number.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FormDefinition, type FormField, parseDefinition } from '@satchel/forms/definition'
import type { Database } from '../db/database.ts'
import { shipped } from '../db/files.ts'
import { problem } from '../problems.ts'
import { publishForm } from '../statements/dispatch.ts'

/** Table of a field, from its column: columns are named <table>_<field>, and tables hold no digits. */
function tableOf(column: string, collections: readonly string[]): string {
  const tables = [...collections, 'activity', 'person', 'organization', 'staff', 'entity']
  return tables.find(table => column.startsWith(`${table}_`)) ?? column
}

interface FieldRow {
  readonly place: 'field' | 'rows' | 'row' | 'report'
  readonly collection: string | null
  readonly name: string
  readonly source: string
  readonly field: string | null
  readonly [key: string]: unknown
}

/** The rows of form_field for a definition, in form order. */
export function fieldRows(form: FormDefinition): readonly FieldRow[] {
  const tables = form.collections.map(collection => collection.table)
  const row = (place: 'field' | 'row' | 'report', collection: string | null, field: FormField) => ({
    place,
    collection,
    name: field.name,
    source: tableOf(field.column, tables),
    field: field.column,
    type: field.type,
    change: field.change,
    required: field.required,
    policy: field.policy,
    needs: field.needs,
    max: field.max,
    choices: field.choices.map(choice => choice.value).join(' '),
  })
  const rows: FieldRow[] = form.fields.map(field => row('field', null, field))
  for (const collection of form.collections) {
    const { name, table, add, change, drop, policy, needs } = collection
    rows.push({
      place: 'rows',
      collection: name,
      name,
      source: table,
      field: null,
      type: 'rows',
      change,
      add,
      drop,
      policy,
      needs,
      max: 1,
    })
    rows.push(...collection.fields.map(field => row('row', name, field)))
  }
  rows.push(...form.report.map(field => row('report', null, field)))
  return rows.map((entry, index) => ({ ...entry, sort: index + 1 }))
}

/** Publishes every shipped definition. @throws Problem form/changed. @returns names of versions that are new. */
export async function publishForms(database: Database): Promise<readonly string[]> {
  const folder = join(shipped('forms'), 'definitions')
  const added: string[] = []
  for (const file of readdirSync(folder)
    .filter(name => name.endsWith('.sexp'))
    .sort()) {
    const definition = readFileSync(join(folder, file), 'utf8')
    const form = parseDefinition(definition)
    const { result } = await database.run(publishForm, {
      form: {
        name: form.name,
        version: form.version,
        entity: form.entity,
        definition,
        digest: createHash('sha256').update(definition).digest('hex'),
        fields: fieldRows(form),
      },
    })
    if (result === 'changed') {
      throw problem('form/changed', `The form ${form.name} ${form.version} was changed after it was published.`, {
        hint: `give ${file} the next version number`,
      })
    }
    if (result === 'new') added.push(`${form.name}/${form.version}`)
  }
  return added
}
