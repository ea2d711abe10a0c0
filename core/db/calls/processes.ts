// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** What is due by a day: tasks, planned contacts, next steps, tasks of stages, stays that are too long, deals by their days. */
export const dueWork = statement(
  'activities/due',
  'many',
  z.object({ staff: z.string(), days: z.number(), limit: z.number() }),
  z.object({
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    kind: z.string().nullable(),
    what: z.string().nullable(),
    form: z.string().nullable(),
    due: z.string(),
    late: z.number(),
    staff: z.string().nullable(),
    total: z.number(),
    late_total: z.number(),
  }),
)

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
