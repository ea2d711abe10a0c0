// Reads a form's definition from its SX1 file, and checks it.

import { problem } from '../problems.ts'
import {
  type CasePart,
  caseParts,
  evidence,
  type FieldType,
  fieldTypes,
  type FormCollection,
  type FormDefinition,
  type FormField,
  policies,
  type Policy,
} from './definition.ts'
import { checkDefinition } from './definition-check.ts'
import { allOf, flag, languages, numberOf, oneOf, readTree, type Tree, wordOf } from './definition-tree.ts'

/** Characters, where a field names no maximum. */
export const usualMax: Readonly<Record<FieldType, number>> = {
  text: 200,
  'long-text': 4000,
  date: 10,
  choice: 64,
  phone: 40,
  email: 254,
  integer: 17,
  number: 30,
  money: 30,
  currency: 3,
  boolean: 5,
  contact: 254,
  place: 60,
  web: 500,
  time: 16,
  record: 60,
  photo: 1,
}

/**
 * Reads and checks a definition file (SX1, `(satchel-form ...)`; docs/forms.md lists the tags).
 * @throws Problem form/not-valid with every fault as a hint; Problem of protocol when it is not SX1.
 */
export function parseDefinition(text: string): FormDefinition {
  const faults: string[] = []
  const def = readDefinition(readTree(text), faults)
  const all = faults.length > 0 ? faults : checkDefinition(def)
  if (all.length > 0)
    throw problem('form/not-valid', `The form definition ${def.name} has ${all.length} faults.`, { hint: all })
  return def
}

function readDefinition(tree: Tree, faults: string[]): FormDefinition {
  if (tree.tag !== 'satchel-form') faults.push('the file does not open with (satchel-form')
  const tags = ['name', 'version', 'entity', 'title', 'intro', 'shows', 'field', 'collection', 'report']
  const parts = allOf(tree, 'the form', tags, ['field', 'collection'], faults)
  return {
    name: wordOf(parts, 'name', 'the form', faults),
    version: numberOf(parts, 'version', 'the form', faults),
    entity: wordOf(parts, 'entity', 'the form', faults),
    title: languages(parts, 'title', 'the form', faults),
    intro: languages(parts, 'intro', 'the form', faults),
    shows: showsOf(parts.get('shows')?.[0], faults),
    fields: fieldsOf(parts, 'field', 'auto', faults),
    collections: (parts.get('collection') ?? []).map(part => readCollection(part, faults)),
    ...readReport(parts.get('report')?.[0], faults),
  }
}

/** `(shows stages contacts)`; without the tag what packets held before there was one. */
function showsOf(tree: Tree | undefined, faults: string[]): readonly CasePart[] {
  if (tree === undefined) return ['stages', 'contacts']
  const shows = tree.words.flatMap(word => caseParts.filter(part => part === word))
  if (shows.length !== tree.words.length || tree.lists.length > 0 || new Set(shows).size !== shows.length)
    faults.push(`the form: (shows ...) holds words, each once, out of ${caseParts.join(', ')}`)
  return shows
}

/** What a report is whose definition does not say it. */
const defaultReportKind = 'call'

function readReport(tree: Tree | undefined, faults: string[]): Pick<FormDefinition, 'report' | 'reportKind'> {
  if (tree === undefined) return { report: [], reportKind: null }
  const parts = allOf(tree, 'the report', ['kind', 'field'], ['field'], faults)
  return {
    report: fieldsOf(parts, 'report field', 'append', faults),
    reportKind: parts.has('kind') ? wordOf(parts, 'kind', 'the report', faults) : defaultReportKind,
  }
}

function readCollection(tree: Tree, faults: string[]): FormCollection {
  const name = tree.word ?? ''
  const where = `collection ${name}`
  const tags = [
    'table',
    'through',
    'kind',
    'end',
    'entity',
    'label',
    'add',
    'change',
    'drop',
    'policy',
    'needs',
    'field',
  ]
  const parts = allOf(tree, where, tags, ['field'], faults)
  const policy = oneOf(parts, 'policy', policies, 'auto', where, faults)
  return {
    name,
    ...readSource(parts, where, faults),
    label: languages(parts, 'label', where, faults),
    add: flag(parts, 'add', false, where, faults),
    change: flag(parts, 'change', false, where, faults),
    drop: flag(parts, 'drop', false, where, faults),
    policy,
    needs: oneOf(parts, 'needs', evidence, 'weak', where, faults),
    fields: fieldsOf(parts, `${where}, field`, policy, faults),
  }
}

/** `(column "person_given")`, or `(stage "PROCESS")` for the stage of the record in a process. A photo is no value of a row. */
function readColumn(
  parts: ReadonlyMap<string, readonly Tree[]>,
  type: FieldType,
  where: string,
  faults: string[],
): Pick<FormField, 'column' | 'stage'> {
  if (!parts.has('stage'))
    return {
      column: type === 'photo' && !parts.has('column') ? '' : wordOf(parts, 'column', where, faults),
      stage: null,
    }
  if (parts.has('column')) faults.push(`${where}: has (column ...) and (stage ...), and needs one of them`)
  if (type !== 'choice') faults.push(`${where}: a stage has the type choice`)
  return { column: 'development_tracking_stage', stage: wordOf(parts, 'stage', where, faults) }
}

/** `(table "address")`: rows of the record. `(through "member") (entity person)`: other records, found by that table. */
function readSource(
  parts: ReadonlyMap<string, readonly Tree[]>,
  where: string,
  faults: string[],
): Pick<FormCollection, 'table' | 'through'> {
  if (!parts.has('through')) {
    for (const tag of ['kind', 'end', 'entity'] as const)
      if (parts.has(tag)) faults.push(`${where}: (${tag} ...) goes with (through ...)`)
    return { table: wordOf(parts, 'table', where, faults), through: null }
  }
  if (parts.has('table')) faults.push(`${where}: has (table ...) and (through ...), and needs one of them`)
  const through = wordOf(parts, 'through', where, faults)
  const table = wordOf(parts, 'entity', where, faults)
  if (through === 'relationship') {
    const kind = wordOf(parts, 'kind', where, faults)
    return { table, through: `relationship ${kind} ${oneOf(parts, 'end', ['left', 'right'], 'right', where, faults)}` }
  }
  for (const tag of ['kind', 'end'] as const)
    if (parts.has(tag)) faults.push(`${where}: (${tag} ...) goes with (through "relationship")`)
  return { table, through }
}

function fieldsOf(
  parts: ReadonlyMap<string, readonly Tree[]>,
  where: string,
  policy: Policy,
  faults: string[],
): readonly FormField[] {
  return (parts.get('field') ?? []).map(tree => readField(tree, `${where} ${tree.word ?? ''}`, policy, faults))
}

function readField(tree: Tree, where: string, policy: Policy, faults: string[]): FormField {
  const tags = ['column', 'stage', 'type', 'label', 'help', 'change', 'required', 'policy', 'needs', 'max', 'choice']
  const parts = allOf(tree, where, tags, ['choice'], faults)
  const type = oneOf(parts, 'type', fieldTypes, undefined, where, faults)
  return {
    name: tree.word ?? '',
    ...readColumn(parts, type, where, faults),
    type,
    label: languages(parts, 'label', where, faults),
    help: languages(parts, 'help', where, faults),
    change: flag(parts, 'change', true, where, faults),
    required: flag(parts, 'required', false, where, faults),
    policy: oneOf(parts, 'policy', policies, policy, where, faults),
    needs: oneOf(parts, 'needs', evidence, 'weak', where, faults),
    max: parts.has('max') ? numberOf(parts, 'max', where, faults) : usualMax[type],
    choices: (parts.get('choice') ?? []).map(choice => ({
      value: choice.word ?? '',
      label: languages(new Map([['choice', [choice]]]), 'choice', where, faults),
    })),
  }
}
