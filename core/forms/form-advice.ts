// What to write instead: the column, word, type of record or type of field that a fault of the database means. Says nothing where
// nothing is near.

import { type FieldType, fieldTypes, type FormDefinition } from '@satchel/forms/definition/definition'
import type { z } from 'zod'
import { meant, nearest } from '@satchel/protocol/nearest'
import { formColumns } from '../db/calls/forms.ts'
import { recordTypes } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import type { FieldRow } from './field-rows.ts'

type Column = z.infer<typeof formColumns.row>

/** @param faults as the database tells them, beginning with their place. @returns each with its advice behind it. */
export async function withAdvice(
  database: Database,
  form: FormDefinition,
  rows: readonly FieldRow[],
  faults: readonly string[],
): Promise<readonly string[]> {
  if (faults.length === 0) return faults
  const types = (await database.run(recordTypes, {})).map(({ type }) => type)
  const tables = [...new Set(['entity', 'activity', ...rows.map(({ source }) => source)])]
  const columns = await database.run(formColumns, { tables })
  return faults.map(fault => {
    const advice = adviceOf(fault, form, rows, types, columns)
    return advice === null ? fault : `${fault}: ${advice}`
  })
}

function adviceOf(
  fault: string,
  form: FormDefinition,
  rows: readonly FieldRow[],
  types: readonly string[],
  columns: readonly Column[],
): string | null {
  if (fault.startsWith('the form: (entity')) return like('entity', form.entity, types)
  if (fault.startsWith('the report: (kind')) {
    const kinds = columns.find(({ attribute }) => attribute === 'activity_kind')?.choices ?? []
    return like('kind', form.reportKind ?? '', kinds)
  }
  const row = rows.find(each => fault.startsWith(`${placeOf(each)}: `))
  if (row === undefined || row.field === null) return null
  const here = columns.filter(({ source }) => source === row.source)
  const column = here.find(({ attribute }) => attribute === row.field)
  if (column === undefined) return columnAdvice(row, here)
  const { kind, choices } = column
  if (kind === 'choice') {
    if (row.type !== 'choice') return `write (type choice) and a (choice ...) for each of ${(choices ?? []).join(', ')}`
    const wrong = row.choices.split(' ').find(word => !(choices ?? []).includes(word))
    return wrong === undefined ? null : meant(wrong, choices ?? [])
  }
  const type = typeFor(kind, column.attribute)
  return type === null || type === row.type ? null : `write (type ${type})`
}

function columnAdvice(row: FieldRow, here: readonly Column[]): string {
  const usable = here
    .filter(
      ({ kind, attribute }) => (kind === 'choice' || typeFor(kind, attribute) !== null) && !attribute.endsWith('_hid'),
    )
    .map(({ attribute }) => attribute)
  // the table's name, with which each column begins, says nothing of what is meant
  const short = new Map(usable.map(name => [name.replace(`${row.source}_`, ''), name]))
  const typed = [(row.field ?? '').replace(`${row.source}_`, ''), row.name]
  const found = typed.map(each => short.get(nearest(each, short.keys()) ?? '')).find(each => each !== undefined)
  return found === undefined ? `there is ${usable.join(', ')}` : `do you mean (column "${found}")?`
}

function like(tag: string, typed: string, known: readonly string[]): string | null {
  const found = nearest(typed, known)
  return found === null ? null : `do you mean (${tag} ${found})?`
}

/** The words of sql/functions/forms for the place of a field. */
const placeOf = ({ place, collection, name }: FieldRow) =>
  ({
    field: `field ${name}`,
    report: `report field ${name}`,
    rows: `collection ${name}`,
    row: `collection ${collection}, field ${name}`,
  })[place]

/** The type of a form's field that holds what a column of a kind holds; null for one that no form can hold. */
export function typeFor(kind: string, column: string): FieldType | null {
  if (kind === 'text' && column.endsWith('_currency')) return 'currency'
  // of shipped moments forms have always asked the day
  if (kind === 'time' && !/^(.+_)?own_/.test(column)) return 'date'
  // shown by its name and size, and changed by no form
  if (kind === 'file') return /^(.+_)?own_/.test(column) ? 'text' : null
  const known = fieldTypes.find(type => type === kind)
  if (known !== undefined) return known
  return null
}
