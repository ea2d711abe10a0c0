// SX1 as data: a `(row ...)` for each person, with the names of fields as tags.
// They come to the same records as a sheet, and the same checks judge them.

import { isList } from '@satchel/protocol/sexp/sexp'
import { parseSexp } from '@satchel/protocol/sexp/sexp-read'
import { problem } from '../../problems/problems.ts'
import type { FaultyLine, FileRecord } from '../file-record.ts'

interface Entries {
  readonly headings: readonly string[]
  readonly records: readonly (FileRecord | FaultyLine)[]
}

export const isSexp = (text: string) => /^\s*\(row[\s)]/.test(text)

/** @throws Problem load/not-csv. */
export function readSexps(text: string): Entries {
  let last = 0
  const read = [...listsOf(text)].map(({ line, list }) => {
    // a row is told and matched by its line
    const values = line === last ? null : valuesOf(list)
    last = line
    return { line, values }
  })
  const headings = [...new Set(read.flatMap(({ values }) => [...(values?.keys() ?? [])]))]
  return {
    headings,
    records: read.map(({ line, values }) =>
      values === null
        ? { line, fault: 'is no entry with texts under names, in a line of its own' }
        : {
            line,
            cells: headings.map(heading => (values.get(heading) ?? []).join('\n')),
            several: headings.flatMap((heading, at) => ((values.get(heading)?.length ?? 0) > 1 ? [at] : [])),
          },
    ),
  }
}

/** Texts by their tags; null for what is no row of them. */
function valuesOf(list: string): ReadonlyMap<string, readonly string[]> | null {
  const values = new Map<string, string[]>()
  try {
    const { tag, items } = parseSexp(list)
    if (tag !== 'row') return null
    for (const item of items) {
      if (!isList(item)) return null
      const texts = values.get(item.tag) ?? []
      for (const each of item.items) {
        if (typeof each === 'object') return null
        texts.push(String(each))
      }
      values.set(item.tag, texts)
    }
    return values
  } catch {
    return null
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
