// New types, tables and fields of one's own, as they are asked for.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import type { Wanted } from '../db/shapes/own.ts'
import { fileName, Made, makeOwn } from './run-own.ts'
import { labelOf, SaidField, wantedField } from './wanted-field.ts'

/** As they are typed: area:number. */
const Fields = z.array(SaidField).default([])
const Rights = z.enum(['record', 'owner', 'office', 'everybody']).default('record')
const label = z.string().optional()
const dryRun = z.boolean().default(false)

export const NewType = z.object({
  name: z.string(),
  fields: Fields,
  label,
  rights: Rights,
  /** Types under which its records may stand; at the top as well, unless it is false. */
  under: z.array(z.string()).default([]),
  top: z.boolean().default(true),
  /** Stages of its process, in their order. */
  stages: z.array(z.string()).default([]),
  dryRun,
})

export const NewTable = z.object({
  name: z.string(),
  /** The type of the records; without one, every record can have such rows. */
  of: z.string().optional(),
  fields: Fields,
  label,
  rights: Rights,
  dryRun,
})

export const NewField = z.object({ type: z.string(), fields: z.array(SaidField).min(1), dryRun })

/** The wanted things, as the database checks and makes them. @throws Problem own/wrong for a field that cannot be read. */
export const wantedType = (input: Omit<z.infer<typeof NewType>, 'dryRun'>): Wanted => {
  const { name, label: said = labelOf(name), fields, rights, under, top, stages } = input
  const made = fields.map(typed => wantedField(typed, name))
  return { what: 'type', name, label: said, rights, under, top, stages, fields: made }
}

/** As wantedType. */
export const wantedTable = (input: Omit<z.infer<typeof NewTable>, 'dryRun'>): Wanted => {
  const { name, label: said = labelOf(name), fields, rights, of } = input
  const made = fields.map(typed => wantedField(typed, name))
  return { what: 'table', name, label: said, rights, ...(of === undefined ? {} : { record: of }), fields: made }
}

/** As wantedType. */
export const wantedFields = ({ type, fields }: Omit<z.infer<typeof NewField>, 'dryRun'>): Wanted => ({
  what: 'field',
  record: type,
  fields: fields.map(typed => wantedField(typed, type)),
})

/** A type of record: parcels, goats, school classes. @throws Problem own/wrong, own/refused, staff/admin-only, database/busy. */
export const newType = useCase(NewType, Made, (context, input) =>
  makeOwn(context, wantedType(input), fileName('new-type', input.name), input.dryRun),
)

/** Rows of the records of a type, or of every record. @throws as newType. */
export const newTable = useCase(NewTable, Made, (context, input) =>
  makeOwn(context, wantedTable(input), fileName('new-table', input.name), input.dryRun),
)

/** Further fields of a type or table, shipped or one's own. @throws as newType. */
export const newField = useCase(NewField, Made, (context, input) => {
  const wanted = wantedFields(input)
  return makeOwn(context, wanted, fileName('new-field', input.type, wanted.fields[0]?.name), input.dryRun)
})
