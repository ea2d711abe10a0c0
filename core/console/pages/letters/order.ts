// An order of the page: which records, to whom, by which carrier, and what is said of them. It lies in the address, so that it can be gone
// back to, and in hidden fields of the form that sends it.

import { languagesWith } from '@satchel/protocol/languages'
import { problem } from '../../../problems/problems.ts'
import type { Visit } from '../../page/page.ts'
import { field, office } from '../../page/places.ts'

export const mostRecords = 50
/** Stands for the owner of each record; no short name has this sign. */
export const toOwner = '*'
/** Stands for the people themselves, who get their own form. */
export const toThemselves = '+'

export const carriers = ['letter', 'together', 'file', 'print'] as const
type CarrierName = (typeof carriers)[number]

export interface Order {
  readonly records: readonly string[]
  readonly to: string
  readonly form: string
  readonly why: string
  readonly carrier: CarrierName
  /** Empty: that of the recipient. */
  readonly language: string
  /** As it was typed; empty: as the settings say. */
  readonly days: string
  readonly again: boolean
  /** Prints also for people whose letters are protected. */
  readonly inClear: boolean
  /** People's own form is answered sealed alone. */
  readonly sealed: boolean
}

export const isOwnForm = ({ to }: Order): boolean => to === toThemselves
/** Whole days, 365 at most. */
export const isDaysWrong = ({ days }: Order): boolean =>
  days !== '' && !(/^[1-9][0-9]{0,2}$/.test(days) && Number(days) <= 365)
export const isTooMany = ({ records }: Order): boolean => records.length > mostRecords
export const isWhole = (order: Order): boolean =>
  order.records.length > 0 && order.to !== '' && !isTooMany(order) && !isDaysWrong(order)

/** The office sends to anybody, a manager to those under them, others to themselves; the database decides. @throws Problem database/no-right. */
function recipientOf({ visitor }: Visit, to: string): string {
  if (office.includes(visitor.role)) return to
  if (!field.includes(visitor.role)) throw problem('database/no-right', 'This is for the office and administrators.')
  if (visitor.role !== 'manager') return visitor.hid
  // the form of somebody's own details is the office's to send
  return to === toThemselves ? visitor.hid : to
}

export function orderOf(visit: Visit, read: (name: string) => string): Order {
  const records = `${read('records')} ${read('record')}`.split(/[\s,;]+/).filter(word => word !== '')
  const named = read('carrier')
  const language = read('language')
  return {
    records: [...new Set(records)],
    to: recipientOf(visit, read('to')),
    form: read('form'),
    why: read('why').trim(),
    carrier: carriers.find(each => each === named) ?? 'letter',
    language: languagesWith('letters').includes(language) ? language : '',
    days: read('days').trim(),
    again: read('again') !== '',
    inClear: read('inClear') !== '',
    sealed: read('sealed') !== '',
  }
}

/** The same in an address or in hidden fields; what is empty is left out by both. */
export const valuesOf = (order: Order): Readonly<Record<string, string>> => ({
  records: order.records.join(' '),
  to: order.to,
  form: order.form,
  why: order.why,
  carrier: order.carrier === 'letter' ? '' : order.carrier,
  language: order.language,
  days: order.days,
  again: order.again ? 'yes' : '',
  inClear: order.inClear ? 'yes' : '',
  sealed: order.sealed ? 'yes' : '',
})
