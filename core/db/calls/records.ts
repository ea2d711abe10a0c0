// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { ReadValue } from '../shapes/records.ts'
import { statement } from '../statement.ts'

/** Records under a record that have the same owner: they are handed over with it. */
export const recordsAlong = statement(
  'records/along',
  'many',
  z.object({
    /** Entity. */
    entity: z.number(),
  }),
  z.object({
    entity: z.number(),
    /** Human id. */
    hid: z.string().nullable(),
    name: z.string(),
    type: z.string(),
  }),
)

/** What commands say of a record of a type, and whether the caller may write each. */
export const recordCatalog = statement(
  'records/catalog',
  'many',
  z.object({
    /** person, organisation, deal ... */
    type: z.string(),
  }),
  z.object({
    type: z.string(),
    name: z.string(),
    label: z.string(),
    kind: z.string(),
    choices: z.array(z.string()).nullable(),
    refers: z.string().nullable(),
    required: z.boolean(),
    may_write: z.boolean(),
    source: z.string(),
    field: z.string(),
  }),
)

/** Why a contact point of a kind cannot hold a value; null where it can. */
export const contactFault = statement(
  'records/contact-fault',
  'one',
  z.object({ kind: z.string(), value: z.string() }),
  z.object({ fault: z.string().nullable() }),
)

/** Records that may be the one that somebody is about to add. */
export const recordDoubles = statement(
  'records/doubles',
  'many',
  z.object({
    type: z.string(),
    name: z.string(),
    /** Numbers and addresses in normal form. */
    contacts: z.array(z.string()),
  }),
  z.object({ hid: z.string().nullable(), name: z.string(), why: z.string() }),
)

/** The fields of a type of record, as the caller may read and write them. */
export const recordFields = statement(
  'records/fields',
  'many',
  z.object({
    /** person, organisation, deal ... */
    type: z.string(),
  }),
  z.object({
    type: z.string(),
    field: z.string(),
    label: z.string(),
    kind: z.string(),
    domain: z.string().nullable(),
    choices: z.array(z.string()).nullable(),
    refers: z.string().nullable(),
    required: z.boolean(),
    may_read: z.boolean(),
    may_write: z.boolean(),
    source: z.string(),
    attribute: z.string(),
    sort: z.number(),
  }),
)

/** Files in fields of a record and of its rows, as far as the caller sees them. */
export const recordFiles = statement(
  'records/files',
  'many',
  z.object({
    /** Entity. */
    entity: z.number(),
  }),
  z.object({
    /** Table. */
    source: z.string(),
    /** Name in commands. */
    field: z.string(),
    /** Number of the row. */
    row_id: z.number(),
    /** Number of the file. */
    number: z.number(),
    name: z.string(),
    type: z.string().nullable(),
    size: z.number(),
    /** SHA-256. */
    digest: z.string(),
  }),
)

/** Gives a record and the records under it to a colleague: the number of records, or -1 if there is no such colleague. */
export const handOver = statement(
  'records/hand-over',
  'one',
  z.object({
    /** Entity. */
    entity: z.number(),
    /** Staff member. */
    staff: z.string(),
  }),
  z.object({
    /** Number. */
    records: z.number().nullable(),
  }),
)

/** What hangs on a record that somebody is about to remove. */
export const recordHangs = statement(
  'records/hangs',
  'many',
  z.object({ entity: z.number() }),
  z.object({ what: z.string(), number: z.number() }),
)

/** The kinds of relationships, in both directions. */
export const relationKinds = statement(
  'records/kinds',
  'many',
  z.object({}),
  z.object({
    /** Kind. */
    kind: z.string(),
    /** Left to right. */
    forward: z.string(),
    /** Right to left. */
    backward: z.string(),
  }),
)

/** The records that somebody means, by human id or uuid, else by exact name. */
export const namedRecords = statement(
  'records/named',
  'many',
  z.object({ key: z.string() }),
  z.object({ entity: z.number(), hid: z.string().nullable(), name: z.string(), type: z.string() }),
)

/** A number or address in normal form, as it is compared. */
export const normalContact = statement(
  'records/normal-contact',
  'one',
  z.object({ kind: z.string(), value: z.string() }),
  z.object({ normal: z.string() }),
)

/** Records that a staff member owns; a record under another of them comes with that one. */
export const ownedRecords = statement(
  'records/owned',
  'many',
  z.object({
    /** Staff member. */
    staff: z.string(),
  }),
  z.object({
    /** Its uuid. */
    record: z.string(),
  }),
)

/** Reads one typed value for a field of a table: {value} as a form shows it, or {fault}. */
export const readValue = statement(
  'records/read-value',
  'one',
  z.object({
    /** Table. */
    source: z.string(),
    /** Name in commands. */
    field: z.string(),
    /** As typed. */
    text: z.string(),
    /** Time zone of times without one. */
    zone: z.string(),
  }),
  z.object({ read: ReadValue }),
)

/** The slots of a record as a command states them, with the caller's rights. */
export const recordSlots = statement(
  'records/slots',
  'one',
  z.object({ entity: z.number() }),
  z.object({ slots: z.record(z.string(), z.unknown()).nullable() }),
)

/** The open tasks of a record, and other activities that are not done. */
export const openTasks = statement(
  'records/tasks',
  'many',
  z.object({ entity: z.number() }),
  z.object({
    /** Number. */
    number: z.number(),
    /** About. */
    about: z.string(),
  }),
)

/** The types of records, by the words that people use for them. */
export const recordTypes = statement(
  'records/types',
  'many',
  z.object({}),
  z.object({
    /** Type. */
    type: z.string(),
    /** Name. */
    name: z.string(),
    /** Name in the language of the reader. */
    label: z.string(),
  }),
)
