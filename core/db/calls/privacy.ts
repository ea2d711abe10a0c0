// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Erased, MyData } from '../shapes/privacy.ts'
import { Refusal } from '../shapes/refusal.ts'
import { Bytes, statement } from '../statement.ts'

/** Every e-mail address that is known of a person, also earlier ones: for the marks that erase_record asks for. */
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

/** Erases a person and all records merged into it; marks of their addresses {address: mark}. {records, uuids, packets (and letters with their data), items, addresses} whose files are to go, too. */
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
    /** What is to go from the folders, too. */
    erased: Erased.nullable(),
  }),
)

/** Where a person's data may go, {mailto, language}: the best of their addresses, or this one; or {problem}. */
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

/** Everything about a person that the caller may read: rows, consents, what was sent about them, what came back, and the history. */
export const myData = statement(
  'privacy/my-data',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
  }),
  z.object({
    /** All of it. */
    data: MyData.nullable(),
  }),
)

/** Queues the letter with a person's data, id my-data-RECORD-…: queued; same (there is a letter of that id); enough (three in a day). */
export const queueMyData = statement(
  'privacy/queue-my-data',
  'one',
  z.object({
    /** Record. */
    entity: z.number(),
    /** As my-data-address said. */
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

/** Packets and items of erased people, whose files must not be there, and who is there, to be held against the ledger. */
export const erasedTraces = statement(
  'privacy/traces',
  'one',
  z.object({}),
  z.object({
    /** Packets, items, who is there. */
    traces: z.object({ packets: z.array(z.string()), items: z.array(z.string()), alive: z.array(z.object({ uuid: z.string(), entity: z.number() })) }).nullable(),
  }),
)
