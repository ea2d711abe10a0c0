// Generated from the headers of sql/queries by npm run generate. Do not edit.

import { z } from 'zod'
import { PutRow, TableForm } from '../shapes/tables.ts'
import { statement } from '../statement.ts'

/** The columns of a table, and what the caller may do to its rows. */
export const tableForm = statement(
  'tables/form',
  'one',
  z.object({
    /** Table. */
    table: z.string(),
  }),
  z.object({ form: TableForm }),
)

/** The changes of one row of a table, the latest first. */
export const rowHistory = statement(
  'tables/history',
  'many',
  z.object({
    /** Table. */
    table: z.string(),
    /** Its number. */
    id: z.number(),
    limit: z.number(),
  }),
  z.object({
    at: z.date(),
    by: z.string(),
    verb: z.string(),
    source: z.string(),
    row: z.number(),
    packet: z.string().nullable(),
    reply: z.string().nullable(),
    file: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  }),
)

/** The tables that the caller may read, as the catalog names them; of a type of record its word. */
export const listTables = statement(
  'tables/list',
  'many',
  z.object({}),
  z.object({ source: z.string(), label: z.string(), type: z.string().nullable() }),
)

/** Adds a row to a table, or changes fields of one, in the caller's own name. All are written, or none;. */
export const putRow = statement(
  'tables/put',
  'one',
  z.object({
    /** Table. */
    table: z.string(),
    /** Number of the row; null: a new one. */
    id: z.number().nullable(),
    /** What the writer saw. */
    was: z.record(z.string(), z.string()),
    /** As typed. */
    wanted: z.record(z.string(), z.string()),
    /** Time zone of times without one. */
    zone: z.string(),
  }),
  z.object({ outcome: PutRow.nullable() }),
)

/** Removes a row of a table, in the caller's own name, if it still is as they saw it; null where there is none. */
export const removeRow = statement(
  'tables/remove',
  'one',
  z.object({
    /** Table. */
    table: z.string(),
    /** Its number. */
    id: z.number(),
    /** What the caller saw. */
    was: z.record(z.string(), z.string()),
  }),
  z.object({ outcome: z.object({ removed: z.boolean() }).nullable() }),
)

/** One row of a table, as it is shown and as its form states it. */
export const tableRow = statement(
  'tables/row',
  'many',
  z.object({
    /** Table. */
    table: z.string(),
    /** Its number. */
    id: z.number(),
  }),
  z.object({
    id: z.number(),
    name: z.string().nullable(),
    fields: z.record(z.string(), z.unknown()),
    said: z.record(z.string(), z.string().nullable()),
  }),
)

/** Rows of one table of the catalog, filtered, sorted and a page at a time. */
export const listRows = statement(
  'tables/rows',
  'many',
  z.object({
    /** Table. */
    table: z.string(),
    /** Filters like sort>=10. */
    filters: z.array(z.string()),
    /** Field; -field in falling order; by number without one. */
    sort: z.string(),
    /** Fields that are shown. */
    columns: z.array(z.string()),
    /** How many. */
    limit: z.number(),
    /** Number of the last row of the page before. */
    after: z.number().nullable(),
  }),
  z.object({ id: z.number(), name: z.string().nullable(), fields: z.record(z.string(), z.unknown()) }),
)
