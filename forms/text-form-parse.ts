// A text form that came back by mail or file, read into what its sender states. Decides nothing: values that do not
// fit their field, fields that may not change and rows that are not there are the core's to judge.
import type { Reply } from '@satchel/protocol/reply'
import { limits } from '@satchel/protocol/limits'
import type { FormDefinition } from './definition.ts'
import { problems } from './problems.ts'
import { foldWords } from './text-form-clean.ts'
import { type LabelMeaning, type LabelReader, labelReader } from './text-form-labels.ts'
import { answerLines, cutSections, type Section } from './text-form-sections.ts'
import { type ReadValue, readValue } from './text-form-value.ts'

export { looksLikeTextForm } from './text-form-sections.ts'

/** What a reply states: only slots that were filled in; null clears. Rows and drops as in protocol/reply. */
export interface Statements {
  readonly set: ReadonlyMap<string, string | null>
  readonly rows: Reply['rows']
  readonly drops: Reply['drops']
  /** Absent when nothing of the report was filled in. */
  readonly report?: ReadonlyMap<string, string>
  /** Why a person has to look at a value as it was written: `field/NAME`, `row/COLLECTION/ROW` or `report/NAME` to a reason. */
  readonly doubts?: ReadonlyMap<string, string>
}

/** What stands below a label that the form does not have is stated under its line, as a field that no form asks for. */
export const unreadName = 'unread-line-'

export interface TextReply {
  readonly form: { readonly name: string; readonly version: number }
  /** Packet id as written, upper case, plain dashes. */
  readonly packet: string
  /** As written without white space; empty when it is missing (the address may carry it). */
  readonly token: string
  /** The packet's language as the form says it, "en" when it says none. */
  readonly language: string
  readonly statements: Statements
}

/**
 * Reads the first text form in a text.
 * @param findForm looks a form up; null when there is none of that name and version.
 * @param strict whether a part that cannot be taken is an error too, for a writer who can still mend it.
 * @throws Problem text-form/* with the line, to blame on the sender.
 */
export function parseTextForm(
  text: string,
  findForm: (name: string, version: number) => FormDefinition | null,
  strict = false,
): TextReply {
  if (Buffer.byteLength(text) > limits.replyBytes)
    throw problems('text-form/too-large', `The text is larger than ${limits.replyBytes} bytes.`)
  const header = readHeader(cutSections(text, () => false))
  const def = findForm(header.form.name, header.form.version)
  if (!def)
    throw problems('text-form/unknown-form', 'The line below [form] names a form that we do not have.', {
      hint: 'keep the line below [form] as it was in the letter',
    })
  const readLabel = labelReader(def)
  const sections = cutSections(text, label => readLabel(label) !== null)
  const token = valueText(sections.find(({ label }) => label === 'token')).replace(/\s+/gu, '')
  return { ...header, token, statements: readStatements(sections, readLabel, header.language, strict) }
}

/** `call-report 1 7QK2-M9XA-3F0T en`: form, version, packet, and the language where it is given. */
function readHeader(sections: readonly Section[]) {
  const section = sections[0]
  const match =
    /^([a-z][a-z0-9-]{0,63}) ([1-9][0-9]{0,8}) ([a-z0-9-]{4,40})(?: ([a-z]{2,3}(?:-[a-z0-9]{1,8})*))?$/u.exec(
      foldWords(valueText(section)),
    )
  if (!match)
    throw problems(
      'text-form/bad-header',
      `Line ${section?.line ?? 1}: below [form] there is no form, version and packet.`,
      {
        hint: 'keep the line below [form] as it was in the letter',
        details: { line: section?.line ?? 1 },
      },
    )
  const [, name = '', version = '', packet = '', language = 'en'] = match
  return { form: { name, version: Number(version) }, packet: packet.toUpperCase(), language }
}

function valueText(section: Section | undefined): string {
  return section ? section.lines.map(({ text }) => text).join(' ') : ''
}

interface Answer {
  readonly meaning: LabelMeaning
  readonly value: ReadValue
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
): Statements {
  const answers = new Map<string, Answer>()
  const unread = new Map<string, string>()
  for (const section of sections) {
    if (section.label === 'form' || section.label === 'token') continue
    const meaning = readLabel(section.label)
    if (!meaning) {
      if (strict || unread.size === unknownMost) throw unknownLabel(section)
      unread.set(`${unreadName}${section.line}`, `${section.written}\n${textBelow(section)}`.trim())
      continue
    }
    const key = keyOf(meaning)
    const { lines, mixed } = answerLines(section)
    if (mixed && strict) throw mixedQuotes(section)
    const read = mixed
      ? ({ is: 'value', text: textBelow(section), doubt: 'mixed-quotes' } as const)
      : readValue(meaning.field, lines, language)
    const earlier = answers.get(key)?.value
    if (earlier === undefined || earlier.is === 'empty') answers.set(key, { meaning, value: read })
    else if (read.is !== 'empty' && JSON.stringify(earlier) !== JSON.stringify(read)) {
      if (strict) throw labelTwice(section)
      answers.set(key, { meaning, value: both(earlier, read, meaning.field.type === 'long-text' ? '\n' : ' / ') })
    }
  }
  const said = collect([...answers.values()])
  return { ...said, set: new Map([...said.set, ...unread]) }
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
  return problems(
    'text-form/unknown-label',
    `Line ${section.line}: the form has no label with these words in brackets.`,
    {
      hint: 'keep the labels as they were; before a line of your own in brackets put a backslash \\',
      details: { line: section.line },
    },
  )
}

function labelTwice(section: Section) {
  return problems('text-form/label-twice', `Line ${section.line}: this label stands twice, with different values.`, {
    hint: 'keep one of the two',
    details: { line: section.line },
  })
}

function mixedQuotes(section: Section) {
  return problems(
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
