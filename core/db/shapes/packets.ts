// A record as the database read it for a packet.

import { z } from 'zod'

const SlotValue = z.union([z.string(), z.record(z.string(), z.string()), z.null()])

/** Texts and numbers by name. */
const Entry = z.record(z.string(), z.union([z.string(), z.number()]))
/** A part that the form does not show, or the recipient's role does not read, is null. */
const Entries = z
  .array(Entry)
  .nullish()
  .transform(entries => entries ?? [])

/** What protocol/messages/packet-case.ts names, as the database read it. */
const OpenedCase = z.object({
  name: z.string(),
  place: z.string().optional(),
  tasks: Entries,
  promises: Entries,
  processes: z
    .array(z.object({ name: z.string(), stages: z.array(Entry) }))
    .nullish()
    .transform(processes => processes ?? []),
  contacts: Entries,
  troubles: Entries,
  relations: Entries,
  deals: Entries,
  tickets: Entries,
  files: Entries,
})
export type OpenedCase = z.infer<typeof OpenedCase>

/** How the letters of somebody are protected. */
export const Protection = z.enum(['plain', 'pgp', 'passphrase'])
export type Protection = z.infer<typeof Protection>

/** How letters about a packet are protected. */
export const Guard = z.object({
  protection: Protection,
  /** Armored, for pgp. */
  pgp_key: z.string().nullable(),
  /** Number and language of the packet. */
  packet: z.string(),
  language: z.string(),
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
  /** The same in all packets of a record to one recipient, and nothing to anybody else; null in a self-update. */
  calendar: z.string().nullable().default(null),
  slots: z.record(z.string(), SlotValue),
  case: OpenedCase,
  /** The colleague who sends it; null where nobody is named. */
  sender: z.object({ name: z.string(), phone: z.string().optional() }).nullable().default(null),
  /** Since when the person wants no letters unasked. */
  no_letters: z.string().nullable().default(null),
  /** Null for an edit of one who has not chosen: it leaves by no letter. */
  protection: Protection.nullable(),
  /** Armored, for pgp. */
  pgp_key: z.string().nullable().default(null),
  /** Whether the packet file is attached. */
  packet_file: z.boolean().default(false),
  /** Whether answers are one tap away; null: as the protection says. */
  answer_links: z.boolean().nullable().default(null),
  /** For passphrase: the key derived from the phrase, sealed to the core key, base64; the salt, hex; the rounds. */
  phrase: z.object({ key: z.string(), salt: z.string(), rounds: z.number() }).nullable().default(null),
})
export type PacketOpened = z.infer<typeof PacketOpened>

/** A record as a preview of a form reads it. */
export const RecordShown = PacketOpened.pick({ type: true, version: true, slots: true, case: true, no_letters: true })

/** The packet of this record, recipient and form that is still open. */
export const PacketStillOpen = z.object({
  open: z.string(),
  mailto: z.string(),
  issued: z.string(),
  expires: z.string(),
})
