// Parts of the pages for tables of one's own: who they are for, the rows of fields, and what is wrong at each of them.

import { attribute, type Html, html } from '../../page/html.ts'
import type { Answer, Visit } from '../../page/page.ts'
import { refusedPage } from '../../page/problem-page.ts'
import type { Say } from '../../page/words.ts'
import type { OwnFault } from '../../../own/run-own.ts'
import type { Form } from '../../server/form.ts'
import type { Offered } from './read-own.ts'

/** The database asks again, by the same role, before anything is tried. */
export const isAdmin = ({ visitor }: Visit): boolean => visitor.role === 'admin'

export const notThere = ({ say }: Visit): Answer => ({
  kind: 'page',
  title: say('not-there'),
  status: 404,
  body: refusedPage(say, 'not-there-how'),
})

/** The faults that the database finds in one part of a form, in the reader's language. */
export const faultsAt = (say: Say, faults: readonly OwnFault[], place: string): readonly string[] =>
  faults.filter(fault => fault.place === place).map(({ text }) => say.sentence(text))

interface Control {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly help?: string
  readonly faults?: readonly string[]
  readonly isRequired?: boolean
  readonly most?: number
}

const idOf = (name: string) => `o-${name.replaceAll('.', '-')}`

function around({ name, label, help, faults = [] }: Control, control: Html): Html {
  const id = idOf(name)
  const wrong = faults.length === 0 ? null : html`<p class="err" id="err-${id}" role="alert">${faults.join('; ')}</p>`
  return html`<div class="f"><label for="${id}">${label}</label>${control}${help === undefined ? null : html`<p class="help" id="help-${id}">${help}</p>`}${wrong}</div>`
}

function common({ name, help, faults = [], isRequired }: Control): Html {
  const id = idOf(name)
  const said = [...(faults.length === 0 ? [] : [`err-${id}`]), ...(help === undefined ? [] : [`help-${id}`])]
  return html`class="in" id="${id}" name="${name}"${attribute('required', isRequired)}${attribute('aria-invalid', faults.length === 0 ? null : 'true')}${attribute('aria-describedby', said.length === 0 ? null : said.join(' '))}`
}

export const textIn = (control: Control): Html =>
  around(
    control,
    html`<input ${common(control)} type="text" value="${control.value}"${attribute('maxlength', control.most)} autocomplete="off" autocapitalize="none" dir="auto">`,
  )

export type Option = readonly [value: string, label: string]

export const choiceIn = (
  control: Control & { readonly options: readonly Option[]; readonly more?: readonly [string, readonly Option[]] },
): Html => {
  const option = ([value, label]: Option) =>
    html`<option value="${value}"${attribute('selected', value === control.value)}>${label}</option>`
  const { more } = control
  return around(
    control,
    html`<select ${common(control)}>${control.options.map(option)}${more === undefined ? null : html`<optgroup label="${more[0]}">${more[1].map(option)}</optgroup>`}</select>`,
  )
}

export const boxIn = (name: string, label: string, isOn: boolean, value = 'yes'): Html =>
  html`<label class="check"><input type="checkbox" name="${name}" value="${value}"${attribute('checked', isOn)}> ${label}</label>`

/** The name of a type of field, as the reader calls it. */
export function typeName(say: Say, { types }: Pick<Offered, 'types'>, type: string): string {
  const known = types.find(({ word }) => word === type)
  if (known !== undefined) return known.label
  return say.has(`own-type-${type}`) ? say(`own-type-${type}`) : type
}

/** The controls of one field. @param row names them: f0.name. @param isNamed of a field that is there only its type changes. */
export function fieldControls(
  say: Say,
  offered: Offered,
  form: Form,
  row: number,
  { faults = [], isNamed = true }: { readonly faults?: readonly string[]; readonly isNamed?: boolean } = {},
): Html {
  const value = (part: string) => form.get(`f${row}.${part}`)
  const at = (part: string) => `f${row}.${part}`
  const named = html`${textIn({ name: at('name'), label: say('own-name'), value: value('name'), most: 24, faults })}${textIn({ name: at('label'), label: say('own-label'), value: value('label'), most: 100 })}`
  const type = choiceIn({
    name: at('type'),
    label: say('own-type'),
    value: value('type') === '' ? 'text' : value('type'),
    options: offered.plain.map(each => [each, typeName(say, offered, each)] as const),
    more: [say('own-type-of-record'), offered.types.map(({ word, label }) => [word, label] as const)],
    ...(isNamed ? {} : { faults }),
  })
  const list = choiceIn({
    name: at('list'),
    label: say('own-list'),
    value: value('list'),
    options: [['', say('own-list-new')], ...offered.lists.map(each => [each, each] as const)],
  })
  const choices = textIn({
    name: at('choices'),
    label: say('own-choices'),
    value: value('choices'),
    help: say('own-choices-help'),
  })
  return html`${isNamed ? named : null}${type}<div class="own-choice">${list}${choices}</div><div class="own-marks">${boxIn(at('required'), say('own-required'), value('required') === 'yes')}${boxIn(at('unique'), say('own-unique'), value('unique') === 'yes')}</div>`
}

/** The row of one field among many. */
export const fieldRow = (say: Say, offered: Offered, form: Form, row: number, faults: readonly string[]): Html =>
  html`<fieldset class="own-field" data-own-row="${row}"><legend>${say('own-field-n', { n: String(row + 1) })}</legend>${fieldControls(say, offered, form, row, { faults })}</fieldset>`
