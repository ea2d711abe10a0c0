// A record as the database read it for a packet.

import { z } from 'zod'

const SlotValue = z.union([z.string(), z.record(z.string(), z.string()), z.null()])
const Line = z.object({ date: z.string(), kind: z.string(), text: z.string() })

/** How the letters of somebody are protected. */
export const Protection = z.enum(['plain', 'pgp', 'passphrase'])
export type Protection = z.infer<typeof Protection>

/** How letters about a packet are protected. */
export const Guard = z.object({
  protection: Protection,
  /** Armored, for pgp. */
  pgp_key: z.string().nullable(),
})
export type Guard = z.infer<typeof Guard>

/** A record as open_packet read it under the recipient's role. */
export const PacketOpened = z.object({
  id: z.number(),
  kind: z.enum(['work', 'self-update', 'edit']).default('work'),
  name: z.string(),
  mailto: z.string(),
  language: z.string(),
  form_name: z.string(),
  form_version: z.number(),
  type: z.string(),
  version: z.number(),
  epoch: z.number(),
  issued: z.string(),
  expires: z.string(),
  slots: z.record(z.string(), SlotValue),
  background: z.array(Line),
  stages: z.array(Line),
  /** Since when the person wants no letters unasked. */
  no_letters: z.string().nullable().default(null),
  /** Null for an edit of one who has not chosen: it leaves by no letter. */
  protection: Protection.nullable(),
  /** Armored, for pgp. */
  pgp_key: z.string().nullable().default(null),
  /** For passphrase: the key derived from the phrase, sealed to the core key, base64; the salt, hex; the rounds. */
  phrase: z.object({ key: z.string(), salt: z.string(), rounds: z.number() }).nullable().default(null),
})
export type PacketOpened = z.infer<typeof PacketOpened>

/** The packet of this record, recipient and form that is still open. */
export const PacketStillOpen = z.object({
  open: z.string(),
  mailto: z.string(),
  issued: z.string(),
  expires: z.string(),
})
