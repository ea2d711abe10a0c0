// The meaning of a label in a text form: a field, a row's field, a field of the report.
// Labels of every language and the plain field names count, so nobody has to write in the packet's language.
import type { FormCollection, FormDefinition, FormField } from '../definition/definition.ts'
import { foldWords } from '../clean-text/text-form-clean.ts'

export type LabelMeaning =
  | { readonly kind: 'field'; readonly field: FormField }
  | { readonly kind: 'row'; readonly collection: FormCollection; readonly row: string; readonly field: FormField }
  | { readonly kind: 'report'; readonly field: FormField }

/** Takes a folded label; null when the form has no such label. */
export type LabelReader = (label: string) => LabelMeaning | null

/** Prepares the labels of one form; checkDefinition makes sure that no label means two things. */
export function labelReader(def: FormDefinition): LabelReader {
  const single = new Map<string, LabelMeaning>()
  const put = (word: string, meaning: LabelMeaning) => {
    const folded = foldWords(word)
    if (!single.has(folded)) single.set(folded, meaning)
  }
  for (const field of def.fields) for (const word of wordsOf(field)) put(word, { kind: 'field', field })
  // no words stand for a photo
  for (const field of def.report.filter(({ type }) => type !== 'photo')) {
    put(`report ${field.name}`, { kind: 'report', field })
    for (const word of wordsOf(field)) put(word, { kind: 'report', field })
  }
  const collections = new Map(
    def.collections.flatMap(collection => wordsOf(collection).map(word => [foldWords(word), collection] as const)),
  )
  return label => single.get(label) ?? readRowLabel(label, collections)
}

/** `phone or e-mail: number or address (c81)`; in letters of earlier versions `phone or e-mail c81: number or address`. */
const rowLabels = [
  /^(?<outer>[^:]{1,100}?) ?: ?(?<inner>.{1,100}?) ?\( ?(?<row>[a-z0-9][a-z0-9-]{0,31}) ?\)$/u,
  /^(?<outer>.{1,100}) (?<row>[a-z0-9][a-z0-9-]{0,31}) ?: ?(?<inner>.{1,100})$/u,
]

function readRowLabel(label: string, collections: ReadonlyMap<string, FormCollection>): LabelMeaning | null {
  for (const each of rowLabels) {
    const meaning = meaningOf(each.exec(label)?.groups ?? {}, collections)
    if (meaning !== null) return meaning
  }
  return null
}

function meaningOf(
  { outer = '', row = '', inner = '' }: Readonly<Record<string, string>>,
  collections: ReadonlyMap<string, FormCollection>,
): LabelMeaning | null {
  const collection = collections.get(outer)
  const field = collection?.fields.find(one => wordsOf(one).some(word => foldWords(word) === inner))
  return collection && field ? { kind: 'row', collection, row, field } : null
}

function wordsOf(named: Pick<FormField, 'name' | 'label'>): readonly string[] {
  return [...named.label.values(), named.name]
}
