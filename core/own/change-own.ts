// Types, tables and fields of one's own: listed, dropped while nothing uses them, renamed, retyped, and given other rights.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { listOwn } from '../db/calls/own.ts'
import { fileName, Made, makeOwn } from './run-own.ts'
import { SaidField, wantedField } from './wanted-field.ts'

const dryRun = z.boolean().default(false)
/** The word of a type or table. */
const name = z.string()

/** Types, tables and fields of one's own, as far as the caller sees them. */
export const ownList = useCase(z.object({}), z.object({ own: z.array(listOwn.row) }), async context => ({
  own: [...(await context.asStaff(database => database.run(listOwn, {})))],
}))

/** A type, a table or a field that nothing uses. @throws Problem own/refused, staff/admin-only, database/busy. */
export const dropOwn = useCase(
  z.object({ name, field: z.string().optional(), dryRun }),
  Made,
  (context, { name: record, field, dryRun: isDry }) =>
    makeOwn(
      context,
      { what: 'drop', record, fields: [], ...(field === undefined ? {} : { field }) },
      fileName('drop', record, field),
      isDry,
    ),
)

/** The word and the label that people see; the name in SQL stays, so that what names it goes on. @throws as dropOwn. */
export const renameOwn = useCase(
  z.object({
    name,
    field: z.string().optional(),
    word: z.string().optional(),
    label: z.string().optional(),
    dryRun,
  }),
  Made,
  (context, { name: record, field, word, label, dryRun: isDry }) =>
    makeOwn(
      context,
      {
        what: 'rename',
        record,
        fields: [],
        ...(field === undefined ? {} : { field }),
        ...(word === undefined ? {} : { name: word }),
        ...(label === undefined ? {} : { label }),
      },
      fileName('rename', record, field),
      isDry,
    ),
)

/** A field gets another type, and its values go along; where one does not fit, nothing is changed. @throws as dropOwn, and own/wrong. */
export const retypeOwn = useCase(
  z.object({
    name,
    /** As it is typed for a new field: area:integer. */
    field: SaidField,
    dryRun,
  }),
  Made,
  (context, { name: record, field: typed, dryRun: isDry }) => {
    const field = wantedField(typed, record)
    // without a label of its own it keeps the one that it has
    const label = typeof typed !== 'string' || typed.includes(':label=') ? field.label : ''
    return makeOwn(
      context,
      { what: 'retype', record, fields: [{ ...field, label }] },
      fileName('retype', record, field.name),
      isDry,
    )
  },
)

/** Who sees its rows. @throws as dropOwn. */
export const giveRights = useCase(
  z.object({ name, rights: z.enum(['record', 'owner', 'office', 'everybody']), dryRun }),
  Made,
  (context, { name: record, rights, dryRun: isDry }) =>
    makeOwn(context, { what: 'rights', record, rights, fields: [] }, fileName('rights', record), isDry),
)
