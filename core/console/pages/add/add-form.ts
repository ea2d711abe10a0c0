// The form of a new record, from the catalog of fields: its own fields, ways to reach it, an address, the first line of a deal.

import type { Problem } from '@satchel/protocol/problem'
import type { CatalogField } from '../../../records/read/catalog.ts'
import { isOfRow } from '../../../records/read/row-slots.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, icon, panel } from '../../page/parts.ts'
import { control, helpOf, labelOf, sentAs, typedAgain } from '../record/controls.ts'
import { fieldOf, sentencesOf } from '../record/folder-state.ts'
import type { AddForm } from './read-add.ts'

export interface AddState {
  /** What was typed, or given in the address, by the name of its control. */
  readonly typed: (control: string) => string
  readonly problem?: Problem | undefined
  /** Whom the new record may be. */
  readonly doubles: readonly string[]
}

/** The control of a field: f.born, f.address.city, f.line/new.price. */
export const controlOf = (field: CatalogField): string =>
  isRow(field) ? `f.${field.name.replace('.', '/new.')}` : `f.${field.name}`

const isRow = (field: CatalogField) => field.name.includes('.') && isOfRow(field)
const isOwnRow = (field: CatalogField) => isRow(field) && field.source.startsWith('own_')

export function addForm(form: AddForm, state: AddState): Html {
  const { type, fields, shown } = form
  const { say } = shown
  const groups = [
    {
      id: 'fields',
      title: say('rec-details'),
      list: fields.filter(field => field.kind !== 'contact' && !field.name.includes('.')),
    },
    {
      id: 'lines',
      title: say('add-lines'),
      list: fields.filter(
        field => isRow(field) && !isOwnRow(field) && field.kind !== 'file' && field.name !== 'line.sort',
      ),
    },
    // the first row of each table of one's own
    ...form.tables.map(({ name, source, label }) => ({
      id: `rows-${name}`,
      title: label,
      list: fields.filter(field => isOwnRow(field) && field.kind !== 'file' && field.source === source),
    })),
    { id: 'reach', title: say('add-reach'), list: fields.filter(({ kind }) => kind === 'contact') },
    { id: 'address', title: say('add-address'), list: fields.filter(({ source }) => source === 'address') },
  ]
  let isFirst = true
  const panels = groups.map(({ id, title, list }) => {
    if (list.length === 0) return null
    const lines = list.map(field => {
      const line = fieldLine(form, state, field, { isFirst, isOptional: id !== 'fields' })
      isFirst = false
      return line
    })
    return panel(
      { id, title },
      html`<div class="pad grid-f">${lines}${id === 'fields' ? placeLines(form, state) : null}</div>`,
    )
  })
  const wrong = state.problem
  const isSaid = wrong !== undefined && fields.some(({ name }) => name === fieldOf(wrong))
  return html`<form method="post" action="/add/${part(type.type)}" class="stack"${sentAs(fields)}>${wrong === undefined || isSaid ? null : html`<div class="notice notice-bad" role="alert">${icon('warn')}<p class="grow">${sentencesOf(say, wrong)}</p></div>`}${doublesOf(form, state)}<div class="stack">${panels}</div><p class="flex">${button(say('add-save'), { tone: 'primary', picture: 'save', key: 's' })}${button(say('add-another'), { name: 'another', value: '1' })}<a class="btn btn-quiet" href="/add">${say('rec-cancel')}</a></p></form>`
}

interface Line {
  readonly isFirst: boolean
  /** A row that is not there yet needs nothing. */
  readonly isOptional: boolean
}

function fieldLine(
  { shown }: AddForm,
  { typed, problem }: AddState,
  field: CatalogField,
  { isFirst, isOptional }: Line,
): Html {
  const name = controlOf(field)
  const id = name.replaceAll(/[/.]/g, '-')
  const wrong = problem !== undefined && fieldOf(problem) === field.name ? problem : undefined
  const help = helpOf(shown, field, '')
  const isWide = field.kind === 'long-text' || field.name === 'note'
  return html`<div class="f${isWide ? ' wide' : ''}"><label for="${id}">${labelOf(field)}</label>${control(shown, field, { id, name, ...typedAgain(field, name, '', typed), isFirst, isOptional, ...(wrong === undefined ? {} : { wrong: `err-${id}` }) })}${help === null ? null : html`<p class="help">${help}</p>`}${wrong === undefined ? null : html`<p class="err" id="err-${id}" role="alert">${sentencesOf(shown.say, wrong)}</p>`}</div>`
}

/** Whose it shall be, and under what it stands. */
function placeLines({ shown: { say, colleagues }, mayChooseOwner }: AddForm, { typed }: AddState): Html {
  const owner = html`<div class="f"><label for="owner">${say('add-owner')}</label><select class="in" id="owner" name="owner"><option value=""></option>${colleagues.filter(({ active }) => active).map(({ hid, name }) => html`<option value="${hid}"${attribute('selected', typed('owner') === hid)}>${name}</option>`)}</select></div>`
  return html`${mayChooseOwner ? owner : null}<div class="f"><label for="under">${say('add-under')}</label><input class="in" id="under" name="under" data-refers="" autocomplete="off" value="${typed('under')}"></div>`
}

/** Records that the new one may be: each can be opened before a second one is made. */
function doublesOf({ fields, shown: { say } }: AddForm, { doubles, typed }: AddState): Html | null {
  if (doubles.length === 0) return null
  const rows = doubles.map(text => {
    const [, hid = '', rest = text] = /^(\S+) (.*)$/s.exec(text) ?? []
    return html`<li><a href="/records/${part(hid)}" class="mono">${hid}</a> <span dir="auto">${rest}</span></li>`
  })
  // the button that makes it all the same stands far above the controls of files
  const chosen = fields
    .flatMap(field => (field.kind === 'file' ? [typed(controlOf(field))] : []))
    .filter(name => name !== '')
  const again = chosen.map(name => html`<p>${say('rec-file-again', { name })}</p>`)
  return html`<div class="notice notice-held" role="alert">${icon('dup')}<div class="grow stack-s"><p class="strong">${say('add-there')}</p><ul class="doubles">${rows}</ul>${again}<p>${button(say('add-anyway'), { name: 'anyway', value: '1' })}</p></div></div>`
}
