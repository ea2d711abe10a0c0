// The fields of a type of record, as the one who asks may write them.

import { z } from 'zod'
import { useCase } from '../context/use-case.ts'
import { fieldsOfType } from './read/catalog.ts'

/** @throws Problem record/no-type. */
export const listFields = useCase(
  z.object({
    /** As people call it. */
    type: z.string(),
  }),
  z.array(
    z.object({
      field: z.string(),
      kind: z.string(),
      label: z.string(),
      choices: z.array(z.string()),
      required: z.boolean(),
      /** Whether the acting role may write it. */
      write: z.boolean(),
    }),
  ),
  (context, { type }) =>
    context.asStaff(async database =>
      (await fieldsOfType(database, type)).map(({ name, kind, label, choices, required, may_write }) => ({
        field: name,
        kind,
        label,
        choices: choices ?? [],
        required,
        write: may_write,
      })),
    ),
)
