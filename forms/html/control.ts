// One box of a page: what the templates need to print it. No value is ever put into markup here.
import type { FormField } from '../definition/definition.ts'
import { withoutControls } from '../clean-text/plain-text.ts'
import { requiredWord } from '../text/text-form-print.ts'
import { displayValue, validateValue } from '../definition/field-value.ts'
import { helpIn, inLanguage, say, type Words } from '../words/form-words.ts'

export interface Control {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly help: string
  readonly value: string
  /** Empty where the value may stay away. */
  readonly requiredWord: string
  /** Whether the page keeps back what is sent without it. */
  readonly must: boolean
  readonly area: boolean
  readonly type: string
  /** What a browser may fill in: of the reader's own details, by the words of HTML; else off. */
  readonly autocomplete: string
  readonly max: number
  readonly options: readonly { readonly value: string; readonly label: string; readonly selected: boolean }[]
}

const inputTypes: Readonly<Partial<Record<FormField['type'], string>>> = {
  date: 'date',
  time: 'datetime-local',
  phone: 'tel',
  email: 'email',
}

/** @param must whether the page keeps back what is sent without a value, where one is on file. */
export function control(
  name: string,
  field: FormField,
  stored: string | undefined,
  words: Words,
  must: boolean,
): Control {
  const { language } = words
  const value = withoutControls(stored ?? '')
  const fits = value === '' || validateValue(field, value) === null
  const type = fits ? (inputTypes[field.type] ?? 'text') : 'text'
  return {
    id: name,
    name,
    label: inLanguage(field.label, language),
    // A date box shows dates in the reader's own order, which a sentence about the order would contradict.
    help: type === 'date' ? '' : helpIn(field.help, language),
    value: type === 'datetime-local' ? value.replace(' ', 'T') : value,
    requiredWord: requiredWord(field, words),
    // Only where something is on file: a gap that nobody knows how to fill must not block the rest.
    must: must && field.required && value !== '',
    area: field.type === 'long-text' || value.includes('\n'),
    // A date or e-mail box would empty or refuse an odd value that is on file, so that one is shown as plain text.
    type,
    autocomplete: 'off',
    max: Math.max(field.max * 2, value.length),
    options: optionsOf(field, value, words),
  }
}

/** Choices, with none first, and with a stored value that is no choice any more. */
function optionsOf(field: FormField, value: string, words: Words): Control['options'] {
  if (field.choices.length === 0) return []
  const known = field.choices.map(choice => choice.value)
  const values = known.includes(value) || value === '' ? ['', ...known] : ['', ...known, value]
  return values.map(each => ({
    value: each,
    label: each === '' ? say(words, 'page-none') : displayValue(field, each, words.language),
    selected: each === value,
  }))
}
