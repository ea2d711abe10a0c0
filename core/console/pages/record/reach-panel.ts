// Numbers, addresses and the rows of a deal: each is changed or taken away in place, and one more is added below.

import { isOfRow } from '../../../records/read/row-slots.ts'
import type { CatalogField } from '../../../records/read/catalog.ts'
import { attribute, type Html, html, part } from '../../page/html.ts'
import { button, icon, nothing, panel } from '../../page/parts.ts'
import { control, helpOf, labelOf, readable, type Shown } from './controls.ts'
import { withWay } from './details-panel.ts'
import { faultIn, type FolderState } from './folder-state.ts'
import { type Folder, rowsIn } from './read-folder.ts'

type Row = Readonly<Record<string, string>>

const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`

/** Ways to be reached, and postal addresses. */
export function reachPanel(shown: Shown, folder: Folder, state: FolderState): Html | null {
  const { say } = shown
  const kinds = folder.fields.filter(({ kind }) => kind === 'contact')
  const lines = folder.fields.filter(({ source }) => source === 'address')
  if (!folder.may.reads.includes('contact_point') || kinds.length === 0) return null
  const isThere = folder.head.deleted === null
  const contacts = rowsIn(folder.slots, 'contact_point').map(([, row]) => {
    const field = kinds.find(({ name }) => name === row.kind)
    return field === undefined ? null : contactInPlace(shown, folder, state, { field, value: row.value ?? '', isThere })
  })
  const addresses = rowsIn(folder.slots, 'address').map(([slot, row], at) =>
    rowInPlace(shown, folder, state, {
      name: `address/${slot.slice('row/address/a'.length)}`,
      fields: lines,
      row,
      title: lines.find(({ name }) => name === 'address.kind'),
      isThere,
      at,
    }),
  )
  const mayAdd = isThere && kinds.some(({ may_write }) => may_write)
  return panel(
    { id: 'contacts', title: say('rec-reach'), count: say.number(contacts.length + addresses.length) },
    html`${contacts}${addresses}${contacts.length + addresses.length === 0 ? nothing(say('rec-none')) : null}${mayAdd ? html`${addContact(shown, folder, state, kinds)}${lines.some(({ may_write }) => may_write) ? newRow(shown, folder, state, { name: 'address/0', fields: lines, title: say('rec-add-address') }) : null}` : null}`,
  )
}

interface Contact {
  readonly field: CatalogField
  readonly value: string
  readonly isThere: boolean
}

const links: Readonly<Record<string, (value: string) => string>> = {
  phone: value => `tel:${value.replaceAll(/[^+0-9]/g, '')}`,
  email: value => `mailto:${value}`,
}

function contactInPlace(shown: Shown, { head }: Folder, state: FolderState, { field, value, isThere }: Contact): Html {
  const { say } = shown
  const label = labelOf(field)
  const form = `contact/${field.name}/${value}`
  const href = links[field.name]?.(value)
  const text = href === undefined ? html`${value}` : html`<a href="${href}">${value}</a>`
  if (!field.may_write || !isThere)
    return html`<div class="fld-plain"><span class="k">${label}</span><span class="v" dir="auto">${text}</span></div>`
  const id = `c-${field.name}-${value.replaceAll(/[^A-Za-z0-9]+/g, '-')}`
  const fault = faultIn(say, state, form, `err-${id}`)
  const action = `/records/${part(head.hid)}`
  const typed = fault === null ? undefined : state.typed.get(`f.${field.name}`)
  const way =
    href === undefined
      ? null
      : {
          href,
          text: say(field.name === 'phone' ? 'rec-call-to' : 'rec-mail-to', { value }),
          picture: field.name === 'phone' ? 'phone' : 'letter',
        }
  return withWay(
    way,
    html`<details class="fld"${attribute('open', fault !== null)}><summary><span class="k">${label}</span><span class="v" dir="auto">${value}</span>${icon('edit')}</summary><form method="post" action="${action}">${hidden('form', form)}${hidden(`was.${field.name}`, value)}<label class="vh" for="${id}">${label}</label><input class="in" id="${id}" name="f.${field.name}" value="${typed ?? value}" autocomplete="off" required${attribute('aria-invalid', fault === null ? null : 'true')}${attribute('aria-describedby', fault === null ? null : `err-${id}`)}>${fault}<div class="acts">${button(say('rec-save'), { tone: 'primary', isSmall: true })}</div></form><form method="post" action="${action}">${hidden('form', form)}${hidden(`f.${field.name}`, value)}${hidden(`how.${field.name}`, '-=')}<div class="acts">${button(say('rec-take-away'), { tone: 'bad', isSmall: true })}</div></form></details>`,
  )
}

function addContact(shown: Shown, { head }: Folder, state: FolderState, kinds: readonly CatalogField[]): Html {
  const { say } = shown
  const fault = faultIn(say, state, 'reach')
  const typed = fault === null ? undefined : state.typed
  return html`<details class="fld more"${attribute('open', fault !== null)}><summary>${icon('plus')} ${say('rec-add-reach')}</summary><form method="post" action="/records/${part(head.hid)}/reach"><div class="flex"><label class="vh" for="reach-kind">${say('rec-kind')}</label><select class="in in-auto" id="reach-kind" name="kind">${kinds.filter(({ may_write }) => may_write).map(field => html`<option value="${field.name}"${attribute('selected', typed?.get('kind') === field.name)}>${labelOf(field)}</option>`)}</select><label class="vh" for="reach-value">${say('rec-value')}</label><input class="in grow" id="reach-value" name="value" required autocomplete="off" value="${typed?.get('value') ?? ''}"${attribute('aria-describedby', fault === null ? null : 'err-reach')}>${button(say('rec-add'), { isSmall: true })}</div>${fault}</form></details>`
}

interface RowInPlace {
  /** Like address/39, or line/d2. */
  readonly name: string
  readonly fields: readonly CatalogField[]
  readonly row: Row
  /** The field whose word is the title of the row; else its place. */
  readonly title?: CatalogField | undefined
  readonly at: number
  readonly isThere: boolean
}

/** `address/39.city` of `address.city`. */
const inRow = (name: string, field: CatalogField) => `${name}.${field.name.slice(field.name.indexOf('.') + 1)}`

function rowInPlace(shown: Shown, { head, names }: Folder, state: FolderState, options: RowInPlace): Html {
  const { name, fields, row, title, isThere } = options
  const { say } = shown
  const label = title === undefined ? html`${options.at + 1}` : readable(shown, title, row[title.field] ?? '')
  const told = fields.flatMap(field => {
    const value = row[field.field] ?? ''
    return value === '' || field === title || field.field === 'sort' ? [] : [[field, value] as const]
  })
  const text = told.map(([field, value], at) => {
    const isNumber = ['number', 'money', 'integer'].includes(field.kind)
    return html`${at === 0 ? null : html`<span class="faint"> · </span>`}${isNumber ? html`<span class="faint">${labelOf(field)}</span> ` : null}${field.kind === 'record' ? html`${names.get(value) ?? value}` : readable(shown, field, value)}`
  })
  const line = html`<span class="k">${label}</span><span class="v" dir="auto">${text}</span>`
  if (!isThere || !fields.some(({ may_write }) => may_write)) return html`<div class="fld-plain">${line}</div>`
  const fault = faultIn(say, state, name)
  const action = `/records/${part(head.hid)}`
  const collection = name.split('/')[0] ?? ''
  // an address without any line is taken away
  const removal =
    collection === 'address'
      ? fields
          .filter(({ may_write, field }) => may_write && field !== 'kind')
          .map(field => hidden(`f.${inRow(name, field)}`, ''))
      : [hidden(`f.${collection}`, name.slice(collection.length + 1)), hidden(`how.${collection}`, '-=')]
  const seen =
    collection === 'address'
      ? fields
          .filter(({ field }) => field !== 'kind')
          .map(field => hidden(`was.${inRow(name, field)}`, row[field.field] ?? ''))
      : []
  return html`<details class="fld" id="${name.replaceAll('/', '-')}"${attribute('open', fault !== null)}><summary>${line}${icon('edit')}</summary><form method="post" action="${action}">${hidden('form', name)}${rowControls(shown, state, { name, fields, row, hasFault: fault !== null })}${fault}<div class="acts">${button(say('rec-save'), { tone: 'primary', isSmall: true })}</div></form><form method="post" action="${action}">${hidden('form', name)}${seen}${removal}<div class="acts">${button(say('rec-take-away'), { tone: 'bad', isSmall: true })}</div></form></details>`
}

interface Controls {
  readonly name: string
  readonly fields: readonly CatalogField[]
  readonly row: Row
  readonly hasFault: boolean
  readonly isNew?: boolean
}

function rowControls(shown: Shown, state: FolderState, { name, fields, row, hasFault, isNew = false }: Controls): Html {
  const lines = fields
    .filter(({ may_write }) => may_write)
    .map(field => {
      const full = inRow(name, field)
      const id = `r-${full.replaceAll(/[/.]/g, '-')}`
      const value = row[field.field] ?? ''
      const typed = hasFault ? state.typed.get(`f.${full}`) : undefined
      const help = helpOf(shown, field, value)
      return html`<div class="f"><label for="${id}">${labelOf(field)}</label>${isNew ? null : hidden(`was.${full}`, value)}${control(shown, field, { id, name: `f.${full}`, value: typed ?? value })}${help === null ? null : html`<p class="help">${help}</p>`}</div>`
    })
  return html`<div class="grid-f">${lines}</div>`
}

interface NewRow {
  readonly name: string
  readonly fields: readonly CatalogField[]
  readonly title: string
}

function newRow(shown: Shown, { head }: Folder, state: FolderState, { name, fields, title }: NewRow): Html {
  const fault = faultIn(shown.say, state, name)
  return html`<details class="fld more"${attribute('open', fault !== null)}><summary>${icon('plus')} ${title}</summary><form method="post" action="/records/${part(head.hid)}">${hidden('form', name)}${rowControls(shown, state, { name, fields, row: {}, hasFault: fault !== null, isNew: true })}${fault}<div class="acts">${button(shown.say('rec-add'), { tone: 'primary', isSmall: true })}</div></form></details>`
}

/** Rows that this type has, such as the lines of a deal, and those of tables of one's own: a panel for each table. */
export const linesPanels = (shown: Shown, folder: Folder, state: FolderState): readonly Html[] =>
  folder.fields
    .filter(field => field.kind === 'rows' && isOfRow(field))
    .map(whole => linesPanel(shown, folder, state, whole))

function linesPanel(shown: Shown, folder: Folder, state: FolderState, whole: CatalogField): Html {
  const { say } = shown
  const isOwn = whole.source.startsWith('own_')
  const fields = folder.fields.filter(
    ({ source, kind }) => source === whole.source && kind !== 'rows' && kind !== 'file',
  )
  const rows = rowsIn(folder.slots, whole.source)
  const isThere = folder.head.deleted === null
  const lines = rows.map(([slot, row], at) =>
    rowInPlace(shown, folder, state, {
      name: `${whole.name}/${slot.split('/').at(-1) ?? ''}`,
      fields,
      row,
      isThere,
      at,
    }),
  )
  const mayAdd = isThere && fields.some(({ may_write }) => may_write)
  const title = say(isOwn ? 'rec-add' : 'rec-add-line')
  return panel(
    {
      id: isOwn ? `rows-${whole.name}` : 'lines',
      title: isOwn ? labelOf(whole) : say('rec-lines'),
      count: say.number(rows.length),
    },
    html`${lines}${rows.length === 0 ? nothing(say('rec-none')) : null}${mayAdd ? newRow(shown, folder, state, { name: `${whole.name}/new`, fields, title }) : null}`,
  )
}
