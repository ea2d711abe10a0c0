// address.city= and its like: the lines of one address are one row. Of several addresses the kind says which: address/work.city=. A program
// names the row by its number, address/39.city=, and another one by the number 0.

import { problem } from '../../problems/problems.ts'
import type { CatalogField } from './catalog.ts'
import type { SaidField } from './said-fields.ts'
import type { State } from './said-slots.ts'
import type { ReadOne } from './typed-value.ts'

type Row = Readonly<Record<string, string>>

interface OfAddress {
  readonly said: SaidField
  readonly field: CatalogField
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** `work` of `address/work.city`; none of `address.city`. */
const kindOf = (name: string) => /^address\/([^.]*)\./.exec(name)?.[1] ?? ''

export async function addressSlots(
  state: State,
  given: readonly OfAddress[],
  seen: readonly OfAddress[],
  readOne: ReadOne,
): Promise<void> {
  const kinds = [...new Set(given.map(({ said }) => kindOf(said.name)))]
  for (const key of kinds) {
    // a kind is a word
    const number = /^[0-9]+$/.test(key) ? Number(key) : null
    const kind = number === null ? key : ''
    const here = given.filter(({ said }) => kindOf(said.name) === key)
    const isMeant = (slot: string, row: Row) =>
      number === null ? key === '' || row.kind === key : slot === `row/address/a${number}`
    const rows = Object.entries(state.shown).flatMap(([slot, value]) =>
      slot.startsWith('row/address/a') && isRow(value) && isMeant(slot, value) ? [{ slot, value }] : [],
    )
    if (number !== null && number > 0 && rows.length === 0)
      throw problem('record/refused', 'Somebody took this address away meanwhile.')
    if (rows.length > 1) {
      throw problem('record/several', `There are several addresses${kind === '' ? '' : ` of the kind ${kind}`}.`, {
        hint: [
          ...rows.map(({ value }) => Object.values(value).join(', ')),
          kind === '' ? 'address/KIND.city=VALUE says which' : 'satchel edit ID shows each of them',
        ],
      })
    }
    const [there] = rows
    const row = await changed(there?.value ?? (kind === '' ? {} : { kind }), here, readOne)
    if (there !== undefined) {
      const before = seen.filter(({ said }) => kindOf(said.name) === key)
      state.shown[there.slot] = await changed(there.value, before, readOne)
    }
    const isEmpty = Object.keys(row).every(name => name === 'kind')
    if (isEmpty && there === undefined) throw problem('record/bad-value', 'An address needs more than its kind.')
    state.said.push({
      slot: there?.slot ?? `row/address/new-${kinds.indexOf(key) + 1}`,
      value: isEmpty ? null : row,
      name: key === '' ? 'address' : `address/${key}`,
      change: there === undefined ? 'added' : isEmpty ? 'removed' : 'replaced',
    })
  }
}

/** A row with other values in some of its columns. */
async function changed(row: Row, given: readonly OfAddress[], readOne: ReadOne): Promise<Row> {
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
