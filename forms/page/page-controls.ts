// One field of the form as the packet page asks it: the kind of box, the keyboard, what is on file. Puts nothing into markup.

import type { FormField } from '../definition/definition.ts'
import { displayValue, validateValue } from '../definition/field-value.ts'
import { withoutControls } from '../clean-text/plain-text.ts'
import { shortDay } from './page-dates.ts'
import { helpIn, inLanguage, say, type Words } from '../words/form-words.ts'

export interface PageControl {
  readonly name: string
  readonly label: string
  readonly help: string
  readonly value: string
  readonly must: boolean
  readonly area: boolean
  /** Empty: a line of text. */
  readonly type: string
  /** Whether a button beside it asks the device where it is. */
  readonly place: boolean
  /** The keyboard of a telephone; empty: the usual one. */
  readonly keyboard: string
  /** Characters that a short line takes; 0: as many as one likes, and the office judges. */
  readonly max: number
  readonly options: readonly PageOption[]
  /** What stands on file, as people read it. */
  readonly shown: string
}

interface PageOption {
  readonly value: string
  readonly label: string
  readonly selected: boolean
  /** Whether the value is another one than the word that is shown. */
  readonly worded: boolean
}

interface Asked {
  readonly name: string
  readonly field: FormField
  readonly stored?: string | undefined
  /** Of a row: the value of its field `kind`. */
  readonly kind?: string | undefined
  /** Whether the page keeps back what is sent without it. */
  readonly must?: boolean
}

const boxTypes: Readonly<Record<string, string>> = {
  date: 'date',
  time: 'datetime-local',
  phone: 'tel',
  email: 'email',
}
const keyboards: Readonly<Record<string, string>> = {
  integer: 'numeric',
  number: 'decimal',
  money: 'decimal',
  web: 'url',
}

export function pageControl({ name, field, stored, kind, must }: Asked, words: Words): PageControl {
  const { language } = words
  const value = withoutControls(stored ?? '')
  const fits = value === '' || validateValue(field, value, kind) === null
  const sort = field.type === 'contact' ? (kind ?? '') : field.type
  const type = fits ? (boxTypes[sort] ?? '') : ''
  const options = optionsOf(field, value, words)
  return {
    name,
    label: inLanguage(field.label, language),
    // A date box shows dates in the reader's own order, which a sentence about the order would contradict.
    help: type === 'date' || (field.type === 'contact' && value !== '') ? '' : helpIn(field.help, language),
    value: type === 'datetime-local' ? value.replace(' ', 'T') : value,
    // Only where something is on file: a gap that nobody knows how to fill must not block the rest.
    must: must === true && field.required && value !== '',
    area: field.type === 'long-text' || value.includes('\n'),
    // A date or e-mail box would empty or refuse an odd value that is on file, so that one is shown as plain text.
    type,
    place: field.type === 'place',
    keyboard: keyboards[sort] ?? '',
    max: field.max < 100 && type === '' ? Math.max(field.max * 2, value.length) : 0,
    options,
    shown:
      options.find(({ selected, value: each }) => selected && each !== '')?.label ??
      (type === 'date' ? shortDay(value, language, '') : value),
  }
}

/** Choices, with none first, and with a stored value that is no choice any more. */
function optionsOf(field: FormField, value: string, words: Words): PageControl['options'] {
  const known =
    field.type === 'boolean'
      ? [
          { value: 'true', label: say(words, 'work-yes') },
          { value: 'false', label: say(words, 'work-no') },
        ]
      : field.choices.map(each => ({ value: each.value, label: displayValue(field, each.value, words.language) }))
  if (known.length === 0) return []
  const odd = value === '' || known.some(each => each.value === value) ? [] : [{ value, label: value }]
  const none = { value: '', label: say(words, 'page-none') }
  return [none, ...known, ...odd].map(each => ({
    ...each,
    selected: each.value === value,
    worded: each.value !== each.label,
  }))
}
