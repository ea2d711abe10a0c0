// Rows that one type of record has, such as the lines of a deal: line/new.product= adds one, line/2.price= changes the second, line-=2
// takes it away.

import { problem } from '../../problems/problems.ts'
import { badValue, type ReadOne } from './typed-value.ts'
import type { CatalogField } from './catalog.ts'
import type { SaidField } from './said-fields.ts'
import type { State } from './said-slots.ts'

interface OfRow {
  readonly said: SaidField
  readonly field: CatalogField
}
type Row = Readonly<Record<string, string>>

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** Whether a field is one of a row of the record. */
export const isOfRow = ({ source, type, kind }: CatalogField): boolean =>
  kind === 'rows' ||
  (source !== type && (source.startsWith(`${type}_`) || source.startsWith('own_')) && source !== `${type}_private`)

/** @throws Problem usage/wrong, record/bad-value, record/several. */
export async function rowSlots(
  state: State,
  given: readonly OfRow[],
  seen: readonly OfRow[],
  readOne: ReadOne,
): Promise<void> {
  for (const { said, field } of given) if (field.kind === 'rows') removeRow(state, said, field)
  const rows = new Set(given.filter(({ field }) => field.kind !== 'rows').map(({ said }) => rowOf(said)))
  for (const row of rows) {
    const here = given.filter(one => one.field.kind !== 'rows' && rowOf(one.said) === row)
    const [first] = here
    if (first === undefined) continue
    const { source } = first.field
    const [collection = '', key = ''] = row.split('/')
    if (/^new[0-9]*$/.test(key)) {
      mustBeWhole(here)
      state.said.push({
        slot: `row/${source.replaceAll('_', '-')}/${key === 'new' ? 'new-1' : key.replace('new', 'new-')}`,
        value: await changed({}, here, readOne),
        name: row,
        change: 'added',
      })
      continue
    }
    const there = rowAt(state, first.field, collection, key)
    const value = await changed(there.value, here, readOne)
    const before = seen.filter(one => rowOf(one.said) === row)
    state.shown[there.slot] = await changed(there.value, before, readOne)
    state.said.push({ slot: there.slot, value, name: row, change: 'replaced' })
  }
}

function removeRow(state: State, said: SaidField, field: CatalogField): void {
  if (said.how !== '-=') {
    throw problem('usage/wrong', `${said.name} is a row of several fields.`, {
      hint: `${field.name}/new.FIELD=VALUE adds one, ${field.name}/2.FIELD=VALUE changes the second, ${field.name}-=2 takes it away`,
    })
  }
  const { slot } = rowAt(state, field, field.name, said.value)
  state.said.push({ slot, value: null, name: `${field.name}/${said.value}`, change: 'removed' })
}

/** The number in the database of the row that a name means, as line/2.price; null of a new one. @throws Problem record/several. */
export function rowNumber(state: Pick<State, 'shown'>, said: SaidField, field: CatalogField): number | null {
  const [collection = '', key = ''] = rowOf(said).split('/')
  if (isNewRow(said)) return null
  return Number(rowAt(state, field, collection, key).slot.replace(/^.*\/[a-z]/, ''))
}

/** Whether a name means a row that is not there yet, as line/new.price. */
export const isNewRow = (said: SaidField): boolean => /^new[0-9]*$/.test(rowOf(said).split('/')[1] ?? '')

/** `line/2` of `line/2.price`. */
export const rowOf = ({ name }: Pick<SaidField, 'name'>) => name.split('.')[0] ?? name

/** The row of a number, counted from 1 as satchel show lists them, or of its name in packets (d2); without either the only one. */
function rowAt(
  state: Pick<State, 'shown'>,
  field: CatalogField,
  collection: string,
  key: string,
): { slot: string; value: Row } {
  const prefix = `row/${field.source.replaceAll('_', '-')}/`
  const number = (slot: string) => Number(slot.slice(prefix.length + 1))
  const rows = Object.entries(state.shown)
    .flatMap(([slot, value]) =>
      slot.startsWith(prefix) && !slot.startsWith(`${prefix}new-`) && isRow(value) ? [{ slot, value }] : [],
    )
    .toSorted((one, other) => number(one.slot) - number(other.slot))
  const found = /^[a-z][0-9]+$/.test(key)
    ? rows.find(({ slot }) => slot === `${prefix}${key}`)
    : key === ''
      ? rows.length === 1
        ? rows[0]
        : undefined
      : rows[Number(key) - 1]
  if (found !== undefined) return found
  throw problem('record/several', key === '' ? `Say which ${collection}.` : `There is no ${collection} ${key}.`, {
    hint: [
      ...rows.map(({ value }, at) => `${collection}/${at + 1}: ${Object.values(value).join(', ')}`),
      `${collection}/new.FIELD=VALUE adds one`,
    ],
  })
}

/** @throws Problem record/bad-value for a new row without a value that it needs. */
function mustBeWhole(given: readonly OfRow[]): void {
  const empty = given.find(({ said, field }) => field.required && said.value === '')
  if (empty !== undefined) throw badValue(empty.field, 'required')
}

async function changed(row: Row, given: readonly OfRow[], readOne: ReadOne): Promise<Row> {
  const values = new Map(Object.entries(row))
  for (const { said, field } of given) {
    if (said.how !== '=')
      throw problem('usage/wrong', `${said.name} has one value.`, { hint: `write ${said.name}=VALUE` })
    const value = await readOne(field, said.value)
    if (value === null) values.delete(field.field)
    else values.set(field.field, value)
  }
  return Object.fromEntries(values)
}
