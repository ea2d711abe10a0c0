// The form of a row: the controls of records, with what its writer saw of each field; what is wrong stands beside its field, and what somebody
// else changed meanwhile comes back as a slip.

import type { PutRow } from '../../../db/shapes/tables.ts'
import { badValue } from '../../../records/read/typed-value.ts'
import { type Html, html } from '../../page/html.ts'
import { button, notice } from '../../page/parts.ts'
import type { Form } from '../../server/form.ts'
import { control, helpOf, labelOf, localTime, readableText } from '../record/controls.ts'
import { sentencesOf } from '../record/folder-state.ts'
import { asCatalogField, type RowRead } from './read-row.ts'

export interface RowState {
  /** What was typed, by the name of its field. */
  readonly typed: Readonly<Record<string, string>>
  readonly faults: PutRow['faults']
  readonly kept: PutRow['kept']
  /** What the writer saw of what is kept. */
  readonly was: Readonly<Record<string, string>>
  /** A sentence about the row as a whole. */
  readonly problem?: string
}

export const noRowState: RowState = { typed: {}, faults: {}, kept: {}, was: {} }

/** What of a posted form is another value than its writer saw, and what they saw. */
export function postedRow(form: Form, zone: string) {
  const names = form.names().flatMap(name => (name.startsWith('f.') ? [name.slice(2)] : []))
  const seen = (name: string) => form.get(`was.${name}`)
  const was = Object.fromEntries(names.map(name => [name, seen(name)]))
  const wanted = Object.fromEntries(
    names.flatMap(name => {
      const value = form.get(`f.${name}`)
      return value === seen(name) || value === localTime(zone, seen(name)) ? [] : [[name, value] as const]
    }),
  )
  return { was, wanted }
}

/** @param action where it is posted. @param back where "cancel" leads. */
export function rowForm(read: RowRead, state: RowState, action: string, back: string): Html {
  const { form, shown, row } = read
  const { say } = shown
  const lines = form.fields
    .filter(({ mayAdd, mayChange }) => (row === null ? mayAdd : mayChange))
    .map((one, at) => {
      const field = asCatalogField(read, one)
      const id = `f-${field.name}`
      const value = row?.said[field.name] ?? ''
      const fault = state.faults[field.name]
      const wrong = fault === undefined ? null : sentencesOf(say, badValue(field, fault))
      const help = helpOf(shown, field, value)
      const isWide = field.kind === 'long-text'
      return html`<div class="f${isWide ? ' wide' : ''}"><label for="${id}">${labelOf(field)}</label><input type="hidden" name="was.${field.name}" value="${value}">${control(shown, field, { id, name: `f.${field.name}`, value: state.typed[field.name] ?? value, isFirst: at === 0, ...(wrong === null ? {} : { wrong: `err-${field.name}` }) })}${help === null ? null : html`<p class="help">${help}</p>`}${wrong === null ? null : html`<p class="err" id="err-${field.name}" role="alert">${wrong}</p>`}</div>`
    })
  return html`${state.problem === undefined ? null : notice('bad', 'warn', html`<p>${state.problem}</p>`)}${slips(read, state)}<form class="panel" method="post" action="${action}"><div class="pad grid-f">${lines}</div><footer class="flex">${button(say('rec-save'), { tone: 'primary', picture: 'save', key: 's' })}<a class="btn btn-quiet" href="${back}">${say('rec-cancel')}</a></footer></form>`
}

/** What the writer saw, what it is now, and what they wrote: the form holds their words, and "save" takes them. */
function slips(read: RowRead, { kept, was, typed }: RowState): Html | null {
  const { form, shown } = read
  const { say } = shown
  const changed = form.fields.filter(({ name }) => name in kept).map(field => asCatalogField(read, field))
  if (changed.length === 0) return null
  const cell = (key: string, value: string) =>
    html`<span class="k">${say(key)}</span><span class="v" dir="auto">${value === '' ? say('rec-empty') : value}</span>`
  return html`${notice('held', 'warn', html`<p class="strong">${say('rec-slip-title', { fields: changed.map(labelOf).join(', ') })}</p><p>${say('table-slip-how')}</p>`)}<div class="stack slips">${changed.map(
    field => {
      const text = (value: string | null | undefined) => readableText(shown, field, value ?? '')
      return html`<section class="panel pad stack-s" aria-label="${labelOf(field)}"><h2>${labelOf(field)}</h2><div class="slip"><div>${cell('rec-saw', text(was[field.name]))}</div><div>${cell('rec-stands', text(kept[field.name]))}</div><div class="want">${cell('rec-wanted', text(typed[field.name]))}</div></div></section>`
    },
  )}</div>`
}
