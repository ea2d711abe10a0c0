// New types, tables and fields of one's own, as they are asked for.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { Made, makeOwn } from './run-own.ts'
import { labelOf, wantedField } from './wanted-field.ts'

const Fields = z.array(z.string()).default([])
const Rights = z.enum(['record', 'owner', 'office', 'everybody']).default('record')
const label = z.string().optional()
const dryRun = z.boolean().default(false)

/** A type of record: parcels, goats, school classes. @throws Problem own/wrong, own/refused, staff/admin-only, database/busy. */
export const newType = useCase(
  z.object({
    name: z.string(),
    /** As they are typed: area:number. */
    fields: Fields,
    label,
    rights: Rights,
    /** Types under which its records may stand; at the top as well, unless it is false. */
    under: z.array(z.string()).default([]),
    top: z.boolean().default(true),
    /** Stages of its process, in their order. */
    stages: z.array(z.string()).default([]),
    dryRun,
  }),
  Made,
  (context, { fields, dryRun: isDry, ...type }) =>
    makeOwn(
      context,
      {
        what: 'type',
        ...type,
        label: type.label ?? labelOf(type.name),
        fields: fields.map(typed => wantedField(typed, type.name)),
      },
      `new-type-${type.name}`,
      isDry,
    ),
)

/** Rows of the records of a type, or of every record. @throws as newType. */
export const newTable = useCase(
  z.object({
    name: z.string(),
    /** The type of the records; without one, every record can have such rows. */
    of: z.string().optional(),
    fields: Fields,
    label,
    rights: Rights,
    dryRun,
  }),
  Made,
  (context, { fields, dryRun: isDry, of, ...table }) =>
    makeOwn(
      context,
      {
        what: 'table',
        ...table,
        ...(of === undefined ? {} : { record: of }),
        label: table.label ?? labelOf(table.name),
        fields: fields.map(typed => wantedField(typed, table.name)),
      },
      `new-table-${table.name}`,
      isDry,
    ),
)

/** Further fields of a type or table, shipped or one's own. @throws as newType. */
export const newField = useCase(
  z.object({ type: z.string(), fields: z.array(z.string()).min(1), dryRun }),
  Made,
  (context, { type, fields, dryRun: isDry }) => {
    const wanted = fields.map(typed => wantedField(typed, type))
    return makeOwn(
      context,
      { what: 'field', record: type, fields: wanted },
      `new-field-${type}-${wanted[0]?.name ?? ''}`,
      isDry,
    )
  },
)
