// How a record is reached, in columns of its own row, as rows of the tables that keep it.

import type { FileRow } from '../../db/shapes/files.ts'
import { mailsOf } from '../values/mail-addresses.ts'
import type { TableRow } from '../tables/read-table.ts'

interface ReachRow {
  /** Line of the row that it comes from, and the field whose heading a fault names. */
  readonly line: number
  readonly field: string
  readonly sent: Omit<FileRow, 'line'>
}

const addressFields = ['line1', 'line2', 'postcode', 'city', 'region', 'country'] as const
const separators = { phone: /[;,\n]|\s\/\s/, email: /[;,\n]/, web: /\n/ } as const

export function reachRows(
  through: readonly { readonly row: TableRow; readonly id: number }[],
): readonly { readonly type: string; readonly rows: readonly ReachRow[] }[] {
  const contacts = through.flatMap(({ row: { line, reach }, id }) =>
    (['phone', 'email', 'web'] as const).flatMap(kind =>
      valuesOf(kind, reach[kind]).map(value => ({
        line,
        field: kind,
        sent: { said: { kind, value }, ids: { entity: id } },
      })),
    ),
  )
  const addresses = through.flatMap(({ row: { line, reach }, id }) => {
    const said = Object.fromEntries(
      addressFields.flatMap(field => (reach[field] === undefined ? [] : [[field, reach[field]] as const])),
    )
    const [field] = Object.keys(said)
    // of several that are there nothing says which one is meant: one that differs from them is kept out, and told
    return field === undefined
      ? []
      : [{ line, field: 'line1', sent: { said: { kind: 'work', ...said }, ids: { entity: id }, alone: true } }]
  })
  return [
    { type: 'contact', rows: contacts },
    { type: 'address', rows: addresses },
  ].filter(({ rows }) => rows.length > 0)
}

function valuesOf(kind: keyof typeof separators, cell: string | undefined): readonly string[] {
  if (cell === undefined) return []
  const parts = kind === 'email' ? mailsOf(cell).addresses : cell.split(separators[kind])
  return [...new Set(parts.map(part => part.trim()).filter(part => part !== ''))]
}
