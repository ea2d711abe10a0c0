// One row of a table, as its pages need it: what it holds, what the visitor may write of it, and the words of its lists.

import type { z } from 'zod'
import { choicesOf, mayUse } from '../../../db/calls/folder.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { tableForm, tableRow } from '../../../db/calls/tables.ts'
import type { TableField, TableForm } from '../../../db/shapes/tables.ts'
import { zoneOf } from '../../../home/local-day.ts'
import { problem } from '../../../problems/problems.ts'
import type { CatalogField } from '../../../records/read/catalog.ts'
import { namingFaults } from '../../../search/search-faults.ts'
import type { Visit } from '../../page/page.ts'
import type { Shown } from '../record/controls.ts'

export interface RowRead {
  readonly form: TableForm
  readonly shown: Shown
  /** Null of a row that is not there yet. */
  readonly row: z.infer<typeof tableRow.row> | null
  /** Whether the visitor reads the history of rows. */
  readonly hasHistory: boolean
}

/** As the controls of records take a field. A reference to a small table is chosen from its ids. */
export const asCatalogField = ({ form }: Pick<RowRead, 'form'>, field: TableField): CatalogField => ({
  type: form.table.replaceAll('_', ' '),
  name: field.name,
  field: field.field,
  label: field.label,
  kind: field.kind === 'row' ? (field.choices === null ? 'text' : 'choice') : field.kind,
  choices: field.choices,
  refers: field.refers,
  required: field.required,
  may_write: field.mayChange,
  source: field.source,
})

/** @throws Problem entity/not-seen. */
export function numberOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw noRow()
}

const noRow = () => problem('entity/not-seen', 'There is no such row, or you may not see it.')

/** @param number null: a new row. @throws Problem search/wrong, entity/not-seen. */
export const readRow = ({ context, say }: Pick<Visit, 'context' | 'say'>, table: string, number: number | null) =>
  namingFaults(() =>
    context.asStaff(async (database): Promise<RowRead> => {
      const { form } = await database.run(tableForm, { table })
      const row = number === null ? null : (await database.run(tableRow, { table, id: number }))[0]
      if (row === undefined) throw noRow()
      const { reads } = await database.run(mayUse, { tables: ['audit', 'staff'] })
      const hasColleagues = reads.includes('staff') && form.fields.some(({ refers }) => refers === 'staff')
      const shown: Shown = {
        say,
        zone: zoneOf(context.settings.timezone),
        choices: [...(await database.run(choicesOf, { tables: [form.table] }))],
        names: namesIn(row?.fields ?? {}),
        colleagues: hasColleagues ? [...(await database.run(listStaff, {}))] : [],
      }
      return { form, shown, row, hasHistory: reads.includes('audit') }
    }),
  )

/** Names of the records that a row names, by human id. */
const namesIn = (fields: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(
    Object.values(fields).flatMap(value => {
      const { text, record } = (value ?? {}) as Readonly<Record<string, string | undefined>>
      return text === undefined || record === undefined ? [] : [[record, text] as const]
    }),
  )
