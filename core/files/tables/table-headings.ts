// The headings of a file of any type to its fields: by the names and labels of the catalog, by the labels of forms in every language, by
// words that sheets use, as somebody said, or a question.

import type { FormDefinition } from '@satchel/forms/definition/definition'
import { nearest } from '@satchel/protocol/nearest'
import { problem } from '../../problems/problems.ts'
import type { LoadField } from '../fields.ts'
import { plainHeading, synonyms } from '../headings/heading-words.ts'
import type { FileField, FileType } from './file-catalog.ts'
import { isNumbered, numberField, reachFields } from './file-catalog.ts'
import type { TableMap } from '../ready-tables/table-map.ts'

/** What a column may hold. */
export interface TableField {
  readonly field: string
  /** As the catalog has it; `reach` for what becomes a row of another table, `uid` and `number` for what a row is known by. */
  readonly kind: string
  readonly attribute: string
  readonly choices: readonly string[] | null
  readonly refers: string | null
  readonly label: string
}

export interface TableColumn {
  readonly heading: string
  /** null: left out. */
  readonly field: TableField | null
  /** Set before a value: the keys of two lists of a program are two. */
  readonly before?: string
  /** Words of the program for words of ours. */
  readonly words?: Readonly<Record<string, string>>
  /** The word for others than those. */
  readonly other?: string
  /** A share of one, where the field counts in per cent. */
  readonly isShare?: boolean
  /** Spelling of an empty cell. */
  readonly blank?: string
  /** A cell that says anything else makes the row a fault. */
  readonly only?: string
  /** Its heading is empty, and nobody said what it holds: a value in it is a fault. */
  readonly isUnnamed?: boolean
  /** It is left out, since its field holds a file, and a cell the name of one. */
  readonly isFile?: boolean
}

const special = (field: string, kind: string, label: string): TableField => ({
  field,
  kind,
  attribute: '',
  choices: null,
  refers: null,
  label,
})

/** The fields that a file of this type may have, as far as the acting person may write them. */
export function fieldsForLoad(type: FileType, fields: readonly FileField[]): readonly TableField[] {
  const hasReach = type.source === 'organization' || type.source === 'person'
  return [
    // a field of files is known, and takes nothing from a cell
    ...fields.filter(({ may_write, kind }) => may_write || kind === 'file'),
    ...(type.part === 'subtype' ? [special('uid', 'uid', "key of another program's list")] : []),
    ...(isNumbered(fields, type) ? [special(numberField, 'row-number', 'number of the row in this file')] : []),
    ...(hasReach ? reachFields.map(field => special(field, 'reach', field)) : []),
  ]
}

/** Words of sheets that are neither the name nor the label of a field; by table and field, or by the field alone. */
const sheetWords: Readonly<Record<string, string>> = {
  id: 'hid, number, nr, no, id number, kennung, nummer, numero, namba, code, reference',
  name: 'subject, title, betreff, bezeichnung, nom, nombre, jina',
  'organization name':
    'company, company name, organisation, organization, organisation name, organization name, account, account name, firm, firma, firmenname, unternehmen, societe, entreprise, raison sociale, empresa, nombre de la empresa, kampuni, shirika, jina la shirika',
  'product name': 'product, product name, article, item, produkt, artikel, produit, producto, articulo, bidhaa',
  'grp name': 'group, group name, list, gruppe, groupe, grupo, kikundi',
  'deal name': 'deal, deal name, opportunity, order, auftrag, angebot, affaire, commande, oportunidad, pedido, mkataba',
  'deal amount': 'total, total amount, value, betrag, summe, montant, importe, monto, kiasi',
  'product price': 'unit price, preis, prix, precio, bei',
  'deal_line price': 'unit price, preis, prix, precio, bei',
  'deal_line quantity': 'qty, amount, menge, anzahl, quantite, cantidad, idadi',
  'deal_line discount': 'discount in per cent, rabatt, remise, descuento, punguzo',
  'deal_line sort': 'position, line, pos',
  currency: 'currency code, wahrung, devise, moneda, sarafu',
  description: 'beschreibung, descripcion, maelezo',
  party: 'customer, client, account, organisation, organization, company, kunde, kundin, client, cliente, mteja',
  contact: 'contact person, ansprechpartner, ansprechpartnerin, personne de contact, contacto, mtu wa mawasiliano',
  parent: 'parent record, part of, head office, mother company, ubergeordnet, maison mere, matriz',
  industry: 'sector, branch, branche, secteur, sector, sekta',
  website: 'web, web page, url, homepage, webseite, site web, sitio web, tovuti',
  taxcode: 'tax number, tax id, vat, vat number, ust id, steuernummer, numero fiscal, nif, tin',
  staffcount: 'employees, number of employees, staff count, mitarbeiter, effectif, empleados, wafanyakazi',
  priority: 'prioritat, priorite, prioridad, kipaumbele',
  kind: 'type, art, typ, genre, tipo, aina',
  status: 'stand, statut, estado, hali',
  start: 'start date, from, since, beginn, von, debut, desde, tangu',
  end: 'end date, until, ende, bis, fin, hasta, hadi',
  note: '',
  owner: '',
}

/** By their compared form. A word of two fields means the one that stands first. */
function wordsOf(type: FileType, fields: readonly TableField[], forms: readonly FormDefinition[]) {
  const known = new Map<string, TableField>()
  const add = (words: readonly string[], field: TableField) => {
    for (const word of words) {
      const key = plainHeading(word)
      if (key !== '' && !known.has(key)) known.set(key, field)
    }
  }
  for (const field of fields) add([field.field], field)
  for (const field of fields) add([field.label], field)
  for (const form of forms)
    for (const { column, label } of [...form.fields, ...form.collections.flatMap(each => each.fields)]) {
      const field = fields.find(({ attribute }) => attribute === column)
      if (field !== undefined) add([...label.values()], field)
    }
  for (const field of fields) {
    const own = sheetWords[`${type.source} ${field.field}`] ?? sheetWords[field.field] ?? ''
    add(own.split(', '), field)
    if (Object.hasOwn(synonyms, field.field) && field.field !== 'title')
      add(synonyms[field.field as LoadField].split(', '), field)
  }
  return known
}

interface HeadingOptions {
  readonly type: FileType
  readonly fields: readonly TableField[]
  readonly forms: readonly FormDefinition[]
  readonly maps: readonly string[]
  readonly ready?: TableMap | undefined
}

const repeatable: ReadonlySet<string> = new Set(['phone', 'email', 'web'])

/**
 * The content of each column.
 * @throws Problem usage/wrong for a map that fits nothing; load/headings for headings that are not known or doubled, and where a field is
 * missing without which there is no row.
 */
export function tableHeadings(cells: readonly string[], options: HeadingOptions): readonly TableColumn[] {
  const { fields, ready } = options
  const byName = new Map(fields.map(field => [field.field, field]))
  const mapped = readMaps(options.maps, cells, byName)
  const words = wordsOf(options.type, fields, options.forms)
  const faults: string[] = []
  const columns = cells.map((cell, at): TableColumn => {
    const heading = cell.trim() === '' ? `column ${at + 1}` : cell.trim()
    const key = plainHeading(cell)
    const said = mapped.get(`#${at + 1}`) ?? mapped.get(key)
    if (said !== undefined) return { heading, field: said === '-' ? null : (byName.get(said) ?? null) }
    const taken = ready === undefined ? undefined : readyColumn(ready, cell, byName)
    if (taken !== undefined) return { heading, ...taken }
    const field = ready === undefined ? words.get(key) : undefined
    if (field !== undefined) return { heading, field }
    if (mapped.has('*')) return { heading, field: null }
    if (key === '') return { heading, field: null, isUnnamed: true }
    const near = nearest(key, [...words.keys()])
    const hint = near === null ? 'FIELD' : (words.get(near)?.field ?? 'FIELD')
    faults.push(`"${heading}" is not known: --map "${heading}=${hint}", or "${heading}=-" to leave it out`)
    return { heading, field: null }
  })
  for (const [at, column] of columns.entries())
    if (column.field?.kind === 'file') columns[at] = { heading: column.heading, field: null, isFile: true }
  for (const [at, { heading, field }] of columns.entries())
    if (field !== null && !repeatable.has(field.field) && columns.findIndex(other => other.field === field) < at)
      faults.push(`"${heading}" is a second column for ${field.field}: leave one out with --map "column ${at + 1}=-"`)
  if (faults.length > 0)
    throw problem('load/headings', `The headings cannot be read: ${faults.join('; ')}.`, {
      hint: [
        `fields of ${options.type.type}: ${[...byName.keys()].join(', ')}`,
        '--map "*=-" leaves out every column that is not known',
      ],
    })
  return columns
}

function readyColumn(
  { takes, before = {}, words = {}, others = {}, only = {}, hundredfold, blank, leaves }: TableMap,
  cell: string,
  fields: ReadonlyMap<string, TableField>,
): Omit<TableColumn, 'heading'> | undefined {
  const key = plainHeading(cell)
  const find = (list: Readonly<Record<string, string>>) =>
    Object.entries(list).find(([heading]) => plainHeading(heading) === key)
  const [, must] = find(only) ?? []
  if (must !== undefined) return { field: null, only: must }
  const [heading, name] = find(takes) ?? []
  if (heading === undefined || name === undefined)
    return leaves.split(', ').some(left => plainHeading(left) === key) ? { field: null } : undefined
  return {
    field: fields.get(name) ?? null,
    ...(before[heading] === undefined ? {} : { before: before[heading] }),
    ...(words[name] === undefined ? {} : { words: words[name] }),
    ...(others[name] === undefined ? {} : { other: others[name] }),
    ...(heading === hundredfold ? { isShare: true } : {}),
    ...(blank === undefined ? {} : { blank }),
  }
}

function readMaps(
  maps: readonly string[],
  cells: readonly string[],
  fields: ReadonlyMap<string, TableField>,
): ReadonlyMap<string, string> {
  const keys = new Set(cells.map(cell => plainHeading(cell)).filter(key => key !== ''))
  return new Map(
    maps.map(map => {
      const at = map.lastIndexOf('=')
      const heading = map.slice(0, Math.max(0, at)).trim()
      const field = map.slice(at + 1).trim()
      if (heading === '' || (field !== '-' && !fields.has(field)) || (heading === '*' && field !== '-'))
        throw problem('usage/wrong', '--map takes HEADING=FIELD, HEADING=- or *=-.', {
          hint: `fields: ${[...fields.keys()].join(', ')}`,
        })
      const key = plainHeading(heading)
      const place = Number(/^column (\d+)$/i.exec(heading)?.[1] ?? 0)
      if (heading !== '*' && !keys.has(key) && !(place >= 1 && place <= cells.length))
        throw problem('usage/wrong', `--map names "${heading}", and the file has no such heading.`, {
          hint: `headings: ${cells.join(', ')}`,
        })
      return [heading === '*' ? '*' : keys.has(key) ? key : `#${place}`, field] as const
    }),
  )
}

/** Whether the file names every field as an export of ours does, in its order: each value is as it was written, to the letter. */
export function isOwnExport(
  cells: readonly string[],
  type: FileType,
  fields: readonly FileField[],
  isSheet: boolean,
): boolean {
  const own = [...(isNumbered(fields, type) ? [numberField] : []), ...fields.map(({ field }) => field)]
  if (isSheet) return own.length <= cells.length && own.every((field, at) => cells[at] === field)
  // data leaves out what no entry has
  return cells.includes('uuid') && cells.every(cell => own.includes(cell))
}
