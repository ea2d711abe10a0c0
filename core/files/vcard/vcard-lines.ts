// A file of vCards to cards, and a card to its properties: folded lines, soft line breaks of quoted-printable, cards within cards.
// Goes through the lines once and never calls itself, so that no file makes it slow or deep.

import type { FaultyLine, LeftOutLine } from '../file-record.ts'

export interface Property {
  /** In capitals, without its group. */
  readonly name: string
  /** `item1` of `item1.TEL`; else empty. */
  readonly group: string
  /** By names in capitals; bare words as version 2.1 has them are types or encodings. */
  readonly params: Readonly<Record<string, readonly string[]>>
  /** As it stands in the file, unfolded. */
  readonly raw: string
  /** A line of version 2.1 was folded: whether the space at the fold belongs to the text, nothing says. */
  readonly isUnsure: boolean
}

export interface Card {
  readonly line: number
  readonly version: string
  readonly properties: readonly Property[]
  /** Lines that are no properties. */
  readonly junk: number
}

interface Open {
  readonly line: number
  readonly lines: string[][]
  /** The last line is quoted-printable or Base64, which go on in other ways than folding. */
  coding: 'quoted' | 'base64' | undefined
  /** How deep in cards of agents. */
  nested: number
  before: string
}

const isBegin = (line: string) => /^\s*BEGIN:VCARD\s*$/i.test(line)
const isEnd = (line: string) => /^\s*END:VCARD\s*$/i.test(line)
const isAgent = (line: string) => /^(?:[\w-]+\.)?AGENT(?:;[^:]{0,200})?:\s*$/i.test(line)
/** The part of a line before its value is short; a longer one is none. */
const longestHead = 2000

export function* cardsOf(text: string): Generator<Card | FaultyLine | LeftOutLine> {
  let card: Open | undefined
  let outside: { line: number; count: number } | undefined
  // some programs double the carriage return, some put a byte order mark before each card
  for (const [index, given] of text.split(/\r?\r?\n|\r/).entries()) {
    const line = given.startsWith('\uFEFF') ? given.slice(1) : given
    const begins = isBegin(line) && !isInside(card, line)
    if (outside !== undefined && (begins || isEnd(line))) {
      yield isEnd(line)
        ? { line: outside.line, fault: 'ends a card that has no BEGIN:VCARD' }
        : { line: outside.line, leftOut: `${outside.count} lines outside of any card were left out` }
      outside = undefined
      if (!begins) continue
    }
    if (begins) {
      if (card !== undefined) yield { line: card.line, fault: cutOff }
      card = { line: index + 1, lines: [], coding: undefined, nested: 0, before: '' }
    } else if (card === undefined) {
      if (isEnd(line)) yield { line: index + 1, fault: 'ends a card that has no BEGIN:VCARD' }
      // a file of old ends with Ctrl-Z
      else if (line.trim() !== '' && line !== '\u001A')
        outside = { line: outside?.line ?? index + 1, count: (outside?.count ?? 0) + 1 }
    } else if (card.nested > 0) {
      if (isBegin(line)) card.nested++
      else if (isEnd(line)) card.nested--
      if (line.trim() !== '') card.before = line
    } else if (isBegin(line)) card.nested++
    else if (isEnd(line)) {
      yield finished(card)
      card = undefined
    } else take(card, line)
  }
  if (card !== undefined) yield { line: card.line, fault: cutOff }
  if (outside !== undefined)
    yield { line: outside.line, leftOut: `${outside.count} lines outside of any card were left out` }
}

const cutOff = 'is a card without END:VCARD: it was cut off'

/** Whether a card that begins here is the agent of the one that is open; any other one shows that the open one was cut off. */
function isInside(card: Open | undefined, line: string): boolean {
  return card !== undefined && !line.startsWith('\uFEFF') && isAgent(card.before)
}

function take(card: Open, line: string): void {
  const last = card.lines.at(-1)
  const isSoft = card.coding === 'quoted' && last?.at(-1)?.trimEnd().endsWith('=') === true
  if (last !== undefined && isSoft) last.push(line)
  else if (last !== undefined && /^[ \t]/.test(line)) last.push(line)
  else if (line.trim() === '') card.coding = undefined
  else if (last !== undefined && card.coding === 'base64' && !line.includes(':')) last.push(line)
  else {
    card.lines.push([line])
    const head = line.slice(0, longestHead)
    card.coding = /^[^:]*[;=]QUOTED-PRINTABLE/i.test(head)
      ? 'quoted'
      : /^[^:]*[;=](?:BASE64|B)[;:]/i.test(head)
        ? 'base64'
        : undefined
  }
  if (line.trim() !== '') card.before = line
}

function finished({ line, lines }: Open): Card {
  const said = lines.find(([first = '']) => /^VERSION[;:]/i.test(first))?.[0] ?? ''
  // one that does not say its version is read like those that most programs write
  const version = said.slice(said.indexOf(':') + 1).trim() || '3.0'
  const read = lines.map(parts => propertyOf(parts, version))
  const properties = read.filter(property => property !== undefined)
  return { line, version, properties, junk: read.length - properties.length }
}

function propertyOf(parts: readonly string[], version: string): Property | undefined {
  const [first = '', ...more] = parts
  const isQuoted = /^[^:]*[;=]QUOTED-PRINTABLE/i.test(first.slice(0, longestHead))
  const isOldFold = version === '2.1' && !isQuoted && more.length > 0
  let soft = false
  let whole = ''
  for (const part of parts) {
    // the space of a fold goes, save in 2.1, where lines are folded at a space of the text
    const text: string = whole === '' || soft || isOldFold ? part : part.replace(/^[ \t]/, '')
    soft = isQuoted && text.trimEnd().endsWith('=')
    whole += soft ? text.trimEnd().slice(0, -1) : text
  }
  const end = headEnd(whole)
  if (end === -1) return undefined
  const [named = '', ...params] = splitAt(whole.slice(0, end), ';')
  const [, group = '', name] = /^(?:([\w-]+)\.)?([A-Za-z][\w-]*)$/.exec(named.trim()) ?? []
  if (name === undefined) return undefined
  return {
    name: name.toUpperCase(),
    group: group.toLowerCase(),
    params: paramsOf(params),
    raw: whole.slice(end + 1),
    isUnsure: isOldFold,
  }
}

/** Where the value begins: at the first colon that is not in quotes. */
function headEnd(line: string): number {
  const head = line.slice(0, longestHead)
  const rest = head.replaceAll(/"[^"]*"/g, quoted => '"'.repeat(quoted.length))
  return rest.indexOf(':')
}

function splitAt(text: string, separator: string): readonly string[] {
  const plain = text.replaceAll(/"[^"]*"/g, quoted => '"'.repeat(quoted.length))
  const parts: string[] = []
  let from = 0
  for (let at = plain.indexOf(separator); at !== -1; at = plain.indexOf(separator, from)) {
    parts.push(text.slice(from, at))
    from = at + 1
  }
  return [...parts, text.slice(from)]
}

function paramsOf(given: readonly string[]): Property['params'] {
  const params: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const param of given) {
    const [, named, value = ''] = /^\s*([\w-]+)\s*=(.*)$/s.exec(param) ?? [undefined, undefined, param]
    const bare = value.replaceAll('"', '').trim()
    if (bare === '') continue
    const name = named?.toUpperCase() ?? (/^(?:QUOTED-PRINTABLE|BASE64|B|[78]BIT)$/i.test(bare) ? 'ENCODING' : 'TYPE')
    params[name] = [...(params[name] ?? []), ...(name === 'TYPE' ? bare.split(',').map(one => one.trim()) : [bare])]
  }
  return params
}
