// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** Adds one of the shipped processes: added, already there, or not known. */
export const addProcess = statement(
  'processes/add',
  'one',
  z.object({
    /** Process. */
    process: z.string(),
  }),
  z.object({
    /** Result. */
    result: z.string().nullable(),
  }),
)

/** A record enters a stage, and leaves its earlier stage of that process; null if there is no such stage. */
export const enterStage = statement(
  'processes/enter',
  'one',
  z.object({
    /** Entity. */
    entity: z.number(),
    /** Stage. */
    stage: z.string(),
    /** Note. */
    note: z.string().nullable(),
  }),
  z.object({
    /** Stay. */
    tracking: z.number().nullable(),
  }),
)

/** Processes and their stages, with the next step of each. */
export const listProcesses = statement(
  'processes/list',
  'many',
  z.object({}),
  z.object({
    process: z.string(),
    stage: z.string(),
    name: z.string(),
    outcome: z.string().nullable(),
    days: z.number().nullable(),
    next: z.string().nullable(),
  }),
)

/** The processes that come with the program. */
export const shippedProcesses = statement(
  'processes/shipped',
  'many',
  z.object({}),
  z.object({ process: z.string().nullable(), name: z.string().nullable(), stages: z.string().nullable() }),
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
