// The words that commands on records know: types, and the fields that the acting member of staff may write. For the completion of a shell.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { recordCatalog, recordTypes } from '../db/calls/records.ts'

export const listWords = useCase(
  z.object({}),
  z.object({
    /** As people call them. */
    types: z.array(z.string()),
    /** Each with the sign of equality behind it. */
    fields: z.array(z.string()),
  }),
  context =>
    context.asStaff(async database => {
      const types = (await database.run(recordTypes, {})).filter(({ type }) => type !== 'staff')
      const fields = new Set<string>()
      for (const { type } of types)
        for (const { name, may_write } of await database.run(recordCatalog, { type }))
          if (may_write) fields.add(`${name}=`)
      return { types: types.map(({ name }) => name.toLowerCase()), fields: [...fields] }
    }),
)
