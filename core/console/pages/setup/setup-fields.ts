// Controls of the setup pages: a label, the control, a sentence of help, and what is wrong with what was typed.

import { Problem } from '@satchel/protocol/problem'
import { attribute, type Html, html } from '../../page/html.ts'
import { notice } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'

interface Control {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly help?: string
  readonly isRequired?: boolean
}

const around = ({ name, label, help }: Control, control: Html): Html =>
  html`<div class="f"><label for="f-${name}">${label}</label>${control}${help === undefined ? null : html`<span class="help" id="help-${name}">${help}</span>`}</div>`

const common = ({ name, help, isRequired }: Control) =>
  html`class="in" id="f-${name}" name="${name}"${attribute('required', isRequired)}${attribute('aria-describedby', help === undefined ? null : `help-${name}`)}`

export const textField = (
  control: Control & { readonly type?: 'text' | 'email' | 'number'; readonly most?: number },
): Html =>
  around(
    control,
    html`<input ${common(control)} type="${control.type ?? 'text'}" value="${control.value}"${attribute('maxlength', control.most)} autocomplete="off">`,
  )

export const choiceField = (
  control: Control & { readonly options: readonly (readonly [value: string, label: string])[] },
): Html =>
  around(
    control,
    html`<select ${common(control)}>${control.options.map(([value, label]) => html`<option value="${value}"${attribute('selected', value === control.value)}>${label}</option>`)}</select>`,
  )

/** What a use case refused, above the form that it was typed in. */
export const faultOf = (say: Say, problem: Problem | null): Html | null =>
  problem === null ? null : notice('bad', 'warn', html`<p>${say.told(problem).sentence}</p>`)

/** Runs work whose problems belong into the form. @returns the problem, or null where it is done. */
export async function tried(work: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
