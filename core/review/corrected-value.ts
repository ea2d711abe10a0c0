// The value that a person puts in place of one that does not fit: read as a form's answer is read, checked by the form's field.

import type { FormDefinition, FormField } from '@satchel/forms/definition/definition'
import { readTyped, validateValue } from '@satchel/forms/definition/field-value'
import { problem } from '../problems/problems.ts'

export interface Mendable {
  /** As the database names it: field/NAME, row/COLLECTION/ROW, report/DRAFT/NAME. */
  readonly slot: string
  readonly wanted: unknown
}

/**
 * @param typed the value; of a row its fields as NAME=VALUE, what is not named stays as it was written.
 * @returns text, or an object of text for a row. @throws Problem change/value-wrong that says what is wrong, never the value.
 */
export function mendedValue(form: FormDefinition, held: Mendable, typed: readonly string[]): unknown {
  const [place, name = '', part] = held.slot.split('/')
  if (place === 'row') {
    const fields = form.collections.find(each => each.name === name)?.fields ?? []
    const given = typed.map(each => readPair(each, fields))
    const row = { ...(isGroup(held.wanted) ? held.wanted : {}), ...Object.fromEntries(given) }
    return Object.fromEntries(
      Object.entries(row).map(([key, text]) => {
        const field = fields.find(each => each.name === key)
        return [key, field === undefined ? text : readOne(field, text, row.kind)]
      }),
    )
  }
  const field =
    place === 'field' ? form.fields.find(each => each.name === name) : form.report.find(each => each.name === part)
  const [text] = typed
  if (field === undefined || text === undefined || typed.length > 1)
    throw problem('change/value-wrong', 'This held change does not take one value.', {
      hint: 'satchel review show ID shows what it holds',
    })
  return readOne(field, text)
}

const isGroup = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null

function readPair(typed: string, fields: readonly FormField[]): readonly [string, string] {
  const [, name = '', text = ''] = /^([a-z0-9-]{1,64})=(.*)$/su.exec(typed) ?? []
  if (fields.some(field => field.name === name)) return [name, text]
  throw problem('change/value-wrong', 'A value of a row is given with the name of its field, like city=Gulu.', {
    hint: `its fields are ${fields.map(field => field.name).join(', ')}`,
  })
}

function readOne(field: FormField, typed: string, kind?: string): string {
  const { text } = readTyped(field, typed, 'en')
  const misfit = text === '' ? 'empty' : validateValue(field, text, kind)
  if (misfit === null) return text
  const choices = field.choices.map(({ value }) => value).join(', ')
  throw problem(
    'change/value-wrong',
    `The value does not fit the field ${field.name}: ${misfit.replaceAll('-', ' ')}.`,
    {
      hint:
        choices !== ''
          ? `one of ${choices}`
          : field.type === 'date'
            ? 'a date as year-month-day: 1980-05-31'
            : 'see docs/forms.md',
    },
  )
}
