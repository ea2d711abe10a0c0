// The fields of a record, each opened in place: `details` with a form of its own, so that it works without script.

import type { CatalogField } from '../../../records/read/catalog.ts'
import { isOfRow } from '../../../records/read/row-slots.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, icon, panel } from '../../page/parts.ts'
import {
  control,
  helpOf,
  labelOf,
  readable,
  readableText,
  savedAt,
  seenOf,
  sentAs,
  type Shown,
  typedAgain,
} from './controls.ts'
import { fieldOf, type FolderState, sentencesOf } from './folder-state.ts'
import type { Fields } from './read-folder.ts'

/** A record is handed over and moved by buttons of its own. */
const elsewhere = new Set(['id', 'owner', 'parent'])

/** The fields that stand in the record itself, without ways to reach it and rows. */
export const ownFields = ({ fields }: Pick<Fields, 'fields'>): readonly CatalogField[] =>
  fields.filter(
    field =>
      !elsewhere.has(field.name) &&
      field.kind !== 'contact' &&
      field.source !== 'address' &&
      !isOfRow(field) &&
      isPlain(field),
  )

/** A group has its members in a panel of their own. */
const isPlain = ({ name, kind }: CatalogField) => kind !== 'rows' && !name.includes('.')

/** The value of a field as its slot holds it; undefined where the role may not read it. */
export function valueOf({ slots }: Pick<Fields, 'slots'>, { name }: CatalogField): string | undefined {
  const value = slots[`field/${name}`]
  return value === undefined ? undefined : typeof value === 'string' ? value : ''
}

export function detailsPanel(shown: Shown, folder: Fields, state: FolderState): Html {
  const { say } = shown
  const isThere = folder.head.deleted === null
  const lines = ownFields(folder).flatMap(field => {
    const value = valueOf(folder, field)
    if (value === undefined) return []
    if (field.may_write && isThere) return [fieldInPlace(shown, folder, state, { field, value })]
    return value === '' ? [] : [plainField(labelOf(field), readable(shown, field, value))]
  })
  const more = isThere
    ? html`<a class="small noprint" href="/records/${part(folder.head.hid)}/edit" data-key="e">${say('rec-edit-all')} <kbd>e</kbd></a>`
    : null
  return panel({ id: 'details', title: say('rec-details'), more }, html`${lines}`)
}

export const plainField = (label: string, value: Html): Html =>
  html`<div class="fld-plain"><span class="k">${label}</span><span class="v" dir="auto">${value}</span></div>`

/** Beside a field that opens in place, the way to what it names: a line that opens holds no link. */
export const withWay = (
  way: { readonly href: string; readonly text: string; readonly picture: string } | null,
  line: Html,
): Html =>
  way === null
    ? line
    : html`<div class="fld-w">${line}<a class="fld-go noprint" href="${way.href}" title="${way.text}">${icon(way.picture)}<span class="vh">${way.text}</span></a></div>`

interface OneField {
  readonly field: CatalogField
  readonly value: string
}

/** The way to save the file of a field. */
function fileWay(shown: Shown, field: CatalogField, value: string) {
  const href = savedAt(shown, field)
  return href === null ? null : { href, text: shown.say('rec-file-save', { name: value }), picture: 'save' }
}

function fieldInPlace(shown: Shown, { head }: Fields, state: FolderState, { field, value }: OneField): Html {
  const { say } = shown
  const id = `f-${field.name}`
  const name = `f.${field.name}`
  const typed = (control: string) => state.typed.get(control)
  const isTyped = [name, `empty.${field.name}`].some(control => typed(control) !== undefined)
  const wrong =
    state.fault !== undefined && fieldOf(state.fault.problem) === field.name ? state.fault.problem : undefined
  const isOpen = wrong !== undefined || (state.fault?.form === 'fields' && isTyped)
  const help = helpOf(shown, field, value)
  const shownValue =
    value === ''
      ? html`<span class="faint">${say('rec-empty')}</span>`
      : html`<span dir="auto">${readableText(shown, field, value)}</span>`
  const isNamed = value !== '' && field.kind === 'record' && field.refers !== 'staff'
  const way = isNamed
    ? {
        href: `/records/${part(value)}`,
        text: say('rec-go', { name: readableText(shown, field, value) }),
        picture: 'move',
      }
    : fileWay(shown, field, value)
  return withWay(
    way,
    html`<details class="fld" id="field-${field.name}"${attribute('open', isOpen)}><summary><span class="k">${labelOf(field)}</span><span class="v">${shownValue}</span>${icon('edit')}</summary><form method="post" action="/records/${part(head.hid)}"${sentAs([field])}>
<label class="vh" for="${id}">${labelOf(field)}</label><input type="hidden" name="was.${field.name}" value="${seenOf(shown, field, value)}">
${control(shown, field, { id, name, ...typedAgain(field, name, value, typed), ...(wrong === undefined ? {} : { wrong: `err-${field.name}` }) })}
${wrong === undefined ? null : html`<p class="err" id="err-${field.name}" role="alert">${sentencesOf(say, wrong)}</p>`}
${help === null ? null : html`<p class="faint xs">${help}</p>`}
<div class="acts">${button(say('rec-save'), { tone: 'primary', isSmall: true })}</div></form></details>`,
  )
}

/** All fields of a record in one form, on a page of their own. */
export function fieldsForm(shown: Shown, folder: Fields, state: FolderState): Html {
  const { say } = shown
  const lines = ownFields(folder).flatMap((field, at) => {
    const value = valueOf(folder, field)
    if (value === undefined || !field.may_write) return []
    const id = `f-${field.name}`
    const wrong =
      state.fault !== undefined && fieldOf(state.fault.problem) === field.name ? state.fault.problem : undefined
    const name = `f.${field.name}`
    const help = helpOf(shown, field, value)
    const isWide = field.kind === 'long-text' || field.name === 'note'
    return [
      html`<div class="f${isWide ? ' wide' : ''}"><label for="${id}">${labelOf(field)}</label><input type="hidden" name="was.${field.name}" value="${seenOf(shown, field, value)}">${control(shown, field, { id, name, ...typedAgain(field, name, value, control => state.typed.get(control)), isFirst: at === 0, ...(wrong === undefined ? {} : { wrong: `err-${field.name}` }) })}${help === null ? null : html`<p class="help">${help}</p>`}${wrong === undefined ? null : html`<p class="err" id="err-${field.name}" role="alert">${sentencesOf(say, wrong)}</p>`}</div>`,
    ]
  })
  return html`<form class="panel" method="post" action="/records/${part(folder.head.hid)}"${sentAs(ownFields(folder))}><input type="hidden" name="all" value="1"><div class="pad grid-f">${lines}</div><footer class="flex">${button(say('rec-save'), { tone: 'primary', picture: 'save', key: 's' })}<a class="btn btn-quiet" href="/records/${part(folder.head.hid)}">${say('rec-cancel')}</a></footer></form>`
}
