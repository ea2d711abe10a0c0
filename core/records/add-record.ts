// satchel add: a record with all that is said of it, or none. Somebody who may be there already is told before a second one is made.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { addRecord as addRecordOf } from '../db/calls/commands.ts'
import { linkNew } from '../db/calls/inquiries.ts'
import { normalContact, recordDoubles } from '../db/calls/records.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/dry-run.ts'
import { zoneOf } from '../home/local-day.ts'
import { problem } from '../problems/problems.ts'
import { accepted, refusal } from '../problems/refusal.ts'
import { type CatalogField, fieldsOfType } from './read/catalog.ts'
import { apartFromFiles, madeRows, putFiles } from './field-files.ts'
import { namedRecord } from './read/named-record.ts'
import { readSaid } from './read/read-said.ts'
import { isOfRow, rowOf } from './read/row-slots.ts'
import { inWords } from './refused-write.ts'
import { SaidField } from './read/said-fields.ts'
import { FieldOutcome, type Said } from './read/said-slots.ts'
import { outcomesOf } from './write-slots.ts'
import { typedId } from './read/typed-text.ts'
import { aRecordFirst, typeWord } from './read/type-words.ts'
import { badValue, valueReader } from './read/typed-value.ts'

const AddedRecord = z.object({
  /** Human id. */
  record: z.string(),
  name: z.string(),
  type: z.string(),
  fields: z.array(FieldOutcome),
})

/** @throws Problem record/no-type, record/no-field, record/bad-value, record/there, record/refused, entity/not-seen, database/no-right. */
export const addRecord = useCase(
  z.object({
    /** As people call it. */
    type: z.string(),
    set: z.array(SaidField),
    /** Human id, uuid or exact name of the record that it stands under. */
    under: z.string().optional(),
    /** Short name of its owner; without it the one who adds it. */
    owner: z.string().optional(),
    /** Also if somebody of that name is there. */
    anyway: z.boolean().default(false),
    /** The inquiry that it is made of: it is of this record then, or nothing is added. */
    inquiry: z.string().optional(),
    dryRun: z.boolean().default(false),
  }),
  AddedRecord,
  async (context, { type: typed, set, under, owner, anyway, inquiry, dryRun }) => {
    const { type, said, files, hid, place, whose } = await context.asStaff(async database => {
      const readOne = valueReader(database, zoneOf(context.settings.timezone))
      const fields = await fieldsOfType(database, typed)
      const own = fields[0]?.type ?? typed
      if (own === 'staff') {
        throw problem('usage/wrong', 'A colleague is added with a role and an address.', { hint: 'satchel staff add' })
      }
      const { texts, files } = await apartFromFiles(fields, set)
      const other = texts.filter(({ name }) => !atOnce.has(name))
      mustHaveAll(fields, other)
      const read = await readSaid({ fields, set: other, was: [] }, {}, readOne)
      if (nameOf(read) === '') {
        throw problem('record/bad-value', 'A person needs a given-name or a family-name.')
      }
      if (!anyway) await mustBeNew(database, own, read)
      const above = saidAtOnce(texts, 'parent', under)
      const id = saidAtOnce(texts, 'id')
      const parent = above === null ? null : (await namedRecord(database, above)).hid
      return {
        type: own,
        said: read,
        files: files.map(word => ({
          ...word,
          row: isOfRow(word.field) ? rowOf(word.said) : null,
          was: null,
        })),
        hid: id === null ? null : typedId(id),
        place: parent,
        whose: saidAtOnce(texts, 'owner', owner),
      }
    })
    context.failpoint('command/read')
    return context.asImport(database =>
      inTransaction(database, dryRun, async () => {
        const { outcome } = await database
          .run(addRecordOf, {
            staff: context.settings.operator,
            type,
            name: nameOf(said),
            hid,
            under: place,
            owner: whose,
            said: said.said.map(({ slot, value }) => ({ slot, value })),
          })
          .catch((error: unknown) => Promise.reject(inWords(error, { hid: `The new ${typeWord(type)}` })))
        const added = accepted(outcome, code => refusal(code))
        if (inquiry !== undefined) await ofInquiry(database, context.settings.operator, inquiry, added.hid)
        const put = await putFiles(context, database, added, files, madeRows(said, added.slots))
        context.failpoint('command/written')
        return { record: added.hid, name: added.name, type, fields: [...outcomesOf(said, added), ...put] }
      }),
    )
  },
)

/** @throws Problem record/bad-value for a field that is needed and not said. */
function mustHaveAll(fields: readonly CatalogField[], set: readonly SaidField[]): void {
  const missing = fields.find(
    field => field.required && field.source === field.type && !set.some(({ name }) => name === field.name),
  )
  if (missing === undefined) return
  throw missing.choices === null
    ? badValue(missing, 'required')
    : problem('record/bad-value', `${aRecordFirst(missing.type)} needs a value for ${missing.name}.`, {
        hint: `${missing.name}=${missing.choices.join(' or ')}`,
      })
}

/** @throws Problem inquiry/not-known; inquiry/linked where another record was made of it meanwhile. */
async function ofInquiry(database: Database, staff: string, inquiry: string, record: string): Promise<void> {
  const { became } = await database.run(linkNew, { staff, inquiry, record })
  if (became !== 'done') throw refusal(became)
}

/** A record is made with them, before its fields are written. */
const atOnce = new Set(['id', 'owner', 'parent'])

/** @throws Problem usage/wrong for one that is said twice. */
function saidAtOnce(set: readonly SaidField[], name: string, option?: string): string | null {
  const [said, second] = [
    ...(option === undefined ? [] : [option]),
    ...set.filter(one => one.name === name).map(one => one.value),
  ]
  if (second !== undefined) throw problem('usage/wrong', `The ${name} is said twice.`, { hint: 'say it once' })
  return said ?? null
}

/** What the record will be called. */
function nameOf({ said }: Said): string {
  return ['name', 'given-name', 'family-name']
    .flatMap(name => said.find(({ slot }) => slot === `field/${name}`)?.value ?? [])
    .filter(name => typeof name === 'string')
    .join(' ')
}

/** Deals and tickets of one name are no doubles. */
const comparedTypes = new Set(['person', 'organization', 'product', 'grp'])

/** @throws Problem record/there, with those who may be meant. */
async function mustBeNew(database: Database, type: string, said: Said): Promise<void> {
  if (!comparedTypes.has(type)) return
  const contacts = []
  for (const { slot, value } of said.said) {
    if (slot.startsWith('row/contact-point/') && isContact(value) && ['phone', 'email'].includes(value.kind))
      contacts.push((await database.run(normalContact, value)).normal)
  }
  const there = await database.run(recordDoubles, { type, name: nameOf(said), contacts })
  if (there.length === 0) return
  throw problem('record/there', `This ${typeWord(type)} may be there already; nothing was added.`, {
    hint: [...there.map(({ hid, name, why }) => `${hid ?? ''} ${name}: ${why}`), '--anyway adds another'],
  })
}

const isContact = (value: unknown): value is { readonly kind: string; readonly value: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && 'value' in value
