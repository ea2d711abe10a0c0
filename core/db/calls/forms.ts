// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { RecordShown } from '../shapes/packets.ts'
import { Refusal } from '../shapes/refusal.ts'
import { statement } from '../statement.ts'

/** Ends a form request and deletes its address. */
export const endFormRequest = statement(
  'form-requests/end',
  'none',
  z.object({ request: z.number(), status: z.string() }),
  z.object({}),
)

/** Locks the oldest form request: {request, mailto, mark, make: [records], status}; null if there is none. A form that is still valid is queued again. */
export const nextFormRequest = statement(
  'form-requests/next',
  'one',
  z.object({}),
  z.object({
    wish: z.object({ request: z.number(), mailto: z.string().optional(), mark: z.string().optional(), make: z.array(z.string()), status: z.string() }).nullable(),
  }),
)

/** Queues a form request; the dispatcher answers it. */
export const noteFormRequest = statement(
  'form-requests/note',
  'none',
  z.object({ item: z.number(), mailto: z.string(), mark: z.string(), received: z.date() }),
  z.object({}),
)

/** Every published form version with its definition. */
export const allForms = statement(
  'forms/all',
  'many',
  z.object({}),
  z.object({
    name: z.string(),
    version: z.number(),
    /** SX1. */
    definition: z.string(),
    /** Whether it is of this installation. */
    own: z.boolean(),
    /** Whether packets go out with it. */
    active: z.boolean(),
  }),
)

/** The columns of tables, with what each may hold in a form. */
export const formColumns = statement(
  'forms/columns',
  'many',
  z.object({
    /** Names of the tables. */
    tables: z.array(z.string()),
  }),
  z.object({
    /** Its table. */
    source: z.string(),
    /** Its name. */
    attribute: z.string(),
    kind: z.string(),
    choices: z.array(z.string()).nullable(),
  }),
)

/** The faults that prevent the publication of a form; no rows is good. */
export const formFaults = statement(
  'forms/faults',
  'many',
  z.object({
    /** Parsed definition with its fields. */
    form: z.unknown(),
  }),
  z.object({
    /** Begins with the place in the definition. */
    fault: z.string().nullable(),
  }),
)

/** The forms that fit a record, the usual one of its type first; no row where there is no such record. */
export const formsFor = statement(
  'forms/for-record',
  'many',
  z.object({
    /** Human id or uuid. */
    record: z.string(),
  }),
  z.object({
    /** None fits. */
    form: z.string().nullable(),
    type: z.string(),
    is_usual: z.boolean(),
  }),
)

/** The words of lists, with their labels in each language. */
export const formListWords = statement(
  'forms/list-words',
  'many',
  z.object({
    /** Names of the lists. */
    domains: z.array(z.string()),
  }),
  z.object({
    domain: z.string(),
    word: z.string(),
    /** In English. */
    label: z.string(),
    /** In other languages, by language. */
    labels: z.record(z.string(), z.string()),
  }),
)

/** What a packet of a form would show of a record, with the caller's rights. */
export const formPreview = statement(
  'forms/preview',
  'one',
  z.object({
    /** Name. */
    form: z.string(),
    /** Version. */
    version: z.number(),
    /** Human id or uuid. */
    record: z.string(),
    /** Time zone of the days. */
    zone: z.string(),
    /** Bytes of files at most. */
    files: z.number(),
  }),
  z.object({
    /** The values read, or {problem}. */
    shown: z.union([Refusal, RecordShown]),
  }),
)

/** The short names of the processes that are in use here. */
export const formProcesses = statement('forms/processes', 'many', z.object({}), z.object({ process: z.string() }))

/** Adds a form version, for an administrator: new, known (same content), changed (same number, other content: refused), taken (the name is that of a form of the program), faults (form_faults lists them). */
export const publishForm = statement(
  'forms/publish',
  'one',
  z.object({
    /** Parsed definition with its fields. */
    form: z.unknown(),
  }),
  z.object({
    /** new, known, changed, taken or faults. */
    result: z.enum(['new', 'known', 'changed', 'taken', 'faults']).nullable(),
  }),
)

/** The stages of a process in their order, and the type of records that go through it. */
export const formStages = statement(
  'forms/stages',
  'many',
  z.object({
    /** Its short name. */
    process: z.string(),
  }),
  z.object({
    /** Its short name. */
    stage: z.string(),
    name: z.string(),
    /** Of the records; empty where any may go through it. */
    type: z.string().nullable(),
  }),
)
