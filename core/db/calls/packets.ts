// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Guard, PacketOpened, PacketStillOpen } from '../shapes/packets.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** What an open printed packet showed, for the one who types its answer in, and a token for that: its recipient, or the office. */
export const answerPaper = statement(
  'packets/answer-paper',
  'one',
  z.object({
    packet: z.string(),
    /** Hash. */
    code: z.string(),
    /** Hash. */
    token: z.string(),
    /** Short name of the one who types. */
    operator: z.string(),
  }),
  z.object({ opened: z.union([Refusal, PacketOpened]) }),
)

/** Packets that went to the acting colleague, and of a manager to those under them, newest first, with what became of their fields. A record that is another's by now has no name. */
export const packetsBelow = statement(
  'packets/below',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    packet: z.string(),
    record: z.string().nullable(),
    recipient: z.string(),
    status: z.string(),
    carrier: z.string(),
    issued: z.date(),
    expires: z.date(),
    replies: z.number(),
    answered: z.date().nullable(),
    applied: z.number(),
    held: z.number(),
    refused: z.number(),
  }),
)

/** Notes that a packet that open_packet made in the same transaction leaves on paper, with a code. */
export const carryPaper = statement(
  'packets/carry-paper',
  'one',
  z.object({
    packet: z.number(),
    /** Of the packet file with its token masked. */
    digest: z.string(),
    /** Hash. */
    code: z.string(),
  }),
  z.object({ packet: z.number().nullable() }),
)

/** Notes that a packet that open_packet made in the same transaction leaves as a file or on paper: no letter is queued. */
export const carryPacket = statement(
  'packets/carry',
  'one',
  z.object({
    packet: z.number(),
    /** Of the packet file with its token masked. */
    digest: z.string(),
    /** file or paper. */
    carrier: z.enum(['file', 'paper']),
  }),
  z.object({ packet: z.number().nullable() }),
)

/** Those of these packets that left as a file or on paper. */
export const packetsGone = statement(
  'packets/gone',
  'many',
  z.object({
    /** Their public ids. */
    packets: z.array(z.string()),
  }),
  z.object({ packet: z.string() }),
)

/** How letters about a packet are protected: {protection, pgp_key}; of passphrase they tell numbers alone. */
export const packetGuard = statement(
  'packets/guard',
  'one',
  z.object({ packet: z.number() }),
  z.object({ guard: Guard }),
)

/** The recipient of an open packet, found by a letter about it or by its id: {mailto, packet, packet_id, language}; null if there is none. */
export const packetHolder = statement(
  'packets/holder',
  'one',
  z.object({ letter: z.string().nullable(), packet: z.string().nullable() }),
  z.object({
    holder: z.object({ mailto: z.string(), packet: z.string(), packet_id: z.number(), language: z.string() }).nullable(),
  }),
)

/** Open packets of a record, and of the records handed over with it, whose recipients have left, without a packet to a successor: for the new owner. */
export const packetsLeft = statement(
  'packets/left',
  'many',
  z.object({ entity: z.number() }),
  z.object({
    packet: z.string().nullable(),
    /** Its uuid. */
    record: z.string().nullable(),
    form: z.string().nullable(),
  }),
)

/** Work packets, newest first. A packet counts as answered once a reply came, with any outcome. */
export const listPackets = statement(
  'packets/list',
  'many',
  z.object({ limit: z.number() }),
  z.object({
    packet: z.string(),
    record: z.string(),
    recipient: z.string(),
    status: z.string(),
    carrier: z.string(),
    issued: z.date(),
    expires: z.date(),
    replies: z.number().nullable(),
    answered: z.date().nullable(),
  }),
)

/** The records with these human ids or uuids, as the acting role sees them, in the order of the ids. */
export const namedRecords = statement(
  'packets/named',
  'many',
  z.object({
    /** Human ids or uuids. */
    keys: z.array(z.string()),
  }),
  z.object({ key: z.string(), entity: z.number().nullable(), name: z.string().nullable() }),
)

/** Opens a person's own form: entity key, address (null: the best on file), form, packet id, hashes of three tokens, mark of the address, whether they asked, days. */
export const openOwnPacket = statement(
  'packets/open-own',
  'one',
  z.object({
    entity: z.string(),
    mailto: z.string().nullable(),
    form: z.string(),
    packet: z.string(),
    reply_token: z.string(),
    bounce_token: z.string(),
    unsubscribe_token: z.string(),
    mark: z.string(),
    asked: z.boolean(),
    days: z.number(),
  }),
  z.object({ opened: z.union([Refusal, PacketOpened]) }),
)

/** Opens a packet: entity key, staff hid, form name, packet id, hashes of the tokens, days until it expires, work or edit, and whether another open packet is allowed: otherwise {open} names it. Reads under the recipient's role. */
export const openPacket = statement(
  'packets/open',
  'one',
  z.object({
    /** Human id or uuid of the record. */
    entity: z.string(),
    /** Short name of the recipient. */
    staff: z.string(),
    form: z.string(),
    /** Public id. */
    packet: z.string(),
    /** Hash. */
    reply_token: z.string(),
    /** Hash. */
    bounce_token: z.string(),
    /** Hash, for the address of a protected letter. */
    address_token: z.string(),
    /** Until it expires. */
    days: z.number(),
    /** work or edit. */
    kind: z.enum(['work', 'edit']),
    /** Also if another one is still open. */
    again: z.boolean(),
    /** Short name of the colleague who sends it. */
    operator: z.string(),
    /** Time zone of the days. */
    zone: z.string(),
    /** Bytes of files at most. */
    files: z.number(),
    /** Of the packet; empty: the recipient's. */
    language: z.string(),
    /** It is looked at, and undone. */
    shown: z.boolean(),
  }),
  z.object({
    /** The values read, {open} with the packet that is still open, or {problem}. */
    opened: z.union([Refusal, PacketStillOpen, PacketOpened]),
  }),
)

/** Who would get each of these records: the one who is named, or else its owner; and why they cannot. */
export const packetOrders = statement(
  'packets/orders',
  'many',
  z.object({
    /** Human ids or uuids. */
    keys: z.array(z.string()),
    /** Short name; null: the owner of each. */
    staff: z.string().nullable(),
  }),
  z.object({
    key: z.string(),
    entity: z.number().nullable(),
    type: z.string().nullable(),
    /** The form of its stage. */
    form: z.string().nullable(),
    staff: z.string().nullable(),
    protection: z.string().nullable(),
    trouble: z.enum(['entity/not-known', 'staff/none', 'staff/off', 'staff/no-protection', 'staff/not-confirmed']).nullable(),
  }),
)

/** The packets of these records and forms that their recipients still have open, each with the place of its order, counted from one. */
export const packetsOut = statement(
  'packets/out',
  'many',
  z.object({
    /** [{entity, staff, form}]. */
    orders: z.array(z.object({ entity: z.number().nullable(), staff: z.string().nullable(), form: z.string() })),
  }),
  z.object({ place: z.number(), packet: z.string(), mailto: z.string(), issued: z.string(), expires: z.string() }),
)

/** The addresses on file for a person's own form, the best one first. */
export const ownAddresses = statement(
  'packets/own-addresses',
  'many',
  z.object({
    entity: z.string(),
    /** Only this one. */
    mailto: z.string().nullable(),
  }),
  z.object({ mailto: z.string().nullable() }),
)

/** Queues one letter for several packets of one recipient that open_packet made in the same transaction. */
export const postPackets = statement(
  'packets/post-together',
  'one',
  z.object({
    /** [{packet, digest}], in the order of the letter. */
    packets: z.array(z.object({ packet: z.number(), digest: z.string() })),
    letter: z.string(),
    letter_digest: z.string(),
    bytes: Bytes,
  }),
  z.object({ letter: z.number().nullable() }),
)

/** Queues the letter of a packet that open_packet made in the same transaction. */
export const postPacket = statement(
  'packets/post',
  'one',
  z.object({
    packet: z.number(),
    /** Of the packet file with its token masked. */
    digest: z.string(),
    letter: z.string(),
    letter_digest: z.string(),
    bytes: Bytes,
  }),
  z.object({ letter: z.number().nullable() }),
)

/** The records of packets: replies to one record are merged one after the other. */
export const packetRecords = statement(
  'packets/records',
  'many',
  z.object({
    /** Their public ids. */
    packets: z.array(z.string()),
  }),
  z.object({ packet: z.string(), entity: z.number() }),
)

/** Revokes an open packet; false if there is none. */
export const revokePacket = statement(
  'packets/revoke',
  'one',
  z.object({ packet: z.string() }),
  z.object({ revoked: z.boolean().nullable() }),
)
