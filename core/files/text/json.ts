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
const word = /true|false|null/y

export interface Placed {
  /** Line where it begins. */
  readonly line: number
  readonly value: Json
}

const lineEnds = /\r\n|\r|\n/g

/** A text, read from its beginning to its end. */
function cursorOn(text: string, firstLine: number) {
  let at = 0
  const linesIn = (part: string) => part.match(lineEnds)?.length ?? 0
  let line = firstLine
  let counted = 0
  const wrong = (what = 'it is cut off or damaged') => {
    const before = text.slice(0, at)
    const column = at - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'))
    const place = `line ${firstLine + linesIn(before)}, column ${column}`
    return problem('load/not-csv', `The file begins like JSON and is none: ${place}: ${what}.`)
  }
  const skip = () => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at++
  }
  return {
    wrong,
    skip,
    isAt: (sign: string) => text[at] === sign,
    isAtEnd: () => at >= text.length,
    /** The line of this place. Asked again and again, it counts no line twice. */
    line: () => {
      line += linesIn(text.slice(counted, at))
      counted = at
      return line
    },
    take: (sign: string) => {
      skip()
      if (text[at] !== sign) return false
      at++
      return true
    },
    readString: () => {
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
    },
    /** A word or a number; undefined where there is none. */
    takeMatch: (pattern: RegExp) => {
      pattern.lastIndex = at
      const found = pattern.exec(text)?.[0]
      at += found?.length ?? 0
      return found
    },
  }
}

/**
 * The values of a text, of which most have one.
 * @throws Problem load/not-csv with line and column.
 */
export function readValues(text: string, firstLine = 1): readonly Placed[] {
  const { wrong, skip, isAt, isAtEnd, line, take, readString, takeMatch } = cursorOn(text, firstLine)
  let count = 0
  const members = <T>(end: string, read: () => T): T[] => {
    const found: T[] = []
    if (take(end)) return found
    do found.push(read())
    while (take(','))
    if (!take(end)) throw wrong()
    return found
  }
  const readMember = (depth: number) => {
    skip()
    if (!isAt('"')) throw wrong()
    const name = readString()
    if (!take(':')) throw wrong()
    return [name, readValue(depth)] as const
  }
  const readValue = (depth: number): Json => {
    skip()
    if (depth > deepest) throw wrong(`it is nested deeper than ${deepest} levels`)
    if (++count > mostValues) throw wrong(`there are more than ${mostValues} values`)
    if (isAt('"')) return readString()
    if (take('[')) return members(']', () => readValue(depth + 1))
    if (take('{')) return new JsonObject(members('}', () => readMember(depth + 1)))
    const known = takeMatch(word)
    if (known !== undefined) return JSON.parse(known) as boolean | null
    const source = takeMatch(number)
    if (source === undefined) throw wrong()
    return new JsonNumber(source)
  }
  const placed: Placed[] = []
  for (skip(); !isAtEnd(); skip()) placed.push({ line: line(), value: readValue(1) })
  return placed
}
