// Statements of dispatching: staff, forms, packets, letters.

import { z } from 'zod'
import { Bytes, statement } from '../db/statement.ts'

const none = z.object({})

/** The answer of a definer function that refuses. */
export const Refusal = z.object({ problem: z.string() })

export const addStaff = statement(
  'staff/add',
  'one',
  z.object({ hid: z.string(), name: z.string(), email: z.string(), role: z.string(), language: z.string() }),
  z.object({ added: z.object({ staff: z.number(), hid: z.string(), login: z.string(), role: z.string() }).nullable() }),
)

export const listStaff = statement(
  'staff/list',
  'many',
  none,
  z.object({
    hid: z.string(),
    name: z.string(),
    role: z.string().nullable(),
    email: z.string(),
    active: z.boolean(),
    login: z.string(),
    manager: z.string().nullable(),
  }),
)

export const staffRole = statement(
  'staff/role',
  'one',
  z.object({ hid: z.string() }),
  z.object({ role: z.string().nullable() }),
)

export const publishForm = statement(
  'forms/publish',
  'one',
  z.object({ form: z.unknown() }),
  z.object({ result: z.enum(['new', 'known', 'changed', 'faults']).nullable() }),
)

export const formFaults = statement(
  'forms/faults',
  'many',
  z.object({ form: z.unknown() }),
  z.object({ fault: z.string().nullable() }),
)

export const allForms = statement(
  'forms/all',
  'many',
  none,
  z.object({ name: z.string(), version: z.number(), definition: z.string() }),
)

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

export const openPacket = statement(
  'packets/open',
  'one',
  z.object({
    entity: z.string(),
    staff: z.string(),
    form: z.string(),
    packet: z.string(),
    reply_token: z.string(),
    bounce_token: z.string(),
    kind: z.enum(['work', 'edit']),
    days: z.number(),
    again: z.boolean(),
  }),
  z.object({ opened: z.union([Refusal, PacketStillOpen, PacketOpened]) }),
)

export const postPacket = statement(
  'packets/post',
  'one',
  z.object({
    packet: z.number(),
    digest: z.string(),
    letter: z.string(),
    letter_digest: z.string(),
    bytes: Bytes,
  }),
  z.object({ letter: z.number().nullable() }),
)

export const listPackets = statement(
  'packets/list',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    packet: z.string(),
    record: z.string(),
    recipient: z.string(),
    status: z.string(),
    issued: z.date(),
    expires: z.date(),
    replies: z.number().nullable(),
    answered: z.date().nullable(),
  }),
)

export const revokePacket = statement(
  'packets/revoke',
  'one',
  z.object({ packet: z.string() }),
  z.object({ revoked: z.boolean().nullable() }),
)

export const takeLetters = statement(
  'letters/take',
  'many',
  z.object({ limit: z.number() }),
  z.object({ letter: z.number(), hid: z.string(), sending: z.string(), mailto: z.string(), bytes: Bytes }),
)

export const recentLetters = statement('letters/recent', 'many', none, z.object({ sent: z.date() }))

export const letterLater = statement(
  'letters/later',
  'one',
  z.object({ letter: z.number(), problem: z.string() }),
  z.object({ failed: z.boolean().nullable() }),
)

export const letterDone = statement(
  'letters/done',
  'none',
  z.object({ letter: z.number(), problem: z.string().nullable(), refused: z.string().nullable() }),
  none,
)
