// The record as the packet page shows it: one row for what belongs together, named by what it is, with its boxes inside.

import type { Packet } from '@satchel/protocol/messages/packet'
import type { FormCollection, FormDefinition } from '../definition/definition.ts'
import { displayValue } from '../definition/field-value.ts'
import { contactsOf } from '../definition/reach.ts'
import { dropName, fieldName, rowFieldName } from '../html/html-fields.ts'
import { doubtOf } from '../letters/case-blocks.ts'
import { oneLine } from '../clean-text/plain-text.ts'
import { answerRows } from '../text/text-form-print.ts'
import { inLanguage, say, type Words } from '../words/form-words.ts'
import { capital } from './page-case.ts'
import { shortDay } from './page-dates.ts'
import { type PageControl, pageControl } from './page-controls.ts'

export interface PageRow {
  readonly what: string
  /** What stands on file; for a new row, what it adds. */
  readonly is: string
  /** A number or address, which reads from left to right in every language. */
  readonly isNumber: boolean
  /** What was heard of a number or address, in brackets; empty for everything else. */
  readonly doubt: string
  readonly isNew: boolean
  /** A new number or address: what it is, is seen by its shape. */
  readonly isContact: boolean
  /** Name of the list; empty for fields of the record. */
  readonly list: string
  readonly drop: string
  readonly removeWord: string
  readonly controls: readonly PageControl[]
}

/** Columns of a person's name, which is one thing for its reader. */
const nameColumns = /^person_(?:title|prefix|given|middle|family|suffix)$/

/** The rows of the collections, each with the empty one where one may be added. */
export function collectionRows(def: FormDefinition, packet: Packet, words: Words): readonly PageRow[] {
  const day = (date: string) => shortDay(date, words.language, packet.issued)
  const doubts = new Map(contactsOf(def, packet).map(each => [each.value, doubtOf(each, words, day)]))
  return def.collections.flatMap(collection =>
    answerRows(collection, packet).map(row => ({
      ...rowView(collection, row, words),
      doubt:
        doubts.get(row.fields.get(collection.fields.find(({ type }) => type === 'contact')?.name ?? '') ?? '') ?? '',
    })),
  )
}

type Row = ReturnType<typeof answerRows>[number]

function rowView(collection: FormCollection, row: Row, words: Words): Omit<PageRow, 'doubt'> {
  const { language } = words
  const label = inLanguage(collection.label, language)
  const kindField = collection.fields.find(({ name }) => name === 'kind')
  const kind = row.fields.get('kind')
  const isContact = collection.fields.some(({ type }) => type === 'contact')
  const fields = collection.fields.filter(({ change }) => change || !row.onFile)
  const controls = fields
    // the kind of a new number or address is seen by its shape
    .filter(field => row.onFile || !isContact || field !== kindField)
    .map(field => {
      const name = rowFieldName(collection, row.id, field)
      return pageControl({ name, field, stored: row.fields.get(field.name), kind }, words)
    })
    // what it is comes after what it says, where it is only seldom wrong
    .sort((a, b) => Number(a.name.endsWith('.kind')) - Number(b.name.endsWith('.kind')))
  const values = controls.filter(({ name }) => !name.endsWith('.kind')).map(({ shown }) => oneLine(shown))
  const what = kindField && kind !== undefined ? capital(oneLine(displayValue(kindField, kind, language))) : label
  return {
    what: row.onFile ? what : '',
    is: row.onFile ? said(values, words) : addWord(collection, words),
    isNumber: isContact && row.onFile,
    isNew: !row.onFile,
    isContact: isContact && !row.onFile,
    list: label,
    drop: row.onFile && collection.drop ? dropName(collection, row.id) : '',
    removeWord: removeWord(kind, words),
    controls,
  }
}

/** The fields of the record itself; the parts of a name are one row. */
export function fieldRows(def: FormDefinition, packet: Packet, words: Words): readonly PageRow[] {
  const fields = def.fields
    .filter(({ change }) => change)
    .map(field => ({
      isName: nameColumns.test(field.column),
      control: pageControl(
        { name: fieldName(field), field, stored: packet.record.fields.get(field.name), must: true },
        words,
      ),
    }))
  const names = fields.filter(({ isName }) => isName).map(({ control }) => control)
  const title = names.filter(({ name }) =>
    def.fields.some(field => name === fieldName(field) && !/given|family/.test(field.column)),
  )
  const others = fields.filter(({ isName }) => !isName).map(({ control }) => fieldRow(control.label, [control], words))
  if (names.length === 0) return others
  const ordered = [...title, ...names.filter(each => !title.includes(each))]
  return [fieldRow(say(words, 'work-name'), ordered, words), ...others]
}

function fieldRow(what: string, controls: readonly PageControl[], words: Words): PageRow {
  const is = controls
    .map(({ shown }) => oneLine(shown))
    .filter(text => text !== '')
    .join(' ')
  return {
    what,
    is: is === '' ? say(words, 'page-nothing') : is,
    isNumber: false,
    doubt: '',
    isNew: false,
    isContact: false,
    list: '',
    drop: '',
    removeWord: '',
    controls,
  }
}

const said = (values: readonly string[], words: Words): string =>
  values.filter(text => text !== '').join(', ') || say(words, 'page-nothing')

function addWord(collection: FormCollection, words: Words): string {
  const known: Readonly<Record<string, string>> = { contact_point: 'work-add-contact', address: 'work-add-address' }
  const key = known[collection.table]
  return key === undefined
    ? say(words, 'page-new', { list: inLanguage(collection.label, words.language) })
    : say(words, key)
}

function removeWord(kind: string | undefined, words: Words): string {
  if (kind === 'phone') return say(words, 'work-remove-phone')
  return say(words, kind === 'email' ? 'work-remove-email' : 'page-remove')
}
