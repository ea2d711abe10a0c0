// Writes a definition as the file that a person edits: a line for each field, its texts and choices below it. Reads nothing.

import type { FormCollection, FormDefinition, FormField, Texts } from './definition.ts'

/** Reading it gives the same definition. */
export function printDefinition(form: FormDefinition): string {
  const report = [`(report (kind ${form.reportKind})`, ...form.report.flatMap(inside)]
  const lines = [
    `(title ${textsOf(form.title)})`,
    ...closed(['(intro', ...[...form.intro].map(([language, text]) => `  (${language} ${quoted(text)})`)]),
    `(shows ${form.shows.join(' ')})`,
    ...form.fields.flatMap(printField),
    ...form.collections.flatMap(printCollection),
    ...(form.report.length === 0 ? [] : closed(report)),
  ]
  const opening = `(satchel-form (name ${quoted(form.name)}) (version ${form.version}) (entity ${typeText(form.entity)})`
  return `${closed([opening, ...lines.map(indented)]).join('\n')}\n`
}

function printField(field: FormField): string[] {
  const { name, column, stage, type, change, required, policy, needs, max, label, help, choices } = field
  const parts = [
    ...(stage === null ? (column === '' ? [] : [`(column ${quoted(column)})`]) : [`(stage ${quoted(stage)})`]),
    `(type ${type})`,
    ...(required ? ['(required true)'] : []),
    ...(change ? [] : ['(change false)']),
    `(policy ${policy})`,
    ...(needs === 'weak' ? [] : [`(needs ${needs})`]),
    `(max ${max})`,
  ]
  return closed([
    `(field ${name} ${parts.join(' ')}`,
    `  (label ${textsOf(label)})`,
    ...(help.size === 0 ? [] : [`  (help ${textsOf(help)})`]),
    ...choices.map(choice => `  (choice ${choice.value} ${textsOf(choice.label)})`),
  ])
}

function printCollection(collection: FormCollection): string[] {
  const { name, label, add, change, drop, policy, needs, fields } = collection
  const flags = `(add ${add}) (change ${change}) (drop ${drop}) (policy ${policy}) (needs ${needs})`
  return closed([
    `(collection ${name} ${sourceOf(collection)} ${flags}`,
    `  (label ${textsOf(label)})`,
    ...fields.flatMap(inside),
  ])
}

/** Rows of the record, or other records: `relationship parent-of left` is a table, a kind and an end. */
function sourceOf({ table, through }: FormCollection): string {
  const [link, kind, end] = through?.split(' ') ?? []
  if (link === undefined) return `(table ${quoted(table)})`
  const which = kind === undefined ? '' : ` (kind ${quoted(kind)}) (end ${end})`
  return `(through ${quoted(link)})${which} (entity ${typeText(table)})`
}

/** A type of one's own has an underscore, which no symbol has. */
const typeText = (type: string) => (/^[a-z][a-z0-9-]*$/.test(type) ? type : quoted(type))

const inside = (field: FormField) => printField(field).map(indented)
const indented = (line: string) => `  ${line}`
/** With the bracket that ends the list behind its last line. */
const closed = (lines: readonly string[]) => lines.map((line, at) => (at === lines.length - 1 ? `${line})` : line))
const quoted = (text: string) => `"${text.replace(/["\\]/g, mark => `\\${mark}`)}"`
const textsOf = (texts: Texts) => [...texts].map(([language, text]) => `(${language} ${quoted(text)})`).join(' ')
