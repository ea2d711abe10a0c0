// The types of records and their fields, as the acting member of staff may use them. An unknown name is answered with the nearest known one.

import { meant } from '@satchel/protocol/nearest'
import type { z } from 'zod'
import { recordCatalog, recordTypes } from '../../db/calls/records.ts'
import type { Database } from '../../db/database.ts'
import { problem } from '../../problems/problems.ts'
import { typedType, aRecord, aRecordFirst } from './type-words.ts'

export type CatalogField = z.infer<typeof recordCatalog.row>

/** @param type as people call it. @throws Problem record/no-type. */
export async function fieldsOfType(database: Database, type: string): Promise<readonly CatalogField[]> {
  const fields = await database.run(recordCatalog, { type })
  if (fields.length > 0) return fields
  const types = (await database.run(recordTypes, {})).flatMap(({ type: hid, name }) => [
    typedType(hid),
    name.toLowerCase(),
  ])
  throw problem('record/no-type', `There is no type of record "${type}".`, { hint: meant(type, [...new Set(types)]) })
}

/** The field of a name. `address/work.city` is the field `address.city`, `line/2.price` the field `line.price`. @throws Problem record/no-field. */
export function fieldNamed(fields: readonly CatalogField[], name: string): CatalogField {
  const plain = name.replace(/^([a-z-]+)\/[^.]*\./, '$1.')
  const field = fields.find(known => known.name === plain)
  if (field !== undefined) return field
  const type = fields[0]?.type ?? 'record'
  throw problem('record/no-field', `${aRecordFirst(type)} has no field "${name}".`, {
    hint: [
      meant(
        plain,
        fields.filter(({ may_write }) => may_write).map(known => known.name),
      ),
      `satchel fields ${typedType(type)} lists them`,
    ],
  })
}

/** @throws Problem database/no-right, which names the field. */
export function mustBeWritable(field: CatalogField): void {
  if (field.may_write) return
  throw problem('database/no-right', `You may not write the field ${field.name} of ${aRecord(field.type)}.`, {
    hint: `satchel fields ${typedType(field.type)} says which you may`,
  })
}
