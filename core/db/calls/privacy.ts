// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Erased, MyData } from '../shapes/privacy.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** Every known e-mail address of a person, also earlier ones: for the marks that erase_record needs. */
export const eraseAddresses = statement(
  'privacy/erase-addresses',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
  }),
  z.object({
    /** Addresses. */
    addresses: z.array(z.string()).nullable(),
  }),
)

/** Erases a person and all records merged into it; marks of their addresses {address: mark}. {records, uuids, packets (and letters with their data), items, addresses} whose files must be removed, too. */
export const eraseRecord = statement(
  'privacy/erase',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
    /** Marks of their addresses. */
    marks: z.record(z.string(), z.string()),
  }),
  z.object({
    /** Files to remove from the folders. */
    erased: Erased.nullable(),
  }),
)

/** The address to which a person's data may be mailed, {mailto, language}: the best of their addresses, or this one; or {problem}. */
export const myDataAddress = statement(
  'privacy/my-data-address',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
    /** One of their addresses; null: the best of them. */
    mailto: z.string().nullable(),
  }),
  z.object({ address: z.union([z.object({ mailto: z.string(), language: z.string() }), Refusal]).nullable() }),
)

/** Everything about a person that the caller may read: rows, consents, packets and letters about them, replies, and the history. */
export const myData = statement(
  'privacy/my-data',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
  }),
  z.object({
    /** The whole content. */
    data: MyData.nullable(),
  }),
)

/** Notes that the acting colleague was shown fields of a person that only the office sees: their names, and no value. */
export const notePrivateRead = statement(
  'privacy/note-read',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
    /** Names of fields. */
    fields: z.array(z.string()),
    /** history, show, my-data. */
    page: z.string(),
  }),
  z.object({ noted: z.boolean() }),
)

/** Queues the letter with a person's data, id my-data-RECORD-…: queued; same (a letter with that id exists); enough (three in a day). */
export const queueMyData = statement(
  'privacy/queue-my-data',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
    /** As returned by my-data-address. */
    mailto: z.string(),
    /** Id. */
    letter: z.string(),
    /** SHA-256 of the bytes. */
    digest: z.string(),
    bytes: Bytes,
  }),
  z.object({
    /** queued, same or enough. */
    outcome: z.enum(['queued', 'same', 'enough']).nullable(),
  }),
)

/** Who was shown fields of a person that only the office sees, the latest first. */
export const privateReads = statement(
  'privacy/reads',
  'many',
  z.object({ entity: z.number() }),
  z.object({ at: z.date(), by: z.string(), page: z.string(), fields: z.string() }),
)

/** Packets and items of erased people, whose files must not exist, and the existing people, to compare with the ledger. */
export const erasedTraces = statement(
  'privacy/traces',
  'one',
  z.object({}),
  z.object({
    /** Packets, items and people. */
    traces: z.object({ packets: z.array(z.string()), items: z.array(z.string()), alive: z.array(z.object({ uuid: z.string(), entity: z.number() })) }).nullable(),
  }),
)
