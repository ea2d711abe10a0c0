// A form: which fields of a record it shows, lets change and asks for, with labels per language.
// Holds no rule about who may see what, which is the database's.

export const fieldTypes = [
  'text',
  'long-text',
  'date',
  'choice',
  'phone',
  'email',
  'integer',
  'number',
  'money',
  'currency',
  'boolean',
  'contact',
  'place',
  'web',
  'time',
  'record',
  'photo',
] as const
/** Parts of the case of a packet, see protocol/messages/packet-case.ts. */
export const caseParts = ['stages', 'contacts', 'promises', 'tasks', 'relations', 'deals', 'tickets', 'files'] as const
export const policies = ['auto', 'review', 'append'] as const
export const evidence = ['weak', 'strong'] as const

/**
 * `place`: see written-places.ts. `photo`: files that come with a report, each on its own, so it has no column and no text.
 * `number`: with decimals, `money`: one that is not below zero, `currency`: its three letters (ISO 4217). `record`: another record, as its
 * human id, like P17.
 * `contact`: a phone number, an e-mail address or another way to reach, as the row's field `kind` says.
 */
export type FieldType = (typeof fieldTypes)[number]
export type CasePart = (typeof caseParts)[number]
export type Policy = (typeof policies)[number]
export type Evidence = (typeof evidence)[number]
/** Language (BCP 47) to text; English is always there in a checked definition. */
export type Texts = ReadonlyMap<string, string>

export interface FormField {
  readonly name: string
  readonly column: string
  /** The process whose stage it is; else null. */
  readonly stage: string | null
  readonly type: FieldType
  readonly label: Texts
  readonly help: Texts
  /** May the recipient change it? */
  readonly change: boolean
  readonly required: boolean
  readonly policy: Policy
  readonly needs: Evidence
  /** Characters (code points). */
  readonly max: number
  readonly choices: readonly { readonly value: string; readonly label: Texts }[]
}

export interface FormCollection {
  readonly name: string
  readonly table: string
  /** Of a collection of other records: the table that leads to them, of relationships with kind and end; else null. */
  readonly through: string | null
  readonly label: Texts
  readonly add: boolean
  readonly change: boolean
  readonly drop: boolean
  readonly policy: Policy
  readonly needs: Evidence
  readonly fields: readonly FormField[]
}

export interface FormDefinition {
  readonly name: string
  readonly version: number
  readonly entity: string
  readonly title: Texts
  readonly intro: Texts
  /** What it tells about a record besides its fields, as far as its recipient may see it. */
  readonly shows: readonly CasePart[]
  readonly fields: readonly FormField[]
  readonly collections: readonly FormCollection[]
  readonly report: readonly FormField[]
  /** Kind of activity that a report becomes, of the list `activity-kind`; null where the form has no report. */
  readonly reportKind: string | null
}
