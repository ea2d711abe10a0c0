// JSON as it is written: numbers keep every digit, and a name that stands twice in an object is seen. The platform's reader rounds the
// ones and keeps the last of the others.

import { problem } from '../../problems/problems.ts'
import { loadLimits } from '../file-limits.ts'

export type Json = string | boolean | null | JsonNumber | JsonObject | readonly Json[]

export class JsonNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

/** Its members in their order, also where two have one name. */
export class JsonObject {
  readonly members: readonly (readonly [string, Json])[]
  constructor(members: readonly (readonly [string, Json])[]) {
    this.members = members
  }
}

/** Deeper than any list of people, and no danger to the stack. */
const deepest = 32
/** A full list of people with forty values each; each takes a hundred bytes of memory. */
const mostValues = 40 * loadLimits.rows
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const words = { true: true, false: false, null: null } as const

export interface Placed {
  /** Line where it begins. */
  readonly line: number
  readonly value: Json
}

/**
 * The values of a text, of which most have one.
 * @throws Problem load/not-csv with line and column.
 */
export function readValues(text: string, firstLine = 1): readonly Placed[] {
  let at = 0
  let count = 0
  const lineAt = (place: number) => firstLine + (text.slice(0, place).match(/\r\n|\r|\n/g)?.length ?? 0)
  const wrong = (what = 'it is cut off or damaged') => {
    const before = text.slice(0, at)
    const column = at - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'))
    return problem(
      'load/not-csv',
      `The file begins like JSON and is none: line ${lineAt(at)}, column ${column}: ${what}.`,
    )
  }
  const skip = () => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at++
  }
  const take = (sign: string) => {
    skip()
    if (text[at] !== sign) return false
    at++
    return true
  }
  const readString = () => {
    const start = at++
    while (text[at] !== '"') {
      if (at >= text.length) throw wrong('a text has no end')
      at += text[at] === '\\' ? 2 : 1
    }
    at++
    try {
      return JSON.parse(text.slice(start, at)) as string
    } catch {
      at = start
      throw wrong('a text holds what it may not hold')
    }
  }
  const members = <T>(end: string, read: () => T): T[] => {
    const found: T[] = []
    if (take(end)) return found
    do found.push(read())
    while (take(','))
    if (!take(end)) throw wrong()
    return found
  }
  const readValue = (depth: number): Json => {
    skip()
    if (depth > deepest) throw wrong(`it is nested deeper than ${deepest} levels`)
    if (++count > mostValues) throw wrong(`there are more than ${mostValues} values`)
    if (text[at] === '"') return readString()
    if (take('[')) return members(']', () => readValue(depth + 1))
    if (take('{')) {
      return new JsonObject(
        members('}', () => {
          skip()
          if (text[at] !== '"') throw wrong()
          const name = readString()
          if (!take(':')) throw wrong()
          return [name, readValue(depth + 1)] as const
        }),
      )
    }
    for (const [word, value] of Object.entries(words)) {
      if (!text.startsWith(word, at)) continue
      at += word.length
      return value
    }
    number.lastIndex = at
    const source = number.exec(text)?.[0]
    if (source === undefined) throw wrong()
    at += source.length
    return new JsonNumber(source)
  }
  const placed: Placed[] = []
  let line = firstLine
  let counted = 0
  for (skip(); at < text.length; skip()) {
    line += text.slice(counted, at).match(/\r\n|\r|\n/g)?.length ?? 0
    counted = at
    placed.push({ line, value: readValue(1) })
  }
  return placed
}
