// The files of an inquiry, and the address to answer.

import { z } from 'zod'

/** Files that lie in a mail: the sender's words for them. */
export const InMail = z.array(z.object({ name: z.string(), type: z.string(), size: z.number() }))

/** The address that learns that a person reads its words. */
export const Told = z.object({
  packet: z.string().nullable(),
  packet_id: z.number().nullable(),
  language: z.string(),
  mailto: z.string().nullable(),
})
export type Told = z.infer<typeof Told>
