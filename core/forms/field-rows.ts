// A definition as the rows of form_field: which table and column each field stands for. Pure.

import type { FormDefinition, FormField } from '@satchel/forms/definition/definition'

/** A row of form_field. */
export interface FieldRow {
  readonly place: 'field' | 'rows' | 'row' | 'report'
  readonly collection: string | null
  readonly name: string
  readonly source: string
  /** Its column; null for a collection. */
  readonly field: string | null
  readonly type: string
  /** Words with spaces between them. */
  readonly choices: string
  readonly [key: string]: unknown
}

const sourceOf = ({ column, stage }: FormField, entity: string) =>
  stage !== null ? 'development_tracking' : column.startsWith('entity_') ? 'entity' : entity

/** The rows of form_field for a definition, in form order. */
export function fieldRows(form: FormDefinition): readonly FieldRow[] {
  const row = (place: 'field' | 'row' | 'report', collection: string | null, source: string, field: FormField) => ({
    place,
    collection,
    name: field.name,
    source,
    field: field.column,
    type: field.type,
    stage: field.stage,
    change: field.change,
    required: field.required,
    policy: field.policy,
    needs: field.needs,
    max: field.max,
    choices: field.choices.map(choice => choice.value).join(' '),
  })
  // a record's own columns lie in the table of its type, or in that of all records
  const rows: FieldRow[] = form.fields.map(field => row('field', null, sourceOf(field, form.entity), field))
  for (const collection of form.collections) {
    const { name, table, through, add, change, drop, policy, needs } = collection
    rows.push({
      place: 'rows',
      collection: name,
      name,
      source: table,
      through,
      field: null,
      type: 'rows',
      change,
      add,
      drop,
      policy,
      needs,
      max: 1,
      choices: '',
    })
    rows.push(...collection.fields.map(field => row('row', name, table, field)))
  }
  // photos are files of the activity, and no column of it
  const told = form.report.filter(({ type }) => type !== 'photo')
  rows.push(...told.map(field => row('report', null, 'activity', field)))
  return rows.map((entry, index) => ({ ...entry, sort: index + 1 }))
}
