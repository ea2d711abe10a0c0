// Files of other programs, as data: JSON (a list of objects) and SX1 (a `(row ...)` for each), with the names of fields as keys.
// They come to the same records as a sheet, and the same checks judge them.

import { isList } from '@satchel/protocol/sexp'
import { parseSexp } from '@satchel/protocol/sexp-read'
import { z } from 'zod'
import { problem } from '../problems.ts'
import type { FaultyLine, FileRecord } from './record.ts'

const Entry = z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.array(z.string())]))
type Entry = z.infer<typeof Entry>

interface Entries {
  readonly headings: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine)[]
}

export const isJson = (text: string) => /^\s*\[/.test(text)
export const isSexp = (text: string) => /^\s*\(row[\s)]/.test(text)

/** @throws Problem load/not-csv. */
export function readJson(text: string): Entries {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    throw problem('load/not-csv', 'The file begins like JSON and is none.', { cause: error })
  }
  if (!Array.isArray(data)) throw problem('load/not-csv', 'The JSON is no list of objects.')
  return entriesOf(data.map((value: unknown, index) => ({ line: index + 1, value })))
}

/** @throws Problem load/not-csv. */
export function readSexps(text: string): Entries {
  const entries = [...listsOf(text)].map(({ line, list }) => {
    try {
      const { tag, items } = parseSexp(list)
      if (tag !== 'row') return { line, value: null }
      const value: Record<string, string | string[]> = {}
      for (const item of items) {
        if (!isList(item)) return { line, value: null }
        const texts = item.items.map(each => (typeof each === 'string' || typeof each === 'number' ? String(each) : ''))
        const before = value[item.tag]
        value[item.tag] = before === undefined && texts.length === 1 ? (texts[0] ?? '') : [before ?? [], texts].flat()
      }
      return { line, value }
    } catch {
      return { line, value: null }
    }
  })
  return entriesOf(entries)
}

function entriesOf(entries: readonly { readonly line: number; readonly value: unknown }[]): Entries {
  const read = entries.map(({ line, value }) => ({ line, entry: Entry.safeParse(value) }))
  const headings = [...new Set(read.flatMap(({ entry }) => (entry.success ? Object.keys(entry.data) : [])))]
  const cell = (entry: Entry, heading: string) => {
    const value = entry[heading]
    if (value === null || value === undefined) return ''
    return Array.isArray(value) ? value.join(heading === 'web' ? '\n' : '; ') : String(value)
  }
  return {
    headings,
    records: read.map(({ line, entry }) =>
      entry.success
        ? { line, cells: headings.map(heading => cell(entry.data, heading)) }
        : { line, fault: 'is no entry with texts under names' },
    ),
  }
}

/** Top-level lists with the line where each begins; a parenthesis within a text is none. */
function* listsOf(text: string): Generator<{ readonly line: number; readonly list: string }> {
  let line = 1
  let depth = 0
  let quoted = false
  let from = 0
  let begun = 1
  for (let at = 0; at < text.length; at++) {
    const c = text[at]
    if (c === '\n') line++
    if (quoted) {
      if (c === '\\') at++
      else if (c === '"') quoted = false
    } else if (c === '"') quoted = true
    else if (c === '(' && depth++ === 0) [from, begun] = [at, line]
    else if (c === ')' && --depth === 0) yield { line: begun, list: text.slice(from, at + 1) }
    if (depth < 0) throw problem('load/not-csv', `Line ${line}: a list ends that never began.`)
  }
  if (depth !== 0) throw problem('load/not-csv', `The list that begins in line ${begun} has no end.`)
}
