// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { statement } from '../statement.ts'

/** What is due on each day between two days: the first things of a day, and how many there are. */
export const dueCalendar = statement(
  'activities/calendar',
  'many',
  z.object({ staff: z.string(), from: z.string(), until: z.string(), limit: z.number() }),
  z.object({
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    kind: z.string().nullable(),
    what: z.string().nullable(),
    due: z.string(),
    staff: z.string().nullable(),
    activity: z.number().nullable(),
    total: z.number(),
  }),
)

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
    activity: z.number().nullable(),
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

/** The first records in each stage of a process: the longest stay first, of ended ones the latest. */
export const boardCards = statement(
  'processes/cards',
  'many',
  z.object({ process: z.string(), staff: z.string(), stuck: z.boolean(), limit: z.number() }),
  z.object({
    stage: z.string(),
    entity: z.number(),
    hid: z.string().nullable(),
    name: z.string(),
    owner: z.string().nullable(),
    since: z.string().nullable(),
    days: z.number().nullable(),
    over: z.number().nullable(),
    amount: z.string().nullable(),
    currency: z.string().nullable(),
  }),
)

/** The stages of a process, with what stands in each: how many records, how many too long, and their money where they are deals. */
export const boardColumns = statement(
  'processes/columns',
  'many',
  z.object({ process: z.string(), staff: z.string(), most: z.number() }),
  z.object({
    process: z.string(),
    type: z.string().nullable(),
    stage: z.string(),
    name: z.string(),
    outcome: z.string().nullable(),
    days: z.number().nullable(),
    records: z.number(),
    stuck: z.number(),
    amounts: z.array(z.object({ currency: z.string(), amount: z.string() })).nullable(),
  }),
)

/** The stages of a process: how long each may take, and what is done in it. */
export const processDetails = statement(
  'processes/details',
  'many',
  z.object({ process: z.string() }),
  z.object({
    process: z.string(),
    type: z.string().nullable(),
    stage: z.string(),
    name: z.string(),
    outcome: z.string().nullable(),
    days: z.number().nullable(),
    probability: z.number().nullable(),
    task: z.string().nullable(),
    form: z.string().nullable(),
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

/** The stage in which a record is now, of the process of a stage. */
export const stageNow = statement(
  'processes/now',
  'maybe',
  z.object({
    /** Entity. */
    entity: z.number(),
    /** A stage of the process. */
    stage: z.string(),
  }),
  z.object({
    /** Its stage now. */
    stage: z.string(),
  }),
)

/** The processes, with the type of their records and how many stages they have. */
export const processOverview = statement(
  'processes/overview',
  'many',
  z.object({}),
  z.object({
    process: z.string(),
    name: z.string(),
    type: z.string().nullable(),
    stages: z.number(),
    open: z.number(),
  }),
)

/** The processes that come with the program. */
export const shippedProcesses = statement(
  'processes/shipped',
  'many',
  z.object({}),
  z.object({ process: z.string().nullable(), name: z.string().nullable(), stages: z.string().nullable() }),
)
