// A text form that came back by mail or file, read into what its sender states. Decides nothing: values that do not
// fit their field, fields that may not change and rows that are not there are the core's to judge.
import type { Reply } from '@satchel/protocol/messages/reply'
import { limits } from '@satchel/protocol/limits'
import { Problem } from '@satchel/protocol/problem'
import type { FormDefinition } from '../definition/definition.ts'
import { problem } from '../problems.ts'
import { quoteDepth } from '../clean-text/text-form-clean.ts'
import { readHeader } from './text-form-header.ts'
import { type LabelMeaning, type LabelReader, labelReader } from './text-form-labels.ts'
import { answerLines, cutOff, cutSections, nextForm, type Section, textLines } from './text-form-sections.ts'
import { writtenToken } from './text-form-token.ts'
import { type ReadValue, readValue } from './text-form-value.ts'

export { looksLikeTextForm } from './text-form-sections.ts'

/** The statements of a reply: only slots that were filled in; null clears. Rows and drops as in protocol/messages/reply. */
export interface Statements {
  readonly set: ReadonlyMap<string, string | null>
  readonly rows: Reply['rows']
  readonly drops: Reply['drops']
  /** Absent when nothing of the report was filled in. */
  readonly report?: ReadonlyMap<string, string>
  /** The sender says that everything on file is still right. Counts only where nothing else is stated. */
  readonly confirms?: boolean
  /** The sender asks to be called: an inquiry, whatever else is stated. */
  readonly callMe?: boolean
  /** Why a person has to look at a value as it was written: `field/NAME`, `row/COLLECTION/ROW` or `report/NAME` to a reason. */
  readonly doubts?: ReadonlyMap<string, string>
}

/** Text below a label that the form does not have is stated under its line, as a field that no form asks for. */
export const unreadName = 'unread-line-'

export interface TextReply {
  readonly form: { readonly name: string; readonly version: number }
  /** Packet id as written, upper case, plain dashes. */
  readonly packet: string
  /** See writtenToken; empty when it is missing (the address may carry it). */
  readonly token: string
  /** The packet's language as the form says it, "en" when it says none. */
  readonly language: string
  readonly statements: Statements
  /** What of them stands in quoted lines. Absent where nothing does. */
  readonly quoted?: Statements
  /** A link opened it as a draft: what was written above it, unquoted, is the note; and the text from the form on. */
  readonly link?: { readonly above: string; readonly rest: string }
}

/** A form of a text: read, or what is wrong with it, and which letter it may answer all the same. */
export type FoundForm =
  | { readonly form: TextReply }
  | { readonly fault: Problem; readonly packet: string | null; readonly token: string }

/** Looks a form up; null when there is none of that name and version. */
type FindForm = (name: string, version: number) => FormDefinition | null

/** Label, folded, of the line by which somebody says that everything on file is still right, with any word below it. */
export const nothingLabel = 'nothing has changed'

/** Label, folded, of the line by which somebody asks to be called, with any word below it. */
export const callLabel = 'please call me'

/** A thread of that many letters is looked at; each costs a pass over what follows it. */
const maxForms = 20

/**
 * Reads the first text form in a text.
 * @param strict whether a part that cannot be taken is an error too, for a writer who can still mend it.
 * @throws Problem text-form/* with the line, to blame on the sender.
 */
export function parseTextForm(text: string, findForm: FindForm, strict = false): TextReply {
  const [first] = parseTextForms(text, findForm, strict)
  if (first === undefined) throw problem('text-form/no-form', 'The text has no line [form].')
  if ('fault' in first) throw first.fault
  return first.form
}

/** Reads every text form in a text: the filled one may stand above the one that it answers, or below. @throws Problem text-form/too-large. */
export function parseTextForms(text: string, findForm: FindForm, strict = false): readonly FoundForm[] {
  if (Buffer.byteLength(text) > limits.replyBytes)
    throw problem('text-form/too-large', `The text is larger than ${limits.replyBytes} bytes.`)
  const lines = textLines(text)
  const found: FoundForm[] = []
  for (let start = nextForm(lines, 0); start >= 0; ) {
    if (found.length === maxForms) throw problem('text-form/too-large', `The text has more than ${maxForms} forms.`)
    const cut = cutSections(lines, start)
    found.push(readForm(lines, start, cut, findForm, strict))
    // a form that is cut off may have swallowed another, which is quoted deeper
    start = nextForm(lines, (cut.end ?? start) + 1)
  }
  return found
}

function readForm(
  lines: readonly string[],
  start: number,
  cut: ReturnType<typeof cutSections>,
  findForm: FindForm,
  strict: boolean,
): FoundForm {
  let packet: string | null = null
  const token = writtenToken(cut.sections.find(({ label }) => label === 'token')?.lines.map(({ text }) => text) ?? [])
  try {
    const header = readHeader(cut.sections)
    packet = header.packet
    if (cut.end === null) throw cutOff(start)
    const def = findForm(header.form.name, header.form.version)
    if (!def)
      throw problem('text-form/unknown-form', 'The line below [form] names a form that we do not have.', {
        hint: 'keep the line below [form] as it was in the letter',
      })
    const readLabel = labelReader(def)
    const { sections } = cutSections(lines, start, label => readLabel(label) !== null)
    const { isLink, ...named } = header
    const said = readStatements(sections, readLabel, header.language, strict)
    return { form: { ...named, token, ...said, ...(isLink ? linkAround(lines, start) : {}) } }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { fault: cut.end === null ? cutOff(start) : error, packet, token }
  }
}

/** Only in a draft that was sent as it is: where somebody quotes it, the words above it are another mail's. */
function linkAround(lines: readonly string[], start: number): Pick<TextReply, 'link'> {
  const [above, rest] = [lines.slice(0, start).join('\n'), lines.slice(start).join('\n')]
  return quoteDepth(lines[start] ?? '') > 0 || nextForm(lines, 0) < start ? {} : { link: { above, rest } }
}

interface Answer {
  readonly meaning: LabelMeaning
  readonly value: ReadValue
  readonly quoted: boolean
}

/** More than these are no slips, and nobody could look through them. */
const unknownMost = 20

/**
 * One part that cannot be taken as it stands keeps the others from nothing: it is stated as it was written, for a person to see.
 * @param strict the writer still sits before the text, and mends it sooner than anybody else.
 */
function readStatements(
  sections: readonly Section[],
  readLabel: LabelReader,
  language: string,
  strict: boolean,
): Pick<TextReply, 'statements' | 'quoted'> {
  const answers = new Map<string, Answer>()
  const unread = new Map<string, string>()
  let [confirms, confirmsQuoted, callMe] = [false, false, false]
  for (const section of sections) {
    if (section.label === 'form' || section.label === 'token') continue
    const meaning = readLabel(section.label)
    if (!meaning && section.label === nothingLabel) {
      confirms ||= textBelow(section) !== ''
      confirmsQuoted ||= answerLines(section).quoted
      continue
    }
    if (!meaning && section.label === callLabel) {
      callMe ||= textBelow(section) !== ''
      continue
    }
    if (!meaning) {
      if (strict || unread.size === unknownMost) throw unknownLabel(section)
      unread.set(`${unreadName}${section.line}`, `${section.written}\n${textBelow(section)}`.trim())
      continue
    }
    const key = keyOf(meaning)
    const { lines, mixed, quoted } = answerLines(section)
    if (mixed && strict) throw mixedQuotes(section)
    const read = mixed
      ? ({ is: 'value', text: textBelow(section), doubt: 'mixed-quotes' } as const)
      : readValue(meaning.field, lines, language)
    const earlier = answers.get(key)
    if (earlier === undefined || earlier.value.is === 'empty') answers.set(key, { meaning, value: read, quoted })
    else if (read.is !== 'empty' && JSON.stringify(earlier.value) !== JSON.stringify(read)) {
      if (strict) throw labelTwice(section)
      const value = both(earlier.value, read, meaning.field.type === 'long-text' ? '\n' : ' / ')
      answers.set(key, { meaning, value, quoted: quoted || earlier.quoted })
    }
  }
  const said = collect([...answers.values()])
  const statements = {
    ...said,
    set: new Map([...said.set, ...unread]),
    ...(confirms ? { confirms } : {}),
    ...(callMe ? { callMe } : {}),
  }
  const inQuotes = [...answers.values()].filter(({ value, quoted }) => quoted && value.is !== 'empty')
  if (inQuotes.length === 0 && !confirmsQuoted) return { statements }
  return { statements, quoted: { ...collect(inQuotes), ...(confirmsQuoted ? { confirms: true } : {}) } }
}

const written = (value: ReadValue) => (value.is === 'value' ? value.text : value.is === 'delete' ? '(delete)' : '')

function both(first: ReadValue, second: ReadValue, between: string): ReadValue {
  return { is: 'value', text: `${written(first)}${between}${written(second)}`, doubt: 'said-twice' }
}

function textBelow(section: Section): string {
  return section.lines
    .map(({ text }) => text.trim())
    .join('\n')
    .trim()
}

/** The part of a reply that a doubt about this value is about. */
function slotOf(meaning: LabelMeaning): string {
  if (meaning.kind === 'row') return `row/${meaning.collection.name}/${meaning.row}`
  return `${meaning.kind}/${meaning.field.name}`
}

function keyOf(meaning: LabelMeaning): string {
  const row = meaning.kind === 'row' ? ` ${meaning.collection.name} ${meaning.row}` : ''
  return `${meaning.kind}${row} ${meaning.field.name}`
}

function unknownLabel(section: Section) {
  return problem(
    'text-form/unknown-label',
    `Line ${section.line}: the form has no label with these words in brackets.`,
    {
      hint: 'keep the labels as they were; before a line of your own in brackets put a backslash \\',
      details: { line: section.line },
    },
  )
}

function labelTwice(section: Section) {
  return problem('text-form/label-twice', `Line ${section.line}: this label stands twice, with different values.`, {
    hint: 'keep one of the two',
    details: { line: section.line },
  })
}

function mixedQuotes(section: Section) {
  return problem(
    'text-form/mixed-quotes',
    `Line ${section.line}: the value is partly inside the quoted form and partly not.`,
    {
      hint: 'write the whole value below its label, all quoted or all not',
      details: { line: section.line },
    },
  )
}

function collect(answers: readonly Answer[]): Statements {
  const set = new Map<string, string | null>()
  const report = new Map<string, string>()
  const rows = new Map<
    string,
    { collection: string; row: string; fields: Map<string, string | null>; dropped: boolean }
  >()
  const doubts = new Map<string, string>()
  for (const { meaning, value } of answers) {
    if (value.is === 'empty') continue
    if (value.is === 'value' && value.doubt !== undefined) doubts.set(slotOf(meaning), value.doubt)
    const stated = value.is === 'delete' ? null : value.text
    const { name } = meaning.field
    if (meaning.kind === 'field') set.set(name, stated)
    else if (meaning.kind === 'report') {
      if (stated !== null) report.set(name, stated)
    } else {
      const key = `${meaning.collection.name} ${meaning.row}`
      const row = rows.get(key) ?? {
        collection: meaning.collection.name,
        row: meaning.row,
        fields: new Map(),
        dropped: false,
      }
      row.fields.set(name, stated)
      row.dropped ||= stated === null && meaning.collection.drop && meaning.field.required
      rows.set(key, row)
    }
  }
  const all = [...rows.values()]
  return {
    set,
    rows: all.filter(({ dropped }) => !dropped).map(({ collection, row, fields }) => ({ collection, row, fields })),
    drops: all.filter(({ dropped }) => dropped).map(({ collection, row }) => ({ collection, row })),
    ...(report.size > 0 ? { report } : {}),
    ...(doubts.size > 0 ? { doubts } : {}),
  }
}
