// Held changes for a page: how many wait for each reason, a part of the list, and one of them with all that helps to decide it.

import type { FormDefinition, FormField } from '@satchel/forms/definition/definition'
import { displayValue } from '@satchel/forms/definition/field-value'
import { slotFields, slotLabel } from '@satchel/forms/letters/letter-parts'
import { wordsFor } from '@satchel/forms/loader'
import { inLanguage } from '@satchel/forms/words/form-words'
import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Database } from '../db/database.ts'
import {
  changeEvidence,
  changeFiles,
  changesBeside,
  heldChanges,
  heldDoubles,
  heldReasons,
} from '../db/calls/review.ts'
import { type FormCatalog, loadCatalog } from '../forms/form-catalog.ts'
import { nameOf } from '../import/apply/acknowledgement.ts'

/** A value of a slot: of a row each of its fields with its label. Empty where there is none. */
export const Shown = z.array(z.object({ label: z.string().nullable(), text: z.string() }))
export type Shown = z.infer<typeof Shown>

const HeldRow = z.object({
  change: z.number(),
  /** Number and stamp: what resolving it asks for. */
  id: z.string(),
  record: z.string(),
  /** The slot, as the form calls it. */
  slot: z.string(),
  saw: Shown,
  now: Shown,
  wants: Shown,
  reason: z.string(),
  /** Why it cannot be stored as it was written. */
  doubt: z.string().nullable(),
  sender: z.string(),
  /** Number of the packet, or the name of the file that was loaded. */
  packet: z.string(),
  received: z.date(),
})
export type HeldRow = z.infer<typeof HeldRow>

const Mendable = z.object({
  name: z.string(),
  label: z.string(),
  value: z.string(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
})

const HeldDetail = HeldRow.extend({
  evidence: changeEvidence.row.nullable(),
  beside: z.array(z.object({ slot: z.string(), wants: Shown, outcome: z.string(), reason: z.string().nullable() })),
  files: z.array(changeFiles.row),
  /** Of a new record that is asked for: records that it may be, and changes that ask for the same. */
  doubles: z.array(heldDoubles.row),
  /** Fields that take another value; none where it is taken or refused as it is. */
  mendable: z.array(Mendable),
  /** One value, or a row of several. */
  isRow: z.boolean(),
})
export type HeldDetail = z.infer<typeof HeldDetail>

/** A page of the list, oldest first, and one change: the asked one, or the first of the page. Its absence says that it is not held. */
export const reviewHeld = useCase(
  z.object({
    /** Only these; the empty string: all. */
    reason: z.string().default(''),
    change: z.number().int().optional(),
    /** The page after this number. */
    after: z.number().int().default(0),
    limit: z.number().int().min(1),
    /** Of labels. */
    language: z.string(),
  }),
  z.object({
    reasons: z.array(heldReasons.row),
    rows: z.array(HeldRow),
    /** There are more after these. */
    hasMore: z.boolean(),
    shown: HeldDetail.nullable(),
  }),
  (context, { reason, change, after, limit, language }) =>
    context.asStaff(async database => {
      const catalog = await loadCatalog(database)
      const reasons = await database.run(heldReasons, {})
      const page = await database.run(heldChanges, { reason, change: 0, after, limit: limit + 1 })
      const rows = page.slice(0, limit)
      const number = change ?? rows[0]?.change
      const asked = rows.find(row => row.change === number) ?? (await oneHeld(database, number))
      const read = (row: Held) => rowOf(row, reading(catalog, row, language))
      return {
        reasons: [...reasons],
        rows: rows.map(read),
        hasMore: page.length > limit,
        shown: asked === null ? null : await detailOf(database, asked, reading(catalog, asked, language)),
      }
    }),
)

type Held = z.infer<typeof heldChanges.row>

async function oneHeld(database: Database, change: number | undefined): Promise<Held | null> {
  if (change === undefined) return null
  const [row = null] = await database.run(heldChanges, { reason: '', change, after: 0, limit: 1 })
  return row
}

/** How slots of one form are read in one language. */
interface Reading {
  readonly form: FormDefinition | null
  readonly language: string
  label(slot: string, wanted: unknown): string
  shown(slot: string, value: unknown): Shown
}

/** @param row the form that its slots are of. */
export function reading(
  catalog: FormCatalog,
  row: Pick<Held, 'form_name' | 'form_version'>,
  language: string,
): Reading {
  const form = catalog.find(row.form_name, row.form_version)
  const words = wordsFor(catalog.forms.words, language)
  const fieldsOf = (slot: string): readonly FormField[] => (form === null ? [] : slotFields(form, nameOf(slot)))
  return {
    form,
    language,
    label: (slot, wanted) => {
      const name = nameOf(slot)
      return form === null ? slot : slotLabel(form, isGroup(wanted) ? { ...name, values: wanted } : name, words)
    },
    shown(slot, value) {
      const fields = fieldsOf(slot)
      if (isGroup(value))
        return Object.entries(value).map(([name, text]) => {
          const field = fields.find(each => each.name === name)
          return field === undefined
            ? { label: name, text }
            : { label: inLanguage(field.label, language), text: displayValue(field, text, language) }
        })
      if (typeof value !== 'string') return []
      const [field] = fields
      return [{ label: null, text: field === undefined ? value : displayValue(field, value, language) }]
    },
  }
}

const isGroup = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every(each => typeof each === 'string')

const rowOf = (row: Held, read: Reading): HeldRow => ({
  change: row.change,
  id: `${row.change}-${row.stamp}`,
  record: row.entity_name,
  slot: read.label(row.slot, row.wanted ?? row.believed),
  saw: read.shown(row.slot, row.believed),
  now: read.shown(row.slot, row.now),
  wants: read.shown(row.slot, row.wanted),
  reason: row.reason ?? '',
  doubt: row.doubt,
  sender: row.sender,
  packet: row.packet,
  received: row.received,
})

async function detailOf(database: Database, row: Held, read: Reading): Promise<HeldDetail> {
  const { change } = row
  const beside = await database.run(changesBeside, { change })
  return {
    ...rowOf(row, read),
    evidence: await database.run(changeEvidence, { change }),
    beside: beside.map(({ slot, wanted, outcome, reason }) => ({
      slot: read.label(slot, wanted),
      wants: read.shown(slot, wanted),
      outcome,
      reason,
    })),
    files: [...(await database.run(changeFiles, { change }))],
    doubles: row.slot.startsWith('row/') ? [...(await database.run(heldDoubles, { change }))] : [],
    mendable: mendableOf(row, read),
    isRow: row.slot.startsWith('row/'),
  }
}

/** The fields of the form in which another value can be given; a report is taken or refused whole. */
function mendableOf({ slot, wanted }: Held, { form, language }: Reading): z.infer<typeof Mendable>[] {
  if (form === null || wanted === null || nameOf(slot).kind === 'report') return []
  return slotFields(form, nameOf(slot)).map(field => ({
    name: field.name,
    label: inLanguage(field.label, language),
    value: isGroup(wanted) ? (wanted[field.name] ?? '') : typeof wanted === 'string' ? wanted : '',
    choices: field.choices.map(({ value, label }) => ({ value, label: inLanguage(label, language) })),
  }))
}
