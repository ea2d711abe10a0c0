// What the page carries for its script: facts of the packet, and the words in its language. Both stand in attributes of the form,
// escaped by the template.

import { need } from './dom.ts'
import type { SealKeys } from '../../browser/seal.ts'

export const form = need<HTMLFormElement>('form')

type Eleven = [string, string, string, string, string, string, string, string, string, string, string]
const [id, epoch, token, name, language, mail, url, receiptKey, core, recovery, plain] = (
  form.dataset.packet as string
).split('\n') as Eleven

export const packet = {
  id,
  epoch: Number(epoch),
  token,
  /** Name and version. */
  form: name,
  language,
  mail,
  /** Where a sealed answer is sent; empty without an intake. */
  url,
  receiptKey,
  /** Null where the page cannot seal: it has no key. */
  keys: core === '' ? null : ([core, recovery] satisfies SealKeys),
  /** Whether an answer may leave unsealed: as a mail, or as a file that can be read. */
  plain: plain !== '',
}

const words = new Map(
  (form.dataset.words as string).split('\n').map(line => [line.replace(/ .*/, ''), line.replace(/^\S* /, '')]),
)

/** First group of the packet's id, for names of files. */
export const shortId = id.replace(/-.*/, '')

/** A text of the page, its placeholders filled in. */
export function say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  return (words.get(key) ?? key).replace(/\{([a-z]+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Day first, and without a.m. and p.m., in English, too. */
const inLocale = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat([language === 'en' ? 'en-GB' : language, 'en-GB'], options).format(date)

/** Today where the reader is, as the form writes days. */
export function today(ahead = 0): string {
  const day = new Date()
  day.setDate(day.getDate() + ahead)
  // Swedish days are written as the form writes them
  return day.toLocaleDateString('sv')
}

/** A day as people read it, with the year where it is another one; what is no day stays as it is. */
export function dayWord(day: string, options: Intl.DateTimeFormatOptions = { month: 'short' }): string {
  const date = new Date(`${day}T12:00:00`)
  const year = day.slice(0, 4) === today().slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  if (Number.isNaN(date.getTime())) return day
  return inLocale(date, { day: 'numeric', ...year, ...options })
}

export const clock = (at = new Date()): string => inLocale(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
