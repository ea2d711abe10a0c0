// CSV as spreadsheets write it (RFC 4180, with their habits) to records. Strict where a guess could move a value into another
// column; every fault names its line, and none carries a value.

import { loadLimits } from '../file-limits.ts'
import type { FaultyLine, FileRecord } from '../file-record.ts'

export type Delimiter = ',' | ';' | '\t' | '|'

/** Takes the line `sep=;` off, with which Excel is told the separator. */
export function takeSeparatorLine(text: string): { readonly text: string; readonly delimiter?: Delimiter } {
  const found = /^"?sep=([,;\t|])"?(\r\n|\r|\n)/i.exec(text)
  return found === null ? { text } : { text: text.slice(found[0].length), delimiter: found[1] as Delimiter }
}

/**
 * Records in the order of the file; lines without any content are left out. After a fault reading goes on with the next line,
 * but for a quote that never ends.
 * @param firstLine what the first line is called, where lines were taken off before.
 */
export function* readCsv(text: string, delimiter: Delimiter, firstLine = 1): Generator<FileRecord | FaultyLine> {
  let at = 0
  let line = firstLine
  const stop = new RegExp(`[${delimiter}\\r\\n]`, 'g')
  const isEnd = (place: number) => place >= text.length || [delimiter, '\r', '\n'].includes(text[place] ?? '')
  const afterSpaces = (place: number) => {
    let next = place
    while (text[next] === ' ') next++
    return next
  }
  const skipNewline = () => {
    at += text.startsWith('\r\n', at) ? 2 : 1
    line++
  }
  while (at < text.length) {
    const startLine = line
    const cells: string[] = []
    let fault: string | null = null
    for (;;) {
      // spaces around a cell in quotes are no part of it: none that belong to it would stand outside
      const open = afterSpaces(at)
      let isEscaped = false
      if (text[open] === '"') {
        const end = closingQuote(text, open)
        if (end === null) {
          yield { line: startLine, fault: 'a quote is opened and never closed; the rest of the file was not read' }
          return
        }
        const inside = text.slice(open + 1, end)
        isEscaped = inside.includes('\\"') || inside.endsWith('\\')
        const cell = inside.replaceAll('""', '"')
        line += cell.match(/\r\n|\r|\n/g)?.length ?? 0
        cells.push(cell)
        at = isEnd(afterSpaces(end + 1)) ? afterSpaces(end + 1) : end + 1
      } else {
        stop.lastIndex = at
        const end = stop.exec(text)?.index ?? text.length
        cells.push(text.slice(at, end))
        at = end
      }
      if (!isEnd(at)) {
        fault = `cell ${cells.length} goes on after its closing quote`
        if (isEscaped) fault += ', since it has \\" for a quote: save the sheet with quotes doubled ("")'
        if (line > startLine) fault += `; the lines to ${line} are part of it and were not read`
        const end = text.slice(at).search(/[\r\n]/)
        at = end < 0 ? text.length : at + end
      }
      if ((cells.at(-1)?.length ?? 0) > loadLimits.cellLength)
        fault ??= `cell ${cells.length} is longer than ${loadLimits.cellLength} characters`
      if (cells.length > loadLimits.columns) fault ??= `there are more than ${loadLimits.columns} cells`
      if (text[at] !== delimiter) break
      at++
    }
    if (at < text.length) skipNewline()
    if (fault !== null) yield { line: startLine, fault }
    else if (cells.some(cell => cell.trim() !== '')) yield { line: startLine, cells }
  }
}

/** Place of the quote that closes the one at `open`; null where none does. */
function closingQuote(text: string, open: number): number | null {
  let at = open + 1
  for (;;) {
    at = text.indexOf('"', at)
    if (at < 0) return null
    if (text[at + 1] !== '"') return at
    at += 2
  }
}
