// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { Bytes, statement } from '../statement.ts'

/** The words of the lists that columns of these tables take, in their order. */
export const choicesOf = statement(
  'folder/choices',
  'many',
  z.object({ tables: z.array(z.string()) }),
  z.object({
    source: z.string(),
    /** Name in commands. */
    field: z.string(),
    word: z.string(),
    /** In the language of the reader. */
    label: z.string(),
    /** In other languages, by language. */
    labels: z.record(z.string(), z.string()),
  }),
)

/** The columns of these tables with their labels, and the table that each refers to. */
export const columnsOf = statement(
  'folder/columns',
  'many',
  z.object({ tables: z.array(z.string()) }),
  z.object({
    source: z.string(),
    name: z.string(),
    label: z.string(),
    /** The table of a reference; entity for every type of record. */
    refers: z.string().nullable(),
  }),
)

/** The answers of a person to letters, newest first. */
export const consentsOf = statement(
  'folder/consents',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    purpose: z.string(),
    given: z.boolean(),
    /** At every address. */
    person: z.boolean(),
    basis: z.string(),
    received: z.date(),
  }),
)

/** One file of a record, with its bytes. */
export const fileOf = statement(
  'folder/file',
  'maybe',
  z.object({ entity: z.number(), number: z.number() }),
  z.object({ name: z.string(), data: Bytes }),
)

/** Files of a record, newest first; those of its fields are shown there. */
export const filesOf = statement(
  'folder/files',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    number: z.number(),
    name: z.string(),
    type: z.string().nullable(),
    bytes: z.number(),
    created: z.date(),
  }),
)

/** The groups that a record is in. */
export const groupsOf = statement(
  'folder/groups',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({ hid: z.string(), name: z.string(), status: z.string().nullable() }),
)

/** A record, whose it is and what it stands under; nothing where the acting role does not see it. */
export const folderHead = statement(
  'folder/head',
  'maybe',
  z.object({
    /** Human id or uuid. */
    key: z.string(),
  }),
  z.object({
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    type: z.string(),
    type_name: z.string(),
    version: z.number(),
    /** Short name. */
    owner: z.string().nullable(),
    owner_name: z.string().nullable(),
    /** Human id. */
    parent: z.string().nullable(),
    parent_name: z.string().nullable(),
    deleted: z.date().nullable(),
    changed: z.date(),
    no_letters: z.string().nullable(),
    confirmed: z.string().nullable(),
  }),
)

/** What is held for a record, oldest first; for the office. */
export const heldOf = statement(
  'folder/held',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({ change: z.number(), slot: z.string(), sender: z.string(), received: z.date() }),
)

/** Of these tables, those that the acting role reads and adds to; and whether it removes records. */
export const mayUse = statement(
  'folder/may',
  'one',
  z.object({ tables: z.array(z.string()) }),
  z.object({ reads: z.array(z.string()), adds: z.array(z.string()), removes: z.boolean() }),
)

/** The members of a group. */
export const membersOf = statement(
  'folder/members',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({ hid: z.string().nullable(), name: z.string(), status: z.string().nullable() }),
)

/** Deals and tickets that name a record, newest first. */
export const dealsAndTicketsOf = statement(
  'folder/named-by',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({ hid: z.string().nullable(), name: z.string(), type: z.string(), type_name: z.string() }),
)

/** Names of records by their human ids, of those that the acting role sees. */
export const recordNames = statement(
  'folder/names',
  'many',
  z.object({
    /** Human ids. */
    keys: z.array(z.string()),
  }),
  z.object({ hid: z.string(), name: z.string() }),
)

/** What numbers in the history mean: records that the acting role sees, stages, kinds of relations. */
export const namesOfNumbers = statement(
  'folder/numbers',
  'many',
  z.object({
    /** numbers. */
    records: z.array(z.number()),
    /** numbers. */
    stages: z.array(z.number()),
    /** numbers. */
    kinds: z.array(z.number()),
  }),
  z.object({ refers: z.string(), number: z.number(), hid: z.string().nullable(), name: z.string() }),
)

/** Packets of a record, newest first. */
export const packetsOf = statement(
  'folder/packets',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    packet: z.string(),
    form: z.string(),
    recipient: z.string(),
    status: z.string(),
    issued: z.date(),
    expires: z.date(),
  }),
)

/** The relations of a record, of both sides, those that still hold first. */
export const relationsOf = statement(
  'folder/relations',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({
    number: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    kind: z.string(),
    words: z.string(),
    is_left: z.boolean(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    note: z.string().nullable(),
  }),
)

/** The stages of the processes that a record of its type may go through, with the latest stay of the record in each. */
export const stagesFor = statement(
  'folder/stages',
  'many',
  z.object({ entity: z.number() }),
  z.object({
    process: z.string(),
    process_name: z.string(),
    stage: z.string(),
    name: z.string(),
    outcome: z.string().nullable(),
    days: z.number().nullable(),
    entered: z.date().nullable(),
    finished: z.date().nullable(),
  }),
)

/** Activities of a record, newest first, a page at a time. */
export const activitiesOf = statement(
  'folder/timeline',
  'many',
  z.object({ entity: z.number(), limit: z.number(), offset: z.number() }),
  z.object({
    number: z.number(),
    at: z.date(),
    kind: z.string(),
    outcome: z.string().nullable(),
    subject: z.string().nullable(),
    body: z.string().nullable(),
    status: z.string(),
    next: z.string().nullable(),
    due: z.string().nullable(),
    by: z.string().nullable(),
    private: z.boolean(),
  }),
)

/** The records right under a record. */
export const recordsUnder = statement(
  'folder/under',
  'many',
  z.object({ entity: z.number(), limit: z.number() }),
  z.object({ hid: z.string().nullable(), name: z.string(), type: z.string(), type_name: z.string() }),
)
