// satchel file: the file of a field is saved where the operator wants it.

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { useCase } from '../../context/use-case.ts'
import { fileOf } from '../../db/calls/folder.ts'
import { recordFiles, recordSlots } from '../../db/calls/records.ts'
import { problem } from '../../problems/problems.ts'
import { fieldNamed, fieldsOfType } from '../read/catalog.ts'
import { namedRecord } from '../read/named-record.ts'
import { isOfRow, rowNumber } from '../read/row-slots.ts'
import { savedName } from './saved-name.ts'

/** Nothing that is there is written over. @throws Problem entity/not-seen, record/no-field, record/bad-value, usage/wrong. */
export const saveFile = useCase(
  z.object({
    /** Human id, uuid or exact name. */
    record: z.string(),
    /** As the catalog of fields has it: contract, photo/2.picture. */
    field: z.string(),
    /** Path; without it, its own name in the folder where one is. */
    to: z.string().optional(),
  }),
  z.object({
    record: z.string(),
    field: z.string(),
    name: z.string(),
    bytes: z.number(),
    digest: z.string(),
    path: z.string(),
  }),
  async (context, { record: key, field: typed, to }) => {
    const { record, file, data } = await context.asStaff(async database => {
      const record = await namedRecord(database, key)
      const fields = await fieldsOfType(database, record.type)
      const said = { name: typed.toLowerCase().replaceAll('_', '-'), how: '=' as const, value: '' }
      const field = fieldNamed(fields, said.name)
      if (field.kind !== 'file')
        throw problem('record/bad-value', `The field ${said.name} holds no file.`, {
          hint: namesOf(fields.filter(({ kind }) => kind === 'file').map(({ name }) => name)),
        })
      const shown = isOfRow(field) ? ((await database.run(recordSlots, { entity: record.entity })).slots ?? {}) : {}
      const row = isOfRow(field) ? rowNumber({ shown: { ...shown } }, said, field) : record.entity
      const file = (await database.run(recordFiles, { entity: record.entity })).find(
        one => one.source === field.source && one.field === field.field && one.row_id === row,
      )
      const found =
        file === undefined ? null : await database.run(fileOf, { entity: record.entity, number: file.number })
      if (file === undefined || found === null)
        throw problem('record/bad-value', `${record.hid}: there is no file in the field ${said.name}.`, {
          hint: `satchel set ${record.hid} ${said.name}=@FILE puts one in`,
        })
      return { record, file, data: found.data }
    })
    const path = resolve(to ?? savedName(file.name))
    await writeFile(path, data, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
      throw problem('usage/wrong', `${path} cannot be written, or is there already.`, {
        hint: '--to names another',
        cause,
      })
    })
    const { name, digest } = file
    return { record: record.hid, field: typed, name, bytes: data.length, digest, path }
  },
)

const namesOf = (names: readonly string[]) =>
  names.length === 0 ? 'none of this type does' : `these do: ${names.join(', ')}`
