// The files of an inquiry, and the address to answer.

import { z } from 'zod'
import { Guard } from './packets.ts'

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

/** Where the answer to an inquiry goes, and how it is protected. */
export const AnswerWay = z.object({
  mailto: z.string(),
  /** Number of the packet that the words came with. */
  packet: z.string().nullable(),
  guard: Guard.pick({ protection: true, pgp_key: true }),
  language: z.string(),
  /** Which of its answers this one is. */
  number: z.number(),
})
export type AnswerWay = z.infer<typeof AnswerWay>
