// The rules that make a form definition usable by everybody: people in four languages, the text-form parser, the core.
// Reports every fault; never throws and never repairs.
import type { FormCollection, FormDefinition, FormField } from './definition.ts'
import { foldWords } from '../clean-text/text-form-clean.ts'

/** Words that a text form keeps for itself. */
const reserved = ['form', 'token', 'end']
/** A row's label is `[collection: field (row-id)]`; with a row id of 10 it has to stay under 70 characters. */
const rowLabelMax = 52
const labelMax = 52
const symbol = /^[a-z][a-z0-9-]{0,63}$/

/**
 * @returns one sentence for each fault, with the names of the fields; empty when the definition can be published.
 */
export function checkDefinition(def: FormDefinition): readonly string[] {
  const faults: string[] = []
  checkText('title', def.title, faults)
  for (const [language, text] of def.intro)
    if (/[[\]]/.test(text)) faults.push(`the intro (${language}) holds a bracket, which the text form keeps for labels`)
  checkNames(def, faults)
  for (const field of def.fields) checkField(`field ${field.name}`, field, faults)
  checkPhotos(def, faults)
  for (const field of def.report) checkField(`report field ${field.name}`, field, faults)
  for (const collection of def.collections) checkCollection(collection, faults)
  checkLabels(def, faults)
  checkWhen(def, faults)
  return faults
}

function checkNames(def: FormDefinition, faults: string[]): void {
  if (!symbol.test(def.name)) faults.push('the form name is not a symbol')
  if (!Number.isSafeInteger(def.version) || def.version < 1) faults.push('the version is not a number from 1')
  if (def.fields.length + def.collections.length + def.report.length === 0) faults.push('the form asks nothing')
  findTwice([...def.fields, ...def.collections].map(({ name }) => name)).forEach(name =>
    faults.push(`${name}: the name stands twice among fields and collections`),
  )
  findTwice(def.report.map(({ name }) => name)).forEach(name => faults.push(`report field ${name}: stands twice`))
}

function checkField(where: string, field: FormField, faults: string[]): void {
  checkText(where, field.label, faults)
  if (!symbol.test(field.name)) faults.push(`${where}: the name is not a symbol`)
  if (field.type !== 'photo' && !/^[a-z_][a-z0-9_]{0,62}$/.test(field.column))
    faults.push(`${where}: the column is not a plain column name`)
  if (!Number.isSafeInteger(field.max) || field.max < 1) faults.push(`${where}: max is not a number from 1`)
  const values = field.choices.map(({ value }) => value)
  findTwice(values).forEach(value => faults.push(`${where}: choice ${value} stands twice`))
  if (field.type === 'choice' && values.length === 0) faults.push(`${where}: a choice needs choices`)
  if (field.type === 'boolean' && [...values].sort().join(' ') !== 'false true')
    faults.push(`${where}: a boolean needs the choices true and false, for their labels`)
  if (field.type !== 'choice' && field.type !== 'boolean' && values.length > 0)
    faults.push(`${where}: only choices and booleans have choices`)
  checkChoices(where, field, faults)
}

/** Photos come as files beside a reply, so only its report can ask for them, and once. */
function checkPhotos(def: FormDefinition, faults: string[]): void {
  const others = [
    ...def.fields.map(field => ({ where: `field ${field.name}`, field })),
    ...def.collections.flatMap(({ name, fields }) =>
      fields.map(field => ({ where: `collection ${name}, field ${field.name}`, field })),
    ),
  ]
  for (const { where, field } of others)
    if (field.type === 'photo') faults.push(`${where}: only a report asks for a photo`)
  const photos = def.report.filter(({ type }) => type === 'photo')
  for (const { name } of photos.slice(1)) faults.push(`report field ${name}: a report asks for photos once`)
  for (const { name, column, required } of photos) {
    if (column !== '') faults.push(`report field ${name}: a photo has no column`)
    if (required) faults.push(`report field ${name}: a photo cannot be required`)
  }
}

/** A choice is typed as its value or as its label in any language, so one word may mean one choice only. */
function checkChoices(where: string, field: FormField, faults: string[]): void {
  const meanings = new Map<string, string>()
  for (const choice of field.choices) {
    if (!choice.label.has('en')) faults.push(`${where}: choice ${choice.value} has no English label`)
    for (const word of [choice.value, ...choice.label.values()]) {
      const folded = foldWords(word)
      if (folded === '' || /[[\]\\\n,]/u.test(word))
        faults.push(`${where}: choice ${choice.value} has an unusable label`)
      const other = meanings.get(folded)
      if (other !== undefined && other !== choice.value)
        faults.push(`${where}: the choices ${other} and ${choice.value} share a word`)
      meanings.set(folded, choice.value)
    }
  }
}

function checkCollection(collection: FormCollection, faults: string[]): void {
  const where = `collection ${collection.name}`
  checkText(where, collection.label, faults)
  if (!symbol.test(collection.name)) faults.push(`${where}: the name is not a symbol`)
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(collection.table)) faults.push(`${where}: the table is not a plain table name`)
  if (collection.fields.length === 0) faults.push(`${where}: has no fields`)
  if (collection.drop && !collection.fields.some(({ required }) => required))
    faults.push(`${where}: a row can be dropped, so one of its fields has to be required`)
  findTwice(collection.fields.map(({ name }) => name)).forEach(name =>
    faults.push(`${where}: field ${name} stands twice`),
  )
  for (const field of collection.fields) {
    checkField(`${where}, field ${field.name}`, field, faults)
    for (const [language, label] of field.label) {
      const outer = collection.label.get(language) ?? collection.label.get('en') ?? ''
      if (outer.length + label.length > rowLabelMax)
        faults.push(`${where}, field ${field.name}: both labels (${language}) have over ${rowLabelMax} characters`)
    }
  }
  checkMeanings(where, collection.fields, faults)
}

/** A label in any language means one thing, so that a form is understood whatever language its writer prefers. */
function checkLabels(def: FormDefinition, faults: string[]): void {
  const top = [
    ...def.fields,
    ...def.collections,
    ...def.report.map(field => ({ ...field, name: `report ${field.name}` })),
  ]
  checkMeanings('the form', top, faults)
}

function checkMeanings(where: string, named: readonly Pick<FormField, 'name' | 'label'>[], faults: string[]): void {
  const meanings = new Map<string, string>()
  for (const { name, label } of named) {
    const labels = new Set([...label.values()].map(foldWords))
    for (const word of new Set([foldWords(name), ...labels])) {
      // by its name alone nobody calls a field in a text form
      if (reserved.includes(word) && labels.has(word))
        faults.push(`${where}: the text form itself and ${name} share the label "${word}"`)
      const other = meanings.get(word)
      if (other !== undefined && other !== name) faults.push(`${where}: ${other} and ${name} share the label "${word}"`)
      meanings.set(word, name)
    }
  }
}

function checkText(where: string, texts: ReadonlyMap<string, string>, faults: string[]): void {
  if (!texts.has('en')) faults.push(`${where}: the English label is missing`)
  for (const [language, text] of texts) {
    if (foldWords(text) === '') faults.push(`${where}: the label (${language}) is empty`)
    if (text.length > labelMax) faults.push(`${where}: the label (${language}) has over ${labelMax} characters`)
    if (/[[\]:\\\n\t]|^[*_]/u.test(text)) faults.push(`${where}: the label (${language}) holds one of [ ] : \\ * _`)
  }
}

/** Repeated reports must differ, or the second visit of a week would be taken for a copy of the first. */
function checkWhen(def: FormDefinition, faults: string[]): void {
  const all = [...def.fields, ...def.collections, ...def.collections.flatMap(({ fields }) => fields)]
  const appends = def.report.length > 0 || all.some(({ policy }) => policy === 'append')
  const when = def.report.find(({ name }) => name === 'when')
  if (appends && (when?.type !== 'date' || !when.required))
    faults.push('the form appends, so its report has to ask for a required date named when')
  for (const field of def.report) {
    if (field.policy !== 'append') faults.push(`report field ${field.name}: the policy of a report is append`)
  }
}

function findTwice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}
