// The fields that a list of a type may show and filter by, from the catalog, and their values as people read them.

import type { z } from 'zod'
import type { Context } from '../../../context/context.ts'
import { choicesOf } from '../../../db/calls/folder.ts'
import { recordCatalog, recordFields, recordTypes } from '../../../db/calls/records.ts'
import type { TableForm } from '../../../db/shapes/tables.ts'
import { problem } from '../../../problems/problems.ts'
import { type Html, html, part } from '../../page/html.ts'
import type { Say } from '../../page/words.ts'

export interface ListField {
  readonly name: string
  readonly label: string
  readonly kind: string
  readonly choices: readonly string[]
  /** What the choices are called, in the reader's language. */
  readonly words?: ReadonlyMap<string, string>
}

export interface ListType {
  readonly type: string
  readonly name: string
  readonly fields: readonly ListField[]
  /** What the visitor may set of such records. */
  readonly settable: readonly z.infer<typeof recordCatalog.row>[]
  /** Columns where nobody chose any. */
  readonly standard: readonly string[]
}

const kinds = [
  'text',
  'long-text',
  'integer',
  'number',
  'money',
  'date',
  'time',
  'boolean',
  'choice',
  'record',
] as const

/** In this order: what tells records apart at a glance. */
const telling = ['choice', 'money', 'date', 'time', 'boolean', 'integer']

/** @param word as people call the type. @throws Problem record/no-type. */
export function readType(context: Context, say: Say, word: string): Promise<ListType> {
  return context.asStaff(async database => {
    const catalog = await database.run(recordFields, { type: word })
    const type = catalog[0]?.type
    if (type === undefined) throw problem('record/no-type', `There is no type of record "${word}".`)
    const name = (await database.run(recordTypes, {})).find(known => known.type === type)?.label ?? type
    const words = await database.run(choicesOf, { tables: [...new Set(catalog.map(({ source }) => source))] })
    const wordsOf = (name: string) =>
      new Map(words.flatMap(({ field, word, label }) => (field === name ? [[word, label] as const] : [])))
    const settable = (await database.run(recordCatalog, { type })).filter(
      ({ may_write, name: field, kind }) => may_write && /^[a-z-]+$/.test(field) && field !== 'id' && isKind(kind),
    )
    const own = catalog.filter(
      ({ may_read, kind, field }) =>
        may_read && (isKind(kind) || isOwnKind(kind)) && field !== 'id' && field !== 'name',
    )
    const fields = [
      ...own.map(({ field, label, kind, choices }) => ({
        name: field,
        label,
        kind,
        choices: choices ?? [],
        words: wordsOf(field),
      })),
      { name: 'created', label: say('list-created'), kind: 'time', choices: [] },
      { name: 'changed', label: say('list-changed'), kind: 'time', choices: [] },
    ].filter(({ name: one }, at, all) => all.findIndex(other => other.name === one) === at)
    return { type, name, fields, settable, standard: standardOf(fields) }
  })
}

const isKind = (kind: string) => (kinds as readonly string[]).includes(kind)
/** Of fields of one's own; a file is its name. */
const isOwnKind = (kind: string) => ['email', 'phone', 'web', 'place', 'file'].includes(kind)

function standardOf(fields: readonly ListField[]): readonly string[] {
  const ranked = fields
    .filter(({ name, kind }) => telling.includes(kind) && name !== 'created')
    .toSorted((one, other) => telling.indexOf(one.kind) - telling.indexOf(other.kind))
    .slice(0, 4)
    .map(({ name }) => name)
  // an amount is read with its currency
  const isMoney = fields.some(({ name, kind }) => kind === 'money' && ranked.includes(name))
  const shown = isMoney ? [...ranked, 'currency'] : ranked
  return fields.filter(({ name }) => shown.includes(name)).map(({ name }) => name)
}

/** What a column of a table names, as the database tells it: a record, or a row of another table. */
export interface Reference {
  readonly text: string
  readonly href: string
}

export function referenceOf(value: unknown): Reference | null {
  if (typeof value !== 'object' || value === null || !('text' in value)) return null
  const { text, record, table, row } = value as Readonly<Record<string, string | null>>
  const href = record ? `/records/${part(record)}` : `/table/${part(table ?? '')}/${part(row ?? '')}`
  return { text: text ?? '', href }
}

/** The fields of a table that is no type of record. */
export function tableType({ table, label, fields }: TableForm): ListType {
  const shown = fields
    .filter(({ name }) => name !== 'name')
    .map(({ name, label: said, kind, choices }) => ({ name, label: said, kind, choices: choices ?? [] }))
  const standard = shown.filter(({ kind }) => kind !== 'long-text').slice(0, 6)
  return { type: table, name: label, fields: shown, settable: [], standard: standard.map(({ name }) => name) }
}

/** A value as a cell shows it. */
export function shownValue(
  say: Say,
  { kind, words }: Pick<ListField, 'kind' | 'words'>,
  value: unknown,
): Html | string {
  if (value === null || value === undefined) return ''
  const named = referenceOf(value)
  if (named !== null) return html`<a href="${named.href}">${named.text}</a>`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (kind === 'record') return html`<a href="/records/${part(text)}">${text}</a>`
  if (kind === 'choice') return words?.get(text) ?? text
  if (kind === 'date') return say.short(text)
  if (kind === 'time') return say.moment(new Date(text))
  if (kind === 'boolean') return say(value === true || text === 'true' ? 'list-yes' : 'list-no')
  if (kind === 'money' || kind === 'number' || kind === 'integer') {
    const number = Number(text)
    return Number.isFinite(number) && Math.abs(number) < 2 ** 53 ? say.number(number) : text
  }
  return text
}

export const isFigure = (kind: string): boolean => kind === 'money' || kind === 'number' || kind === 'integer'
