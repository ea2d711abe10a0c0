// What the history holds of each field: as it was and as it became, in words, and what puts it back.

import type { z } from 'zod'
import { columnsOf, namesOfNumbers } from '../../../db/calls/folder.ts'
import type { Database } from '../../../db/database.ts'
import type { Change } from '../../../people/record-history.ts'
import type { Say } from '../../page/words.ts'
import { type Fields, rowOf } from '../record/read-folder.ts'

type Column = z.infer<typeof columnsOf.row>
type Named = z.infer<typeof namesOfNumbers.row>

export interface Meaning {
  readonly columns: readonly Column[]
  readonly named: readonly Named[]
}

/** The labels of what changed, and the names of the numbers in it. */
export async function meaningOf(database: Database, changes: readonly Change[]): Promise<Meaning> {
  const columns = await database.run(columnsOf, { tables: [...new Set(changes.map(({ source }) => source))] })
  const numbers = (refers: string) => [
    ...new Set(
      columns
        .filter(column => column.refers === refers)
        .flatMap(({ source, name }) =>
          changes
            .filter(change => change.source === source)
            .flatMap(({ before, after }) => [before?.[name], after?.[name]]),
        )
        .filter(value => typeof value === 'number'),
    ),
  ]
  const named = await database.run(namesOfNumbers, {
    records: [...numbers('entity'), ...numbers('staff')],
    stages: numbers('development_stage'),
    kinds: numbers('relationship_type'),
  })
  return { columns, named: [...named] }
}

export interface ChangedField {
  readonly label: string
  /** In words; empty where there was none. */
  readonly before: string
  readonly after: string
  /** What the form of "put back" says; null where it is no field that is put back, or holds the earlier value already. */
  readonly back: { readonly name: string; readonly was: string; readonly value: string } | null
}

const textOf = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** Days and moments as the reader writes them. */
function shownText(say: Say, text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return say.short(text)
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:/.test(text) ? say.moment(new Date(text)) : text
}

/** What the form of "put back" says of a column and its earlier value; null where it cannot be put back, or is so already. */
export type Back = (column: string, value: string) => ChangedField['back']

/** The fields of one change, in the order of their table. */
export function fieldsOf(
  say: Say,
  putBack: Back,
  { columns, named }: Meaning,
  change: Change,
): readonly ChangedField[] {
  const { source, before, after } = change
  return columns
    .filter(column => column.source === source)
    .flatMap(({ name, label, refers }) => {
      const [old, fresh] = [before?.[name], after?.[name]]
      if (old === undefined && fresh === undefined) return []
      const known = (value: unknown) =>
        named.find(each => each.refers === (refers === 'staff' ? 'entity' : refers) && each.number === value)
      const told = (value: unknown) => known(value)?.name ?? shownText(say, textOf(value))
      const stated = (value: unknown) =>
        refers === null || refers === 'lookup' ? textOf(value) : (known(value)?.hid ?? null)
      const value = change.verb === 'update' ? stated(old ?? null) : null
      const back = value === null && old !== undefined ? null : putBack(name, value ?? '')
      return [{ label, before: told(old), after: told(fresh), back: change.verb === 'update' ? back : null }]
    })
}

/** The field that a column is, as commands name it, with what it holds now. */
export function backOf(
  { head, fields, slots }: Fields,
  { source, row }: Change,
  column: string,
  value: string,
): ChangedField['back'] {
  const plain = column.slice(source.length + 1).replaceAll('_', '-')
  const field = fields.find(
    each =>
      each.source === source &&
      each.may_write &&
      (each.field === plain || each.field === `${plain}-name`) &&
      !['id', 'owner', 'parent'].includes(each.name),
  )
  const made = (name: string, now: unknown) =>
    (typeof now === 'string' ? now : '') === value ? null : { name, was: typeof now === 'string' ? now : '', value }
  // whose it is and what it stands under: by the field of that name, as on the record's page
  if (source === 'entity' && (plain === 'owner' || plain === 'parent'))
    return fields.some(({ name, may_write }) => name === plain && may_write) ? made(plain, head[plain]) : null
  if (source === head.type) {
    const slot = field === undefined ? undefined : slots[`field/${field.name}`]
    return field === undefined || slot === undefined ? null : made(field.name, slot)
  }
  const place = Object.keys(slots).find(
    slot =>
      slot.startsWith(`row/${source.replaceAll('_', '-')}/`) &&
      slot.endsWith(String(row)) &&
      /\/[a-z]+$/.test(slot.slice(0, -String(row).length)),
  )
  if (place === undefined) return null
  const now = rowOf(slots[place])
  if (source === 'contact_point')
    return plain === 'value' && now.kind !== undefined && value !== '' ? made(now.kind, now.value) : null
  if (field === undefined) return null
  const [collection = '', last = ''] = field.name.split('.')
  const key = source === 'address' ? String(row) : (place.split('/').at(-1) ?? '')
  return made(`${collection}/${key}.${last}`, now[field.field] ?? '')
}
