// The words of a form about a new type, a table or fields, as the use cases take them. The database says what is wrong with them.

import type { z } from 'zod'
import { lookupLists } from '../../../db/calls/lookups.ts'
import { ownHolders, ownTypes } from '../../../db/calls/own.ts'
import { recordTypes } from '../../../db/calls/records.ts'
import type { Context } from '../../../context/context.ts'
import type { NewField, NewTable, NewType } from '../../../own/new-own.ts'
import { labelOf, listOf } from '../../../own/wanted-field.ts'
import type { Form } from '../../server/form.ts'

export type Kind = 'type' | 'table' | 'field'
export const kinds: readonly Kind[] = ['type', 'table', 'field']
export const patterns = ['record', 'owner', 'office', 'everybody'] as const

/** The choices that the forms offer. */
export interface Offered {
  /** Types of record. */
  readonly types: readonly { readonly word: string; readonly label: string }[]
  /** Types of fields that name no record of one type. */
  readonly plain: readonly string[]
  readonly lists: readonly string[]
  /** Types and tables that take further fields. */
  readonly holders: readonly { readonly word: string; readonly label: string }[]
}

export const readOffered = (context: Context): Promise<Offered> =>
  context.asStaff(async database => ({
    types: (await database.run(recordTypes, {})).map(({ type, label }) => ({ word: type, label })),
    plain: (await database.run(ownTypes, {})).map(({ type }) => type),
    lists: (await database.run(lookupLists, {})).map(({ domain }) => domain).filter(domain => domain !== 'staff-role'),
    holders: (await database.run(ownHolders, {})).map(({ word, label }) => ({ word, label: label ?? word })),
  }))

type SaidField = Exclude<z.infer<typeof NewField>['fields'][number], string>

/** Words with commas, spaces or lines between them. */
const wordsOf = (text: string) => text.split(/[\s,;]+/).filter(word => word !== '')

/** Numbers of the rows of fields that a form has. */
export const rowsOf = (form: Form): readonly number[] =>
  form
    .names()
    .flatMap(name => /^f(\d{1,3})\.name$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((one, other) => one - other)

/** A row with something in it is a field; one without a name is told. */
const isSaid = (form: Form, row: number) =>
  ['name', 'label', 'choices'].some(part => form.get(`f${row}.${part}`).trim() !== '')

/** Rows that are fields, in their order: a fault of fields.1 is at the second of them. */
export const saidRows = (form: Form): readonly number[] => rowsOf(form).filter(row => isSaid(form, row))

/** @param holder word of the type or table, of which a new list gets its name. */
export function readField(form: Form, row: number, holder: string): SaidField {
  const said = (part: string) => form.get(`f${row}.${part}`).trim()
  const [name, type] = [said('name'), said('type')]
  return {
    name,
    type,
    label: said('label') === '' ? labelOf(name) : said('label'),
    required: said('required') === 'yes',
    unique: said('unique') === 'yes',
    ...(type === 'choice'
      ? { list: said('list') === '' ? listOf(holder, name) : said('list'), choices: wordsOf(said('choices')) }
      : {}),
  }
}

const readFields = (form: Form, holder: string) => saidRows(form).map(row => readField(form, row, holder))

const readRights = (form: Form) => patterns.find(pattern => pattern === form.get('rights')) ?? 'record'

const labelled = (form: Form) => (form.get('label').trim() === '' ? {} : { label: form.get('label').trim() })

export function readType(form: Form): Omit<z.infer<typeof NewType>, 'dryRun'> {
  const name = form.get('name').trim()
  return {
    name,
    ...labelled(form),
    fields: readFields(form, name),
    rights: readRights(form),
    under: [...form.all('under')],
    top: form.get('top') === 'yes',
    stages: wordsOf(form.get('stages')),
  }
}

export function readTable(form: Form): Omit<z.infer<typeof NewTable>, 'dryRun'> {
  const name = form.get('name').trim()
  const of = form.get('of').trim()
  return {
    name,
    ...labelled(form),
    ...(of === '' ? {} : { of }),
    fields: readFields(form, name),
    rights: readRights(form),
  }
}

export function readNewFields(form: Form): Omit<z.infer<typeof NewField>, 'dryRun'> {
  const type = form.get('of').trim()
  return { type, fields: readFields(form, type) }
}
