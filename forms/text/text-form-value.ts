// How one value stands below its label in a text form, both ways: printing and reading are inverses.
// A backslash before a line: the rest is text. A backslash after a line: it goes on in the next one.
import type { FormField } from '../definition/definition.ts'
import { lineWidth, pieces } from '../clean-text/plain-text.ts'
import { meansDelete, needsEscape, throughTextForm } from '../clean-text/text-form-clean.ts'
import { displayValue, normalizeValue, readTyped } from '../definition/field-value.ts'

/** Lines of a value, without line ends; empty for the empty value. */
export function printValue(field: FormField, value: string, language: string): readonly string[] {
  const exact = throughTextForm(value)
  if (exact === '') return []
  const shown = displayValue(field, exact, language)
  const literal = normalizeValue(field, shown, language) !== exact
  const lines = (literal ? exact : shown).split('\n')
  const printed = lines.flatMap((line, index) => printLine(line, index === 0 || index === lines.length - 1))
  const [first = '', ...rest] = printed
  return literal && !first.startsWith('\\') ? [`\\${first}`, ...rest] : printed
}

/** A line of over 66 characters, or one that ends in a space or a backslash, is printed with continuations. */
function printLine(line: string, outer: boolean): readonly string[] {
  if (line === '') return [outer ? '\\' : '']
  const chunks = [...pieces(line, lineWidth - 1)]
  if (/[\s\\]$/u.test(line)) chunks.push('')
  return chunks.map((chunk, index) => {
    const continued = index < chunks.length - 1 ? '\\' : ''
    return `${chunk === '' || needsEscape(chunk) ? '\\' : ''}${chunk}${continued}`
  })
}

/** The text below a label: nothing, `(delete)`, or a value. */
export type ReadValue =
  | { readonly is: 'empty' }
  | { readonly is: 'delete' }
  | { readonly is: 'value'; readonly text: string; readonly doubt?: string }

/**
 * Reads the lines below a label.
 * @param lines unquoted, cleaned lines.
 * @param language of the form: dates are read as its speakers write them.
 */
export function readValue(field: FormField, lines: readonly string[], language: string): ReadValue {
  const kept = withoutBlankEnds(lines.map(line => line.trim()))
  const [first] = kept
  if (first === undefined) return { is: 'empty' }
  const text = joinLines(kept)
  if (first.startsWith('\\')) return text === '' ? { is: 'empty' } : { is: 'value', text: text.normalize('NFC') }
  if (meansDelete(text)) return { is: 'delete' }
  const read = readTyped(field, text, language)
  return read.text === '' ? { is: 'empty' } : { is: 'value', ...read }
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex(line => line !== '')
  return start < 0 ? [] : lines.slice(start, lines.findLastIndex(line => line !== '') + 1)
}

/** Undoes escapes and continuations. Blank lines that a mail program put after a continuation are skipped. */
function joinLines(lines: readonly string[]): string {
  let text = ''
  let continued = false
  lines.forEach((line, index) => {
    if (continued && line === '') return
    const content = line.startsWith('\\') ? line.slice(1) : line
    const goesOn = content.endsWith('\\') && index < lines.length - 1
    text += `${index > 0 && !continued ? '\n' : ''}${goesOn ? content.slice(0, -1) : content}`
    continued = goesOn
  })
  return text
}
