// A cell of a file to the value that the database takes, by the kind of its field; or why it is none. Never guesses between two readings.

import { withHttps } from '@satchel/forms/definition/field-value'
import { readDate } from '@satchel/forms/definition/written-dates'
import { readPlace } from '@satchel/forms/definition/written-places'
import { nearest } from '@satchel/protocol/nearest'
import { countryOf } from '../values/countries.ts'
import type { Cell } from '../values/cell.ts'
import { languageOf } from '../values/languages.ts'

export interface CellRules {
  readonly dates?: 'dmy' | 'mdy' | undefined
  /** The zone of a time that names none. */
  readonly zone: string
  /** The file is an export of ours, or data: each value is as it was written. */
  readonly isExact: boolean
}

export interface CellField {
  readonly field: string
  readonly kind: string
  readonly choices: readonly string[] | null
  readonly attribute: string
}

/** The value as it is kept, nothing for one that stands for nothing, or its fault. */
export function cellValue({ field, kind, choices, attribute }: CellField, text: string, rules: CellRules): Cell {
  if (choices !== null) return choiceOf(choices, text)
  if (attribute === 'person_language') return languageOf(text)
  if (attribute === 'address_country' || field === 'country') return countryOf(text)
  if (attribute.endsWith('_currency')) return { value: text.toUpperCase() }
  switch (kind) {
    case 'integer':
      return integerOf(text)
    case 'number':
    case 'money':
      return numberOf(text, rules)
    case 'date':
      return dateOf(text, rules)
    case 'time':
      return timeOf(text, rules)
    case 'boolean':
      return booleanOf(text)
    case 'place':
      return placeOf(text)
    case 'web':
      return { value: withHttps(text) }
    default:
      if (field === 'id' && !/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u.test(text))
        return {
          fault: 'is no id: 64 letters, digits and . _ / - at most, beginning with a letter or digit',
        }
      return { value: text }
  }
}

function placeOf(text: string): Cell {
  const place = readPlace(text)
  return place === undefined
    ? { fault: 'is no place: write latitude and longitude, such as -3.3673, 37.3423' }
    : { value: place }
}

function choiceOf(choices: readonly string[], text: string): Cell {
  const word = text
    .toLowerCase()
    .trim()
    .replaceAll(/[\s_]+/g, '-')
  const found = choices.find(choice => choice.toLowerCase() === word)
  if (found !== undefined) return { value: found }
  const near = nearest(word, choices)
  return {
    fault: `is none of ${choices.slice(0, 12).join(', ')}${choices.length > 12 ? ', ...' : ''}${near === null ? '' : `; perhaps ${near}`}`,
  }
}

const integerOf = (text: string): Cell =>
  /^[+-]?\d{1,18}(\.0+)?$/.test(text)
    ? { value: text.replace(/^\+/, '').replace(/\.0+$/, '') }
    : { fault: 'is no whole number' }

const twoWays = (a: string, b: string) => `may be ${a} or ${b}: write it without a sign between the thousands`

/** `1234.5`, `1,234.50`, `1.234,50`, `12,5`. `1,234` and `1.234` are two numbers each, and asked about. */
function numberOf(text: string, { isExact }: CellRules): Cell {
  const line = text.replaceAll(/[\s\u00A0\u202F'’]/g, '')
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(line)) {
    if (!isExact && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(line)) return { fault: twoWays('thousands', 'a part of one') }
    return {
      value: line
        .replace(/^\+/, '')
        .replace(/^(-?)\./, '$10.')
        .replace(/\.$/, ''),
    }
  }
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(line)) return { fault: twoWays('thousands', 'a part of one') }
  if (/^[+-]?\d{1,3}(,\d{3})*(\.\d+)?$/.test(line)) return { value: line.replaceAll(',', '').replace(/^\+/, '') }
  if (/^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(line) || /^[+-]?\d+,\d+$/.test(line))
    return { value: line.replaceAll('.', '').replace(',', '.').replace(/^\+/, '') }
  return { fault: 'is no number: write digits alone, and the currency into its own column' }
}

const noDay = /^(?:[0-]*0[0 .:/T-]*|1899-12-3[01]|1900-01-00)$/

function dateOf(text: string, { dates }: CellRules): Cell {
  if (noDay.test(text)) return { told: 'left out: stands for no date' }
  const [, day = text, clock = '0'] = /^(.*\d)[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)Z?$/.exec(text) ?? []
  const read = readDate(day, 'en', dates)
  if ('date' in read)
    return /[1-9]/.test(clock) ? { value: read.date, told: 'the time was left out' } : { value: read.date }
  if (read.fault === 'date-short-year') return { fault: 'has a year of two digits: write all four' }
  if (read.fault === 'date-two-ways')
    return { fault: 'can be read in two ways: say --dates dmy (day first) or --dates mdy (month first)' }
  return { fault: 'is no date like 2026-05-31 or 31.05.2026' }
}

const moment = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/

/** A moment, in the zone that it names, or where the organisation is. */
function timeOf(text: string, rules: CellRules): Cell {
  const found = moment.exec(text)
  if (found === null) {
    const [, before = text, clock = ''] = /^(.*\d) (\d{1,2}:\d{2}(?::\d{2})?)$/.exec(text) ?? []
    const day = dateOf(before, rules)
    return day.value === undefined ? day : timeOf(`${day.value} ${clock === '' ? '00:00' : clock}`, rules)
  }
  const [, date = '', clock = '00:00', seconds = ':00', zone] = found
  const day = readDate(date, 'en')
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  if ('fault' in day || hours > 23 || minutes > 59 || Number(seconds.slice(1)) >= 60)
    return { fault: 'is no time like 2026-05-31 14:30' }
  const local = `${date}T${clock.padStart(5, '0')}${seconds}`
  return { value: `${local}${zone ?? offsetOf(local, rules.zone)}` }
}

/** The difference of a zone to UTC at a time that is written in it, as +03:00. */
function offsetOf(local: string, zone: string): string {
  const at = Date.parse(`${local.slice(0, 19)}Z`)
  // asked twice: the first answer is that of a moment some hours away
  const first = minutesAhead(at, zone)
  const minutes = minutesAhead(at - first * 60_000, zone)
  const two = (number: number) => String(Math.floor(Math.abs(number))).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}

function minutesAhead(at: number, zone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

const yes = new Set('yes y true t 1 x ja oui vrai wahr si sí ndiyo نعم sim verdadeiro አዎ हाँ हां ya'.split(' '))
const no = new Set('no n false f 0 nein non faux falsch hapana la لا não nao falso አይ नहीं नही tidak'.split(' '))

function booleanOf(text: string): Cell {
  const word = text.toLowerCase()
  if (yes.has(word)) return { value: 'yes' }
  return no.has(word) ? { value: 'no' } : { fault: 'is neither yes nor no' }
}
