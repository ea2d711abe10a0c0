// A field as somebody types it: area:number, crop:choice:maize,beans, number:text:required:unique, farmer:person:label=Who_works_it.

import { z } from 'zod'
import { Wanted } from '../db/shapes/own.ts'
import { problem } from '../problems/problems.ts'

const WantedField = Wanted.shape.fields.element
type Field = z.infer<typeof WantedField>

/** As it is typed, area:number, or part by part, as a form has it. */
export const SaidField = z.union([z.string(), WantedField])

/** The list of a choice that names no other. */
export const listOf = (holder: string, field: string) => `own-${holder}-${field}`

/** A name in words, with a capital: soil-test is "Soil test". */
export const labelOf = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`.replaceAll('-', ' ')

const wrong = (typed: string, why: string) =>
  problem('own/wrong', `The field "${typed}" cannot be read: ${why}.`, {
    hint: 'write NAME:TYPE, then what else is said of it, such as area:number or crop:choice:maize,beans; satchel new-field --help lists the types',
  })

/** @param holder word of the type or table, of which a list gets its name. @throws Problem own/wrong. */
export function wantedField(typed: string | Field, holder: string): Field {
  if (typeof typed !== 'string') return typed
  const [name = '', said = 'text', ...rest] = typed.split(':')
  if (name === '' || said === '') throw wrong(typed, 'it has no name or no type')
  const type = said === 'boolean' ? 'yes-no' : said === 'long' ? 'long-text' : said
  const field = { name, type, label: labelOf(name), required: false, unique: false }
  const list = type === 'choice' ? { list: listOf(holder, name) } : {}
  return rest.reduce<Field>((sofar, option) => withOption(sofar, option, typed), { ...field, ...list })
}

function withOption(field: Field, option: string, typed: string): Field {
  const [key, ...value] = option.split('=')
  if (option === 'required') return { ...field, required: true }
  if (option === 'unique') return { ...field, unique: true }
  // a shell takes a space for the end of the word, unless it is quoted
  if (key === 'label') return { ...field, label: value.join('=').replaceAll('_', ' ').trim() }
  if (field.type === 'choice' && key === 'list') return { ...field, list: value.join('=') }
  if (field.type === 'choice' && /^[a-z0-9,-]+$/.test(option)) {
    return { ...field, choices: option.split(',').filter(word => word !== '') }
  }
  throw wrong(typed, `"${option}" says nothing about a field of type ${field.type}`)
}
