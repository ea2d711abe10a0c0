// A record as the database read it for a packet.

import { z } from 'zod'

const SlotValue = z.union([z.string(), z.record(z.string(), z.string()), z.null()])
const Line = z.object({ date: z.string(), kind: z.string(), text: z.string() })

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
})
export type PacketOpened = z.infer<typeof PacketOpened>

/** The packet of this record, recipient and form that is still open. */
export const PacketStillOpen = z.object({
  open: z.string(),
  mailto: z.string(),
  issued: z.string(),
  expires: z.string(),
})
