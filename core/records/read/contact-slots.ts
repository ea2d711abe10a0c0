// phone=, email= and their like: each way to be reached is a row of its own. One of a kind is replaced, a second one is added on purpose,
// and where there are several the person says which.

import type { Problem } from '@satchel/protocol/problem'
import { problem } from '../../problems/problems.ts'
import type { CatalogField } from './catalog.ts'
import type { OneSaid, State } from './said-slots.ts'
import type { ReadOne } from './typed-value.ts'

interface ContactRow {
  readonly kind: string
  readonly value: string
}

const isRow = (value: unknown): value is ContactRow =>
  typeof value === 'object' && value !== null && 'kind' in value && 'value' in value

/** The same number or address, however it is spaced. */
const folded = (text: string) => text.toLowerCase().replaceAll(/[\s()/.-]/g, '')

/** The slot of a row that was seen, and is there no more. */
const goneRow = 'row/contact-point/c0'

export async function contactSlot(state: State, one: OneSaid, readOne: ReadOne): Promise<void> {
  const { said, field, before } = one
  const rows = Object.entries(state.shown).flatMap(([slot, value]) =>
    slot.startsWith('row/contact-point/c') && isRow(value) && value.kind === field.name ? [{ slot, ...value }] : [],
  )
  const find = (text: string) => rows.find(row => folded(row.value) === folded(text))
  const value = await readOne(field, said.value)
  const row = value === null ? null : { kind: field.name, value }
  const add = () => {
    const number = state.said.filter(({ slot }) => slot.startsWith('row/contact-point/new-')).length + 1
    state.said.push({ slot: `row/contact-point/new-${number}`, value: row, name: said.name, change: 'added' })
  }
  if (said.how === '+=') {
    if (row === null) throw problem('usage/wrong', `${said.name}+= needs a value.`)
    return add()
  }
  if (said.how === '-=') {
    const there = value === null ? undefined : find(value)
    if (there === undefined) throw several(field, rows, `There is no such ${field.name} to take away.`)
    state.said.push({ slot: there.slot, value: null, name: said.name, change: 'removed' })
    return
  }
  let there = rows[0]
  const [seen] = before
  if (seen !== undefined) {
    const old = { kind: field.name, value: (await readOne(field, seen)) ?? '' }
    there = find(old.value) ?? { slot: goneRow, ...old }
    state.shown[there.slot] = there.slot === goneRow ? old : state.shown[there.slot]
  } else if (rows.length > 1) {
    // what stands already is no question
    const same = value === null ? undefined : find(value)
    if (same === undefined) throw several(field, rows, `There are several of ${field.name}.`)
    there = same
  }
  if (there === undefined) {
    if (row === null) throw problem('record/bad-value', `There is no ${field.name} to take away.`)
    return add()
  }
  const change = row === null ? 'removed' : 'replaced'
  state.said.push({ slot: there.slot, value: row, name: said.name, change })
}

const several = (field: CatalogField, rows: readonly ContactRow[], message: string): Problem =>
  problem('record/several', message, {
    hint: [
      ...rows.map(({ value }) => `${field.name}: ${value}`),
      `--was ${field.name}=OLD says which one is replaced; ${field.name}+=VALUE adds one, ${field.name}-=VALUE takes one away`,
    ],
  })
