// From the catalog of a type's fields to a definition that asks for all of them, and for a report. Pure.

import type { FormDefinition, FormField, Texts } from '@satchel/forms/definition/definition'
import { caseParts } from '@satchel/forms/definition/definition'
import { usualMax } from '@satchel/forms/definition/read-definition'
import { typeFor } from './form-advice.ts'

interface CatalogField {
  readonly field: string
  readonly label: string
  readonly kind: string
  readonly domain: string | null
  readonly choices: readonly string[] | null
  readonly required: boolean
  readonly may_write: boolean
  readonly attribute: string
}

interface ListWord {
  readonly domain: string
  readonly word: string
  readonly label: string
  readonly labels: Readonly<Record<string, string>>
}

interface OfType {
  readonly name: string
  readonly version: number
  readonly type: string
  readonly fields: readonly CatalogField[]
  readonly words: readonly ListWord[]
  /** The form whose report it takes over. */
  readonly report: FormDefinition
}

const intro: Texts = new Map([
  ['en', 'Please look through this record, correct what is wrong, and say how it went.'],
  ['sw', 'Tafadhali pitia rekodi hii, sahihisha yasiyo sahihi, na ueleze ilivyokuwa.'],
  ['fr', "Merci de relire cette fiche, de corriger ce qui est faux et de dire comment cela s'est passé."],
  ['de', 'Bitte sehen Sie diesen Datensatz durch, berichtigen Sie, was nicht stimmt, und sagen Sie, wie es war.'],
])

/** A definition without a fault: labels in English as the database has them, the report in all languages. */
export function definitionOf({ name, version, type, fields, words, report }: OfType): FormDefinition {
  const used = new Set(['form', 'token', 'end', ...report.report.flatMap(labelsOf)])
  return {
    name,
    version,
    entity: type,
    title: new Map([['en', titled(name)]]),
    intro,
    shows: caseParts,
    fields: fields.filter(holdable).map(field => fieldOf(field, words, used)),
    collections: [],
    report: report.report,
    reportKind: report.reportKind,
  }
}

/** Whether a form can hold it: not the number of the record, or what the acting colleague may not write. */
export const holdable = ({ kind, field, choices, attribute, may_write: mayWrite }: CatalogField): boolean =>
  field !== 'id' && mayWrite && (kind === 'choice' ? (choices ?? []).length > 0 : typeFor(kind, attribute) !== null)

function fieldOf(
  { field, label, kind, domain, choices, required, attribute }: CatalogField,
  words: readonly ListWord[],
  used: Set<string>,
): FormField {
  const type = typeFor(kind, attribute) ?? 'text'
  return {
    name: field,
    column: attribute,
    stage: null,
    type,
    label: new Map([['en', labelFor(label, field, used)]]),
    help: new Map(),
    change: kind !== 'file',
    required,
    policy: 'auto',
    needs: 'weak',
    max: usualMax[type],
    choices: type === 'boolean' ? yesOrNo : choicesOf(choices ?? [], domain, words),
  }
}

/** What the database says of a column, without signs that a label cannot have; with its name where another field has that label. */
function labelFor(said: string, field: string, used: Set<string>): string {
  const plain = said.split(/[;:[\]\\]/)[0]?.trim() ?? ''
  const label = (plain === '' ? titled(field) : plain).slice(0, 52).trim()
  const own = used.has(label.toLowerCase()) ? `${label.slice(0, 30)} (${field.slice(0, 18)})` : label
  used.add(own.toLowerCase())
  return own
}

const labelsOf = ({ label }: FormField) => [...label.values()].map(text => text.toLowerCase())
const titled = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`

function choicesOf(
  choices: readonly string[],
  domain: string | null,
  words: readonly ListWord[],
): FormField['choices'] {
  const known = words.filter(each => each.domain === domain)
  const labels = choices.map(value => {
    const word = known.find(each => each.word === value)
    const texts = new Map([['en', word?.label ?? value.replaceAll('-', ' ')], ...Object.entries(word?.labels ?? {})])
    return { value, label: new Map([...texts].filter(([, text]) => !/[[\]\\\n,]/.test(text))) }
  })
  const meanings = labels.flatMap(({ value, label }) => [
    ...new Set([value, ...label.values()].map(t => t.toLowerCase())),
  ])
  const isClear = new Set(meanings).size === meanings.length && labels.every(({ label }) => label.has('en'))
  // words of a list that an office gave one label to are told apart by the words themselves
  return isClear ? labels : choices.map(value => ({ value, label: new Map([['en', value]]) }))
}

/** The stage of a record in a process; a name that two stages share is no label. */
export function stageField(
  process: string,
  stages: readonly { readonly stage: string; readonly name: string }[],
): FormField {
  const names = stages.map(({ name }) => name.toLowerCase())
  const isClear = new Set(names).size === names.length && stages.every(({ name }) => !/[[\]\\\n,]/.test(name))
  return {
    name: 'stage',
    column: 'development_tracking_stage',
    stage: process,
    type: 'choice',
    label: new Map([
      ['en', 'Stage'],
      ['sw', 'Hatua'],
      ['fr', 'Étape'],
      ['de', 'Stand'],
      ['es', 'Etapa'],
      ['ar', 'المرحلة'],
      ['pt', 'Etapa'],
      ['am', 'ደረጃ'],
      ['hi', 'चरण'],
      ['id', 'Tahap'],
    ]),
    help: new Map(),
    change: true,
    required: false,
    policy: 'auto',
    needs: 'weak',
    max: usualMax.choice,
    choices: stages.map(({ stage, name }) => ({ value: stage, label: new Map([['en', isClear ? name : stage]]) })),
  }
}

const yesOrNo: FormField['choices'] = [
  {
    value: 'true',
    label: new Map([
      ['en', 'yes'],
      ['sw', 'ndiyo'],
      ['fr', 'oui'],
      ['de', 'ja'],
      ['es', 'sí'],
      ['ar', 'نعم'],
      ['pt', 'sim'],
      ['am', 'አዎ'],
      ['hi', 'हाँ'],
      ['id', 'ya'],
    ]),
  },
  {
    value: 'false',
    label: new Map([
      ['en', 'no'],
      ['sw', 'hapana'],
      ['fr', 'non'],
      ['de', 'nein'],
      ['es', 'no'],
      ['ar', 'لا'],
      ['pt', 'não'],
      ['am', 'አይ'],
      ['hi', 'नहीं'],
      ['id', 'tidak'],
    ]),
  },
]
