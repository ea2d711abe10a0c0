// A colleague as the database shows them.

import { z } from 'zod'
import { Protection } from './packets.ts'

/** A staff member as they are now, and how many packets are out to them. */
export const StaffChanged = z.object({
  hid: z.string(),
  name: z.string(),
  login: z.string(),
  role: z.string(),
  active: z.boolean(),
  packets: z.number(),
})

export const StaffProtected = z.object({
  hid: z.string(),
  name: z.string(),
  protection: Protection,
  earlier: Protection.nullable(),
})

/** Those whose protection of a backup counts again. */
export const StaffConfirmed = z.object({ confirmed: z.array(z.object({ hid: z.string(), protection: Protection })) })

/** What travels with somebody's letters. */
export const StaffLetters = z.object({
  hid: z.string(),
  name: z.string(),
  protection: Protection.nullable(),
  packet_file: z.boolean(),
  answer_links: z.boolean(),
})

/** A new phrase, and the packets that opened with the earlier one. */
export const StaffPhraseSet = z.object({
  hid: z.string(),
  name: z.string(),
  protection: Protection.nullable(),
  revoked: z.array(z.string()),
  /** What those packets showed, to be sent again. */
  records: z.array(z.object({ record: z.string(), form: z.string() })),
})

/** A key that was registered, and the fingerprint of the one before it. */
export const StaffKeySet = z.object({
  hid: z.string(),
  name: z.string(),
  protection: Protection.nullable(),
  earlier: z.string().nullable(),
})
