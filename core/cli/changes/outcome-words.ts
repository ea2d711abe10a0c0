// What became of a field, in words for the one who typed it.

import type { FieldOutcome } from '../../records/read/said-slots.ts'
import type { ChangedRecord } from '../../records/write-slots.ts'
import type { Io } from '../io.ts'

const reasons: Readonly<Record<string, string>> = {
  'changed-meanwhile': 'somebody changed it meanwhile',
  'row-gone': 'somebody took it away meanwhile',
}

/** `phone: replaced (was +255 700 000 001)`. */
export function sentenceOf({ field, change, outcome, reason, was }: FieldOutcome): string {
  const before = textOf(was)
  const old = before === '' || change === 'added' ? '' : `, was ${before}`
  if (outcome === 'applied') return `${field}: ${change}${old}`
  if (outcome === 'same' || outcome === 'untouched') return `${field}: it is so already`
  return `${field}: ${outcome}${reason === null ? '' : `, for ${reasons[reason] ?? reason}`}${
    outcome === 'held' ? '; satchel review list shows it to the office' : ''
  }`
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return 'value' in value ? String(value.value) : Object.values(value).join(', ')
}

/** One line for each field of each record. */
export function tellChanged(io: Io, changed: readonly ChangedRecord[], dryRun = false): void {
  if (dryRun) io.say('Tried, and taken back: nothing was changed.')
  for (const { record, name, fields } of changed) {
    io.say(`${record} ${name}`)
    for (const one of fields) io.say(`  ${sentenceOf(one)}`)
  }
}

/** The exit code: 3 where something waits. */
export const endOf = (changed: readonly ChangedRecord[]) =>
  changed.some(({ status }) => status !== 'imported') ? 3 : 0
