// From typed fields to the slots of a record: what each shall hold, beside what was seen of it. The words of a value are read by the
// database, which knows the column; nothing is written here.

import { limits } from '@satchel/protocol/limits'
import type { CatalogField } from './catalog.ts'
import { fieldNamed, mustBeWritable } from './catalog.ts'
import { addressSlots } from './address-slots.ts'
import { contactSlot } from './contact-slots.ts'
import { isOfRow, rowSlots } from './row-slots.ts'
import type { SaidField } from './said-fields.ts'
import type { OneSaid, Said, SaidSlot, Slots, State, Typed } from './said-slots.ts'
import { badValue, type ReadOne } from './typed-value.ts'
import { problem } from '../../problems/problems.ts'

/**
 * @param slots those of the record as they are read now; none of a new record.
 * @throws Problem record/no-field, record/bad-value, database/no-right, record/several.
 */
export async function readSaid({ fields, set, was }: Typed, slots: Slots, readOne: ReadOne): Promise<Said> {
  if (set.length === 0) throw problem('usage/wrong', 'Say which field, and its value.', { hint: 'phone=+255700000001' })
  const named = (said: SaidField) => ({ said, field: fieldNamed(fields, said.name) })
  const given = set.map(named)
  for (const { field } of given) mustBeWritable(field)
  const seen = was.map(named)
  const state = { shown: { ...slots }, said: [] as SaidSlot[] }
  for (const { said, field } of given) {
    if (field.source === 'address' || isOfRow(field)) continue
    const before = seen.filter(other => other.field.name === field.name).map(other => other.said.value)
    if (field.kind === 'contact') await contactSlot(state, { said, field, before }, readOne)
    else await ownSlot(state, { said, field, before }, readOne)
  }
  const ofAddress = (one: { readonly field: CatalogField }) => one.field.source === 'address'
  await addressSlots(state, given.filter(ofAddress), seen.filter(ofAddress), readOne)
  const ofRow = (one: { readonly field: CatalogField }) => isOfRow(one.field)
  await rowSlots(state, given.filter(ofRow), seen.filter(ofRow), readOne)
  mustDiffer(state.said)
  mustBeFew(state.said)
  return state
}

async function ownSlot(state: State, { said, field, before }: OneSaid, readOne: ReadOne): Promise<void> {
  // a slot that no form has is answered by nothing, and what was typed would be lost without a word
  if (field.source !== field.type && field.source !== 'entity') throw new TypeError(`no slot for ${field.name}`)
  const slot = `field/${field.name}`
  if (said.how !== '=')
    throw problem('usage/wrong', `The field ${said.name} has one value.`, { hint: `write ${said.name}=VALUE` })
  if (field.name === 'id')
    throw problem('record/bad-value', 'The id of a record stays as it is: packets and lists name it.')
  const value = await readOne(field, said.value)
  if (value === null && field.required) throw badValue(field, 'required')
  for (const seen of before) state.shown[slot] = await readOne(field, seen)
  state.said.push({ slot, value, name: said.name, change: value === null ? 'emptied' : 'set' })
}

/** One slot is said once. */
function mustDiffer(said: readonly SaidSlot[]): void {
  const twice = said.find(({ slot }, at) => said.findIndex(other => other.slot === slot) < at)
  if (twice !== undefined)
    throw problem('usage/wrong', `${twice.name} is said twice.`, {
      hint: 'say each value once; NAME+=VALUE adds another',
    })
}

/** As of a reply: the database takes the rows of a record together, and each costs it more than the one before. */
function mustBeFew(said: readonly SaidSlot[]): void {
  if (said.filter(({ slot }) => slot.startsWith('row/')).length <= limits.replyRows) return
  throw problem('usage/wrong', `One command says ${limits.replyRows} rows of a record at most.`, {
    hint: 'say the others in a second command, or write them into a file: satchel load --help',
  })
}
