// A choice of a list, as it is changed: what is named alone.

import { z } from 'zod'

export const ChoiceFields = z.object({
  name: z.string().optional(),
  sort: z.number().optional(),
  active: z.boolean().optional(),
})
