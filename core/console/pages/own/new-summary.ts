// The summary in a preview of a new type, table or field: each field with its type, the lists that come with it, and where records stand.

import type { Wanted } from '../../../db/shapes/own.ts'
import { type Html, html } from '../../page/html.ts'
import { chip, panel } from '../../page/parts.ts'
import type { Say } from '../../page/words.ts'
import { typeName } from './own-parts.ts'
import type { Offered } from './read-own.ts'

export function summaryOf(say: Say, offered: Offered, wanted: Wanted): Html {
  const { what, name, label, record, rights, top, under = [], stages = [], fields } = wanted
  const labelOf = (word: string) => offered.types.find(each => each.word === word)?.label ?? word
  const stand = [...(top === true ? [say('own-top')] : []), ...under.map(labelOf)]
  const lines: readonly (readonly [string, string])[] = [
    ...(what === 'field' ? [] : [[say('own-name'), name ?? ''] as const, [say('own-label'), label ?? ''] as const]),
    ...(what === 'table' ? [[say('own-of'), record === undefined ? say('own-of-all') : labelOf(record)] as const] : []),
    ...(what === 'field' ? [[say('own-holder'), record ?? ''] as const] : []),
    ...(rights === undefined ? [] : [[say('own-rights'), say(`own-rights-${rights}`)] as const]),
    ...(what === 'type' ? [[say('own-under'), stand.join(', ')] as const] : []),
    ...(stages.length === 0 ? [] : [[say('own-stages'), stages.join(', ')] as const]),
  ]
  type Field = Wanted['fields'][number]
  const marks = ({ required, unique }: Field) =>
    html`${required ? chip(say('own-required'), 'line') : null} ${unique ? chip(say('own-unique'), 'line') : null}`
  const more = ({ type, list, choices = [] }: Field) =>
    type === 'choice'
      ? html`<span class="sub"><span class="mono">${list ?? ''}</span>${choices.length === 0 ? null : html`: ${choices.join(', ')}`}</span>`
      : null
  const row = (field: Field) =>
    html`<tr><th scope="row">${field.label}<span class="sub mono">${field.name}</span></th><td>${typeName(say, offered, field.type)}${more(field)}</td><td>${marks(field)}</td></tr>${field.type === 'money' ? html`<tr><th scope="row">${say('own-currency', { field: field.label })}<span class="sub mono">${field.name}-currency</span></th><td>${say('own-type-text')}</td><td></td></tr>` : null}`
  return panel(
    { id: 'would', title: say('own-would') },
    html`<dl class="own-lines pad">${lines.map(([term, text]) => html`<div><dt>${term}</dt><dd dir="auto">${text}</dd></div>`)}</dl>${fields.length === 0 ? null : html`<div class="tw" tabindex="0" role="group" aria-label="${say('own-fields')}"><table><thead><tr><th scope="col">${say('own-field')}</th><th scope="col">${say('own-type')}</th><th scope="col">${say('own-marks')}</th></tr></thead><tbody>${fields.map(row)}</tbody></table></div>`}`,
  )
}
