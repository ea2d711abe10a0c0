// What the form of a new record needs, read under the role of the visitor.

import type { Context } from '../../../context/context.ts'
import { choicesOf, mayUse } from '../../../db/calls/folder.ts'
import { recordTypes } from '../../../db/calls/records.ts'
import { listStaff } from '../../../db/calls/staff.ts'
import { zoneOf } from '../../../home/local-day.ts'
import { problem } from '../../../problems/problems.ts'
import { type CatalogField, fieldsOfType } from '../../../records/read/catalog.ts'
import type { Say } from '../../page/words.ts'
import { labelOf, type Shown } from '../record/controls.ts'

export interface AddType {
  readonly type: string
  readonly name: string
  readonly label: string
}

/** The types of which the visitor may add records. A colleague is added with a role and keys, on a page of their own. */
export const addTypes = (context: Context): Promise<readonly AddType[]> =>
  context.asStaff(async database => {
    const types = (await database.run(recordTypes, {})).filter(({ type }) => type !== 'staff')
    const { adds } = await database.run(mayUse, { tables: [...types.map(({ type }) => type), 'entity'] })
    return adds.includes('entity') ? types.filter(({ type }) => adds.includes(type)) : []
  })

export interface AddForm {
  readonly type: AddType
  /** Those that the visitor may write. */
  readonly fields: readonly CatalogField[]
  /** Tables of one's own that have rows of such a record. */
  readonly tables: readonly { readonly name: string; readonly source: string; readonly label: string }[]
  readonly mayChooseOwner: boolean
  readonly shown: Shown
}

/** @param typed as people call it. @throws Problem record/no-type, database/no-right. */
export async function readAddForm(context: Context, say: Say, typed: string): Promise<AddForm> {
  const types = await addTypes(context)
  return context.asStaff(async database => {
    const all = await fieldsOfType(database, typed)
    const type = types.find(each => each.type === all[0]?.type)
    if (type === undefined) throw problem('database/no-right', 'Your role adds no records of this type.')
    const fields = all.filter(({ may_write, kind }) => may_write && kind !== 'rows')
    const mine = (name: string) => fields.some(each => each.name === name)
    const { reads } = await database.run(mayUse, { tables: ['staff'] })
    return {
      type,
      fields: fields.filter(({ name }) => !['id', 'owner', 'parent'].includes(name)),
      tables: all
        .filter(({ kind, source }) => kind === 'rows' && source.startsWith('own_'))
        .map(field => ({ name: field.name, source: field.source, label: labelOf(field) })),
      mayChooseOwner: mine('owner'),
      shown: {
        say,
        zone: zoneOf(context.settings.timezone),
        choices: await database.run(choicesOf, { tables: [...new Set(fields.map(({ source }) => source))] }),
        names: new Map(),
        colleagues: reads.includes('staff') ? await database.run(listStaff, {}) : [],
      },
    }
  })
}
