// The result that long work of the console leaves behind.

import { z } from 'zod'

/** The page that tells what became of it, or where its result is. */
export const WorkAnswer = z.union([
  z.object({ to: z.string() }),
  z.object({ title: z.string(), status: z.number(), place: z.string().nullable(), html: z.string() }),
])
export type WorkAnswer = z.infer<typeof WorkAnswer>
