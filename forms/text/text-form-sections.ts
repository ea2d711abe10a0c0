// Finds the forms in a mail text and cuts them into labels with the lines below them, whatever was quoted around them.
// Knows quoting and labels, not what the labels mean.
import { cleanText, plainBrackets, quoteDepth, readLabelLine, unquote } from '../clean-text/text-form-clean.ts'
import { problem } from '../problems.ts'
import { plainQuotes } from '../clean-text/text-form-quotes.ts'
import { spreadDraft } from '../clean-text/text-form-spread.ts'

interface SectionLine {
  readonly text: string
  /** True when the line is quoted less than the form: written between its lines as an answer. */
  readonly between: boolean
  /** True when the line carries a quote mark: its text may be another's. */
  readonly quoted: boolean
}

export interface Section {
  /** Folded label. */
  readonly label: string
  /** The label's line as it was written. */
  readonly written: string
  /** Number of the label's line in the text, from 1. */
  readonly line: number
  readonly lines: readonly SectionLine[]
}

/** A quoted line of this length may have been cut by a mail program, which leaves its tail unquoted. */
const mayBeCut = 60

/** True when the text has a line that opens a text form. Costs one pass; never throws. */
export function looksLikeTextForm(text: string): boolean {
  return nextForm(textLines(text), 0) >= 0
}

export const textLines = (text: string): readonly string[] => plainQuotes(spreadDraft(cleanText(text))).split('\n')

/** Index of the next line that opens a form; -1 where there is none. */
export function nextForm(lines: readonly string[], from: number): number {
  for (let index = from; index < lines.length; index += 1) if (opensForm(lines[index] ?? '')) return index
  return -1
}

interface CutForm {
  readonly sections: readonly Section[]
  /** Index of the line `[end]`; null where the form is cut off. */
  readonly end: number | null
}

/**
 * Cuts the form that opens in a line into sections, from `[form]` to `[end]`, to the next form, or to the end of the text.
 * @param isLabel says whether a folded label can be one of the form; other bracketed lines become sections too when
 * they stand alone (so that they can be reported), and text when something follows them.
 */
export function cutSections(
  lines: readonly string[],
  start: number,
  isLabel: (label: string) => boolean = () => false,
): CutForm {
  const depth = quoteDepth(lines[start] ?? '')
  const sections: { label: string; written: string; line: number; lines: SectionLine[] }[] = []
  for (let index = start; index < lines.length; index += 1) {
    const raw = lines[index] ?? ''
    const line = unquote(raw, depth)
    const whole = readLabelLine(line)
    const split = whole ? null : readSplitLabel(line, unquote(lines[index + 1] ?? '', depth), isLabel)
    const found = whole ?? split
    const known = found !== null && (isLabel(found.label) || ['form', 'token', 'end'].includes(found.label))
    if (found?.label === 'end' && found.rest === '') return { sections, end: index }
    if (found?.label === 'form' && index > start) break
    // brackets of another script are a label where the form has it, else what somebody wrote
    if (found && (known || (found.rest === '' && found.isPlain))) {
      const rest = found.rest === '' ? [] : [{ text: found.rest, between: false, quoted: depth > 0 }]
      sections.push({ label: found.label, written: line.trim(), line: index + 1, lines: rest })
      if (split) index += 1
    } else sections.at(-1)?.lines.push({ text: line, between: quoteDepth(raw) < depth, quoted: quoteDepth(raw) > 0 })
  }
  return { sections, end: null }
}

export function cutOff(start: number) {
  return problem(
    'text-form/cut-off',
    `The form that begins in line ${start + 1} has no line [end], so it may be cut off.`,
    {
      hint: 'send the whole form, down to the line [end]',
      details: { line: start + 1 },
    },
  )
}

/**
 * The lines that count as the value: what was written between quoted lines stands in place of the quoted. Mixed where the
 * unquoted lines may be the tail of a quoted line that was cut.
 */
export function answerLines(section: Section): {
  readonly lines: readonly string[]
  readonly mixed: boolean
  /** Whether any of the value stands in quoted lines. */
  readonly quoted: boolean
} {
  const written = section.lines.filter(({ text }) => text.trim() !== '')
  const first = written.findIndex(({ between }) => between)
  const mixed = first > 0 && written.slice(0, first).some(({ text }) => text.trim().length >= mayBeCut)
  const between = first >= 0 && !written.every(line => line.between)
  const lines = section.lines.filter(line => !between || line.between)
  const quoted = (mixed ? section.lines : lines).some(line => line.quoted && line.text.trim() !== '')
  return { lines: lines.map(({ text }) => text), mixed, quoted }
}

function opensForm(line: string): boolean {
  return readLabelLine(unquote(line, quoteDepth(line)))?.label === 'form'
}

/** A label that a mail program broke in two. */
function readSplitLabel(line: string, next: string, isLabel: (label: string) => boolean) {
  if (!/^\s*[*_]{0,3}\[[^[\]]+$/u.test(plainBrackets(line)) || !plainBrackets(next).includes(']')) return null
  const joined = readLabelLine(`${line.trim()} ${next.trim()}`)
  return joined && isLabel(joined.label) ? joined : null
}
